"""Publishing touches few pages, an entry gets its page once, a gap shifts nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.pages import PagesFromOldest

SIZES = st.integers(1, 50)
LASTS = st.one_of(st.integers(0, 500), st.integers(10**6, 10**12))


def shown(pages: PagesFromOldest, page: int | None) -> tuple[range, int | None, int | None]:
    """All a page shows that depends on numbering: its entries and where its links lead."""
    return pages.serials(page), pages.older(page), pages.newer(page) if page else None


@given(last=st.integers(1, 400), size=SIZES)
def test_exactly_the_named_pages_change_when_one_is_published(last: int, size: int) -> None:
    before, after = PagesFromOldest(last - 1, size), PagesFromOldest(last, size)
    every: list[int | None] = [None, *range(1, after.full + 1)]
    changed = {
        page for page in every if not (page is None or before.exists(page)) or shown(before, page) != shown(after, page)
    }
    assert changed == after.changed_by_publishing(last)


@given(last=LASTS, size=SIZES)
def test_publishing_changes_at_most_three_pages_whatever_the_length(last: int, size: int) -> None:
    assert len(PagesFromOldest(last + 1, size).changed_by_publishing(last + 1)) <= 3


@given(last=LASTS, size=SIZES, later=st.integers(0, 1000), data=st.data())
def test_an_entry_keeps_its_page(last: int, size: int, later: int, data: st.DataObject) -> None:
    serial = data.draw(st.integers(1, max(last, 1)))
    page = PagesFromOldest(last, size).page_of(serial)
    assert page is None or PagesFromOldest(last + later, size).page_of(serial) == page


@given(last=LASTS, size=SIZES)
def test_the_front_holds_at_least_a_page_once_there_is_one(last: int, size: int) -> None:
    front = PagesFromOldest(last, size).serials()
    assert min(last, size) <= len(front) < 2 * size
    assert not last or front[-1] == last


@given(last=st.integers(0, 400), size=SIZES)
def test_going_older_from_the_front_meets_every_entry_once(last: int, size: int) -> None:
    pages = PagesFromOldest(last, size)
    seen, page = list(pages.serials())[::-1], pages.older()
    while page is not None:
        seen += list(pages.serials(page))[::-1]
        page = pages.older(page)
    assert seen == list(range(last, 0, -1))


@given(last=st.integers(1, 400), size=SIZES, data=st.data())
def test_a_withdrawal_changes_only_pages_that_showed_the_entry(last: int, size: int, data: st.DataObject) -> None:
    pages = PagesFromOldest(last, size)
    serial = data.draw(st.integers(1, last))
    changed = pages.changed_by_withdrawing(serial)
    assert changed == {page for page in [None, *range(1, pages.full + 1)] if serial in pages.serials(page)}
    assert 1 <= len(changed) <= 2


def test_a_page_that_is_not_full_does_not_exist_yet() -> None:
    pages = PagesFromOldest(25, 10)
    assert [pages.exists(page) for page in (0, 1, 2, 3)] == [False, True, True, False]
    assert (pages.serials(), pages.older(), pages.newer(1), pages.newer(2)) == (range(11, 26), 1, 2, None)
    with pytest.raises(LookupError, match="没有第 3 页"):
        pages.serials(3)


@pytest.mark.parametrize(("last", "size"), [(-1, 10), (5, 0)])
def test_nonsense_is_named(last: int, size: int) -> None:
    with pytest.raises(ValueError, match="每页"):
        PagesFromOldest(last, size)
