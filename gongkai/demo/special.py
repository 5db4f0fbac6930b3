"""Fates that are more than issue and publication: an open question to a co-maker, an emergency, a public part."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.demo.writing import Paper
from gongkai.records import actions, asking
from gongkai.records.models import Record
from gongkai.records.redaction import Removal

if TYPE_CHECKING:
    from gongkai.demo.life import Life, Steps

QUESTION = "联合印发的文件拟主动公开，请确认是否同意。"
DAYS = 5  # until the answer is asked for
MADE = 12  # working days from draft to the public part


def waiting(life: "Life", paper: Paper, record: Record) -> "Steps":
    """A joint document whose other maker was asked and has not answered; its own review goes on meanwhile."""
    from gongkai.inquiries import actions as inquiry_actions

    drafter, at = life.person(paper, "drafter"), life.day(paper, 0, 9, 45)
    yield at
    record = actions.determine_attribute(record=record, by=drafter, attribute="proactive", at=at)
    at = life.day(paper, 0, 9, 50)
    yield at
    for one in asking.bodies(record):
        due_on = timezone.localdate(life.now) + dt.timedelta(days=DAYS)
        inquiry_actions.ask(subject=record, by=drafter, name=one.name, question=QUESTION, due_on=due_on, at=at)
    at = life.day(paper, 0, 10, 20)
    yield at
    review = actions.submit(record=record, by=drafter, at=at)
    yield from life.sign(paper, review, steps=1)
    return record


def emergency(life: "Life", paper: Paper, record: Record) -> "Steps":
    """Out on the day on which the leader says so; the steps that may follow are still to be signed."""
    drafter, now = life.person(paper, "drafter"), life.now
    record = yield from life.attribute(paper, record)
    yield now
    leader = life.person(paper, "leader_in_charge")
    record = actions.open_emergency(record=record, by=leader, reason=paper.facts["why"], at=now)
    review = actions.submit(record=record, by=drafter, at=now)
    yield from life.sign(paper, review, today=True)
    yield now
    officer = life.person(paper, "disclosure_officer")
    actions.publish(record=Record.objects.get(pk=record.pk), by=officer, at=now)
    return Record.objects.get(pk=record.pk)


def public_part(life: "Life", paper: Paper, record: Record) -> "Steps":
    """Issued and not for publication; what can be told apart goes out as a record of its own. 条例 Art. 37"""
    record = yield from life.fate("issued", paper, record)
    drafter = life.person(paper, "drafter")
    ground = str(paper.facts["ground"])
    removals = [Removal(text, ground) for text in paper.facts["removed"]]
    at = life.day(paper, MADE, 9)
    yield at
    record = Record.objects.get(pk=record.pk)
    part = actions.make_public_part(record=record, by=drafter, revision=record.revision, removals=removals, at=at)
    at = life.day(paper, MADE, 10)
    yield at
    review = actions.submit(record=part, by=drafter, at=at)
    yield from life.sign(paper, review, after=MADE)
    at = life.day(paper, MADE + 7, 10)
    yield at
    officer = life.person(paper, "disclosure_officer")
    actions.publish(record=Record.objects.get(pk=part.pk), by=officer, at=at)
    return record


FATES: dict[str, Callable[["Life", Paper, Record], "Steps"]] = {
    "waiting": waiting, "emergency": emergency, "public_part": public_part,
}  # fmt: skip
