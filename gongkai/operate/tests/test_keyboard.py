"""Only by keyboard: search, a record and its attachment; the ways of reading; log in, the worklist, a signature; issue
and publication; the report of an error.

Every element that receives the focus is in view and has a visible frame; no element holds the focus.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from gongkai import search
from gongkai.operate.tests import objects
from gongkai.records import actions
from gongkai.records.models import ErrorReport, Record
from gongkai.review.models import Review
from gongkai.testing import PASSWORD, County, approved, build, complete_draft
from gongkai.ui.testing import started

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 150  # presses of Tab on one page
PARTED = 'type="date"'  # year, month, day and the calendar are stops of their own
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (one === document.body) return null;
  if (!one.dataset.stop) one.dataset.stop = document.querySelectorAll('[data-stop]').length + 1;
  return {
    stop: one.dataset.stop, id: one.id, href: one.getAttribute('href') || '', mode: one.dataset.mode || '',
    words: (one.innerText || one.value || '').trim(), what: one.outerHTML.slice(0, 120),
    framed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inView: box.width > 0 && box.height > 0 && box.top < innerHeight && box.bottom > 0,
  };
}"""


@pytest.fixture
def town(transactional_db: None, settings: Any) -> County:
    settings.STAFF_TOTP_REQUIRED = False  # the second factor is a form like the first
    return build()


@pytest.fixture(params=[1280, 360])
def page(request: Any, chromium: str, live_server: Any) -> Iterator[Any]:
    with started(chromium) as browser:
        viewport = {"width": request.param, "height": 800}
        yield browser.new_context(viewport=viewport, base_url=live_server.url).new_page()


def step(page: Any) -> Any:
    """One press of Tab: what has the focus now, None at the end of the page."""
    page.keyboard.press("Tab")
    found = page.evaluate(FOCUSED)
    if found is not None:
        assert found["framed"], f"no visible focus: {found['what']}"
        assert found["inView"], f"focus out of view: {found['what']}"
    return found


def _fits(name: str, wanted: str, found: str) -> bool:
    return wanted in found if name in ("words", "what") else wanted == found


def reach(page: Any, **wanted: str) -> None:
    """Tab on until an element has these properties; `words` and `what` need only be part of what it says and is."""
    before, parts = None, 0
    for _ in range(MOST):
        found = step(page)
        held = found is not None and found["stop"] == before
        parts = parts + 1 if held and PARTED in found["what"] else 0
        assert not held or 0 < parts < 4, f"the focus is held by {found['what']}"
        before = found and found["stop"]
        if found and all(_fits(name, value, found[name]) for name, value in wanted.items()):
            return
    raise AssertionError(f"not reached with {MOST} presses: {wanted}")


def log_in(page: Any, person: Any, at: str) -> None:
    page.goto(at)
    reach(page, id="id_login")
    page.keyboard.type(person.username)
    reach(page, id="id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"^https?://[^/]+{re.escape(at)}$"))


def test_search_a_record_and_its_attachment(page: Any, town: County) -> None:
    record, file = objects._with_file(town)
    search.index_now([f"record:{record.pk}"])
    page.goto("/")
    first = step(page)
    assert first["words"] == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    reach(page, id="q")
    page.keyboard.type(record.title[:12])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    reach(page, href=f"/records/{record.pk}/")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/records/{record.pk}/$"))
    reach(page, words="附表.txt")
    with page.expect_request(re.compile("/files/")) as asked:
        page.keyboard.press("Enter")
    assert file.sha256[:12] in asked.value.url


def test_ways_of_reading_are_switched_by_keyboard(page: Any, town: County) -> None:
    page.goto("/")
    root = "document.documentElement.className"
    for mode in ("elder", "contrast"):
        reach(page, mode=mode)
        page.keyboard.press("Space")
        assert mode in page.evaluate(root) and page.evaluate("document.activeElement.ariaPressed") == "true"
        page.keyboard.press("Enter")
        assert mode not in page.evaluate(root)
    reach(page, words="繁體")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/hant/$"))


def test_the_focus_goes_through_a_page_and_out_of_it(page: Any, town: County) -> None:
    record, _ = objects._with_file(town)
    for path in (f"/records/{record.pk}/", "/report/", "/search/", "/accessibility/"):
        page.goto(path)
        stops = []
        while (found := step(page)) is not None and len(stops) < MOST:
            stops.append(found["stop"])
        assert len(stops) == len(set(stops)) > 15, path


def test_log_in_take_the_first_item_and_sign(page: Any, town: County) -> None:
    review = actions.submit(record=complete_draft(town), by=town["drafter"])
    log_in(page, town["section_head"], "/desk/")
    assert step(page)["words"] == "跳到正文"
    page.keyboard.press("Enter")
    reach(page, href=f"/desk/review/{review.pk}/")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/desk/review/{review.pk}/$"))
    reach(page, words="同意")
    page.keyboard.press("Enter")
    reach(page, words="签署同意")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/review/$"))
    assert Review.objects.get().waiting_step == "复审复校"


def test_a_citizen_tells_of_an_error(page: Any, town: County) -> None:
    record, _ = objects._with_file(town)
    page.goto(f"/records/{record.pk}/")
    reach(page, href=f"/report/{record.pk}/")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/report/{record.pk}/$"))
    reach(page, id="id_kind")
    page.keyboard.press("ArrowDown")
    reach(page, id="id_text")
    page.keyboard.type("第一段的日期写错了。")
    reach(page, words="提交")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")).first.wait_for()
    assert ErrorReport.objects.get().text == "第一段的日期写错了。"


def test_an_officer_issues_and_publishes(page: Any, town: County) -> None:
    record = approved(town)
    address = f"/desk/records/{record.pk}/"
    log_in(page, town["disclosure_officer"], address)
    for link, button in ((f"{address}issue/", "印发"), (f"{address}publish/", "立即公开")):
        reach(page, href=link)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"{link}$"))
        reach(page, words=button, what="button")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"{address}$"))
    assert Record.objects.get().state == "published"
