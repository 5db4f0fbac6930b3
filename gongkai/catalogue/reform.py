"""After a reform of the machinery an agency publishes its new 三定 or set-up; the task stands until it has. 绍兴 2019
要点 五(三); 条例 Art. 20 item 2, Art. 26"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Q, QuerySet

from gongkai import calendars, clock, rules, worklist
from gongkai.catalogue import policy, queries, registry
from gongkai.catalogue.sheets.counting import ORGANISATION
from gongkai.catalogue.sheets.kinds import PROFILE
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency

RULE = "catalogue.after_reform"
LIMIT = "publication.default"  # 抓紧 is no number; the general limit holds beside it
NOT_SET_UP = ("领导", "直属")  # items of Art. 20 item 2 that speak of people or of bodies below
NEXT_DAY = dt.timedelta(days=1)


def reformed(agencies: QuerySet[Agency]) -> Iterator[tuple[Agency, dt.date]]:
    """Agencies that took another name or took others over, with the day of the last such change; one query."""
    dated = agencies.filter(to_on=None).annotate(renamed=Max("former_names__until"), merged=Max("predecessors__to_on"))
    for agency in dated.filter(Q(renamed__isnull=False) | Q(merged__isnull=False)).order_by("order", "pk"):
        days = [day + NEXT_DAY for day in (agency.renamed, agency.merged) if day]
        if max(days) <= organisations.today():
            yield agency, max(days)


def unpublished(agency: Agency, since: dt.date) -> bool:
    """Whether nothing that tells functions or set-up was published since a day."""
    catalogue = queries.in_force(agency.place)
    if catalogue is None:
        return True
    items = catalogue.items.filter(art20=ORGANISATION)
    codes = [item.code for item in items if not any(word in item.name for word in NOT_SET_UP)]
    counted = registry.count({agency.pk}, codes)
    return not any(last and last >= since for _, last in counted.values())


def items(person: Any) -> Iterator[worklist.Item]:
    """One item for each reformed agency of `person` whose new set-up is not public yet."""
    for agency, since in reformed(organisations.agencies_of(person, policy.REMINDED)):
        try:
            rule = rules.at(RULE, agency.place, since)
        except rules.NoRule:
            continue
        if not unpublished(agency, since):
            continue
        limit = rules.at(LIMIT, agency.place, since)
        event = clock.Event("started", since, act="organisations.agency_changed", label="机构改革")
        due = clock.due([event], limit, calendars.current())
        yield worklist.Item(
            kind="catalogue",
            act="公开新的“三定”方案或者机构设置",
            title=f"{agency}的机构职能和机构设置",
            url=PROFILE.address(agency.pk),
            agency=str(agency),
            due_on=due.due_on,
            provisional=due.provisional,
            source=f"{rules.cited(rule)}；{rules.cited(limit)}",
            since=organisations.midnight(since),
            note=f"机构于{since}改革；公开以后，本项自动办结。公开目录中的责任单位由主管部门重新落实。",
        )
