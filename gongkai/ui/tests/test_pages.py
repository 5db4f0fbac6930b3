"""Frames, budgets, and what a page may not contain; the gallery in a browser at every width and mode."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory

from gongkai.ui import context, views
from gongkai.ui.testing import axe_violations, started, wait_until_kept

STATIC = Path(context.__file__).parent / "static" / "ui"
TEMPLATES = Path(context.__file__).parent / "templates"
STAFF = SimpleNamespace(is_authenticated=True, is_staff=True, is_active=True, get_full_name=lambda: "政务公开专员")
PUBLIC, DESK = "/desk/ui/public/", "/desk/ui/"


def page(path: str, user: Any = STAFF) -> str:
    request = RequestFactory().get(path)
    request.user = user
    view = views.public_gallery if "public" in path else views.gallery
    return view(request).content.decode()


def test_the_gallery_is_for_staff() -> None:
    with pytest.raises(Http404):
        page(DESK, SimpleNamespace(is_authenticated=True, is_staff=False))


def test_public_budgets() -> None:
    size = {path.name: len(path.read_bytes()) for path in STATIC.iterdir()}
    assert size["ui.css"] + size["public.css"] <= 25_000
    assert size["ui.css"] + size["desk.css"] <= 30_000
    assert size["mode.js"] + size["public.js"] <= 10_000
    assert len(page(PUBLIC).encode()) <= 40_000


def test_styles_suit_old_browsers_and_fetch_nothing() -> None:
    for path in STATIC.glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        assert css.count("{") == css.count("}")
        assert not re.search(r":has\(|@container|@layer|@import|url\(|:is\(|:where\(|inset:|&[\s.:]", css), path.name
        assert not re.search(r"(?<![-\w])gap\s*:", css), f"flex gap in {path.name}"


def test_no_inline_script_style_or_handler_in_templates() -> None:
    for path in TEMPLATES.rglob("*.html"):
        html = path.read_text()
        assert not re.search(r"<[^>%]*\s(on[a-z]+|style)\s*=", html), path
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|javascript:", html), path


def test_public_pages_keep_columns_search_and_footer_in_place() -> None:
    html = page(PUBLIC)
    words = [
        '<form class="search"',
        "指南",
        "制度",
        "法定主动公开内容",
        "年报",
        "依申请公开",
        "<h1",
        "主办：",
    ]
    places = [html.index(word) for word in words]
    assert places == sorted(places)
    assert '<html lang="zh-CN"' in html and 'href="#content"' in html and "csrfmiddlewaretoken" not in html


def test_public_context_asks_nobody_who_reads() -> None:
    class Nosy(SimpleNamespace):
        @property
        def user(self) -> None:
            raise AssertionError("a public page looked at the user")

    facts = context.site(Nosy(path="/catalogue/x/"))  # type: ignore[arg-type]
    assert facts["frame"] == "ui/public_base.html" and [c["current"] for c in facts["site"]["columns"]].count(True) == 1


def on_site(address: str, namespace: str = context.PAGES) -> dict[str, Any]:
    """`site` at an address of the public pages."""
    request = RequestFactory().get(address)
    request.resolver_match = SimpleNamespace(namespace=namespace)  # type: ignore[assignment]
    return context.site(request)["site"]


def test_forms_of_a_page_stay_under_their_prefix() -> None:
    site = on_site("/elder/catalogue/x/")
    assert site["elder"] and site["elder_url"] == "/catalogue/x/" and site["columns"][0]["url"].startswith("/elder/")
    plain = on_site("/elderly/?q=a&page=2")
    assert not plain["elder"] and plain["elder_url"] == "/elder/elderly/?q=a&page=2"
    assert plain["hant_url"] == "/hant/elderly/?q=a&page=2" and plain["lang"] == "zh-CN"
    hant = on_site("/hant/catalogue/x/")
    assert hant["hant"] and hant["lang"] == "zh-Hant" and hant["plain_url"] == "/catalogue/x/"
    assert hant["columns"][0]["url"].startswith("/hant/") and hant["columns"][2]["current"]


def test_a_page_without_forms_leads_to_their_front() -> None:
    site = on_site("/api/?x=1", namespace="api")
    assert (site["elder_url"], site["hant_url"], site["in_forms"]) == ("/elder/", "/hant/", False)


def test_what_only_the_operator_knows_is_named_and_not_invented(settings: Any) -> None:
    settings.GONGKAI_SITE = {"name": "某县", "organiser": "某县人民政府办公室", "id_code": "3300000001"}
    assert [label for label, _ in context.missing()] == ["承办单位", "联系方式", "ICP备案号", "公安机关备案号"]
    assert all(name.startswith("GONGKAI_SITE_") for _, name in context.missing())
    settings.GONGKAI_SITE = dict.fromkeys(context.OPERATORS, "有")
    assert context.missing() == []
    settings.GONGKAI_SITE, settings.DEMO = {}, True
    assert len(context.missing()) == len(context.OPERATORS)
    assert all("演示" in context.site_facts()[key] for key in context.DEMO)


def test_unknown_themes_fall_back(settings: Any) -> None:
    settings.GONGKAI_SITE = {"name": "某县", "theme": "pink", "id_code": "3300000001"}
    facts = context.site_facts()
    assert facts["theme"] == "red" and not facts["error_report_url"]


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_no_context(name: str) -> None:
    assert "<h1" in render_to_string(name)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    with started(chromium) as running:
        yield running


def show(browser: Any, html: str, width: int = 1280, mode: str = "") -> Any:
    """The page in a browser without a server: every address is answered from here."""
    tab = browser.new_page(viewport={"width": width, "height": 800})

    def reply(route: Any) -> None:
        path = route.request.url.split("/static/")[-1]
        found = finders.find(path) if "/static/" in route.request.url else None
        if found:
            route.fulfill(path=found)
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    tab.route("**/*", reply)
    if mode:
        tab.add_init_script(f"localStorage.setItem('ui.{mode}', '1')")
    tab.goto("http://gallery.test/")
    return tab


SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
.filter(e => {
  const box = (e.matches("[type=radio], [type=checkbox]") ? e.closest("label") : e).getBoundingClientRect();
  return e.offsetParent && box.width > 2 && box.height < 59.5 && getComputedStyle(e).display !== "inline";
}).map(e => e.outerHTML.slice(0, 80))"""
SMALL_TEXT = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.offsetParent && !e.closest("[aria-hidden]")
  && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
  && parseFloat(getComputedStyle(e).fontSize) < 24)
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["", "elder", "contrast"])
@pytest.mark.parametrize("path", [PUBLIC, DESK])
def test_pages_are_accessible_at_every_width(browser: Any, path: str, mode: str) -> None:
    html = page(path)
    for width in (1280, 360):
        tab = show(browser, html, width, mode)
        assert axe_violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if mode == "elder":
            assert tab.evaluate(SMALL_TARGETS) == [] and tab.evaluate(SMALL_TEXT) == []
        tab.close()


