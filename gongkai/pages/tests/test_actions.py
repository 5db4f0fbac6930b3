"""The bookkeeping: what pages used, what became stale, places in lists."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from gongkai import pages
from gongkai.pages.models import List, Page, PageKey

pytestmark = pytest.mark.django_db


def stale() -> list[str]:
    return [page.path for page in pages.stale()]


def test_a_page_is_recorded_with_its_keys() -> None:
    page = pages.record("/a/", {"record:1", "list:x"}, etag="e")
    assert page and set(page.keys.values_list("key", flat=True)) == {"record:1", "list:x"}
    assert pages.using(["record:1", "record:9"]) == ["/a/"]


def test_recording_the_same_again_reads_once_and_writes_nothing(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    pages.record("/a/", {"record:1"}, etag="e")
    with django_assert_num_queries(1) as asked:
        pages.record("/a/", {"record:1"}, etag="e")
    assert asked.captured_queries[0]["sql"].startswith("SELECT")


def test_changed_keys_replace_the_old_ones() -> None:
    pages.record("/a/", {"record:1", "record:2"}, etag="e")
    pages.record("/a/", {"record:2", "record:3"}, etag="e")
    assert set(PageKey.objects.values_list("key", flat=True)) == {"record:2", "record:3"}


def test_changed_content_alone_moves_the_time() -> None:
    first = pages.record("/a/", {"record:1"}, etag="e")
    second = pages.record("/a/", {"record:1"}, etag="f")
    assert first and second and second.rendered_at > first.rendered_at


def test_a_path_too_long_to_keep_is_left_alone() -> None:
    assert pages.record("/" + "a" * 500, {"record:1"}) is None


def test_touching_a_fact_makes_exactly_its_pages_stale() -> None:
    pages.record("/a/", {"record:1", "list:x"})
    pages.record("/b/", {"list:x"})
    pages.record("/c/", {"record:3"})
    assert pages.touch(["record:1", "list:x"]) == 2
    assert stale() == ["/a/", "/b/"]
    assert Page.objects.get(path="/c/").touched_at is None


def test_touching_what_nobody_used_is_nothing() -> None:
    assert pages.touch(["record:404"]) == pages.touch([]) == 0


def test_a_page_pressed_from_what_was_read_before_the_touch_stays_stale() -> None:
    page = pages.record("/a/", {"record:1"})
    assert page
    pages.touch(["record:1"])
    pages.pressed("/a/", touches=page.touches)
    assert stale() == ["/a/"]
    pages.pressed("/a/", touches=Page.objects.get(path="/a/").touches)
    assert stale() == []


def test_a_forgotten_page_is_gone_with_its_keys() -> None:
    pages.record("/a/", {"record:1"})
    pages.forget("/a/")
    assert not PageKey.objects.exists()


def test_entries_get_serials_in_order_and_once() -> None:
    assert pages.enter("all", "record:5", "record:3") == {"record:5": 1, "record:3": 2}
    assert pages.enter("all", "record:3", "record:9") == {"record:3": 2, "record:9": 3}
    assert pages.last_serial("all") == 3
    assert pages.enter("other", "record:9") == {"record:9": 1}


def test_a_withdrawn_entry_leaves_a_gap_and_may_come_back_to_it() -> None:
    pages.enter("all", *(f"record:{number}" for number in range(1, 6)))
    assert pages.leave("all", "record:2") == {"record:2": 2}
    assert pages.leave("all", "record:2") == {}
    numbering = pages.numbering("all", 2)
    assert pages.entries("all", numbering.serials(1)) == ["record:1"]
    assert pages.entries("all", numbering.serials()) == ["record:5", "record:4", "record:3"]
    assert pages.enter("all", "record:2") == {"record:2": 2}
    assert pages.entries("all", numbering.serials(1)) == ["record:2", "record:1"]


def test_an_unknown_list_is_empty() -> None:
    assert pages.last_serial("none") == 0
    assert pages.entries("none", pages.numbering("none", 10).serials()) == []


def in_threads(*calls: Callable[[], object]) -> None:
    """Run each on a connection of its own, which commits; the test's own transaction is not theirs."""

    def run(call: Callable[[], object]) -> None:
        call()
        connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_acts_at_the_same_time_get_different_serials() -> None:
    try:
        in_threads(*(partial(pages.enter, "busy", f"record:{number}") for number in range(6)))
        assert pages.last_serial("busy") == 6
        assert len(pages.entries("busy", range(1, 7))) == 6
    finally:
        in_threads(List.objects.filter(name="busy").delete)
