"""Where one agency stands with one item: computed from facts, never stored. Pure.

Event items: an unpublished record past its limit is overdue, issued or still being drafted. Dynamic items: not updated
for longer than the place's rule (`catalogue.dynamic_stale`) is overdue. Items by the calendar: the period's last day,
met by a publication or by a statement that there was nothing; a missed period stays missed, whatever came out later.
What has never been published is blank. Link-outs live elsewhere.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models

from gongkai import rules
from gongkai.catalogue.dues import ScheduledDue
from gongkai.catalogue.models import Item, Statement
from gongkai.catalogue.registry import Published, Waiting

SOON = dt.timedelta(14)  # how long before its last day a duty is shown as coming; no rule, only a courtesy


class Status(models.TextChoices):
    """What a cell of the board says, the worst first."""

    OVERDUE = "overdue", "事项超期"
    BLANK = "blank", "空白"
    SOON = "soon", "即将到期"
    NOTHING = "nothing", "本期无此类信息"
    PUBLISHED = "published", "已公开"
    LINK = "link", "跳转链接"


KINDS = {
    Status.OVERDUE: "stop", Status.BLANK: "wait", Status.SOON: "doing", Status.NOTHING: "off",
    Status.PUBLISHED: "done", Status.LINK: "plain",
}  # fmt: skip
OPEN = (Status.OVERDUE, Status.BLANK, Status.SOON)  # something must be done: these can be reminded of


@dataclass
class Facts:
    """All that is known of one agency and one item. `stale_on`: last day before a dynamic item counts as stale.

    `inherited`: how many of `count` were published by agencies it took over from.
    """

    count: int = 0
    inherited: int = 0
    last: dt.date | None = None
    published: list[Published] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)  # those not withdrawn
    dues: list[ScheduledDue] = field(default_factory=list)
    since: dt.date = dt.date.min  # from when missed periods are listed
    stale_on: dt.date | None = None
    stale_rule: Any = None

    @property
    def own(self) -> int:
        """How many it published itself."""
        return self.count - self.inherited

    def add(self, count: int, last: dt.date | None, inherited: bool = False) -> None:
        """Count publications of the agency, or of one that it took over from."""
        self.count += count
        self.inherited += count if inherited else 0
        self.last = max((day for day in (self.last, last) if day), default=None)


@dataclass(frozen=True)
class Standing:
    """The status, and what it rests on: the day, what is due, by which source; the statement where one stands.

    `missed`: every period of the past that nothing has met, the oldest first.
    """

    status: Status
    due_on: dt.date | None = None
    what: str = ""
    source: str = ""
    provisional: bool = False
    statement: Statement | None = None
    missed: tuple[ScheduledDue, ...] = ()


def of(item: Item, facts: Facts, today: dt.date) -> Standing:
    """The standing on a day."""
    if item.elsewhere:
        what = "" if item.link_url else "还没有填写链接地址"
        return Standing(Status.LINK if item.link_url else Status.BLANK, what=what)
    unmet = open_dues(facts)
    gone = tuple(due for due in unmet if facts.since <= due.due_on < today)
    found = [*_waiting(facts, today), *_calendar(item, unmet, today), *_stale(item, facts, today)]
    late = [one for one in found if one.status == Status.OVERDUE]
    soon = [one for one in found if one.status == Status.SOON]
    statement = standing_statement(item, facts, today)
    if late:
        return replace(late[0], missed=gone)
    if gone:  # a later period is out, or said to be empty; these are not
        return replace(_late(item, gone[-1], today), missed=gone, statement=statement)
    if soon:
        return soon[0]
    if statement:
        return Standing(Status.NOTHING, what=f"{statement.label}无此类信息", statement=statement)
    return Standing(Status.PUBLISHED if facts.count else Status.BLANK)


def _graded(due_on: dt.date, today: dt.date, what: str, source: str, provisional: bool = False) -> list[Standing]:
    """Overdue, coming soon, or nothing to say."""
    if today > due_on:
        return [Standing(Status.OVERDUE, due_on, what, source, provisional)]
    if due_on - today <= SOON:
        return [Standing(Status.SOON, due_on, what, source, provisional)]
    return []


def _waiting(facts: Facts, today: dt.date) -> list[Standing]:
    """Records whose clock runs and that are not public: issued, approved, in review, drafted. 条例 Art. 26"""
    return [
        standing
        for one in facts.waiting
        if one.due_on
        for standing in _graded(one.due_on, today, f"《{one.title}》{one.stage}", one.source, one.provisional)
    ]


def open_dues(facts: Facts) -> list[ScheduledDue]:
    """Periods and yearly dates that nothing published has met and no statement covers, in their order."""
    met = meet(facts.dues, facts.published)
    return [due for due in facts.dues if id(due) not in met and not excused(due, facts.statements)]


def _calendar(item: Item, unmet: list[ScheduledDue], today: dt.date) -> list[Standing]:
    """What is unmet of about one round back, and what is to come."""
    found = []
    for due in unmet:
        if today - due.due_on <= round_of(due):
            found += _graded(due.due_on, today, due.label, _source(item, due), due.provisional)
    return found


def _late(item: Item, due: ScheduledDue, today: dt.date) -> Standing:
    return _graded(due.due_on, today, due.label, _source(item, due), due.provisional)[0]


def _source(item: Item, due: ScheduledDue) -> str:
    return rules.cited(due.rule) if due.rule else item.catalogue.source


def _stale(item: Item, facts: Facts, today: dt.date) -> list[Standing]:
    if item.schedule != Item.Schedule.DYNAMIC or facts.stale_on is None or standing_statement(item, facts, today):
        return []
    source = facts.stale_rule.source if facts.stale_rule else ""
    return _graded(facts.stale_on, today, f"自{facts.last}以来没有更新", source)


def round_of(due: ScheduledDue) -> dt.timedelta:
    """One period: missed duties of the last round are named first, older ones counted with them."""
    return due.last_on - due.first_on + dt.timedelta(1)


def excused(due: ScheduledDue, statements: Iterable[Statement]) -> Statement | None:
    """The statement that covers the period of a due."""
    for one in statements:
        same = one.label == due.label if due.by_date else True
        if same and one.first_on <= due.first_on and one.last_on >= due.last_on:
            return one
    return None


def meet(dues: list[ScheduledDue], published: list[Published]) -> set[int]:
    """Which dues (by id()) publications have met.

    A title that names the period decides; what a place's rule asks for is met by no other. Else a publication meets
    the earliest open period still in time, else the newest that is late: who publishes after the last day is not taken
    to have published ahead.
    """
    met: set[int] = set()
    unnamed = []
    for one in published:
        named = [due for due in dues if not due.by_date and names(one.title, due)]
        met.update(id(due) for due in named)
        if not named:
            unnamed.append(one)
    for one in unnamed:
        opened = [due for due in dues if due.opens_on <= one.day and id(due) not in met and not due.by_law]
        in_time = [due for due in opened if due.due_on >= one.day]
        if opened:
            met.add(id(min(in_time, key=_day) if in_time else max(opened, key=_day)))
    return met


def _day(due: ScheduledDue) -> dt.date:
    return due.due_on


def names(title: str, due: ScheduledDue) -> bool:
    """Whether a title names the period of a due: “2026年10月”, “2026年9—10月”, “2026年三季度”, “2025年度”."""
    months = (due.last_on.month - due.first_on.month) + 1
    year = f"{due.last_on.year}年"
    if year not in title:
        return False
    rest = title.partition(year)[2]
    if months == 1:
        spans = re.findall(r"(\d{1,2})(?:月?[—至、-](\d{1,2}))?月", rest)
        return any(int(first) <= due.last_on.month <= int(last or first) for first, last in spans)
    if months == 3:
        return f"{'一二三四'[due.last_on.month // 3 - 1]}季度" in rest
    return not re.search(r"^\d{1,2}(月|[—至、-])|季度", rest)


def standing_statement(item: Item, facts: Facts, today: dt.date) -> Statement | None:
    """The newest statement that still stands.

    It ends when something is published in its period or later, and when the next period of the same length has gone by
    without anybody having said anything again.
    """
    for one in sorted(facts.statements, key=lambda one: one.last_on, reverse=True):
        replaced = facts.last is not None and facts.last >= one.first_on
        if not replaced and today <= until(one):
            return one
    return None


def until(statement: Statement) -> dt.date:
    """The last day on which a statement speaks: one more period of its own length."""
    return statement.last_on + (statement.last_on - statement.first_on) + dt.timedelta(1)
