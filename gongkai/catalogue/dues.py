"""What falls due by the calendar rather than by an event: monthly, quarterly and yearly items, and fixed dates."""

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from gongkai import calendars, clock, rules
from gongkai.catalogue import lawful
from gongkai.catalogue.models import Item, PlannedDate
from gongkai.organisations.models import Agency

MONTHS = {Item.Schedule.MONTHLY: 1, Item.Schedule.QUARTERLY: 3, Item.Schedule.YEARLY: 12}
# How often a place's rule may ask for something: `per_month` binds every month, whatever the catalogue says.
EVERY = {"per_month": 1, "per_quarter": 3, "per_year": 12}
COUNTED = ("working_day", "calendar_day", "month", "week", "year")
YEAR = 366


@dataclass(frozen=True)
class ScheduledDue:
    """One thing to publish: the item, which period or duty, the last day, and by which rule.

    `provisional`: a holiday notice still to come may move the day. `rule` is None where the item itself names the date.
    `first_on` to `last_on` is the period reported on; it may be published from `opens_on`. `by_date`: a yearly date.
    `by_law`: a place's rule asks for it under an item that holds other things too, so only what names the period in
    its title meets it.
    """

    item: Item
    label: str
    due_on: dt.date
    provisional: bool
    rule: Any
    first_on: dt.date
    last_on: dt.date
    opens_on: dt.date
    by_date: bool = False
    by_law: bool = False


def of_item(
    item: Item, agency: Agency, between: tuple[dt.date, dt.date], calendar: clock.Calendar | None = None
) -> list[ScheduledDue]:
    """What `agency` must publish under `item` with a last day from the first to the second of `between`, in order.

    Who asks for many items gives the `calendar`: finding the operator's takes a query.
    """
    calendar = calendar or calendars.current()
    found = [*_by_date(item, agency, between, calendar)]
    if item.schedule == Item.Schedule.ISSUE and agency.pk:  # the board, which asks for a kind of agency, has the plans
        rows = planned([agency.pk], [item.code])[agency.pk, item.code]
        found = [due for due in by_plan(item, rows) if between[0] <= due.due_on <= between[1]]
    if not found and item.schedule in MONTHS and not _has_dates(item, agency, between[0]):
        found = [*_by_period(item, between, calendar, MONTHS[Item.Schedule(item.schedule)])]
    for months, name in repeated(item, between[1]):
        found += _by_period(item, between, calendar, months, name)
    return sorted(found, key=lambda one: one.due_on)


def repeated(item: Item, on: dt.date) -> list[tuple[int, str]]:
    """(months, name of the rule) for each place's rule that asks for something of the item again and again.

    An item that the catalogue itself puts on the calendar is left to it. 成办发〔2013〕56号; 绍兴 2019要点 三(五)
    """
    if item.schedule in MONTHS:
        return []
    found = []
    for subject in item.subjects:
        try:
            rule = rules.at(f"publication.{subject}", item.catalogue.place, on)
        except rules.NoRule:
            continue
        if rule.unit in EVERY:
            found.append((EVERY[rule.unit], rule.name))
    return found


def on_calendar(item: Item, on: dt.date) -> bool:
    """Whether anything of the item falls due by the calendar."""
    return item.schedule in MONTHS or bool(repeated(item, on))


def bound_subjects(place: str, on: dt.date, *texts: str) -> list[str]:
    """Subjects of the place's own rules that bind an item with these levels and this content."""
    try:
        listed: Any = rules.at("catalogue.bound_items", place, on).value
    except rules.NoRule:
        return []
    return [str(one["code"]) for one in listed if any(str(one["label"]) in text for text in texts)]


def _date_rules(item: Item, agency: Agency, on: dt.date) -> list[rules.Rule]:
    """Yearly dates that bind this agency."""
    found = []
    for subject in lawful.applicable(item, agency):
        try:
            rule = rules.at(f"publication.{subject}", item.catalogue.place, on)
        except rules.NoRule:
            continue
        if rule.kind == "date":
            found.append(rule)
    return found


def _has_dates(item: Item, agency: Agency, on: dt.date) -> bool:
    return bool(item.fixed_dates or (item.schedule == Item.Schedule.YEARLY and _date_rules(item, agency, on)))


