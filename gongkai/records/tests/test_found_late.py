"""A word put on the list after the last edit stops signature and publication, and is there to be seen and answered."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai import ledger
from gongkai.checks import actions as check_actions
from gongkai.checks import queries as check_queries
from gongkai.checks.models import KeptWord
from gongkai.organisations.queries import today
from gongkai.records import actions, checking
from gongkai.records.actions.scheduling import publish_due
from gongkai.records.models import Record
from gongkai.records.tests.documents import fresh, issued
from gongkai.records.tests.test_emergency import out
from gongkai.refusals import NotLawful, NotNow
from gongkai.review import actions as review_actions
from gongkai.review.models import Review
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db
WORD = "总体要求"  # nobody minds it, until it is put on the list


def keep_word() -> None:
    check_actions.add_word(
        by=ledger.SYSTEM, wrong=WORD, right="工作要求", kind=KeptWord.Kind.STYLE, reason="统一用语要求", blocking=True
    )


def under_review(county: County) -> Record:
    record = complete_draft(county, html=f"<p>{WORD}是依法公开。</p>")
    actions.submit(record=record, by=county["drafter"])
    return fresh(record)


def waiting(county: County) -> Record:
    html, made = f"<p>{WORD}是依法公开。</p>", today().isoformat()
    return issued(county, "示财〔2026〕20号", "关于定时公开的通知", on=today(), date_made=made, html=html)


def sign(county: County, record: Record) -> Any:
    review = Review.objects.get(subject_id=str(record.pk))
    return review_actions.sign(review=review, by=county["section_head"], seen=review.parts)


def publish(county: County, record: Record) -> Any:
    return actions.publish(record=record, by=county["disclosure_officer"])


def schedule(county: County, record: Record) -> Any:
    later = timezone.now() + dt.timedelta(hours=1)
    return actions.schedule(record=record, by=county["disclosure_officer"], publish_at=later)


def answer_for_it(county: County, record: Record) -> None:
    """What the page of the record offers: the newest report, its open finding, an override."""
    client = Client()
    client.force_login(county["disclosure_officer"])
    assert WORD in client.get(record.get_absolute_url()).content.decode()
    report = check_queries.latest(record)
    assert report is not None and checking.still_open(record) == 1
    (found,) = check_queries.open_in(report)
    reason = "标题沿用上级文件的用语，可以公开"
    check_actions.override(report=report, fingerprint=found.fingerprint, by=county["disclosure_officer"], reason=reason)


ACTS = {"sign": (under_review, sign), "publish": (waiting, publish), "schedule": (waiting, schedule)}


@pytest.mark.parametrize("name", ACTS)
def test_what_stops_an_act_can_be_seen_and_answered(county: County, name: str) -> None:
    start, act = ACTS[name]
    record = start(county)
    keep_word()
    with pytest.raises(NotLawful) as caught:
        act(county, record)
    assert caught.value.code == "checks.blocking"
    answer_for_it(county, record)
    act(county, record)


def test_a_set_time_that_fails_on_a_new_word_says_which(county: County) -> None:
    record = waiting(county)
    schedule(county, record)
    keep_word()
    assert publish_due(timezone.now() + dt.timedelta(hours=2)) == []
    assert "统一用语要求" in fresh(record).schedule_failure or WORD in fresh(record).schedule_failure
    answer_for_it(county, record)
    schedule(county, record)
    assert len(publish_due(timezone.now() + dt.timedelta(hours=2))) == 1


@pytest.mark.parametrize("name", ACTS)
def test_without_a_report_of_what_is_in_force_nothing_goes_on(
    county: County, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that changes between the check and the act: the act reads, and does not take the older report for it."""
    start, act = ACTS[name]
    record, run = start(county), checking.run

    def run_and_change(*args: Any, **more: Any) -> Any:
        report = run(*args, **more)
        keep_word()
        return report

    monkeypatch.setattr(checking, "run", run_and_change)
    with pytest.raises(NotNow) as caught:
        act(county, record)
    assert caught.value.code == "checks.not_run"


def test_later_signatures_of_an_emergency_are_checked_too(county: County) -> None:
    """The record is public by then; its review goes on, and a list may have changed meanwhile."""
    record = out(county, html="<p>请沿河群众注意安全。</p>")
    keep_word()
    sign_all(county, Review.objects.get(subject_id=str(record.pk)))
    assert Review.objects.get(subject_id=str(record.pk)).state == Review.State.APPROVED
