"""The electronic text of an issued document goes onto the non-secret intranet work platform. 黄岩 公文流程 四

Only where the place's rule says by when; it concerns documents that are proactively open. The platform is another
system: that it was loaded is entered with its day.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from gongkai import calendars, clock, rules
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import clocks, states
from gongkai.records.models import Record

RULE = "publication.intranet"


def rule_of(record: Record) -> Any | None:
    """The rule of the day of issue; None where the place gives no period, or it concerns no such paper."""
    if record.issued_on is None or not record.is_document or record.attribute != Record.Attribute.PROACTIVE:
        return None
    try:
        rule = rules.at(RULE, record.agency.place, record.issued_on)
    except rules.NoRule:
        return None
    return rule if rule.unit in clocks.COUNTED else None


def due(record: Record) -> clock.Due | None:
    """Until when it must stand on the platform; None where no rule wants it."""
    rule = rule_of(record)
    if rule is None or record.issued_on is None:
        return None
    event = clock.Event("started", record.issued_on, act="records.issued", label="印发")
    return clock.due([event], rule, calendars.current())


def waiting(agencies: Iterable[Agency]) -> Iterator[tuple[Record, clock.Due]]:
    """Issued documents that were not entered as loaded yet. No query of records where no place has such a rule."""
    asked = [agency for agency in agencies if rules.at(RULE, agency.place, today()).unit in clocks.COUNTED]
    if not asked:
        return
    found = Record.objects.filter(
        agency__in=asked,
        intranet__isnull=True,
        issued_on__isnull=False,
        imported=False,
        state__in=list(states.TABLE["intranet"]),
    )
    for record in found.select_related("agency").order_by("issued_on", "pk"):
        until = due(record)
        if until is not None:
            yield record, until