@pytest.mark.browser
def test_the_accessibility_check_finds_what_is_wrong(browser: Any) -> None:
    tab = show(browser, "<html lang='zh'><title>x</title><img src='/x.png'><input></html>")
    assert any(line.startswith("image-alt") for line in axe_violations(tab))


@pytest.mark.browser
def test_modes_are_kept_for_the_next_page(browser: Any) -> None:
    tab = show(browser, page(PUBLIC))
    tab.click("[data-mode=elder]")
    assert tab.evaluate("document.documentElement.classList.contains('elder')")
    assert tab.get_attribute("[data-mode=elder]", "aria-pressed") == "true"
    tab.reload()
    assert tab.evaluate("document.documentElement.classList.contains('elder')")
    tab.focus("[data-mode=elder]")
    tab.keyboard.press("Space")
    assert not tab.evaluate("document.documentElement.classList.contains('elder')")


@pytest.mark.browser
def test_a_form_left_half_way_is_offered_again(browser: Any) -> None:
    tab = show(browser, page(DESK))
    tab.fill("#id_number", "示政办发〔2026〕12号")
    wait_until_kept(tab, "示政办发")
    tab.reload()
    assert tab.input_value("#id_number") == ""
    tab.click("text=恢复上次填写的内容")
    assert tab.input_value("#id_number") == "示政办发〔2026〕12号"
