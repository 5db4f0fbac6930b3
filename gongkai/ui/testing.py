"""Helpers for the tests of every app that has pages."""

import os
import shutil
from typing import Any

CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Rules of WCAG 2.1 A and AA; "best-practice" findings are a matter of taste and not counted.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def chromium() -> str | None:
    """Path of the browser for tests: env GONGKAI_CHROMIUM, else the system's; None where there is none."""
    return os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def axe_violations(page: Any) -> list[str]:
    """Violations of WCAG 2.1 A/AA on a Playwright page, one line each: rule, impact, what, up to three places."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
    return [_line(violation) for violation in results.response["violations"]]


def _line(violation: dict[str, Any]) -> str:
    places = ["; ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
    return f"{violation['id']} ({violation['impact']}): {violation['help']} @ {' | '.join(places)}"
