"""Which limit binds a record's publication, from which legal event it is counted, and when it ends. 条例 Arts 18, 26"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongkai import calendars, clock, rules
from gongkai.catalogue import queries as catalogue
from gongkai.organisations.queries import today
from gongkai.records import content
from gongkai.records.models import Record
from gongkai.rules.vocabulary import EVENTS


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


@dataclass(frozen=True)
class Start:
    """The day from which a record's limit is counted, by which event (a code of EVENTS), in which words."""

    on: dt.date
    event: str
    label: str


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


COUNTED = ("working_day", "calendar_day", "week", "month", "year", "same_day")
# Start events that the paper's own issue or making is; any other (approval of a budget, an award, a decision) is a fact
# of its own, which the officer states. Until then the day the paper was made is the nearest that is known.
OWN = ("issue", "making", "formation_or_change", "change", "not_stated", "any_event", "")
OBTAINED = "obtaining"


def base(record: Record) -> Record:
    """The record whose clock this one has: a public part of proactive information keeps that of its original."""
    while record.content.get("inherits") and record.redacted_of is not None:
        record = record.redacted_of
    return record


def publication_rule(record: Record, on: dt.date) -> Any:
    """The rule that limits publication of this record, on the day its clock starts.

    Normative documents have their own; else the lawful limit of the catalogue item for this kind of information, or the
    general one, and for documents the place's limit for documents beside it. A yearly date stands alone. 条例 Art. 26
    """
    record = base(record)
    try:
        return _rule(record, on)
    except rules.NoRule:  # made before there was a rule: today's says how late it is
        return _rule(record, today())


def _rule(record: Record, on: dt.date) -> Any:
    found = item_rule(record, on)
    return _earlier(record, found, on) if record.is_document and not record.normative and _runs(found) else found


def _runs(rule: Any) -> bool:
    return rule.kind != "date"


def item_rule(record: Record, on: dt.date) -> Any:
    """The rule of what the paper is about, whatever its form. Raises NoRule."""
    place = record.agency.place
    if record.normative:
        return rules.at("publication.normative_document", place, on)
    if record.item is not None:
        found = catalogue.rule_for(record.item, record.agency, on, record.content.get("subject", ""))
        if found.unit in COUNTED or found.kind == "date":
            return found
    return rules.at("publication.default", place, on)


def _earlier(record: Record, found: Any, on: dt.date) -> Any:
    """The place's limit for documents (黄岩 流程 四, 遵义 认定 8) where it ends sooner or is the more local of two."""
    try:
        document = rules.at("publication.document", record.agency.place, on)
    except rules.NoRule:
        return found
    calendar, since = calendars.current(), stated(record, found) or on

    def strictness(rule: Any) -> tuple[dt.date, int]:
        started = [clock.Event("started", since if rule is found else on)]
        return clock.due(started, rule, calendar).due_on or dt.date.max, -len(rule.place)

    return min((document, found), key=strictness)


def stated(record: Record, rule: Any) -> dt.date | None:
    """The day of the event that `rule` counts from, or of obtaining, as the officer stated it."""
    event, on = record.content.get("started_by"), content.date_of(record.content, "started_on")
    obtained = event == OBTAINED and rule.counted_from in OWN and not record.is_document
    return on if obtained or (rule.counted_from not in OWN and event == rule.counted_from) else None


def rule_of(record: Record) -> Any:
    """The rule that binds the record: the one it keeps, else that of its facts as they are now."""
    record = base(record)
    return kept(record.publication_rule) if record.publication_rule else computed(record)


def fact_of(record: Record) -> dict[str, Any]:
    """The same rule as a fact: what the record keeps, or would keep today."""
    record = base(record)
    return dict(record.publication_rule) if record.publication_rule else dict(computed(record).as_fact())


def computed(record: Record) -> Any:
    """The rule by the record's facts, at the law of the day from which it is counted."""
    record = base(record)
    own, opened = _own(record), opened_on(record)
    rule = publication_rule(record, own or made_on(record))
    if opened is None or not _opens(record, rule, opened):
        return rule
    later = publication_rule(record, opened)
    if later.kind == "date":  # its yearly day had passed before it was decided open: the general limit from then on
        return rules.at("publication.default", record.agency.place, opened)
    return later


def _opens(record: Record, rule: Any, opened: dt.date) -> bool:
    """Whether the decision to open it comes after what the limit would be counted from."""
    if rule.kind == "date":
        last = _in_year(record, rule, calendars.current()).due_on
        return last is None or opened > last
    start = _natural(record, rule)
    return start is not None and opened > start.on


def opened_on(record: Record) -> dt.date | None:
    """The day on which closed information was decided open (变更). 条例 Arts 18, 26"""
    return content.date_of(record.content, "opened_on")


def made_on(record: Record) -> dt.date:
    """成文日期, else the day of issue, else the day the draft was opened."""
    return content.date_of(record.content, "date_made") or record.issued_on or timezone.localdate(record.created_at)


def _own(record: Record) -> dt.date | None:
    """Issue of a document; the making of information, and of the public part of closed information."""
    if record.redacted_of_id:  # the part comes into being when it is made, whatever the day of the whole
        return timezone.localdate(record.created_at)
    return record.issued_on if record.is_document else made_on(record)


def _natural(record: Record, rule: Any) -> Start | None:
    """The start by the record's own facts, before any later decision to open it."""
    own = _own(record)
    if own and record.redacted_of_id:
        return Start(own, "making", "信息形成")
    if on := stated(record, rule):
        event = str(record.content["started_by"])
        return Start(on, event, EVENTS[event])
    made = content.date_of(record.content, "date_made")
    if own and rule.counted_from not in OWN and made and made < own:
        return Start(made, "making", "批准、决定等起算之日，按成文日期")
    label = "印发" if record.is_document else "信息形成"
    return Start(own, "issue" if record.is_document else "making", label) if own else None


def start_of(record: Record) -> Start | None:
    """From which day and event the limit is counted; None where it has not come yet."""
    record = base(record)
    rule, opened = rule_of(record), opened_on(record)
    start = _natural(record, rule)
    if opened and start and opened > start.on:
        return Start(opened, "change", "变更公开属性，决定主动公开")
    return start


@calendars.asked_once()
def due(record: Record, calendar: clock.Calendar | None = None) -> clock.Due | None:
    """The publication clock of a proactive record, None where it has not started or does not run."""
    if record.attribute != Record.Attribute.PROACTIVE:
        return None
    own, calendar = base(record), calendar or calendars.current()
    rule = rule_of(own)
    if rule.kind == "date":
        return _in_year(own, rule, calendar)
    start = start_of(own)
    if start is None:
        return None
    return clock.due([clock.Event("started", start.on, act="records.issued", label=start.label)], rule, calendar)


def _in_year(record: Record, rule: Any, calendar: clock.Calendar) -> clock.Due:
    """A yearly date: the day that the duty board knows, in the year in which the paper was made. 条例 Art. 49

    As there, what is made after the last day is late and not taken to be next year's.
    """
    made = made_on(record)
    found = catalogue.in_year(rule, made.year, calendar)
    if found.due_on is None or made >= found.due_on:
        return found
    return clock.due([clock.Event("started", made, label="成文")], rule, calendar)
