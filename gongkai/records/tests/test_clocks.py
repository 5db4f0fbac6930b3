"""Which limit binds a record, from which day, and that a kept rule does not move."""

import datetime as dt
from typing import Any

import pytest

from gongkai.records import actions, clocks
from gongkai.records.models import Genre, Record
from gongkai.testing import County, approved, complete_draft, sign_all

pytestmark = pytest.mark.django_db
ISSUED = dt.date(2026, 6, 2)  # a Tuesday; 端午 is 06-19…21


def issued(county: County, **columns: Any) -> Record:
    record = complete_draft(county, date_made="2026-06-01")
    if columns:
        record = actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={}, **columns)
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    record = Record.objects.get(pk=record.pk)
    return actions.issue(record=record, by=county["disclosure_officer"], number="示财〔2026〕1号", issued_on=ISSUED)


@pytest.mark.requirement("SX-CAT-11", "SX-CAT-00b")
def test_other_documents_twenty_working_days_from_issue(county: County) -> None:
    due = clocks.due(issued(county))
    assert due is not None and due.due_on == dt.date(2026, 7, 1) and not due.provisional


@pytest.mark.requirement("SX-CAT-10a")
def test_normative_documents_seven_working_days_from_issue(county: County) -> None:
    record = issued(county, normative=True)
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 6, 11)
    assert record.publication_rule["name"] == "publication.normative_document"
    assert "7" in str(record.publication_rule["value"])


def test_government_budget_twenty_calendar_days_whatever_the_local_text_says(county: County) -> None:
    budget = county.catalogue.items.get(number=19)
    record = issued(county, item=budget)
    due = clocks.due(record)
    assert record.publication_rule["unit"] == "calendar_day" and "预算法" in record.publication_rule["source"]
    assert due is not None and due.due_on == dt.date(2026, 6, 22)


def test_information_that_is_no_document_counts_from_its_making(county: County) -> None:
    record = complete_draft(county, date_made="2026-06-01")
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={}, genre=Genre.INFORMATION
    )
    due = clocks.due(record)
    assert due is not None and due.started_on == dt.date(2026, 6, 1)


def test_no_clock_before_issue_and_none_for_withheld(county: County) -> None:
    assert clocks.due(approved(county)) is None
    record = complete_draft(county, date_made="2026-06-01")
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="process", reason="讨论稿尚未确定"
    )
    assert clocks.due(record) is None


def test_a_kept_rule_does_not_move(county: County) -> None:
    record = issued(county)
    record.publication_rule = record.publication_rule | {"value": 3}
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 6, 5)


def test_the_day_is_explained(county: County) -> None:
    due = clocks.due(issued(county))
    assert due is not None
    days = due.explain()
    assert days[0].date == ISSUED and days[-1].date == due.due_on
    assert any("端午" in day.why for day in days)
