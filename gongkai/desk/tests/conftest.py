"""Somebody logged in, and pages in a browser without a server."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client

from gongkai.ui.testing import CHROMIUM_ARGS


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()  # rate limits and counts of other tests


@pytest.fixture
def as_(county: Any) -> Callable[[str], Client]:
    """as_("drafter"), as_("office.open_government_section"), as_("system"): a client logged in as that person."""

    def log_in(name: str) -> Client:
        client = Client()
        client.force_login(county.administrators.get(name) or county[name])
        return client

    return log_in


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield started
        started.close()


@pytest.fixture
def show(browser: Any) -> Iterator[Callable[..., Any]]:
    """show(html, width): the page in a tab; every address is answered from here."""
    tabs = []

    def open_tab(html: str, width: int) -> Any:
        tab = browser.new_page(viewport={"width": width, "height": 800})
        tabs.append(tab)

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

    yield open_tab
    for tab in tabs:
        tab.close()
