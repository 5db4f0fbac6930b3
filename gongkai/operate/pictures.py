"""Screenshots of every kind of page at desktop and phone width: `make pictures`.

Needs an instance that is set up (`make demo` makes one) and Chromium. The pictures go to build/pictures, named by view
and width; `--as NAME` takes the pages of the desk as that account sees them.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

WIDTHS = (1280, 360)
FOLDER = Path(__file__).resolve().parents[2] / "build" / "pictures"
START_SECONDS = 60


def main() -> int:
    """Exit code 1 when Chromium is missing or the account unknown."""
    parser = argparse.ArgumentParser(prog="gongkai.operate.pictures")
    parser.add_argument("--as", dest="account", default="", help="user name for the desk's pages")
    parser.add_argument("--port", type=int, default=8199)
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        print("没有找到 Chromium，请先安装（Debian：apt-get install chromium fonts-noto-cjk）。", file=sys.stderr)
        return 1
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    wanted, session = _wanted(asked.account)
    command = [sys.executable, "-m", "gongkai", "serve", "--no-tasks", "--port", str(asked.port)]
    with subprocess.Popen(command) as server:  # noqa: S603
        try:
            base = f"http://127.0.0.1:{asked.port}"
            _wait(base)
            _take(chromium, base, wanted, session)
        finally:
            server.terminate()
    print(f"已在 {FOLDER} 写入 {len(wanted) * len(WIDTHS)} 张图片。")
    return 0


def _wanted(account: str) -> tuple[dict[str, str], str]:
    """(view name → address, session cookie): the public pages, and the desk's for an account."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from gongkai.operate.addresses import one_of_each

    client = Client()
    wanted = one_of_each(client, "/")
    if not account:
        return wanted, ""
    user = get_user_model().objects.get(username=account)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return wanted | one_of_each(client, "/desk/"), client.cookies[settings.SESSION_COOKIE_NAME].value


def _wait(base: str) -> None:
    for _ in range(START_SECONDS * 5):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5).close()  # noqa: S310  our own server
            return
        except urllib.error.HTTPError:
            return  # it answers, and 503 only means that no worker runs
        except OSError:
            time.sleep(0.2)
    raise SystemExit("网站没有启动。")


def _take(chromium: str, base: str, wanted: dict[str, str], session: str) -> None:
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
            if session:
                context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
            page = context.new_page()
            for name, address in wanted.items():
                page.goto(base + address)
                page.screenshot(path=FOLDER / f"{name.replace(':', '-')}-{width}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
