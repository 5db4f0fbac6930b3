"""Documents whose term ends soon: extend, revise or let expire (rule records.expiry_warning, which a place may set)."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from gongkai import calendars, clock, rules
from gongkai.organisations.queries import today
from gongkai.records import queries, standing
from gongkai.records.models import Publication, Record

Validity = Record.Validity
RULE = "records.expiry_warning"


def horizon(place: str, day: dt.date) -> dt.date:
    """The last day whose expiries are near on `day`; `day` itself where the place warns of nothing."""
    try:
        rule = rules.at(RULE, place, day)
    except rules.NoRule:
        return day
    return clock.due([clock.Event("started", day)], rule, calendars.current()).due_on or day


def soon(publication: Publication, day: dt.date) -> dt.date | None:
    """The end of the term, where it is near on `day` and the document is in force."""
    held = standing.of_publication(publication, day)
    if held.expires_on is None or held.validity not in (Validity.IN_FORCE, Validity.AMENDED):
        return None
    return held.expires_on if held.expires_on <= horizon(publication.agency.place, day) else None


def undecided(publication: Publication, day: dt.date) -> dt.date | None:
    """The same, unless the agency has decided that the document ends (or something else ends it) by then."""
    found = soon(publication, day)
    if found is None:
        return None
    ends = standing.of_publication(publication, found)
    return found if ends.change is None or ends.change.validity not in standing.ENDED else None


def of_agencies(agencies: Collection[Any] | Any, day: dt.date | None = None) -> list[tuple[Publication, dt.date]]:
    """(publication, end of term) of what waits for a decision, soonest first."""
    now = day or today()
    far = max((horizon(place, now) for place in set(_places(agencies))), default=now)
    span = {"gt": now.isoformat(), "lte": far.isoformat()}
    named = Q(**{f"version__metadata__expires_on__{name}": value for name, value in span.items()})
    prolonged = Q(record__validity_changes__until__gt=now, record__validity_changes__until__lte=far)
    found = queries.live().filter(named | prolonged, agency__in=agencies).distinct()
    waiting = [(one, end) for one in found if (end := undecided(one, now))]
    return sorted(waiting, key=lambda pair: (pair[1], pair[0].pk))


def _places(agencies: Any) -> list[str]:
    if hasattr(agencies, "values_list"):
        return list(agencies.values_list("place", flat=True).distinct())
    return [one.place for one in agencies]
