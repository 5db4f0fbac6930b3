"""What the apps above know of an item: what is published under it, and what waits for publication.

`records` lies above this app and registers its counter, its days and its waiting records here.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

# (agency id, item code) -> (how many are published, when the last one was, or None)
Holdings = dict[tuple[int, str], tuple[int, dt.datetime | None]]
Counter = Callable[[Collection[int], Collection[str]], Holdings]


@dataclass(frozen=True)
class Published:
    """One first publication: whose, under which item, on which local day, and its title."""

    agency_id: int
    code: str
    day: dt.date
    title: str


@dataclass(frozen=True)
class Waiting:
    """Something whose publication clock runs. `due_on` None: its limit cannot be counted.

    `stage`: how far it has come, in words; `ready`: nothing is missing but the act of publication.
    """

    agency_id: int
    code: str
    title: str
    url: str
    due_on: dt.date | None
    provisional: bool = False
    source: str = ""
    stage: str = "待公开"
    ready: bool = True


@dataclass(frozen=True)
class Made:
    """A proactive piece of an item, public or not: its title, the day it was made, how far it has come."""

    title: str
    day: dt.date
    public: bool
    stage: str


@dataclass(frozen=True)
class Plan:
    """A public plan that somebody named: its reference ("record:12"), title and public page."""

    ref: str
    title: str
    url: str


FindPlan = Callable[[str], Plan | None]
Days = Callable[[Collection[int], Collection[str], dt.date], Iterable[Published]]
Queue = Callable[[Collection[int]], Iterable[Waiting]]
Makers = Callable[[Collection[int], str], Iterable[Made]]

_COUNTERS: list[tuple[Counter, bool]] = []
_DAYS: list[tuple[Days, bool]] = []
_QUEUES: list[Queue] = []
_MAKERS: list[Makers] = []
_PLANS: list[FindPlan] = []


def register_holdings(counter: Counter, passes_on: bool = True) -> None:
    """Let `counter(agency_ids, item_codes)` say what each agency has published under each item.

    It counts by `Item.code`, which outlives versions; pairs without any publication are absent. `passes_on`: what an
    agency published counts for its successor too (a guide or a profile speaks of the agency itself and does not).
    """
    if (counter, passes_on) not in _COUNTERS:
        _COUNTERS.append((counter, passes_on))


def count(
    agencies: Collection[int], codes: Collection[str], formers: Collection[int] = ()
) -> dict[tuple[int, str], tuple[int, dt.date | None]]:
    """What all counters say together: number and local day of the last publication. `formers`: ended agencies."""
    found: dict[tuple[int, str], tuple[int, dt.date | None]] = {}
    for counter, passes_on in _COUNTERS:
        for pair, (number, last) in counter({*agencies, *formers} if passes_on else agencies, codes).items():
            before, day = found.get(pair, (0, None))
            days = [one for one in (day, timezone.localdate(last) if last else None) if one]
            found[pair] = (before + number, max(days, default=None))
    return found


def register_days(days: Days, passes_on: bool = True) -> None:
    """Let `days(agency_ids, item_codes, since)` say what was first published from a day on and is still public."""
    if (days, passes_on) not in _DAYS:
        _DAYS.append((days, passes_on))


def register_waiting(queue: Queue) -> None:
    """Let `queue(agency_ids)` say what of these agencies waits for publication."""
    if queue not in _QUEUES:
        _QUEUES.append(queue)


def register_made(makers: Makers) -> None:
    """Let `makers(agency_ids, item_code)` say what these agencies made of an item, public or not."""
    if makers not in _MAKERS:
        _MAKERS.append(makers)


def register_plans(find: FindPlan) -> None:
    """Let `find(words)` say which public information a 文号, an index number or a title names; None if not one."""
    if find not in _PLANS:
        _PLANS.append(find)


def plan(words: str) -> Plan | None:
    """The public plan that the words name."""
    return next((found for find in _PLANS if (found := find(words))), None)


def published(
    agencies: Collection[int], codes: Collection[str], since: dt.date, formers: Collection[int] = ()
) -> list[Published]:
    """First publications of all sources since a day, in the order of their days. `formers`: ended agencies."""
    every = {*agencies, *formers}
    found = [one for days, passes_on in _DAYS for one in days(every if passes_on else agencies, codes, since)]
    return sorted(found, key=lambda one: one.day)


def waiting(agencies: Collection[int]) -> list[Waiting]:
    """What waits for publication with all sources, what is due first on top."""
    found = [one for queue in _QUEUES for one in queue(agencies)]
    return sorted(found, key=lambda one: one.due_on or dt.date.max)


def made(agencies: Collection[int], code: str) -> list[Made]:
    """What these agencies made of an item with all sources, the oldest first."""
    return sorted((one for makers in _MAKERS for one in makers(agencies, code)), key=lambda one: one.day)
