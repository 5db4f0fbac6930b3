"""The last lawful day by item, kind of information and legal event: the cases in cases/limits.yaml, read by lawyers."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from gongkai.catalogue import dues
from gongkai.catalogue.models import Item
from gongkai.organisations.models import Agency
from gongkai.records import actions, clocks, starting
from gongkai.records.models import Genre, Record
from gongkai.records.tests.documents import fresh
from gongkai.records.tests.places import moved
from gongkai.refusals import NotLawful
from gongkai.testing import County, complete_draft, refused, sign_all

pytestmark = pytest.mark.django_db
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "limits.yaml").read_text())


def as_param(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.requirement(one) for one in case["expect"].get("marks", ())]
    return pytest.param(case["given"], case["expect"], id=case["name"], marks=marks)


def record_of(county: County, given: dict[str, Any]) -> Record:
    """The record that a case describes; it need not be kept."""
    agency = county.department
    if place := given.get("place"):
        moved(county, place)
        agency.place = place
    if kind := given.get("agency"):
        agency.kind = Agency.Kind(kind)
    item = Item.objects.select_related("catalogue").get(catalogue=county.catalogue, number=given["item"])
    item.subject = given.get("item_subject", item.subject)
    event, on = given.get("from", ("", ""))
    content = {"date_made": str(given["made"]), "subject": given.get("subject", "")}
    return Record(
        agency=agency,
        item=item,
        genre=given.get("genre", Genre.INFORMATION),
        attribute=Record.Attribute.PROACTIVE,
        content=content | {"started_by": event, "started_on": str(on)},
        issued_on=given.get("issued"),
        created_at=timezone.now(),
    )


@pytest.mark.parametrize(("given", "expect"), [as_param(one) for one in CASES])
def test_the_last_lawful_day(county: County, given: dict[str, Any], expect: dict[str, Any]) -> None:
    record = record_of(county, given)
    due = clocks.due(record)
    assert due is not None and due.due_on == expect["due_on"], (due, clocks.rule_of(record))
    assert due.is_late(expect["due_on"] + dt.timedelta(days=1)) and not due.is_late(expect["due_on"])
    if rule := expect.get("rule"):
        assert clocks.fact_of(record)["name"] == rule
    assert due.explain()[-1].date >= due.due_on


@pytest.mark.requirement("SX-CAT-53a", "SX-CAT-53b", "SX-CAT-72")
@pytest.mark.parametrize(
    ("number", "subject"), [(72, ""), (53, "rule_of_law_report"), (53, "rule_of_law_points")]
)  # fmt: skip
def test_record_and_duty_board_name_the_same_day(county: County, number: int, subject: str) -> None:
    record = record_of(county, {"item": number, "made": dt.date(2026, 1, 20), "subject": subject})
    year = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert record.item is not None
    board = {one.rule.name: one.due_on for one in dues.of_item(record.item, county.department, year)}
    due = clocks.due(record)
    assert due is not None and board[clocks.fact_of(record)["name"]] == due.due_on


def test_a_date_of_the_local_catalogue_shortens_the_general_limit_only(county: County) -> None:
    """条例 Art. 26: an item that names a date of its own binds where it ends sooner, and never gives more time."""
    record = record_of(county, {"item": 11, "made": dt.date(2026, 3, 20)})
    assert record.item is not None
    record.item.schedule, record.item.subjects, record.item.fixed_dates = Item.Schedule.YEARLY, [], ["04-01"]
    record.item.subject = "default"
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 4, 1) and "第11项" in clocks.fact_of(record)["source"]
    record.content["date_made"] = "2026-01-05"
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 2, 2)
    record.content["date_made"] = "2026-05-05"
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 4, 1), "made after the day it is late, as on the board"
    record.item.fixed_dates = ["04-01", "07-01"]
    assert [one.code for one in starting.kinds(record)] == ["04-01", "07-01"]
    record.content["subject"] = "07-01"
    record.content["date_made"] = "2026-06-20"
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 7, 1)


# --- publication and its time ------------------------------------------------------------------------------


def yearly(county: County, made: str = "2026-01-25") -> Record:
    """The department's annual report, approved."""
    record = complete_draft(county, date_made=made, title="示范县财政局2025年政府信息公开工作年度报告")
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={},
        item=county.catalogue.items.get(number=72), genre=Genre.INFORMATION,
    )  # fmt: skip
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    return fresh(record)


def moment(year: int, month: int, day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, 10))


@pytest.mark.requirement("SX-CAT-72")
@pytest.mark.parametrize(("day", "in_time"), [(moment(2026, 1, 30), True), (moment(2026, 2, 10), False)])
def test_an_annual_report_published_in_february_is_late_for_ever(
    county: County, day: dt.datetime, in_time: bool
) -> None:
    from gongkai.ledger import queries as ledger

    record = yearly(county)
    actions.publish(record=record, by=county["disclosure_officer"], at=day)
    entry = ledger.history(record).get(act="records.published")
    assert entry.facts["in_time"] is in_time and entry.facts["due_on"] == "2026-01-31"
    assert fresh(record).publication_rule["name"] == "publication.annual_report"


def test_no_time_is_set_after_the_yearly_day(county: County) -> None:
    record = yearly(county)
    officer, at = county["disclosure_officer"], moment(2026, 1, 26)
    refused(
        NotLawful, "records.schedule_late", actions.schedule,
        record=record, by=officer, publish_at=moment(2026, 2, 10), at=at,
    )  # fmt: skip
    actions.schedule(record=record, by=officer, publish_at=moment(2026, 1, 31), at=at)


def test_a_yearly_paper_without_the_day_it_was_made_is_not_complete(county: County) -> None:
    record = complete_draft(county, date_made="")
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={},
        item=county.catalogue.items.get(number=72), genre=Genre.INFORMATION,
    )  # fmt: skip
    assert starting.missing(record) == ["成文日期"]
    refused(NotLawful, "records.incomplete", actions.submit, record=record, by=county["drafter"])
