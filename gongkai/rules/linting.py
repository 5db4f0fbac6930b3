"""Where texts break each other: every local value beside the law above it, and every catalogue item beside its rule.

Nothing here is a list of known conflicts: findings come from comparing the law files, so that a new file is linted the
day it is added. Kinds: ``X`` conflicts with the law above (which holds), ``S`` stricter and allowed, ``O`` rests on a
text that has been replaced or is older than the law it contradicts, ``gap`` something required is missing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from gongkai.rules import catalogue_linting, comparing
from gongkai.rules.lookup import barred, effective, replaced
from gongkai.rules.model import Entry, RuleFile, say
from gongkai.rules.tree import Tree, law

YEAR = 365
ORDER = ("X", "gap", "O", "S")
UPKEEP = ("unverified", "stale")  # about our reading of a source, not about the law


@dataclass(frozen=True, slots=True)
class Finding:
    """One conflict, with both sources and both values; ``row`` is the catalogue item, 0 for a rule."""

    code: str
    kind: str
    place: str
    name: str
    row: int
    what: str
    local_source: str
    national_source: str
    local_value: str
    national_value: str
    since: str = ""

    def as_fact(self) -> dict[str, Any]:
        """Plain values, fit for JSON."""
        return asdict(self)

    def say(self) -> str:
        """One paragraph in Chinese."""
        head = f"[{self.kind}] {self.place} {self.name}" + (f" 目录第{self.row}项" if self.row else "")
        lines = [f"{head}：{self.what}"]
        if self.local_value:
            label = "出处" if self.code in UPKEEP else "当地"
            lines.append(f"    {label}：{self.local_value}（{self.local_source}）")
        if self.national_value:
            lines.append(f"    上位：{self.national_value}（{self.national_source}）")
        return "\n".join(lines)


def lint(on: date | None = None, tree: Tree | None = None) -> list[Finding]:
    """All findings: conflicts first, by place and name. ``on`` is today, against which ``checked_on`` is held."""
    held, on = tree or law(), on or date.today()
    found: list[Finding] = []
    for name in sorted(held.files):
        for place, file in sorted(held.files[name].items()):
            found += _upkeep(file, on)
            if "/" in place:
                for entry in file.entries:
                    found += _entry(held, file, entry)
    for row in catalogue_linting.findings(held):
        found.append(Finding(**row))
    return sorted(found, key=_order)


def _order(one: Finding) -> tuple[Any, ...]:
    """What breaks the law first, what only nobody has read last."""
    return (one.code in UPKEEP, ORDER.index(one.kind), one.place, one.name, one.row, one.code, one.what)


def _upkeep(file: RuleFile, on: date) -> list[Finding]:
    found = []
    if (on - file.checked_on).days > YEAR:
        found.append(_plain("stale", "gap", file, f"原文最近一次核对是{file.checked_on}，已超过一年，请重新核对。"))
    for entry in file.entries:
        if entry.status == "unverified":
            found.append(_plain("unverified", "gap", file, "没有见到原文，使用时须注明未核对。", entry))
    if file.own and file.local == "no" and file.kind == "period" and "/" in file.place:
        found.append(_plain("no_parent", "S", file, "上级没有这条规则，是当地增设的要求。", file.entries[-1]))
    return found


def _plain(code: str, kind: str, file: RuleFile, what: str, entry: Entry | None = None) -> Finding:
    value = _say(file, entry) if entry else ""
    return Finding(
        code,
        kind,
        file.place,
        file.name,
        0,
        what,
        entry.source if entry else "",
        "",
        value,
        "",
        str(entry.since) if entry else "",
    )


def _say(file: RuleFile, entry: Entry) -> str:
    return "废止" if entry.value is None else say(file.kind, entry.value, entry.unit, entry.counted_from, file.bound)


def _entry(tree: Tree, file: RuleFile, entry: Entry) -> list[Finding]:
    """A local entry against the law above, its other binding rules, its frame and its own basis."""
    if entry.value is None:
        return []
    found = []
    for upper_name in (file.name, *file.bound_by):
        upper = _upper(tree, upper_name, file.place, entry.since)
        for upper_file, upper_entry in upper:
            for difference in comparing.compare(entry, upper_entry, upper_file):
                found.append(_difference(tree, file, entry, upper_file, upper_entry, difference))
    found += _inside(tree, file, entry)
    found += _excluded(tree, file, entry)
    outdated = replaced(tree, f"{entry.under}；{entry.source}")
    if outdated:
        what = f"依据“{outdated['code']}”已于{outdated['until']}被{outdated['by']}替代。"
        found.append(_plain("outdated", "O", file, what, entry))
    return found


def _upper(tree: Tree, name: str, place: str, since: date) -> list[tuple[RuleFile, Entry]]:
    """What the law above says in the local entry's time: on its first day, and at each later change above."""
    above = place.rpartition("/")[0]
    if name not in tree.files:
        return []
    days = {since} | {
        entry.since
        for step in tree.chain(above)
        if (file := tree.files[name].get(step))
        for entry in file.entries
        if entry.since > since
    }
    found: list[tuple[RuleFile, Entry]] = []
    for day in sorted(days):
        held = effective(tree, name, above, day)
        if held and held not in found:
            found.append(held)
    return found[-1:]


