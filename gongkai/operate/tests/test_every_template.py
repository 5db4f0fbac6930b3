"""Every template stands on a page that is looked at: no violation of WCAG 2.2 A or AA in three ways of reading and two
widths, and no scrolling sideways.

The pages are those of `addresses.yaml`, asked for by the first role that gets them, those that `steps.py` leads to,
and the pages of failures; of each template the first page that shows it, whether at its head or as a part. Public
ones are looked at below /elder/ too. Requests of the browser are answered from here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.test.signals import template_rendered

import gongkai
from gongkai.operate.tests.steps import STEPS
from gongkai.operate.tests.test_addresses import ROWS, World, addresses, expected, in_public
from gongkai.ui.testing import AXE_TAGS, _line, started

HOST = "http://localhost"
pytestmark = pytest.mark.django_db
PARTS = 6  # tests over which the pages are spread, so that several processes share them
WIDTHS = (1280, 360)
MODES = ("", "elder", "contrast")
OWN = Path(gongkai.__file__).parent
STAFF, ELDER = ("/desk/", "/admin/"), "/elder"
LIVE_FORMS = ("/elder/", "/hant/")  # of pages that are looked at themselves
LIBRARY_PAGES = ("/admin/",)  # Django's own screens, for the system administrator's eyes on the queue
# Pages of failures: rendered as the handlers do, because no address fails on purpose.
FAILURES = ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")
# Templates of no page that anybody sees, and why.
ELSEWHERE: dict[str, str] = {
    "ui/parts/refusal.html": "for requests by htmx, and no page makes one",
}


@dataclass(frozen=True)
class Page:
    """An answer to look at."""

    template: str  # at the head of the answer
    address: str  # or the step that led to it
    html: str


def ours() -> set[str]:
    """Names of all templates of the project."""
    found = set()
    for path in OWN.rglob("*.html"):
        if "templates" in path.parts:
            found.add(str(path.relative_to(OWN)).partition("templates/")[2])
    return found


@contextmanager
def rendering() -> Iterator[list[str]]:
    """Names of the templates rendered inside, in order."""
    names: list[str] = []

    def note(sender: Any, template: Any, **kwargs: Any) -> None:
        names.append(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def _first(answers: dict[str, str]) -> str:
    """Who gets the page itself, else whoever stands first."""
    return next((who for who, answer in answers.items() if answer == "200"), next(iter(answers)))


class Walk:
    """Every address of the table, looked at by the first who may, and its form sent empty by the first who may; then
    the steps that lead to the rest. A page is kept when it shows a template that no page before it shows, or when a
    step led to it.
    """

    def __init__(self, world: World) -> None:
        self.ours = ours()
        self.shown: set[str] = set()
        self.pages: list[Page] = []
        for row in ROWS.values():
            for address in map(world.fill, addresses(row)):
                if not address.startswith(LIBRARY_PAGES):
                    self._ask(world, row, address)
        for step in STEPS:
            with transaction.atomic():
                for answer in step(world):
                    self._note(answer, step.__name__, always=True)
                transaction.set_rollback(True)
        for name in FAILURES:
            with rendering() as names:
                html = render_to_string(name)
            self._keep(names, "(failure)", html)
        self._read_by_elders(world)

    def _ask(self, world: World, row: dict[str, Any], address: str) -> None:
        default = "nobody_posts" if in_public(row) else "not_an_act"
        gets = expected(row["get"])
        posts = {who: said for who, said in expected(row.get("post", default)).items() if said in ("302", "422", "200")}
        ways = [("get", _first(gets))] + ([("post", _first(posts))] if posts else [])
        for method, who in ways:
            self._note(world.ask(world.clients[who], method, address), address)

    def _note(self, answer: Any, address: str, *, always: bool = False) -> None:
        names = [one.name for one in answer.templates]
        if "html" in answer.headers.get("Content-Type", "") and not answer.streaming and names:
            self._keep(names, address, answer.content.decode(), always=always)

    def _read_by_elders(self, world: World) -> None:
        """Public pages once more as they are made below /elder/: there the markup differs, not the styles alone."""
        for page in list(self.pages):
            if page.address.startswith("/") and not page.address.startswith((*STAFF, *LIVE_FORMS)):
                answer = world.ask(world.clients["anonymous"], "get", ELDER + page.address)
                if "html" in answer.headers.get("Content-Type", "") and answer.status_code == 200:
                    self.pages.append(Page(page.template, ELDER + page.address, answer.content.decode()))

    def _keep(self, names: list[str], address: str, html: str, *, always: bool = False) -> None:
        new = self.ours & set(names) - self.shown
        if (new or always) and "<html" in html:
            self.shown |= new
            self.pages.append(Page(names[0], address, html))


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield Walk(World())
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        cache.clear()


def test_every_template_stands_on_a_page_that_is_looked_at(walk: Walk) -> None:
    assert sorted(walk.ours - walk.shown - set(ELSEWHERE)) == []
    assert set(ELSEWHERE) <= walk.ours - walk.shown, "shown after all, or gone"


@pytest.fixture(scope="module")
def tab(chromium: str) -> Iterator[Any]:
    """One tab for all pages: it shows what `tab.show(html)` gives it."""
    with started(chromium) as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
        page.shown = ""

        def reply(route: Any) -> None:
            path = urlsplit(route.request.url).path
            found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
            if found:
                route.fulfill(path=found)
            elif route.request.is_navigation_request():
                route.fulfill(status=200, content_type="text/html; charset=utf-8", body=page.shown)
            else:
                route.fulfill(status=404, body="")

        page.route("**/*", reply)
        yield page


# The ways of reading change styles, not what the page is made of: in them only rules that look at styles can differ,
# unless something is shown or hidden. Then all rules are asked again.
STYLE_RULES = [
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "avoid-inline-spacing",
    "target-size",
]
LOOK = """async ([mode, tags, rules]) => {
  const root = document.documentElement;
  const shown = () => [...document.body.querySelectorAll('*')].map(one => Number(one.checkVisibility())).join('');
  const before = shown();
  if (mode) root.classList.add(mode);
  const only = mode && shown() === before ? {type: 'rule', values: rules} : {type: 'tag', values: tags};
  const found = await axe.run({runOnly: only, resultTypes: ['violations']});
  const wide = root.scrollWidth;
  if (mode) root.classList.remove(mode);
  return [found.violations, wide];
}"""


def faults(tab: Any, page: Page) -> list[str]:
    """What is wrong with a page, in each width and way of reading."""
    from axe_playwright_python.sync_playwright import Axe

    tab.shown = page.html
    tab.goto(f"{HOST}/shown/")
    tab.evaluate(Axe().axe_script)
    found = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        for mode in MODES:
            if mode == "elder" and page.address.startswith(ELDER):
                continue  # it is
            violations, wide = tab.evaluate(LOOK, [mode, AXE_TAGS, STYLE_RULES])
            found += [f"{page.template} {page.address} {width} {mode}: {_line(one)}" for one in violations]
            if wide > width:
                found.append(f"{page.template} {page.address} {width} {mode}: {wide} pixels wide")
    return found


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_violation_in_any_mode_or_width(walk: Walk, tab: Any, part: int) -> None:
    pages = walk.pages[part::PARTS]
    assert pages and [fault for page in pages for fault in faults(tab, page)] == []
