"""Journey 4 in a browser: find a rule by words and by number, read it, print it; accessibility in every mode.

Requests of the browser are answered by Django's test client, so that each test stays in its own transaction.
"""

from collections.abc import Iterator
from contextvars import copy_context
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import expect

from gongkai.organisations.models import Agency
from gongkai.portal.tests.conftest import LONG
from gongkai.testing import County
from gongkai.ui.testing import axe_violations, started

pytestmark = pytest.mark.browser
HOST = "http://localhost"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    with started(chromium) as running:
        yield running


def reader(browser: Any, width: int, mode: str = "", **kwargs: Any) -> Any:
    """A tab of a citizen's browser."""
    tab = browser.new_context(viewport={"width": width, "height": 800}, **kwargs).new_page()
    client = Client(headers={"host": "localhost"})
    here = copy_context()  # the handler runs in a greenlet; the test's database connection lives in this context

    def reply(route: Any) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            route.fulfill(path=finders.find(parts.path.removeprefix("/static/")))
            return
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = here.copy().run(client.get, address)
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        route.fulfill(status=answer.status_code, headers=headers, body=body)

    tab.route("**/*", reply)
    if mode:
        tab.add_init_script(f"localStorage.setItem('ui.{mode}', '1')")
    return tab


def test_find_a_rule(browser: Any, record: Any) -> None:
    page = reader(browser, 360)
    page.goto(f"{HOST}/")
    page.fill("#q", "基层政务公开标准化")
    page.press("#q", "Enter")
    expect(page.locator("mark").first).to_be_visible()
    for spelling in ("示财〔2026〕1号", "示财（2026）第1号"):
        page.fill("#q", spelling)
        page.press("#q", "Enter")
        page.wait_for_url(f"**/search/?q={quote(spelling)}*")
        expect(page.get_by_text("相符").first).to_be_visible()
        expect(page.locator(".hits li")).to_have_count(1)
        assert page.input_value("#q") == spelling
    page.click(".hits li > a")
    expect(page.locator("h1")).to_have_text(LONG)
    assert "严格执行预算" in page.inner_text(".article")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    before = page.evaluate("[...document.querySelectorAll('.doc > .summary dt')].map(one => one.textContent)")
    assert len(before) == 4 and "发文字号" in before, "four facts before the text, the others after it"
    assert page.locator(".article").bounding_box()["y"] < page.locator(".rest").bounding_box()["y"]
    page.click("a:text-is('打印版')")
    page.wait_for_url("**/print/")
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.click("text=打印本页")
    assert page.title() == "printed"
    assert page.locator("nav").count() == 0 and page.inner_text("h1") == LONG
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_without_script_elder_mode_is_an_address(browser: Any, record: Any) -> None:
    page = reader(browser, 360, java_script_enabled=False)
    page.goto(f"{HOST}/records/{record.pk}/")
    page.click("header >> text=长者模式")
    page.wait_for_url(f"{HOST}/elder/records/{record.pk}/")
    expect(page.locator("h1")).to_have_text(LONG)
    page.click("header >> text=标准字号")
    page.wait_for_url(f"{HOST}/records/{record.pk}/")


# Elder mode: text of at least 24 px, targets outside running text at least 60 px high.
SMALL = """() => {
  const bad = [];
  for (const one of document.querySelectorAll('body *')) {
    if (!one.offsetParent || one.offsetWidth <= 2 || one.closest('[aria-hidden]')) continue;
    const text = [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (text && size < 24) bad.push('text ' + size + ' ' + one.outerHTML.slice(0, 80));
    if (!one.matches('a, button, select, input, summary') || getComputedStyle(one).display === 'inline') continue;
    if (one.getBoundingClientRect().height < 59.5) bad.push('target ' + one.outerHTML.slice(0, 80));
  }
  return bad;
}"""


@pytest.mark.parametrize("mode", ["", "elder", "contrast"])
def test_accessible_at_every_width(browser: Any, county: County, addresses: list[str], record: Any, mode: str) -> None:
    Agency.objects.filter(pk=county.office.pk).update(address="示范县人民路1号", phone="0575-1", hours="工作日")
    often = ("/", "/list/", "/catalogue/", "/guide/", "/apply/", "/search/")
    found = [path for path in addresses if not mode or path in often or path.count("/") == 3 or "q=" in path]
    for width in (1280, 360):
        page = reader(browser, width, mode)
        for path in [*found, f"/search/?q={quote('政务公开')}", "/records/999999/"]:
            status = page.goto(HOST + path).status
            assert status == (404 if "999999" in path else 200), path
            assert axe_violations(page) == [], (width, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, path)
            if mode == "elder":
                assert page.evaluate(SMALL) == [], (width, path)
        page.context.close()
