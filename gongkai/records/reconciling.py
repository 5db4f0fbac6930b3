"""The half-monthly check of documents issued against what is public (黄岩 公文公开 4): periods, rows, what is due."""

import datetime as dt
from calendar import monthrange
from collections.abc import Collection
from typing import Any

from django.db.models import Prefetch, QuerySet

from gongkai import ledger, rules
from gongkai.catalogue import missed
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.records import policy
from gongkai.records.models import Publication, Reconciliation, Record
from gongkai.records.queries import LIVE

RULE = "publication.paper_copies"
KEEPERS = (Role.SECRETARIAT, Role.DISCLOSURE_OFFICER, Role.SECTION)
HALF = 15  # the last day of a month's first half


def period_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the half month in which `day` lies."""
    if day.day <= HALF:
        return day.replace(day=1), day.replace(day=HALF)
    return day.replace(day=HALF + 1), day.replace(day=monthrange(day.year, day.month)[1])


def period_before(day: dt.date) -> tuple[dt.date, dt.date]:
    """The half month that ended last before `day`."""
    return period_of(period_of(day)[0] - dt.timedelta(days=1))


def rule_of(agency: Agency, day: dt.date) -> rules.Rule | None:
    """The place's rule that papers are handed over for checking; None where there is none."""
    try:
        return rules.at(RULE, agency.place, day)
    except rules.NoRule:
        return None


def visible_to(person: Any) -> QuerySet[Reconciliation]:
    """Lists of the person's agencies; the open-government section sees all."""
    found = Reconciliation.objects.select_related("agency", "confirmed_by")
    if person is ledger.SYSTEM or organisations_policy.in_section(person):
        return found
    return found.filter(agency__in=policy.with_predecessors(organisations.agencies_of(person)))


def may_confirm(person: Any, agency: Agency) -> bool:
    """Whether `person` hands over or checks the papers of `agency`."""
    if person is ledger.SYSTEM or organisations_policy.in_section(person):
        return True
    return organisations.post_for(person, policy.responsible(agency), KEEPERS) is not None


def rows(agency: Agency, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Every document the agency issued in the period, by number: attribute, and whether the public can read it now.

    `state`: public | waiting (open, not yet public) | closed (not for the public) | withdrawn.
    """
    issued = Record.objects.filter(agency=agency, issued_on__gte=first, issued_on__lte=last)
    live = Prefetch("publications", Publication.objects.filter(LIVE).only("id", "record_id", "published_at"), "live")
    found = issued.exclude(state=Record.State.ABANDONED).prefetch_related(live).order_by("issued_on", "id")
    return [
        {
            "record": record.pk,
            "title": record.title,
            "number": record.number,
            "issued_on": record.issued_on.isoformat() if record.issued_on else "",
            "attribute": record.get_attribute_display(),
            "state": _state(record),
        }
        for record in found
    ]


def _state(record: Any) -> str:
    if record.live:
        return "public"
    if record.state == Record.State.WITHDRAWN:
        return "withdrawn"
    return "waiting" if record.attribute == Record.Attribute.PROACTIVE else "closed"


STATES = {
    "public": ("已公开", "done"),
    "waiting": ("应公开，还没有公开", "stop"),
    "closed": ("不主动公开", "off"),
    "withdrawn": ("已撤下", "wait"),
}


def unconfirmed(agencies: Collection[Agency], day: dt.date) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """Agency → its ended half months with documents that nobody has confirmed, the oldest first. Two queries.

    Since the place's rule asks for the check, no further back than missed periods are kept; what was imported was
    issued elsewhere. Agencies of places without the rule, and those that owe nothing, are absent.
    """
    last = period_before(day)[1]
    first = {one.pk: max(rule.since, missed.since(one.place, day)) for one in agencies if (rule := rule_of(one, day))}
    issued = Record.objects.filter(agency__in=first, issued_on__lte=last, imported=False)
    issued = issued.exclude(state=Record.State.ABANDONED).order_by("issued_on")
    done = Reconciliation.objects.filter(agency__in=first, confirmed_at__isnull=False)
    confirmed = set(done.values_list("agency_id", "first_day")) if first else set()
    found: dict[int, list[tuple[dt.date, dt.date]]] = {}
    for agency, on in issued.values_list("agency_id", "issued_on").distinct() if first else ():
        assert on is not None  # the query asked so
        period = period_of(on)
        if on >= first[agency] and (agency, period[0]) not in confirmed:
            periods = found.setdefault(agency, [])
            if period not in periods:
                periods.append(period)
    return found
