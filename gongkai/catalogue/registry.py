"""Who counts what is published under an item. `records` lies above this app and registers its counter here."""

import datetime as dt
from collections.abc import Callable, Collection

from django.utils import timezone

# (agency id, item code) -> (how many are published, when the last one was, or None)
Holdings = dict[tuple[int, str], tuple[int, dt.datetime | None]]
Counter = Callable[[Collection[int], Collection[str]], Holdings]

_COUNTERS: list[Counter] = []


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
