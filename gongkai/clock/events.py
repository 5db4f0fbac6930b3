"""What happens to a clock: it starts, starts again, stands still, is extended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from gongkai.clock.dates import ClockError

STARTED, RESTARTED, PAUSED, EXTENDED = "started", "restarted", "paused", "extended"
KINDS = (STARTED, RESTARTED, PAUSED, EXTENDED)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a clock.

    kind      started | restarted (correction received, fee paid) | paused | extended
    on        the day of the event; of a pause, its first day
    until     of a pause, its last day, included; None while the answer is outstanding
    days      of an extension, how much longer; in ``unit``, or in the rule's own unit if that is empty
    act       the act's name in the ledger, for ``Events.has``
    label     what happened, in Chinese (征求第三方意见)
    article   the article by which it changes the clock
    evidence  where it can be seen: entry, letter or receipt number
    """

    kind: str
    on: date
    days: int = 0
    until: date | None = None
    unit: str = ""
    act: str = ""
    label: str = ""
    article: str = ""
    evidence: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ClockError(f"不认识的期限事件“{self.kind}”，可用的有{'、'.join(KINDS)}。")
        if self.kind == PAUSED and self.until is not None and self.until < self.on:
            raise ClockError(f"不计入期限的时段结束日{self.until}早于开始日{self.on}，请核对。")
        if self.kind == EXTENDED and (not isinstance(self.days, int) or isinstance(self.days, bool) or self.days < 1):
            raise ClockError(f"延长的天数“{self.days}”不对，应当是大于零的整数。")


class Events(tuple[Event, ...]):
    """The events of one clock, in any order: the answer does not depend on it."""

    __slots__ = ()

    def __new__(cls, events: Iterable[Event] = ()) -> Self:
        return super().__new__(cls, tuple(events))

    def has(self, name: str) -> bool:
        """True if an event of this kind or act has happened."""
        return any(name in (event.kind, event.act) for event in self)

    def plus(self, event: Event) -> Events:
        """The same events and one more; nothing is changed in place."""
        return Events((*self, event))


@dataclass(frozen=True, slots=True)
class Period:
    """A bare rule, for tools and tests: what ``due`` needs of a ``rules.Rule``."""

    value: int | str
    unit: str = "working_day"
    roll: str = ""
    source: str = ""
    kind: str = "period"


def union(pauses: Iterable[tuple[date, date | None]], after: date) -> list[tuple[date, date | None]]:
    """Inclusive intervals as disjoint ones in order, cut to the days after ``after``; an open one ends with None."""
    merged: list[tuple[date, date | None]] = []
    floor = after + timedelta(1)
    for start, until in sorted(pauses, key=lambda one: one[0]):
        first, last = max(start, floor), merged[-1][1] if merged else None
        if merged and last is None:
            break
        if until is not None and until < first:
            continue
        if last is not None and first <= last:
            merged[-1] = (merged[-1][0], None if until is None else max(last, until))
        else:
            merged.append((first, until))
    return merged
