"""What `records` tells the apps below it: review, checks, calendars."""

from collections.abc import Iterator
from typing import Any

from gongkai import calendars, clock
from gongkai.records import checking, clocks, policy, queries, states
from gongkai.records.models import Record
from gongkai.review import Subject
from gongkai.review.models import Review


def _approved(record: Record, review: Review, by: Any) -> None:
    """All steps hold: freeze what was approved."""
    from gongkai.records.actions.publishing import make_version

    record = Record.objects.select_for_update().get(pk=record.pk)
    record.state = states.must_allow("approved", record)
    record.save(update_fields=["state"])
    make_version(record, review.drafter)


def _returned(record: Record, review: Review, by: Any) -> None:
    record = Record.objects.select_for_update().get(pk=record.pk)
    record.state = states.must_allow("returned", record)
    record.save(update_fields=["state"])


def review_subject() -> Subject:
    """Callbacks for `review.register`."""
    return Subject(
        on_approved=_approved,
        on_returned=_returned,
        title=lambda record: record.title,
        url=lambda record: record.get_absolute_url(),
        before_signing=checking.before_signing,
    )


def may_override(person: Any, record: Record) -> bool:
    """Whether `person` may answer for a blocking finding on `record`."""
    return policy.may(person, "override", record)


def open_dates(calendar: clock.Calendar) -> Iterator[calendars.OpenDate]:
    """The due date under `calendar` of every record whose publication clock runs: what a new calendar would move."""
    for record in queries.unpublished_due(Record.objects.values("agency")):
        start = clocks.started_on(record)
        if start is None:
            continue
        fact = record.publication_rule
        rule = clocks.kept(fact) if fact else clocks.publication_rule(record, start)
        due = clock.due([clock.Event("started", start)], rule, calendar)
        yield calendars.OpenDate(
            key=str(record.pk),
            label=f"{record.agency}：{record.title}",
            url=record.get_absolute_url(),
            due_on=due.due_on,
        )