def _difference(
    tree: Tree,
    file: RuleFile,
    entry: Entry,
    upper_file: RuleFile,
    upper: Entry,
    difference: comparing.Difference,
) -> Finding:
    kind = "S"
    if not difference.allowed:
        older = entry.since < upper.since or replaced(tree, entry.under) is not None
        kind = "O" if older else "gap" if difference.code == "missing" else "X"
    bound = "" if upper_file.name == file.name else f"（应同时符合“{upper_file.title}”{upper_file.name}）"
    return Finding(
        code=difference.code,
        kind=kind,
        place=file.place,
        name=file.name,
        row=0,
        what=difference.what + bound,
        local_source=entry.source,
        national_source=upper.source,
        local_value=_say(file, entry),
        national_value=_say(upper_file, upper),
        since=str(entry.since),
    )


def _inside(tree: Tree, file: RuleFile, entry: Entry) -> list[Finding]:
    """An internal step must end before the period it stands in."""
    found = []
    for name in file.inside:
        held = effective(tree, name, file.place, date.max)
        if held is None or not isinstance(held[1].value, int) or not isinstance(entry.value, int):
            continue
        frame_file, frame = held
        if entry.unit != frame.unit:
            what = f"内部期限与“{frame_file.title}”的计算单位不同，遇节假日可能超期。"
        elif entry.value > frame.value:
            what = f"内部期限长于“{frame_file.title}”，来不及。"
        elif entry.value == frame.value:
            what = f"内部期限与“{frame_file.title}”相等，没有留出审签的时间。"
        else:
            continue
        found.append(
            Finding(
                "inside",
                "X",
                file.place,
                file.name,
                0,
                what,
                entry.source,
                frame.source,
                _say(file, entry),
                _say(frame_file, frame),
                str(entry.since),
            )
        )
    return found


def _excluded(tree: Tree, file: RuleFile, entry: Entry) -> list[Finding]:
    """A list must not contain what the law keeps out of it."""
    held = effective(tree, file.excludes, file.place, date.max) if file.excludes else None
    if held is None:
        return []
    found, mine = [], comparing.by_code(entry.value)
    for code, item in barred(tree, file, entry, date.max).items():
        what = f"不应当包括“{comparing.label(code, mine[code])}”：上位规定已排除“{comparing.label(code, item)}”。"
        values = (entry.source, held[1].source, _say(file, entry), _say(*held), str(entry.since))
        found.append(Finding("excluded", "X", file.place, file.name, 0, what, *values))
    return found
