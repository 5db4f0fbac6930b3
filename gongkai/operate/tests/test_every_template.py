"""Every template is rendered by an address of the table, and the page it makes has no violation of WCAG 2.1 A or AA
in three ways of reading and two widths, and does not scroll sideways.

The pages are those of `addresses.yaml`: for each template that stands at the head of an answer, the first address
and the first role that get it. Requests of the browser are answered by Django's test client.
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
from gongkai.operate.tests.test_addresses import ROWS, World, addresses, expected, in_public
from gongkai.ui.testing import AXE_TAGS, CHROMIUM_ARGS, _line

HOST = "http://localhost"
pytestmark = pytest.mark.django_db
PARTS = 6  # tests over which the pages are spread, so that several processes share them
WIDTHS = (1280, 360)
MODES = ("", "elder", "contrast")
OWN = Path(gongkai.__file__).parent
LIBRARY_PAGES = ("/admin/",)  # Django's own screens, for the system administrator's eyes on the queue
# Pages of failures: rendered as the handlers do, because no address fails on purpose.
FAILURES = ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")
# Templates that appear only after a step before, or in a state that the objects of the table are not in, and which:
# these pages are not looked at here.
ELSEWHERE: dict[str, str] = {
    "account/account_inactive.html": "logging in to an account that was closed",
    "account/reauthenticate.html": "the password asked for once more",
    "mfa/authenticate.html": "the second factor at log-in",
    "mfa/index.html": "after the password was asked for once more",
    "mfa/reauthenticate.html": "the second factor asked for once more",
    "mfa/recovery_codes/generate.html": "after the password was asked for once more",
    "mfa/recovery_codes/index.html": "after the password was asked for once more",
    "mfa/totp/activate_form.html": "after the password was asked for once more",
    "mfa/totp/deactivate_form.html": "after the password was asked for once more",
    "organisations/password.html": "the password of a new account, shown once",
    "desk/demo_accounts.html": "the demo alone",
    "desk/filter_keep.html": "a list that is filtered",
    "calendars/confirm.html": "a year's table that was read and can be taken",
    "catalogue/report.html": "a catalogue's table that was read and can be taken",
    "catalogue/sheet_stale.html": "somebody else saved the sheet meanwhile",
    "records/changes.html": "a record under correction",
    "records/conflict.html": "somebody else saved the record meanwhile",
    "records/read.html": "a file that was read into a draft",
    "records/clean_ups/preview.html": "a table of a clean-up that was read",
    "portal/parts/validity.html": "a record that is no longer in force",
    "portal/reported.html": "a report of an error that was sent",
    "ui/forms/formset.html": "a form of several rows",
    "ui/parts/refusal.html": "a refusal of a request by htmx",
}


@dataclass(frozen=True)
class Page:
    """An answer to look at."""

    template: str
    who: str
    address: str
    html: str


def ours() -> set[str]:
    """Names of all templates of the project."""
    found = set()
    for kind in ("*.html", "*.xml"):
        for path in OWN.rglob(kind):
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
    """Every address of the table, looked at by the first who may, and its form sent empty by the first who may."""

    def __init__(self, world: World) -> None:
        self.rendered: set[str] = set()
        self.pages: dict[str, Page] = {}
        for row in ROWS.values():
            for address in map(world.fill, addresses(row)):
                if not address.startswith(LIBRARY_PAGES):
                    self._ask(world, row, address)
        for name in FAILURES:
            with rendering() as names:
                html = render_to_string(name)
            self.rendered |= set(names)
            self.pages.setdefault(name, Page(name, "anonymous", "(failure)", html))

    def _ask(self, world: World, row: dict[str, Any], address: str) -> None:
        default = "nobody_posts" if in_public(row) else "not_an_act"
        gets = expected(row["get"])
        posts = {who: said for who, said in expected(row.get("post", default)).items() if said in ("302", "422", "200")}
        ways = [("get", _first(gets))] + ([("post", _first(posts))] if posts else [])
        for method, who in ways:
            with rendering() as names:
                answer = world.ask(world.clients[who], method, address)
            self._note(names, answer, who, address)

    def _note(self, names: list[str], answer: Any, who: str, address: str) -> None:
        self.rendered |= set(names)
        if "html" not in answer.headers.get("Content-Type", "") or answer.streaming or not names:
            return
        whole = answer.content.decode()
        if "<html" in whole:
            self.pages.setdefault(names[0], Page(names[0], who, address, whole))


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield Walk(World())
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        cache.clear()


def test_every_template_is_rendered_by_some_address(walk: Walk) -> None:
    assert sorted(ours() - walk.rendered - set(ELSEWHERE)) == []
    assert set(ELSEWHERE) <= ours() - walk.rendered, "rendered after all, or gone"


@pytest.fixture(scope="module")
def tab(chromium: str) -> Iterator[Any]:
    """One tab for all pages: it shows what `tab.show(html)` gives it."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
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
        browser.close()


# The ways of reading change styles, not what the page is made of: in them only rules that look at styles can differ.
STYLE_RULES = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "avoid-inline-spacing"]
LOOK = """async ([mode, tags, rules]) => {
  const root = document.documentElement;
  root.classList.remove('elder', 'contrast');
  if (mode) root.classList.add(mode);
  const only = mode ? {type: 'rule', values: rules} : {type: 'tag', values: tags};
  const found = await axe.run({runOnly: only, resultTypes: ['violations']});
  return [found.violations, root.scrollWidth];
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
            violations, wide = tab.evaluate(LOOK, [mode, AXE_TAGS, STYLE_RULES])
            found += [f"{page.template} {page.address} {width} {mode}: {_line(one)}" for one in violations]
            if wide > width:
                found.append(f"{page.template} {page.address} {width} {mode}: {wide} pixels wide")
    return found


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_violation_in_any_mode_or_width(walk: Walk, tab: Any, part: int) -> None:
    pages = [walk.pages[name] for name in sorted(walk.pages)][part::PARTS]
    assert pages and [fault for page in pages for fault in faults(tab, page)] == []
