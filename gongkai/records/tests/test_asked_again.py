"""What was right at approval is asked again at every later step: issue, time set, publication, and on the page."""

import datetime as dt
from typing import Any

import pytest

from gongkai.checks.models import Report
from gongkai.ledger import gates
from gongkai.ledger.models import Entry
from gongkai.organisations.queries import today
from gongkai.records import actions, checking, naming, possible, redaction
from gongkai.records.models import Record
from gongkai.records.redaction import Removal
from gongkai.records.tests import documents
from gongkai.records.tests.test_acts_alone import NUMBER, soon
from gongkai.refusals import NotLawful, NotNow, NotYours, Refusal
from gongkai.review import actions as review_actions
from gongkai.review.models import Review
from gongkai.testing import County, approved, complete_draft, sign_all

pytestmark = pytest.mark.django_db


def fresh(record: Record) -> Record:
    return Record.objects.select_related("agency", "item").get(pk=record.pk)


def issued(county: County) -> Record:
    return documents.issued(county, "示财〔2026〕71号", "印发的通知", on=today(), date_made=today().isoformat())


def _issue(record: Record, county: County) -> Any:
    return actions.issue(
        record=record, by=county["disclosure_officer"], number="示财〔2026〕72号", issued_on=dt.date(2026, 6, 2)
    )


STEPS: dict[str, tuple[Any, Any]] = {
    "submit": (complete_draft, lambda record, county: actions.submit(record=record, by=county["drafter"])),
    "issue": (approved, _issue),
    "publish": (issued, lambda record, county: actions.publish(record=record, by=county["disclosure_officer"])),
    "schedule": (issued, lambda record, county: actions.schedule(
        record=record, by=county["disclosure_officer"], publish_at=soon())),
}  # fmt: skip
AFTER_REVIEW = [name for name in STEPS if name != "submit"]


def refused(kind: type[Refusal], step: str, record: Record, county: County) -> str:
    before = Entry.objects.count()
    with pytest.raises(kind) as caught:
        STEPS[step][1](fresh(record), county)
    assert Entry.objects.count() == before and caught.value.remedy
    return caught.value.code


@pytest.mark.parametrize("step", STEPS)
def test_what_is_no_longer_complete_goes_no_further(county: County, step: str) -> None:
    """However the title went: the same question is asked at each step."""
    record = STEPS[step][0](county)
    Record.objects.filter(pk=record.pk).update(content=record.content | {"title": ""})
    assert refused(NotLawful, step, record, county) == "records.incomplete"


@pytest.mark.parametrize("step", AFTER_REVIEW)
def test_a_review_that_does_not_stand_carries_nothing(county: County, step: str) -> None:
    record = STEPS[step][0](county)
    Review.objects.filter(subject_id=str(record.pk)).update(state=Review.State.RETURNED)
    assert refused(NotNow, step, record, county) == "records.not_reviewed"


@pytest.mark.parametrize(("step", "gate"), [*((name, name) for name in ("submit", "issue", "publish")),
                                            ("schedule", "publish")])  # fmt: skip
def test_every_gate_is_asked(county: County, monkeypatch: pytest.MonkeyPatch, step: str, gate: str) -> None:
    closed = NotLawful("test.closed", "不行。", remedy="不行。")
    record = STEPS[step][0](county)
    name = f"records.{gate}"
    monkeypatch.setitem(gates._GATES, name, [*gates._GATES[name], lambda subject, by: closed])
    assert refused(NotLawful, step, record, county) == "test.closed"


def test_the_gate_of_publication_asks_for_open_findings(county: County) -> None:
    record = complete_draft(county, html=f"<p>{NUMBER}</p>")
    before = Report.objects.count(), Entry.objects.count()
    refusal = checking.gate(fresh(record), county["disclosure_officer"])
    assert refusal is not None and refusal.code == "checks.not_run"  # it asks, and changes nothing
    assert (Report.objects.count(), Entry.objects.count()) == before
    checking.run(fresh(record), county["disclosure_officer"])
    refusal = checking.gate(fresh(record), county["disclosure_officer"])
    assert refusal is not None and refusal.code == "checks.blocking"


