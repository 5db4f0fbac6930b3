"""What becomes open later: its clock starts with the decision; parts and new approvals. 条例 Arts 18, 26, 37"""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from gongkai.ledger import queries as ledger
from gongkai.organisations.queries import today
from gongkai.records import actions, clocks, content
from gongkai.records.models import Genre, Record
from gongkai.records.redaction import Removal
from gongkai.records.tests.documents import fresh
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db
ISSUED = dt.date(2026, 3, 2)
OPENED = timezone.make_aware(dt.datetime(2026, 11, 3, 9))
SECRET = "储备库位于城北山洞第二层"


def start(record: Record) -> dt.date:
    found = clocks.start_of(fresh(record))
    assert found is not None
    return found.on


def due_on(record: Record) -> dt.date | None:
    due = clocks.due(fresh(record))
    return due.due_on if due else None


def withheld(county: County, **facts: Any) -> Record:
    """Issued in March, not public."""
    record = complete_draft(county, date_made="2026-03-01", html=f"<p>{SECRET}。</p><p>可以公开的部分。</p>", **facts)
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="process", reason="讨论稿尚未确定"
    )
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    officer = county["disclosure_officer"]
    return actions.issue(record=fresh(record), by=officer, number="示财〔2026〕9号", issued_on=ISSUED)


def opened(county: County, record: Record, at: dt.datetime = OPENED) -> Record:
    """Taken back and decided open."""
    record = actions.revise(record=record, by=county["disclosure_officer"], reason="评估后拟公开", at=at)
    return actions.determine_attribute(record=record, by=county["drafter"], attribute="proactive", at=at)


def approved(county: County, record: Record) -> Record:
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    return fresh(record)


def test_the_clock_of_closed_information_starts_when_it_is_decided_open(county: County) -> None:
    record = withheld(county)
    assert due_on(record) is None
    record = approved(county, opened(county, record))
    assert record.state == Record.State.ISSUED and record.issued_on == ISSUED
    due = clocks.due(record)
    assert due is not None and due.started_on == dt.date(2026, 11, 3) and due.due_on == dt.date(2026, 12, 1)
    assert "变更" in next(iter(due.events)).label
    version = record.versions.order_by("-number").first()
    assert version is not None and version.metadata["opened_on"] == "2026-11-03", "signed with the header"
    at = timezone.make_aware(dt.datetime(2026, 11, 20, 9))
    actions.publish(record=record, by=county["disclosure_officer"], at=at)
    assert ledger.history(record).get(act="records.published").facts["in_time"] is True


def test_to_and_fro_in_one_draft_gains_no_time(county: County) -> None:
    record = opened(county, withheld(county))
    later = OPENED + dt.timedelta(days=12)
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="on_request", reason="再作考虑研究", at=later
    )
    record = actions.determine_attribute(record=record, by=county["drafter"], attribute="proactive", at=later)
    assert start(record) == dt.date(2026, 11, 3)


def test_what_is_closed_again_by_approval_is_opened_anew(county: County) -> None:
    record = opened(county, withheld(county))
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="on_request", reason="再作考虑研究"
    )
    record = approved(county, record)
    assert "opened_on" not in record.content
    assert start(opened(county, record, OPENED + dt.timedelta(days=12))) == dt.date(2026, 11, 15)


def test_deciding_while_drafting_starts_nothing(county: County) -> None:
    record = complete_draft(county, date_made="2026-06-01")
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={}, genre=Genre.INFORMATION
    )
    for attribute, ground in (("withheld", "process"), ("proactive", "")):
        record = actions.determine_attribute(
            record=record, by=county["drafter"], attribute=attribute, ground=ground, reason="讨论稿尚未确定"
        )
    assert start(record) == dt.date(2026, 6, 1)


def test_a_part_of_closed_information_is_due_from_its_own_day(county: County) -> None:
    record = withheld(county)
    part = actions.make_public_part(
        record=record, revision=record.revision, by=county["drafter"], removals=[Removal(SECRET, "process", "")]
    )
    assert start(part) == today() and "inherits" not in part.content
    assert due_on(part) == due_on(opened(county, record, timezone.now())), "both were decided open today"


def test_a_part_of_proactive_information_keeps_its_clock(county: County) -> None:
    """Making a part of what is overdue gains no time, and closing the original afterwards gains none either."""
    record = complete_draft(county, date_made="2026-03-01", html=f"<p>{SECRET}。</p><p>可以公开的部分。</p>")
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={}, genre=Genre.INFORMATION
    )
    review = actions.submit(record=record, by=county["drafter"])
    while (step := review_queries.open_step(review)) and step.name != "保密审查":
        person = review_queries.signers(review, step).first()
        review_actions.sign(review=review, by=person, seen=review.parts)
        review.refresh_from_db()
    review_actions.return_(review=review, by=county["secrecy_reviewer"], reason="第一段不能公开", conclusion="partial")
    record = fresh(record)
    part = actions.make_public_part(
        record=record, revision=record.revision, by=county["drafter"], removals=[Removal(SECRET, "security", "")]
    )
    assert due_on(part) == due_on(record) == dt.date(2026, 3, 27)
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="security", reason="涉及公共安全，不能公开"
    )
    part = fresh(part)
    assert due_on(part) == dt.date(2026, 3, 27) and content.metadata(part)["inherits"]
    more = [Removal("可以公开的部分", "security", "")]
    part = actions.redact_more(record=part, by=county["drafter"], revision=part.revision, removals=more)
    assert due_on(part) == dt.date(2026, 3, 27), "what is taken out later changes nothing"
    sign_all(county, actions.submit(record=part, by=county["drafter"]))
    actions.publish(record=fresh(part), by=county["disclosure_officer"])
    assert ledger.history(part).get(act="records.published").facts["in_time"] is False


def test_a_new_approval_fixes_the_kept_limit_anew(county: County) -> None:
    record = complete_draft(county, date_made="2026-03-01")
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    officer = county["disclosure_officer"]
    record = actions.issue(record=fresh(record), by=officer, number="示财〔2026〕9号", issued_on=ISSUED)
    assert record.publication_rule["name"] != "publication.budget"
    record = actions.revise(record=record, by=officer, reason="事项选择有误")
    changes = {"started_by": "approval", "started_on": "2026-02-20"}
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes=changes,
        item=county.catalogue.items.get(number=19),
    )  # fmt: skip
    record = approved(county, record)
    assert record.publication_rule["name"] == "publication.budget" and due_on(record) == dt.date(2026, 3, 12)
    entry = ledger.history(record).get(act="records.limit_fixed_anew")
    assert "预算法" in entry.rule["source"] and entry.before["source"] != entry.after["source"]
    assert "20" in ledger.sentence(entry)


def test_a_new_approval_of_the_same_facts_keeps_the_limit(county: County) -> None:
    record = complete_draft(county, date_made="2026-03-01")
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    officer = county["disclosure_officer"]
    record = actions.issue(record=fresh(record), by=officer, number="示财〔2026〕9号", issued_on=ISSUED)
    Record.objects.filter(pk=record.pk).update(publication_rule=record.publication_rule | {"value": 3})
    record = approved(county, actions.revise(record=fresh(record), by=officer, reason="附件需要更换"))
    assert record.publication_rule["value"] == 3
    assert not ledger.history(record).filter(act="records.limit_fixed_anew").exists()
