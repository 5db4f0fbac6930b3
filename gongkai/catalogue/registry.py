"""Who counts what is published under an item. `records` lies above this app and registers its counter here."""

import datetime as dt
from collections.abc import Callable, Iterable

# (agency_id, item_id) -> (how many are published, day of the last publication or None)
Holdings = dict[tuple[int, int], tuple[int, dt.date | None]]
Counter = Callable[[Iterable[int], Iterable[int]], Holdings]

_COUNTERS: list[Counter] = []


def register_holdings(counter: Counter) -> None:
    """Let `counter(agency_ids, item_ids)` say what each agency has published under each item.

    Item ids are those of one catalogue version; the counter should count by `Item.code`, which outlives versions.
    """
    if counter not in _COUNTERS:
        _COUNTERS.append(counter)


def count(agency_ids: Iterable[int], item_ids: Iterable[int]) -> Holdings:
    """What all counters say together; pairs without any publication are absent."""
    agencies, items = list(agency_ids), list(item_ids)
    found: Holdings = {}
    for counter in _COUNTERS:
        for pair, (number, last) in counter(agencies, items).items():
            before, day = found.get(pair, (0, None))
            found[pair] = (before + number, max((d for d in (day, last) if d), default=None))
    return found
