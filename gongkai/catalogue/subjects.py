"""Which of the limits of an item binds one paper that is filed under it.

An item may speak of several kinds of information, each with a rule of its own: award and contract (政府采购法实施条例
Arts 43, 50), report and work points (绍兴目录第53项). The officer says which kind a paper is; what is none of them
follows the general limit (条例 Art. 26). Where an agency has one kind only, nobody is asked.
"""

import datetime as dt
from dataclasses import dataclass, replace

from gongkai import calendars, clock, rules
from gongkai.catalogue import dues, lawful
from gongkai.catalogue.models import Item
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.rules import Rule

OTHER = "other"  # the officer's answer “其他”
# Words at the end of a rule's title: without them it names the information, not the limit.
ENDINGS = ("公开期限", "公示期限", "公告期限", "期限")


@dataclass(frozen=True)
class Kind:
    """A kind of information that an item holds: its code (a subject of law, or "MM-DD"), its words, its rule."""

    code: str
    label: str
    rule: Rule


def kinds_asked(item: Item, agency: Agency, on: dt.date) -> list[Kind]:
    """The kinds to choose from, besides `OTHER`; empty where the item leaves no choice to this agency."""
    subjects, dates = lawful.applicable(item, agency), _dates(item, agency, on)
    if len(subjects) + len(dates) < (3 if dates and not item.subjects else 2):
        return []
    return [*_named(item, subjects, on), *dates]


def rule_for(item: Item, agency: Agency, on: dt.date, kind: str = "") -> Rule:
    """The rule that binds information of this kind, made on a day, by this agency. Raises NoRule.

    `kind` is a `Kind.code`, `OTHER`, or "" where nobody was asked or has answered yet: then the item's first holds.
    """
    subjects, dates = lawful.applicable(item, agency), {one.code: one for one in _dates(item, agency, on)}
    if kind in dates:
        return _first(dates[kind].rule, item, on)
    if kind == OTHER:
        return lawful.limit_for(item, on, lawful.GENERAL)
    if kind in subjects:
        return lawful.limit_for(item, on, kind)
    if not item.subjects and len(dates) == 1:
        return _first(next(iter(dates.values())).rule, item, on)
    several = len(item.subjects) > 1
    return lawful.limit_for(item, on, subjects[0] if several and len(subjects) == 1 else "")


def kind_words(code: str, place: str) -> str:
    """The words for a kind that was chosen, whatever became of the item since."""
    if code == OTHER:
        return "其他"
    if code[:1].isdigit():
        return _date_words(code)
    try:
        return _words(rules.at(f"publication.{code}", place, today()).title)
    except rules.NoRule:
        return code


def _date_words(day: str) -> str:
    month, _, number = day.partition("-")
    return f"每年{int(month)}月{int(number)}日前公开的信息"


def _named(item: Item, subjects: list[str], on: dt.date) -> list[Kind]:
    """Kinds whose rule ends a clock: a least duration (公示期) is no limit of publication."""
    found = []
    for code in subjects:
        if code == lawful.GENERAL:  # that is what `OTHER` stands for
            continue
        try:
            rule = rules.at(f"publication.{code}", item.catalogue.place, on)
        except rules.NoRule:
            continue
        if rule.kind in ("period", "date") and rule.bound == "most":
            found.append(Kind(code, _words(rule.title), lawful.limit_for(item, on, code)))
    return found


def _words(title: str) -> str:
    ending = next((one for one in ENDINGS if title.endswith(one)), "")
    return title.removesuffix(ending)


def _dates(item: Item, agency: Agency, on: dt.date) -> list[Kind]:
    """Yearly dates that the item itself names and no rule of law does."""
    if item.schedule != Item.Schedule.YEARLY:
        return []
    named = {one.rule.value for one in _named(item, lawful.applicable(item, agency), on) if one.rule.kind == "date"}
    return [_dated(item, day, on) for day in item.fixed_dates if day not in named]


def _dated(item: Item, day: str, on: dt.date) -> Kind:
    rule = replace(
        rules.at(f"publication.{lawful.GENERAL}", item.catalogue.place, on),
        name=f"catalogue.{item.code}",
        title=item.name,
        kind="date",
        value=day,
        unit="",
        counted_from="",
        since=item.catalogue.since,
        source=f"{item.catalogue.source} 第{item.number}项",
        place=item.catalogue.place,
        status="verified",
        roll="none",
        note="",
    )
    return Kind(day, _date_words(day), rule)


def _first(date: Rule, item: Item, on: dt.date) -> Rule:
    """A date of the local catalogue shortens the general limit and never prolongs it. 条例 Art. 26"""
    general, calendar = lawful.limit_for(item, on, lawful.GENERAL), calendars.current()
    if general.unit not in dues.COUNTED:
        return date
    by_date = dues.in_year(date, on.year, calendar).due_on or dt.date.max
    by_period = clock.due([clock.Event("started", on)], general, calendar).due_on or dt.date.max
    return date if by_date <= by_period else general
