"""The emergency path: what must be signed before publication, what may follow, until when. 条例 Arts 6, 17

Never left out beforehand: every step with a secrecy form, the leader's, and the head's for sensitive kinds. Which other
posts sign first, and how soon the rest must follow, are the place's rules (review.emergency_*).
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai import calendars, clock, rules
from gongkai.organisations.models import Role
from gongkai.organisations.queries import today
from gongkai.records.models import Record
from gongkai.review import queries as review_queries
from gongkai.review.models import Review

State = Record.State
# Only a first publication is urgent in this way; a correction replaces something that is public already.
STATES = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.ISSUED, State.PUBLISHED)
ALWAYS = (Role.LEADER, Role.PRINCIPAL)


def applies(record: Record) -> bool:
    """Whether the emergency path is open for the record."""
    return bool(record.emergency) and record.state in STATES


def reordered(record: Record, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """On the emergency path: what must be signed before publication first, the others marked `later` behind it.

    Who may not be the same person stays so, whichever of the two signs first.
    """
    if not applies(record):
        return steps
    rule = rules.at("review.emergency_before", record.agency.place, today())
    posts = {str(one["code"]) for one in rule.value} | {str(role) for role in ALWAYS}
    before = [step for step in steps if step.get("form") or step["post"] in posts]
    later = [step for step in steps if step not in before]
    if not any(step["post"] in ALWAYS for step in before):
        return steps  # no leader in the plan: nothing may be put off
    return before + [
        step
        | {
            "later": True,
            "distinct_from": [
                *step.get("distinct_from", ()),
                *(one["name"] for one in before if step["name"] in one.get("distinct_from", ())),
            ],
        }
        for step in later
    ]


def suffices(record: Record, review: Review | None) -> bool:
    """Whether what is signed lets the record out today: everything but the steps that follow, on the day itself."""
    if review is None or not applies(record) or review.state != Review.State.OPEN or not in_time(record):
        return False
    return all(step.state == "done" for step in review_queries.steps(review) if not step.later)


def in_time(record: Record) -> bool:
    """Whether the day on which the emergency was declared still runs (rule review.emergency_publication)."""
    if not record.emergency:
        return False
    last, _ = last_day(record)
    return last is None or today() <= last


def last_day(record: Record) -> tuple[dt.date | None, str]:
    """(last day, source) on which a record on the emergency path may go out with what is signed before."""
    assert record.emergency is not None
    day = dt.date.fromisoformat(record.emergency["on"])
    rule = rules.at("review.emergency_publication", record.agency.place, day)
    event = clock.Event("started", day, act="records.emergency_opened", label="启动应急程序")
    return clock.due([event], rule, calendars.current()).due_on, rules.cited(rule)


def later_due(record: Record) -> tuple[dt.date | None, str] | None:
    """(last day, source) for the steps that follow publication; None before it or off the emergency path."""
    first = record.publications.order_by("id").first() if record.emergency else None
    if first is None:
        return None
    day = timezone.localdate(first.first_published_at)
    rule = rules.at("review.emergency_after", record.agency.place, day)
    event = clock.Event("started", day, act="records.published", label="应急公开")
    return clock.due([event], rule, calendars.current()).due_on, rules.cited(rule)


def used(agencies: Any) -> QuerySet[Record]:
    """Every use of the emergency path by agencies, newest first: for duty board and assessment."""
    return Record.objects.filter(agency__in=agencies, emergency__isnull=False).order_by("-emergency__on", "-id")


def returned(agencies: Any) -> QuerySet[Record]:
    """Published in an emergency, returned afterwards, and neither corrected since nor taken down."""
    found = used(agencies).filter(state=State.PUBLISHED, emergency__has_key="returned_on")
    return found.exclude(publications__superseded_at__isnull=False).select_related("agency")


def overdue(agencies: Any) -> Iterator[Record]:
    """Uses whose later steps should have been signed by now."""
    open_ones = used(agencies).filter(state=State.PUBLISHED).exclude(emergency__has_key="completed_on")
    for record in open_ones.exclude(emergency__has_key="returned_on").select_related("agency"):
        due = later_due(record)
        if due and due[0] and due[0] < today():
            yield record
