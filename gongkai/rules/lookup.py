"""Asking the law: always with a name, a place and a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from gongkai.rules import comparing, vocabulary
from gongkai.rules.errors import NoRule
from gongkai.rules.model import Entry, Item, Place, Rule, RuleFile
from gongkai.rules.tree import Tree, law

ROLL_RULE = "clock.roll"
REPLACED = "basis.replaced"


@lru_cache(maxsize=65536)
def at(name: str, place: str, on: date) -> Rule:
    """The rule ``name`` as it holds at ``place`` (path, ``cn/zhejiang``) on a day. Raises NoRule.

    The nearest place wins, unless its value is laxer than the law above or not comparable with it: then the law above
    holds and ``lint`` reports the conflict.
    """
    tree = law()
    if place not in tree.places:
        raise NoRule(name, place, on, why="没有登记这个地区，请核对地区路径。")
    if name not in tree.files:
        raise NoRule(name, place, on, tree.places[place].name, why="规则库里没有这个名称，请核对规则名称。")
    held = effective(tree, name, place, on)
    if held is None:
        raise NoRule(name, place, on, tree.places[place].name)
    return _rule(tree, *held, on)


def effective(tree: Tree, name: str, place: str, on: date) -> tuple[RuleFile, Entry] | None:
    """File and entry that take effect at a place on a day, or None."""
    result: tuple[RuleFile, Entry] | None = None
    for step in reversed(tree.chain(place)):
        file = tree.files.get(name, {}).get(step)
        entry = file.entry_on(on) if file else None
        if file is None or entry is None:
            continue
        if entry.value is None:
            result = None if result is None or "/" not in step else result
        elif result is None or comparing.obeyed(entry, result[1], result[0]):
            result = result if barred(tree, file, entry, on) else (file, entry)
    return result


def barred(tree: Tree, file: RuleFile, entry: Entry, on: date) -> dict[str, Item]:
    """Entries of a local list that the law keeps out (``excludes``), each with the entry that bars it, by code."""
    held = effective(tree, file.excludes, file.place, on) if file.excludes and "/" in file.place else None
    if held is None or entry.value is None:
        return {}
    kept_out = comparing.by_code(held[1].value)
    return {code: Item(kept_out[code]) for code in comparing.by_code(entry.value) if code in kept_out}


def _rule(tree: Tree, file: RuleFile, entry: Entry, on: date) -> Rule:
    return Rule(
        name=file.name,
        title=file.title,
        kind=file.kind,
        value=entry.value,
        unit=entry.unit,
        counted_from=entry.counted_from,
        since=entry.since,
        source=entry.source,
        status=entry.status,
        place=file.place,
        local=file.local,
        bound=file.bound,
        roll=_roll(tree, file, entry, on),
        checked_on=file.checked_on,
        note=file.note,
        requirements=file.requirements,
        under=entry.under,
    )


def _roll(tree: Tree, file: RuleFile, entry: Entry, on: date) -> str:
    """What happens when the last day is a day of rest: the file's own word, else the rule ``clock.roll``."""
    if file.roll or entry.unit not in vocabulary.CALENDAR_UNITS:
        return file.roll or "none"
    general = effective(tree, ROLL_RULE, file.place, on) if ROLL_RULE in tree.files else None
    return str(general[1].value) if general else "none"


def history(name: str, place: str) -> list[Rule]:
    """Every rule that held at a place in turn, oldest first, across all changes here and above. Raises NoRule."""
    tree = law()
    if place not in tree.places or name not in tree.files:
        raise NoRule(name, place, date.today(), why="规则库里没有这个名称或者地区。")
    days = {entry.since for step in tree.chain(place) if (file := tree.files[name].get(step)) for entry in file.entries}
    found: list[Rule] = []
    for day in sorted(days):
        held = effective(tree, name, place, day)
        if held and (not found or (found[-1].place, found[-1].since) != (held[0].place, held[1].since)):
            found.append(_rule(tree, *held, day))
    return found


def names(place: str | None = None) -> list[str]:
    """All rule names, or those with a file at a place or above it."""
    tree = law()
    if place is None:
        return sorted(tree.files)
    chain = set(tree.chain(place))
    return sorted(name for name, held in tree.files.items() if chain & held.keys())


def places() -> list[Place]:
    """All places, each after the one above it."""
    return sorted(law().places.values(), key=lambda place: place.path)


def place(text: str) -> Place:
    """A place by path, by last segment (``shengzhou``) or by Chinese name (嵊州市, 嵊州). Raises LookupError."""
    known = law().places
    if text in known:
        return known[text]
    found = [one for one in known.values() if text in (one.path.rpartition("/")[2], one.name)]
    found = found or [one for one in known.values() if len(text) > 1 and one.name.startswith(text)]
    if len(found) != 1:
        listed = "、".join(f"{one.name}（{one.path}）" for one in found or known.values())
        raise LookupError(f"{'不止一个' if found else '没有'}地区叫“{text}”，可用的是：{listed}。")
    return found[0]


def replaced(tree: Tree, text: str) -> dict[str, Any] | None:
    """The replaced instrument that a text names, from the list ``basis.replaced``."""
    held = effective(tree, REPLACED, "cn", date.max) if REPLACED in tree.files else None
    for item in held[1].value if held else ():
        if item["code"] in text:
            return dict(item)
    return None
