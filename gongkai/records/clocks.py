"""Which limit binds a record's publication, and when it ends."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongkai import calendars, clock, rules
from gongkai.catalogue import queries as catalogue
from gongkai.organisations.queries import today
from gongkai.records import content
from gongkai.records.models import Record


@dataclass(frozen=True)
class KeptRule:
    """A rule as a record keeps it: what held on the day, whatever the law says later."""

    value: Any
    unit: str
    roll: str
    source: str
    status: str
    counted_from: str
    kind: str = "period"


def kept(fact: dict[str, Any]) -> KeptRule:
    """The rule behind a fact."""
    return KeptRule(
        value=fact["value"],
        unit=fact["unit"],
        roll=fact.get("roll", ""),
        source=fact["source"],
        status=fact["status"],
        counted_from=fact.get("counted_from", ""),
        kind=fact.get("kind", "period"),
    )


def publication_rule(record: Record, on: dt.date) -> Any:
    """The rule that limits publication of this record, on the day its clock starts.

    Normative documents have their own; else the catalogue item's lawful limit, or the general one, and for documents
    the place's limit for documents beside it. 条例 Art. 26
    """
    try:
        return _rule(record, on)
    except rules.NoRule:  # made before there was a rule: today's says how late it is
        return _rule(record, today())


def _rule(record: Record, on: dt.date) -> Any:
    place = record.agency.place
    if record.normative:
        return rules.at("publication.normative_document", place, on)
    found = catalogue.limit_for(record.item, on) if record.item is not None else None
    if found is None or found.unit not in COUNTED:
        found = rules.at("publication.default", place, on)
    return _earlier(found, place, on) if record.is_document else found


def _earlier(found: Any, place: str, on: dt.date) -> Any:
    """The place's limit for documents (黄岩 流程 四, 遵义 认定 8) where it ends sooner or is the more local of two."""
    try:
        document = rules.at("publication.document", place, on)
    except rules.NoRule:
        return found
    started, calendar = [clock.Event("started", on)], calendars.current()

    def strictness(rule: Any) -> tuple[dt.date, int]:
        return clock.due(started, rule, calendar).due_on or dt.date.max, -len(rule.place)

    return min((document, found), key=strictness)


COUNTED = ("working_day", "calendar_day", "week", "month", "year", "same_day")


def started_on(record: Record) -> dt.date | None:
    """The day the clock starts: issue for documents, else the day the information was made."""
    if record.redacted_of_id:  # the part comes into being when it is made, whatever the day of the whole
        return timezone.localdate(record.created_at)
    if record.is_document:
        return record.issued_on
    return content.date_of(record.content, "date_made") or timezone.localdate(record.created_at)


# Start events that the paper's own issue or making is; any other (approval of a budget, an award, a decision) lies
# before it, and the day the paper was made is the nearest fact that is known.
OWN = ("issue", "making", "formation_or_change", "change", "not_stated", "any_event", "")


def due(record: Record, calendar: clock.Calendar | None = None) -> clock.Due | None:
    """The publication clock of a proactive record, None where it has not started or does not run."""
    start = started_on(record)
    if start is None or record.attribute != Record.Attribute.PROACTIVE:
        return None
    fact = record.publication_rule
    rule = kept(fact) if fact else publication_rule(record, start)
    label = "印发" if record.is_document else "信息形成"
    made = content.date_of(record.content, "date_made")
    if rule.counted_from not in OWN and made and made < start:
        start, label = made, "批准、决定等起算之日，按成文日期"
    event = clock.Event("started", start, act="records.issued", label=label)
    return clock.due([event], rule, calendar or calendars.current())
