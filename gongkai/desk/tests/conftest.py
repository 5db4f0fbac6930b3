"""Somebody logged in, and pages in a browser without a server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import Client

from gongkai.ui.testing import started


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    caches["process"].clear()  # counts of other tests


@pytest.fixture
def as_(county: Any) -> Callable[[str], Client]:
    """as_("drafter"), as_("office.open_government_section"), as_("system"): a client logged in as that person."""

    def log_in(name: str) -> Client:
        client = Client()
        client.force_login(county.administrators.get(name) or county[name])
        return client

    return log_in


@pytest.fixture
def browser(chromium: str) -> Callable[[], Any]:
    """`with browser() as show: show(html, width)`. Pages are made before: inside, the test's rows are not seen."""

    @contextmanager
    def start() -> Iterator[Callable[[str, int], Any]]:
        with started(chromium) as running:
            yield lambda html, width: _show(running, html, width)

    return start


def _show(running: Any, html: str, width: int) -> Any:
    """The page in a tab without a server: every address is answered from here."""
    tab = running.new_page(viewport={"width": width, "height": 800})

    def reply(route: Any) -> None:
        path = route.request.url.split("/static/")[-1]
        found = finders.find(path) if "/static/" in route.request.url else None
        if found:
            route.fulfill(path=found)
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    tab.route("**/*", reply)
    tab.goto("http://desk.test/desk/")
    return tab
