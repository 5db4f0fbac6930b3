"""The pictures of README and tour, taken from a fresh demo: `make pictures`. Needs Chromium.

    --url URL --accounts FILE   walk a running demo instead of a fresh one (the tour publishes and withdraws a document)
    --every [--as NAME]         instead, every kind of page of the instance in GONGKAI_DATA to build/pictures;
                                the desk's as that account sees them

Pictures of the tour go to docs/pictures; each run replaces all of them or, when a step fails, none.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.operate.camera import Camera, launched

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "pictures"
EVERY = ROOT / "build" / "pictures"
FRESH = ROOT / "build" / "tour"
WIDTHS = (1280, 360)
START_SECONDS = 900  # a fresh demo builds two years of acts first


def main() -> int:
    """Exit code 1 when Chromium is missing."""
    parser = argparse.ArgumentParser(prog="gongkai.operate.pictures")
    parser.add_argument("--url", default="", help="a running demo")
    parser.add_argument("--accounts", type=Path, help="its accounts.json")
    parser.add_argument("--every", action="store_true", help="one picture of every kind of page instead of the tour")
    parser.add_argument("--as", dest="account", default="", help="user name for the desk's pages")
    parser.add_argument("--port", type=int, default=8199)
    asked = parser.parse_args()
    if asked.every:
        return _every(asked.account, asked.port)
    if asked.url:
        _tour(asked.url.rstrip("/"), asked.accounts)
        return 0
    shutil.rmtree(FRESH, ignore_errors=True)
    with _running(["demo", "--port", str(asked.port)], asked.port, {"GONGKAI_DATA": str(FRESH)}) as base:
        _tour(base, FRESH / "demo" / "accounts.json")
    return 0


def _tour(base: str, accounts: Path) -> None:
    from gongkai.operate import tour

    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        camera = Camera(browser, base, accounts, Path(folder))
        tour.walk(camera)
        shutil.rmtree(KEPT, ignore_errors=True)
        shutil.copytree(folder, KEPT)
    size = sum(path.stat().st_size for path in KEPT.iterdir())
    print(f"已在 {KEPT} 写入 {len(camera.taken)} 张图片，共 {size / 1_000_000:.1f} MB。")


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[str]:
    """The address of `gongkai COMMAND` while it runs."""
    environment = os.environ | environment
    with subprocess.Popen([sys.executable, "-m", "gongkai", *command], env=environment) as server:  # noqa: S603
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(server, base)
            yield base
        finally:
            server.terminate()


def _wait(server: "subprocess.Popen[bytes]", base: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5).close()  # noqa: S310  our own server
            return
        except urllib.error.HTTPError:
            return  # it answers, and 503 only means that no worker runs yet
        except OSError:
            time.sleep(0.5)
    raise SystemExit("网站没有启动。")


def _every(account: str, port: int) -> int:
    """The former look at each view, at both widths, for people who work on the look."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    wanted, session = _wanted(account)
    with _running(["serve", "--no-tasks", "--port", str(port)], port, {}) as base:
        _take(base, wanted, session)
    print(f"已在 {EVERY} 写入 {len(wanted) * len(WIDTHS)} 张图片。")
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


def _take(base: str, wanted: dict[str, str], session: str) -> None:
    from django.conf import settings

    shutil.rmtree(EVERY, ignore_errors=True)
    EVERY.mkdir(parents=True)
    with launched() as browser:
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
            if session:
                context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
            page = context.new_page()
            for name, address in wanted.items():
                page.goto(base + address)
                page.screenshot(path=EVERY / f"{name.replace(':', '-')}-{width}.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main())