# --- the page says beforehand what the act will say -------------------------------------------------------------------


def test_the_page_knows_what_stands_in_the_way_of_review(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    record = fresh(complete_draft(county))
    assert possible.obstacle(record, "submit", county["drafter"]) is None
    closed = NotLawful("test.closed", "不行。", remedy="不行。")
    monkeypatch.setitem(gates._GATES, "records.submit", [lambda subject, by: closed])
    assert possible.obstacle(record, "submit", county["drafter"]) is closed
    record.content = record.content | {"title": ""}
    found = possible.obstacle(record, "submit", county["drafter"])
    assert found is not None and found.code == "records.incomplete"


@pytest.mark.parametrize("act", ["publish", "schedule"])
def test_the_page_knows_that_the_review_does_not_stand(county: County, act: str) -> None:
    record = fresh(issued(county))
    assert possible.obstacle(record, act, county["disclosure_officer"]) is None
    Review.objects.filter(subject_id=str(record.pk)).update(state=Review.State.RETURNED)
    found = possible.obstacle(record, act, county["disclosure_officer"])
    assert found is not None and found.code == "records.not_reviewed"


# --- a review cannot move what is not under review --------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "abandoned"])
def test_the_last_signature_moves_only_what_is_under_review(county: County, state: str) -> None:
    record = complete_draft(county)
    review = actions.submit(record=record, by=county["drafter"])
    Record.objects.filter(pk=record.pk).update(state=state)
    with pytest.raises(NotNow):
        sign_all(county, review)
    assert fresh(record).state == state and not record.versions.exists()


def test_a_return_moves_only_what_is_under_review(county: County) -> None:
    record = complete_draft(county)
    review = actions.submit(record=record, by=county["drafter"])
    Record.objects.filter(pk=record.pk).update(state="abandoned")
    with pytest.raises(NotNow) as caught:
        review_actions.return_(review=review, by=county["section_head"], reason="第三条不对")
    assert caught.value.code == "records.state" and fresh(record).state == "abandoned"


# --- public part ------------------------------------------------------------------------------------------------------


def part_of(county: County) -> Record:
    record = complete_draft(county)
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="security", reason="写明了库房的位置"
    )
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    removals = [Removal("总体要求", "security")]
    record = fresh(record)
    return actions.make_public_part(record=record, by=county["drafter"], revision=record.revision, removals=removals)


WRONG = {
    "records.redaction_short": Removal("现", "security"),
    "records.redaction_ground": Removal("现将有关", "because"),
}


@pytest.mark.parametrize("code", WRONG)
def test_more_is_removed_on_a_ground_of_the_law_alone(county: County, code: str) -> None:
    part = part_of(county)
    with pytest.raises(NotLawful) as caught:
        actions.redact_more(record=part, by=county["drafter"], revision=part.revision, removals=[WRONG[code]])
    assert caught.value.code == code


def test_what_is_removed_must_be_gone_everywhere(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that stay in a place which cannot be cut stop the act, and nothing of it remains."""
    part = part_of(county)
    monkeypatch.setattr(redaction, "places_of_return", lambda record: ["附件1"])
    before = Entry.objects.count()
    with pytest.raises(NotLawful) as caught:
        actions.redact_more(
            record=part, by=county["drafter"], revision=part.revision, removals=[Removal("现将有关", "security")]
        )
    assert caught.value.code == "records.redaction_left" and Entry.objects.count() == before


# --- names ------------------------------------------------------------------------------------------------------------


def test_a_title_leads_to_nothing_that_one_may_not_see(county: County) -> None:
    record = complete_draft(county, title="关于尚未公开的事项的通知")
    assert naming.records(record.title, county["drafter"]) == [record]
    assert naming.records(record.title, county["other.drafter"]) == []
    with pytest.raises(NotYours):
        actions.submit(record=fresh(record), by=county["other.drafter"])
