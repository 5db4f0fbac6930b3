"""Journey 4 in a browser: find a rule by words and by number, read it, print it; accessibility in every mode."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from gongkai import search
from gongkai.organisations.models import Agency
from gongkai.portal.tests.conftest import LONG
from gongkai.testing import build, published
from gongkai.ui.testing import CHROMIUM_ARGS, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MODES = ("normal", "elder", "contrast")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield started
        started.close()


@pytest.fixture
def site(transactional_db: None, live_server: Any, settings: Any, monkeypatch: Any) -> Iterator[Any]:
    """A served county with one published record."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
    settings.GONGKAI_SITE = settings.GONGKAI_SITE | {"id_code": "3306830001"}
    county = build()
    Agency.objects.filter(pk=county.office.pk).update(address="示范县人民路1号", phone="0575-1", hours="工作日")
    live_server.record = published(county, title=LONG)
    live_server.county = county
    search.index_now([f"record:{live_server.record.pk}"])
    yield live_server


def open_page(browser: Any, width: int, **kwargs: Any) -> Any:
    return browser.new_context(viewport={"width": width, "height": 800}, **kwargs).new_page()


def test_find_a_rule(browser: Any, site: Any) -> None:
    page = open_page(browser, 360)
    page.goto(f"{site.url}/")
    page.fill("#q", "基层政务公开标准化")
    page.press("#q", "Enter")
    assert page.locator("mark").first.is_visible()
    for spelling in ("示财〔2026〕1号", "示财（2026）第1号"):
        page.fill("#q", spelling)
        page.press("#q", "Enter")
        assert page.locator(".hits li").count() == 1 and "相符" in page.inner_text(".hits li")
    page.click(f"text={LONG}")
    assert page.inner_text("h1") == LONG and "严格执行预算" in page.inner_text(".article")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.click("text=打印本页")
    assert page.title() == "printed"
    page.click("a:text-is('打印版')")
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF") and page.locator("nav").count() == 0


def test_without_script_everything_can_be_read(browser: Any, site: Any) -> None:
    page = open_page(browser, 360, java_script_enabled=False)
    page.goto(f"{site.url}/records/{site.record.pk}/")
    page.click("header >> text=长者模式")
    assert page.url == f"{site.url}/elder/records/{site.record.pk}/" and page.inner_text("h1") == LONG
    page.click("header >> text=标准字号")
    assert page.url == f"{site.url}/records/{site.record.pk}/"


def addresses(site: Any) -> list[str]:
    code, agency = site.county.item.code, site.county.department.pk
    found = ["/", "/list/", f"/records/{site.record.pk}/", f"/search/?q={quote('政务公开')}", "/search/?q=zzz"]
    found += [
        "/catalogue/",
        f"/catalogue/{code}/",
        f"/agencies/{agency}/",
        "/agencies/",
        "/guide/",
        "/apply/",
        "/system/",
    ]
    return [*found, "/annual/", "/accessibility/", f"/records/{site.record.pk}/print/"]


# Elder mode: text of at least 24 px, targets outside running text at least 60 px high.
SMALL = """() => {
  const bad = [];
  for (const one of document.querySelectorAll('main *')) {
    const text = [...one.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (text && one.offsetParent && one.offsetWidth > 2 && parseFloat(getComputedStyle(one).fontSize) < 24)
      bad.push('text ' + one.tagName + ' ' + one.className + ' ' + one.textContent.slice(0, 20));
  }
  for (const one of document.querySelectorAll('main a, main button, main select, main input')) {
    if (!one.offsetParent || one.offsetWidth <= 2 || one.closest('p, .article, .banner')) continue;
    if (one.getBoundingClientRect().height < 59.5) bad.push('target ' + one.textContent.slice(0, 20));
  }
  return bad;
}"""


@pytest.mark.parametrize("width", [1280, 360])
def test_accessible_in_every_mode(browser: Any, site: Any, width: int) -> None:
    page = open_page(browser, width)
    for mode in MODES:
        page.goto(f"{site.url}/robots.txt")
        page.evaluate("mode => { localStorage.clear(); localStorage.setItem('ui.' + mode, '1') }", mode)
        for path in addresses(site):
            page.goto(site.url + path)
            assert axe_violations(page) == [], (mode, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (mode, path)
            if mode == "elder":
                assert page.evaluate(SMALL) == [], path
