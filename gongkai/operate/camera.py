"""A browser that works as several people and takes pictures small enough to keep in the repository."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 760}
COLOURS = 96
PATIENCE_MS = 20_000


class Camera:
    """Pages of people at two widths. `accounts` is the demo's accounts.json."""

    def __init__(self, browser: "Browser", base: str, accounts: Path, folder: Path) -> None:
        self.browser, self.base, self.folder = browser, base, folder
        self.taken: list[str] = []
        self._pages: dict[tuple[str, bool], Page] = {}
        found = json.loads(accounts.read_text(encoding="utf-8"))
        self.accounts = found["accounts"]
        self.password = found.get("password", "")
        folder.mkdir(parents=True, exist_ok=True)

    def page(self, role: str = "", agency: str = "", *, phone: bool = False) -> "Page":
        """The page of who holds `role` in an agency whose name ends so, logged in; without a role a citizen's."""
        key = f"{agency}{role}", phone
        if key not in self._pages:
            context = self.browser.new_context(
                viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
                device_scale_factor=2 if phone else 1,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                reduced_motion="reduce",
            )
            context.set_default_timeout(PATIENCE_MS)
            self._pages[key] = context.new_page()
            if role:
                self._log_in(self._pages[key], self._account(role, agency))
        return self._pages[key]

    def go(self, page: "Page", address: str) -> "Page":
        """Open an address of the instance; fails on anything but an answer below 400."""
        answer = page.goto(self.base + address)
        if answer is None or answer.status >= 400:
            raise RuntimeError(f"{address} answers {answer.status if answer else 'nothing'}")
        return page

    def shot(self, page: "Page", name: str, *, at: "Locator | None" = None) -> None:
        """Keep what the window shows, from `at` down if given, as NAME.png with few colours."""
        from PIL import Image

        if at is None:
            page.evaluate("scrollTo(0, 0)")
        else:
            at.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 24)")
        image = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        image.quantize(COLOURS, dither=Image.Dither.NONE).save(self.folder / f"{name}.png", optimize=True)
        self.taken.append(name)

    def _account(self, role: str, agency: str) -> dict[str, Any]:
        for one in self.accounts:
            if one["role"] == role and one["agency"].endswith(agency):
                return {"password": self.password, **one}
        raise LookupError(f"the demo has no account for {role} of {agency or 'the instance'}")

    def _log_in(self, page: "Page", account: dict[str, Any]) -> None:
        self.go(page, "/desk/login/")
        page.locator("input[name=login]").fill(account.get("username") or account["account"])
        page.locator("input[name=password]").fill(account["password"])
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(lambda address: "/login/" not in address)


@contextmanager
def launched() -> "Iterator[Browser]":
    """Debian's Chromium, speaking Chinese. Exits where there is none."""
    from playwright.sync_api import sync_playwright

    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not found:
        raise SystemExit("没有找到 Chromium，请先安装（Debian：apt-get install chromium fonts-noto-cjk）。")
    with sync_playwright() as playwright:
        options = {"executable_path": found, "args": ["--no-sandbox", "--lang=zh-CN"]}
        browser = playwright.chromium.launch(env={**os.environ, "LANGUAGE": "zh_CN"}, **options)  # type: ignore[arg-type]
        yield browser
        browser.close()