def _by_date(
    item: Item, agency: Agency, between: tuple[dt.date, dt.date], calendar: clock.Calendar
) -> Iterator[ScheduledDue]:
    """Fixed dates of the rules, and those of the item that no rule names. Only yearly items have them."""
    if item.schedule != Item.Schedule.YEARLY:
        return
    first, last = between
    for year in range(first.year, last.year + 1):
        named = _date_rules(item, agency, dt.date(year, 1, 1))
        said: dict[str, tuple[Any, str]] = {rule.value: (rule, rule.title) for rule in named}
        for day in item.fixed_dates:
            bare = clock.Period(value=day, unit="fixed_date", roll="none", source=item.catalogue.source, kind="date")
            said.setdefault(day, (bare, item.name))
        for day, (rule, title) in said.items():
            due = in_year(rule, year, calendar)
            if due.due_on and first <= due.due_on <= last and due.due_on >= item.catalogue.since:
                month, number = day.split("-")
                label = f"{title}（{year}年{int(month)}月{int(number)}日前）"
                obeyed = rule if rule in named else None
                span = (dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31), dt.date(year, 1, 1))
                yield ScheduledDue(item, label, due.due_on, due.provisional, obeyed, *span, by_date=True)


def in_year(rule: Any, year: int, calendar: clock.Calendar) -> clock.Due:
    """The last day that a rule of a yearly date names in `year`."""
    return clock.due([clock.Event("started", dt.date(year - 1, 12, 31))], rule, calendar)


def planned(agencies: Collection[int], codes: Collection[str]) -> dict[tuple[int, str], list[PlannedDate]]:
    """(agency id, item code) → the days that its plans set, in order."""
    found: dict[tuple[int, str], list[PlannedDate]] = defaultdict(list)
    for row in PlannedDate.objects.filter(agency__in=agencies, item_code__in=codes, dropped_at=None):
        found[row.agency_id, row.item_code].append(row)
    return found


def by_plan(item: Item, rows: Iterable[PlannedDate]) -> list[ScheduledDue]:
    """What an agency's own plan says must be published, with the plan as its source (绍兴目录第47项).

    Each spans the days since the one before it, so that a publication meets the next that is open.
    """
    found, days = [], sorted(rows, key=lambda row: (row.due_on, row.pk or 0))
    for row in days:
        before = [one.due_on for one in days if one.due_on < row.due_on]
        opens = max(before) + dt.timedelta(1) if before else dt.date(row.due_on.year, 1, 1)
        source = f"《{row.plan_title}》"
        rule = clock.Period(f"{row.due_on:%m-%d}", "fixed_date", roll="none", source=source, kind="date")
        label = f"{row.what}（计划{row.due_on.year}年{row.due_on.month}月{row.due_on.day}日前公开）"
        found.append(ScheduledDue(item, label, row.due_on, False, rule, opens, row.due_on, opens, by_date=True))
    return found


def _by_period(
    item: Item, between: tuple[dt.date, dt.date], calendar: clock.Calendar, months: int, name: str = ""
) -> Iterator[ScheduledDue]:
    """The lawful limit, counted from the end of each month, quarter or year: only then is the figure formed.

    `name`: the place's rule that asks for it; periods that ended before it are not asked for.
    """
    first, last = between
    for end in ends(months, first - dt.timedelta(YEAR), last):
        if end < item.catalogue.since:
            continue
        asked = _rule_on(name, item.catalogue.place, end) if name else None
        if name and asked is None:
            continue
        rule = lawful.limit_for(item, end)
        if rule.kind != "period" or rule.unit not in COUNTED:
            rule = rules.at(f"publication.{lawful.GENERAL}", item.catalogue.place, end)
        event = {1: "month_end", 3: "quarter_end", 12: "year_end"}[months]
        due = clock.due([clock.Event("started", end)], replace(rule, counted_from=event), calendar)
        if due.due_on and first <= due.due_on <= last:
            label = f"{period_label(end, months)}{asked.title if asked else ''}"
            span = first_day(end, months), end, end + dt.timedelta(1)
            yield ScheduledDue(item, label, due.due_on, due.provisional, asked or rule, *span, by_law=bool(asked))


def _rule_on(name: str, place: str, day: dt.date) -> rules.Rule | None:
    try:
        return rules.at(name, place, day)
    except rules.NoRule:
        return None


def ends(months: int, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Last days of periods of `months` months from `first` to `last`."""
    for year in range(first.year, last.year + 1):
        for month in range(months, 13, months):
            end = dt.date(year, month, monthrange(year, month)[1])
            if first <= end <= last:
                yield end


def first_day(end: dt.date, months: int) -> dt.date:
    """The first day of the period of `months` months that ends on `end`."""
    month = end.month - months + 1
    return dt.date(end.year, month, 1)


def period_label(end: dt.date, months: int) -> str:
    """“2026年10月”, “2026年第三季度”, “2026年度”."""
    if months == 1:
        return f"{end.year}年{end.month}月"
    if months == 3:
        return f"{end.year}年第{'一二三四'[end.month // 3 - 1]}季度"
    return f"{end.year}年度"
