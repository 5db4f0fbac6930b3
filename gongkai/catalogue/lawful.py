"""The limit that is lawful for an item: its local one, or the rule above it where that holds instead.

条例 Art. 26: twenty working days are the longest, other laws' limits prevail. The item keeps its local words; what is
obeyed is decided here, with the source (law.md M1: budgets, procurement, tenders, annual report).
"""

import datetime as dt
from dataclasses import dataclass, replace

from gongkai import rules
from gongkai.catalogue.models import Item
from gongkai.organisations.models import Agency
from gongkai.rules import Rule, vocabulary

GENERAL = "default"
# The law's “formation or change” is one of these days: for a document the day it is issued or made.
FORMATION = {"formation_or_change", "issue", "making", "change"}
QUICK = {"immediate", "same_day", "same_time"}


@dataclass(frozen=True)
class Lawful:
    """The rule to obey, the local text as a rule (None where it states none), and why they differ ("" if not)."""

    rule: Rule
    local: Rule | None
    why: str

    @property
    def differs(self) -> bool:
        """The local limit is not the one to obey."""
        return bool(self.why)


def subjects_of(item: Item) -> list[str]:
    """Subjects an item may be bound by, the default one first."""
    return list(dict.fromkeys([item.subject or GENERAL, *item.subjects]))


def applicable(item: Item, agency: Agency) -> list[str]:
    """Subjects that bind this agency. “government_…” binds governments in place of its plain sister."""
    subjects = item.subjects or [item.subject or GENERAL]
    is_government = agency.kind == Agency.Kind.GOVERNMENT
    found = []
    for subject in subjects:
        if subject.startswith("government_") and not is_government:
            continue
        if not (is_government and f"government_{subject}" in subjects):
            found.append(subject)
    return found


def limit_for(item: Item, on: dt.date, subject: str = "") -> Rule:
    """The lawful rule for `item` on a day. Raises NoRule where not even the general limit is in force.

    `subject` picks one of `subjects_of(item)` where the item holds several kinds of information.
    """
    return lawful(item, on, subject).rule


def lawful(item: Item, on: dt.date, subject: str = "") -> Lawful:
    """Rule, local text and reason; see `limit_for`."""
    above = _binding(item, on, subject)
    local = _local(item, above)
    if local is None or (local.value, local.unit, local.counted_from) == (above.value, above.unit, above.counted_from):
        return Lawful(above, local, "")
    why = _why_not(local, above)
    return Lawful(above if why else local, local, why)


def _binding(item: Item, on: dt.date, subject: str) -> Rule:
    """The rule of the item's subject; the general one where there is none, or where it is a least duration."""
    place = item.catalogue.place
    for name in [subject] if subject else [item.subject or GENERAL]:
        try:
            rule = rules.at(f"publication.{name}", place, on)
        except rules.NoRule:
            continue
        if rule.kind in ("period", "date") and rule.bound == "most":
            return rule
    return rules.at(f"publication.{GENERAL}", place, on)


def _local(item: Item, above: Rule) -> Rule | None:
    """What the item itself says, in the shape of a rule: unverified until somebody compared it with the original."""
    if item.limit_value is None and not item.limit_unit:
        return None
    catalogue = item.catalogue
    return replace(
        above,
        name=f"catalogue.{item.code}",
        title=f"{item.name}的公开期限",
        kind="period",
        value=item.limit_value if item.limit_value is not None else item.limit_unit,
        unit=item.limit_unit,
        counted_from=item.counted_from or "formation_or_change",
        since=catalogue.since,
        source=f"{catalogue.source} 第{item.number}项",
        place=catalogue.place,
        status="verified" if catalogue.verified else "unverified",
        bound="most",
        roll=above.roll if item.limit_unit in vocabulary.CALENDAR_UNITS else "none",
        note="",
    )


def _why_not(local: Rule, above: Rule) -> str:
    """Why the local limit does not hold beside the rule above; "" where it is stricter and comparable."""
    if above.kind == "date":
        return f"“{above.title}”有法定日期，目录只写了天数或者频次。"
    same_start = local.counted_from == above.counted_from or {local.counted_from, above.counted_from} <= FORMATION
    if not same_start:
        mine, other = (vocabulary.EVENTS.get(rule.counted_from, "") for rule in (local, above))
        return f"起算点不同：目录自“{mine}”起算，上位规定自“{other}”起算。"
    if local.unit in QUICK and above.unit not in QUICK:
        return ""
    if local.unit != above.unit:
        mine, other = (vocabulary.PERIOD_UNITS.get(rule.unit, rule.unit) for rule in (local, above))
        return f"计算单位不同：目录用“{mine}”，上位规定用“{other}”。"
    if isinstance(local.value, int) and isinstance(above.value, int) and local.value > above.value:
        return "目录的期限长于上位规定。"
    return ""


def findings(item: Item) -> list[rules.Finding]:
    """What the rules' lint says on this row, where the item comes from the catalogue that ships with the law."""
    try:
        shipped = rules.catalogue(item.catalogue.place, item.catalogue.since)
    except rules.NoRule:
        return []
    if shipped.source != item.catalogue.source:
        return []
    return [one for one in rules.lint() if one.row == item.number and one.place == shipped.place]
