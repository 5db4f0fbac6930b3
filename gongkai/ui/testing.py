"""Helpers for the tests of every app that has pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Rules of WCAG 2.2 A and AA; "best-practice" findings are a matter of taste and not counted.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def started(chromium: str) -> Iterator[Any]:
    """A running browser of Playwright's.

    Playwright's loop runs in this thread. While it does, Django keeps database connections of their own for what the
    thread asks: they are allowed here, and closed before the loop ends, because afterwards nobody finds them again
    and the test database could not be dropped.
    """
    import pytest
    from django.db import connections
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield browser
        browser.close()
        connections.close_all()


def wait_until_kept(page: Any, words: str) -> None:
    """Until the tab has kept a form with these words. `wait_for_function` would need what our own policy forbids."""
    for _ in range(300):
        if page.evaluate("words => Object.values(sessionStorage).some(kept => kept.includes(words))", words):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not kept: {words}")


def axe_violations(page: Any) -> list[str]:
    """Violations of WCAG 2.2 A/AA on a Playwright page, a line each: rule, impact, what, where."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
    return [_line(violation) for violation in results.response["violations"]]


def _line(violation: dict[str, Any]) -> str:
    places = ["; ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
    return f"{violation['id']} ({violation['impact']}): {violation['help']} @ {' | '.join(places)}"
