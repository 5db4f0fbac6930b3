"""Helpers for the tests of every app that has pages."""

from typing import Any

CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Rules of WCAG 2.1 A and AA; "best-practice" findings are a matter of taste and not counted.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def axe_violations(page: Any) -> list[str]:
    """Violations of WCAG 2.1 A/AA on a Playwright page, a line each: rule, impact, what, where."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
    return [_line(violation) for violation in results.response["violations"]]


def _line(violation: dict[str, Any]) -> str:
    places = ["; ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
    return f"{violation['id']} ({violation['impact']}): {violation['help']} @ {' | '.join(places)}"
