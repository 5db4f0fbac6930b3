"""Publication at a set time: who may set it, until when, what drops it; it happens once and past every gate."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gongkai import worklist
from gongkai.checks.models import Report
from gongkai.ledger import queries as ledger
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Post
from gongkai.organisations.queries import today
from gongkai.records import actions, clocks
from gongkai.records.actions.scheduling import publish_due
from gongkai.records.models import Genre, Publication, Record
from gongkai.records.tests.documents import drafted, fresh, issued, public
from gongkai.records.tests.test_actions import refused
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, build, sign_all

HOUR = dt.timedelta(hours=1)


def waiting(county: County) -> Record:
    """Issued today: the lawful time is still to come."""
    return issued(county, "示财〔2026〕20号", "关于定时公开的通知", on=today(), date_made=today().isoformat())


def scheduled(county: County, record: Record, after: dt.timedelta = HOUR) -> Record:
    moment = timezone.now() + after
    return actions.schedule(record=record, by=county["disclosure_officer"], publish_at=moment)


def last(record: Record) -> Any:
    return ledger.history(record).last()


def to_do(person: Any) -> list[str]:
    return [one.note for one in worklist.for_person(person) if one.act == "重新安排定时公开"]


@pytest.mark.django_db
class TestSetting:
    def test_it_is_kept_and_taken_back(self, county: County) -> None:
        record = scheduled(county, waiting(county))
        assert record.publish_at and record.scheduled_by == county["disclosure_officer"]
        assert last(record).act == "records.scheduled" and record.state == Record.State.ISSUED
        record = actions.unschedule(record=record, by=county["disclosure_officer"])
        assert record.publish_at is None and last(record).act == "records.unscheduled"
        refused(NotNow, "records.not_scheduled", actions.unschedule, record=record, by=county["disclosure_officer"])

    def test_never_after_the_last_lawful_day(self, county: County) -> None:
        record = waiting(county)
        due = clocks.due(record)
        assert due is not None and due.due_on is not None
        noon = timezone.make_aware(dt.datetime.combine(due.due_on, dt.time(12)))
        common: dict[str, Any] = {"record": record, "by": county["disclosure_officer"]}
        error = refused(
            NotLawful, "records.schedule_late", actions.schedule, publish_at=noon + dt.timedelta(days=1), **common
        )
        assert str(due.due_on) in error.message and error.source == record.publication_rule["source"]
        actions.schedule(publish_at=noon, **common)

    def test_refusals(self, county: County) -> None:
        officer, later = county["disclosure_officer"], timezone.now() + HOUR
        act, record = actions.schedule, waiting(county)
        past = timezone.now() - HOUR
        refused(NotLawful, "records.schedule_past", act, record=record, by=officer, publish_at=past)
        refused(NotYours, "records.publish", act, record=record, by=county["drafter"], publish_at=later)
        refused(NotNow, "records.state", act, record=drafted(county), by=officer, publish_at=later)
        refused(NotNow, "records.state", act, record=public(county, "示财〔2026〕1号"), by=officer, publish_at=later)

    def test_a_change_drops_it_and_says_so(self, county: County) -> None:
        officer = county["disclosure_officer"]
        record = scheduled(county, waiting(county))
        record = actions.revise(record=record, by=officer, reason="附件需要更换")
        assert record.publish_at is None and last(record).act == "records.revised"
        acts = list(ledger.history(record).values_list("act", flat=True))
        assert "records.schedule_dropped" in acts and len(to_do(officer)) == 1
        actions.unschedule(record=record, by=officer)
        assert not to_do(officer)

    def test_an_edit_of_approved_information_drops_it(self, county: County) -> None:
        record = drafted(county, date_made=today().isoformat())
        record = actions.edit(
            record=record, by=county["drafter"], revision=record.revision, changes={}, genre=Genre.INFORMATION
        )
        sign_all(county, actions.submit(record=record, by=county["drafter"]))
        record = scheduled(county, fresh(record))
        record = actions.edit(
            record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>改动</p>"}
        )
        assert record.publish_at is None and record.state == Record.State.IN_REVIEW and record.schedule_failure


@pytest.mark.django_db
class TestItsTime:
    def test_it_goes_public_once_by_the_system(self, county: County) -> None:
        record = scheduled(county, waiting(county))
        assert publish_due() == [] and fresh(record).state == Record.State.ISSUED
        [publication] = publish_due(timezone.now() + 2 * HOUR)
        record = fresh(record)
        assert publication.record == record and record.publish_at is None and record.state == Record.State.PUBLISHED
        reached = ledger.history(record).get(act="records.schedule_reached")
        assert reached.facts["person"] == county["disclosure_officer"].actor_name and reached.actor_id is None
        assert publish_due(timezone.now() + 2 * HOUR) == [] and Publication.objects.filter(record=record).count() == 1

    def test_after_days_without_a_worker_it_is_caught_up(self, county: County) -> None:
        record = scheduled(county, waiting(county))
        assert len(publish_due(timezone.now() + dt.timedelta(days=90))) == 1
        assert fresh(record).state == Record.State.PUBLISHED

    def test_publishing_by_hand_before_takes_it_out(self, county: County) -> None:
        record = scheduled(county, waiting(county))
        actions.publish(record=record, by=county["disclosure_officer"])
        assert publish_due(timezone.now() + 2 * HOUR) == []

    def test_whoever_set_it_must_still_hold_the_post(self, county: County) -> None:
        officer = county["disclosure_officer"]
        record = scheduled(county, waiting(county))
        post = Post.objects.get(person=officer, agency=county.department)
        organisations.end_post(post=post, to_on=today() - dt.timedelta(days=1), by=county.administrators["security"])
        assert publish_due(timezone.now() + 2 * HOUR) == []
        record = fresh(record)
        assert record.state == Record.State.ISSUED and record.publish_at is None and "岗位" in record.schedule_failure
        assert last(record).act == "records.schedule_failed" and last(record).facts["code"] == "records.schedule_post"

    def test_every_gate_is_passed_again(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        from gongkai.ledger import gates

        record = scheduled(county, waiting(county))
        stop = NotLawful("tests.stop", "出现了新的问题。", remedy="请核对。")
        monkeypatch.setitem(gates._GATES, "records.publish", [lambda subject, by: stop])
        assert publish_due(timezone.now() + 2 * HOUR) == []
        record, officer = fresh(record), county["disclosure_officer"]
        assert record.state == Record.State.ISSUED and record.schedule_failure == "出现了新的问题。请核对。"
        assert to_do(officer) == [record.schedule_failure] and not Publication.objects.filter(record=record).exists()
        monkeypatch.undo()
        scheduled(county, record)
        assert not to_do(officer) and Report.objects.exists()

    def test_one_that_breaks_does_not_hold_up_the_others(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        from gongkai.records.actions import scheduling

        first = scheduled(county, waiting(county))
        second = issued(county, "示财〔2026〕21号", "另一份通知", on=today(), date_made=today().isoformat())
        scheduled(county, second)
        real = scheduling.publish_checked

        def breaks(*, record: Record, by: Any) -> Publication:
            if record.pk == first.pk:
                raise RuntimeError("disk full")
            return real(record=record, by=by)

        monkeypatch.setattr(scheduling, "publish_checked", breaks)
        assert [one.record_id for one in publish_due(timezone.now() + 2 * HOUR)] == [second.pk]
        assert fresh(first).publish_at is not None  # tried again the next minute
        monkeypatch.undo()
        assert len(publish_due(timezone.now() + 2 * HOUR)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_publish_once() -> None:
    county = build()
    record = scheduled(county, waiting(county))
    moment, done = timezone.now() + 2 * HOUR, []

    def work() -> None:
        try:
            done.extend(publish_due(moment))
        finally:
            connection.close()

    with transaction.atomic():
        Record.objects.select_for_update().get(pk=record.pk)  # one worker is at it
        other = threading.Thread(target=work)
        other.start()
        other.join(timeout=30)
        assert done == []
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert len(done) == 1 and Publication.objects.filter(record=record).count() == 1
