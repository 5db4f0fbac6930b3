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
    """Something issued or approved that must still go public. `due_on` None: its limit cannot be counted."""

    agency_id: int
    code: str
    title: str
    url: str
    due_on: dt.date | None
    provisional: bool = False
    source: str = ""


Days = Callable[[Collection[int], Collection[str], dt.date], Iterable[Published]]
Queue = Callable[[Collection[int]], Iterable[Waiting]]

_COUNTERS: list[Counter] = []
_DAYS: list[Days] = []
_QUEUES: list[Queue] = []


def register_holdings(counter: Counter) -> None:
    """Let `counter(agency_ids, item_codes)` say what each agency has published under each item.

    It counts by `Item.code`, which outlives versions; pairs without any publication are absent.
    """
    if counter not in _COUNTERS:
        _COUNTERS.append(counter)


def count(agencies: Collection[int], codes: Collection[str]) -> dict[tuple[int, str], tuple[int, dt.date | None]]:
    """What all counters say together: number and local day of the last publication."""
    found: dict[tuple[int, str], tuple[int, dt.date | None]] = {}
    for counter in _COUNTERS:
        for pair, (number, last) in counter(agencies, codes).items():
            before, day = found.get(pair, (0, None))
            days = [one for one in (day, timezone.localdate(last) if last else None) if one]
            found[pair] = (before + number, max(days, default=None))
    return found


def register_days(days: Days) -> None:
    """Let `days(agency_ids, item_codes, since)` say what was first published from a day on and is still public."""
    if days not in _DAYS:
        _DAYS.append(days)


def register_waiting(queue: Queue) -> None:
    """Let `queue(agency_ids)` say what of these agencies waits for publication."""
    if queue not in _QUEUES:
        _QUEUES.append(queue)


def published(agencies: Collection[int], codes: Collection[str], since: dt.date) -> list[Published]:
    """First publications of all sources since a day, in the order of their days."""
    found = [one for days in _DAYS for one in days(agencies, codes, since)]
    return sorted(found, key=lambda one: one.day)


def waiting(agencies: Collection[int]) -> list[Waiting]:
    """What waits for publication with all sources, what is due first on top."""
    found = [one for queue in _QUEUES for one in queue(agencies)]
    return sorted(found, key=lambda one: one.due_on or dt.date.max)
