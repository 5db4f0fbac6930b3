"""Only by keyboard: search, a record and its attachment; the ways of reading; log in, the worklist, a signature.

Every element that receives the focus is in view and has a visible frame; no element holds the focus.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from gongkai import search
from gongkai.operate.tests import objects
from gongkai.records import actions
from gongkai.review.models import Review
from gongkai.testing import PASSWORD, County, build, complete_draft
from gongkai.ui.testing import started

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 150  # presses of Tab on one page
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
    return wanted in found if name == "words" else wanted == found


def reach(page: Any, **wanted: str) -> None:
    """Tab on until an element has these properties; `words` need only be part of what it says."""
    before = None
    for _ in range(MOST):
        found = step(page)
        assert found is None or found["stop"] != before, f"the focus is held by {found['what']}"
        before = found and found["stop"]
        if found and all(_fits(name, value, found[name]) for name, value in wanted.items()):
            return
    raise AssertionError(f"not reached with {MOST} presses: {wanted}")


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
    page.goto("/desk/")
    reach(page, id="id_login")
    page.keyboard.type(town["section_head"].username)
    reach(page, id="id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^https?://[^/]+/desk/$"))
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
