"""Serials without gap or double, one live publication, one review, under real concurrency."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from gongkai.records import actions
from gongkai.records.models import Publication, Record
from gongkai.refusals import NotNow, Refusal
from gongkai.review.models import Review
from gongkai.testing import approved, build, complete_draft

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Run all jobs in threads of their own; a refusal is an answer."""

    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_index_numbers_have_no_gap_and_no_double() -> None:
    county = build()
    records = [approved(county) for _ in range(8)]
    officer = county["disclosure_officer"]

    def issue(record: Record, number: int) -> Callable[[], Any]:
        return lambda: actions.issue(
            record=record, by=officer, number=f"示财〔2026〕{number}号", issued_on=dt.date(2026, 6, 2)
        )

    # Two of them fight over one 文号: the loser must not leave a gap in the index numbers.
    jobs = [issue(record, min(order, 7)) for order, record in enumerate(records, start=1)]
    results = at_once(jobs)
    assert sum(isinstance(result, Refusal) for result in results) == 1
    serials = sorted(
        int(number.rsplit("-", 1)[1])
        for number in Record.objects.exclude(index_number=None).values_list("index_number", flat=True)
    )
    assert serials == list(range(1, 8))


def test_a_double_click_publishes_and_submits_once() -> None:
    county = build()
    draft = complete_draft(county)
    results = at_once([lambda: actions.submit(record=draft, by=county["drafter"])] * 3)
    assert sum(isinstance(result, NotNow) for result in results) == 2
    assert Review.objects.filter(subject_id=str(draft.pk)).count() == 1
    record = approved(county)
    officer = county["disclosure_officer"]
    actions.issue(record=record, by=officer, number="示财〔2026〕9号", issued_on=dt.date(2026, 6, 2))
    results = at_once([lambda: actions.publish(record=record, by=officer)] * 3)
    assert sum(isinstance(result, NotNow) for result in results) == 2
    assert Publication.objects.filter(record=record).count() == 1
