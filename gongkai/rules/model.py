"""The shapes: a place, a rule as it holds on a day, and a rule file with its dated entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.rules import vocabulary


class Item(dict[str, Any]):
    """One entry of a list or plan: a dict nobody can change, because the rule is shared by all who ask."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("规则取出后不得修改")

    __setitem__ = __delitem__ = update = pop = popitem = clear = setdefault = _refuse

    def __reduce__(self) -> tuple[type[Item], tuple[dict[str, Any]]]:
        """Copies and pickles are built from a plain dict, since an Item refuses to be filled."""
        return Item, (dict(self),)


def freeze(value: Any) -> Any:
    """Lists become tuples and dicts become Items, all the way down."""
    if isinstance(value, dict):
        return Item({str(key): freeze(child) for key, child in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(child) for child in value)
    return value


def thaw(value: Any) -> Any:
    """The same value in plain lists, dicts and text, fit for JSON."""
    if isinstance(value, dict):
        return {key: thaw(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [thaw(child) for child in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


@dataclass(frozen=True, slots=True)
class Place:
    """A government's territory. ``path`` is its folder (``cn/zhejiang/shaoxing``), ``name`` its Chinese name."""

    path: str
    name: str
    kind: str
    seed: str = ""

    @property
    def parent(self) -> str:
        """Path of the place above, empty for the country."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it holds at a place on a day: the whole of it, never a bare number.

    ``value`` is a number (period, amount), ``"MM-DD"`` (date), a tuple of Items or words (list, banded amount), a
    word or truth value (gate) or the tuple of steps (plan). ``place`` is where the value comes from, which may be
    above the place asked for. ``since`` is the day the value took effect.
    """

    name: str
    title: str
    kind: str
    value: Any = field(hash=False)
    unit: str
    counted_from: str
    since: date
    source: str
    status: str
    place: str
    local: str
    bound: str
    roll: str
    checked_on: date
    note: str = ""
    requirements: tuple[str, ...] = ()
    under: str = ""

    @property
    def steps(self) -> tuple[Item, ...]:
        """The steps of a plan in order; empty for every other kind."""
        return self.value if self.kind == "plan" else ()

    @property
    def verified(self) -> bool:
        """False where nobody has seen the text itself: screens must say so."""
        return self.status == "verified"

    def as_fact(self) -> dict[str, Any]:
        """What a case or a ledger entry keeps: plain values only, with source, place and day of effect."""
        return {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "value": thaw(self.value),
            "unit": self.unit,
            "counted_from": self.counted_from,
            "since": self.since.isoformat(),
            "source": self.source,
            "status": self.status,
            "place": self.place,
            "local": self.local,
            "bound": self.bound,
            "roll": self.roll,
            "checked_on": self.checked_on.isoformat(),
        }

    def say(self) -> str:
        """The value in Chinese, such as “收到申请之日起不超过20个工作日”."""
        return say(self.kind, self.value, self.unit, self.counted_from, self.bound)


def cited(rule: Any) -> str:
    """The source of a rule, or of the fact kept of one, as every screen and letter names it: unseen texts say so.

    `rule` is a Rule, anything with ``source`` and ``status``, their dict, or None; "" where there is no source.
    """
    fact = rule if isinstance(rule, Mapping) else {key: getattr(rule, key, "") for key in ("source", "status")}
    source = str(fact.get("source") or "")
    return f"{source}（{vocabulary.STATUS['unverified']}）" if source and fact.get("status") == "unverified" else source


def say(kind: str, value: Any, unit: str, counted_from: str, bound: str = "most") -> str:
    """A value in Chinese words, for letters, lint and messages."""
    start = vocabulary.EVENTS.get(counted_from, "")
    if kind == "period":
        if unit in vocabulary.WORD_UNITS:
            return "，".join(part for part in (start, vocabulary.PERIOD_UNITS[unit]) if part)
        if unit.startswith("per_"):
            return f"{value}{vocabulary.PERIOD_UNITS[unit]}"
        length = f"{vocabulary.BOUND[bound]}{value}{vocabulary.PERIOD_UNITS[unit]}"
        return f"{length}（{start}）" if counted_from == "not_stated" else f"{start}起{length}"
    if kind == "date":
        month, day = str(value).split("-")
        return f"每年{int(month)}月{int(day)}日前"
    if kind == "amount":
        if isinstance(value, tuple):
            return "分档：" + "；".join(_band(band, vocabulary.AMOUNT_UNITS.get(unit, "")) for band in value)
        return f"{value}{vocabulary.AMOUNT_UNITS.get(unit, '')}"
    if kind == "gate":
        return vocabulary.word(value)
    return "、".join(
        str(item.get("label") or item.get("name") or item.get("code")) if isinstance(item, dict) else str(item)
        for item in value
    )


def _band(band: dict[str, Any], unit: str) -> str:
    """“超过10至30：100元/件”; a growing band says by how much."""
    upto = f"至{band['upto']}" if "upto" in band else "以上"
    growing = f"，以后每{band['every']}件再加{band['increment']}" if "every" in band else ""
    reach = f"{band['upto']}以内" if not band["over"] else f"超过{band['over']}{upto}"
    return f"{reach}：{band['amount']}{unit}{growing}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated value of one file; ``value`` None means repealed from that day on."""

    since: date
    value: Any = field(hash=False)
    source: str
    status: str
    under: str
    unit: str
    counted_from: str
    line: int


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One law file: a rule's name at one place with all its dated entries, oldest first."""

    name: str
    place: str
    path: str
    title: str
    kind: str
    local: str
    bound: str
    roll: str
    checked_on: date
    entries: tuple[Entry, ...]
    own: bool = False
    note: str = ""
    requirements: tuple[str, ...] = ()
    bound_by: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    excludes: str = ""
    scale: tuple[str, ...] = ()
    also_from: tuple[str, ...] = ()

    def entry_on(self, on: date) -> Entry | None:
        """The entry in effect on a day, or None before the first one."""
        found = None
        for entry in self.entries:
            if entry.since > on:
                break
            found = entry
        return found
