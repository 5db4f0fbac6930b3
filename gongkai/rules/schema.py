"""One law file, checked key by key. Everything wrong raises LawError with file and line."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from gongkai.rules import vocabulary
from gongkai.rules.errors import LawError
from gongkai.rules.model import Entry, RuleFile, freeze
from gongkai.rules.reading import Mapping

RULE_KEYS = {
    "title",
    "kind",
    "unit",
    "counted_from",
    "local",
    "bound",
    "roll",
    "checked_on",
    "own",
    "note",
    "requirements",
    "bound_by",
    "inside",
    "excludes",
    "scale",
    "also_from",
    "values",
}
ENTRY_KEYS = {"value", "steps", "source", "status", "under", "unit", "counted_from"}
STEP_KEYS = {"name", "post", "distinct_from", "sees", "form", "alias", "when"}
PLACE_KEYS = {"name", "kind", "seed"}
PLACE_KINDS = {"country", "province", "prefecture", "county_city", "district", "county", "township"}
MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")
RULE_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z")


class File:
    """A law file under inspection: its data and the name shown in messages."""

    def __init__(self, data: Mapping, shown: str) -> None:
        self.data, self.shown = data, shown

    def fail(self, key: Any, message: str, where: Mapping | None = None) -> LawError:
        """The error to raise for a key."""
        return LawError(self.shown, (where or self.data).line_of(key), message)

    def closed(self, where: Mapping, keys: set[str], what: str) -> None:
        """Refuse every key outside the closed set."""
        for key in where:
            if key not in keys:
                allowed = "、".join(sorted(keys))
                raise self.fail(key, f"{what}不认识键“{key}”，可用的键是：{allowed}。", where)

    def word(self, where: Mapping, key: str, choices: Any, default: str, what: str) -> str:
        """A word from a closed list."""
        value = where.get(key, default)
        if value != default and value not in choices:
            allowed = "、".join(sorted(choices))
            raise self.fail(key, f"{what}“{value}”不在清单里，可用的是：{allowed}。", where)
        return str(value)

    def text(self, where: Mapping, key: str, *, required: str = "") -> str:
        """A text; with ``required`` (what it is called) it must not be empty."""
        value = where.get(key, "")
        if not isinstance(value, str) or (required and not value.strip()):
            raise self.fail(key, f"缺少{required or key}，请写明文字。" if required else f"“{key}”应当是文字。", where)
        return value.strip()

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words, or one word alone."""
        value = self.data.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(key, f"“{key}”应当是文字的清单。")
        return tuple(value)


def place_file(data: Mapping, shown: str) -> tuple[str, str, str]:
    """(name, kind, seed) of a ``place.yaml``."""
    file = File(data, shown)
    file.closed(data, PLACE_KEYS, "地区文件")
    kind = file.word(data, "kind", PLACE_KINDS, "", "地区种类")
    return file.text(data, "name", required="地区名称（name）"), kind, file.text(data, "seed")


def rule_file(name: str, place: str, data: Mapping, shown: str, parent: RuleFile | None) -> RuleFile:
    """The checked rule file. ``parent`` is the same rule at the nearest place above, whose kind and title it takes."""
    file = File(data, shown)
    file.closed(data, RULE_KEYS, "规则文件")
    own = _own(file, name, place, parent)
    kind = file.word(data, "kind", vocabulary.KINDS, parent.kind if parent else "period", "规则种类")
    if parent and kind != parent.kind:
        raise file.fail("kind", f"种类“{kind}”与上级规则的种类“{parent.kind}”不一致。")
    bound = file.word(data, "bound", vocabulary.BOUND, parent.bound if parent else "most", "“bound”")
    title = file.text(data, "title") or (parent.title if parent else "")
    if not title:
        raise file.fail("title", "缺少规则的中文名称（title）。")
    return RuleFile(
        name=name,
        place=place,
        path=shown,
        title=title,
        kind=kind,
        local=_local(file, parent),
        bound=bound,
        roll=file.word(data, "roll", vocabulary.ROLL, parent.roll if parent else "", "“roll”"),
        checked_on=_checked_on(file),
        entries=_entries(file, kind, bound),
        own=own,
        note=file.text(data, "note"),
        requirements=file.words("requirements"),
        bound_by=_names(file, "bound_by"),
        inside=_names(file, "inside"),
        excludes=(_names(file, "excludes") or ("",))[0] or (parent.excludes if parent else ""),
        scale=file.words("scale") or (parent.scale if parent else ()),
        also_from=_also_from(file),
    )


def _own(file: File, name: str, place: str, parent: RuleFile | None) -> bool:
    """Whether the rule begins at a place below the country; such a file must say so."""
    own, is_national = file.data.get("own", False), "/" not in place
    if own not in (True, False):
        raise file.fail("own", "“own”只能写 true 或 false。")
    if parent is None and not own and not is_national:
        raise file.fail(
            "values", f"上级地区没有规则“{name}”。若确系本地自定的规则，请写 own: true；否则请核对文件路径。"
        )
    if own and (parent is not None or is_national):
        raise file.fail("own", "own: true 只用于上级地区没有同名规则的地方规则，请删去。")
    return bool(own)


def _local(file: File, parent: RuleFile | None) -> str:
    """Whether places below may differ: the topmost file says it, and no other."""
    if parent and "local" in file.data:
        raise file.fail("local", "地方可否另定由上级规则的文件规定，请在地方文件中删去 local。")
    local = parent.local if parent else file.word(file.data, "local", vocabulary.LOCAL, "", "“local”")
    if not local:
        raise file.fail("local", "缺少 local，请写明地方可否另定：no、shorter、longer 或 any。")
    return local


def _names(file: File, key: str) -> tuple[str, ...]:
    names = file.words(key)
    for name in names:
        if not RULE_NAME.match(name):
            raise file.fail(key, f"“{name}”不是规则名称，应当像 foi.reply。")
    return names


def _also_from(file: File) -> tuple[str, ...]:
    events = file.words("also_from")
    for event in events:
        if event not in vocabulary.EVENTS:
            raise file.fail("also_from", f"起算点“{event}”不在清单里。")
    return events


def _checked_on(file: File) -> date:
    value = file.data.get("checked_on")
    if not isinstance(value, date):
        raise file.fail("checked_on", "缺少 checked_on（最近一次核对原文的日期），请写成2026-11-21的样子。")
    return value


def _entries(file: File, kind: str, bound: str) -> tuple[Entry, ...]:
    values = file.data.get("values")
    if not isinstance(values, Mapping) or not values:
        raise file.fail("values", "缺少 values，请按“生效日期: {value, source}”写明至少一个值。")
    entries = []
    for since, entry in values.items():
        if not isinstance(since, date):
            raise file.fail(since, f"生效日期“{since}”写法不对，应当像2019-05-15，不加引号。", values)
        if not isinstance(entry, Mapping):
            raise file.fail(since, "每个生效日期下应当写 {value: …, source: …}。", values)
        entries.append(_entry(file, kind, since, entry, values.line_of(since)))
    return tuple(sorted(entries, key=lambda entry: entry.since))


def _entry(file: File, kind: str, since: date, data: Mapping, line: int) -> Entry:
    file.closed(data, ENTRY_KEYS, "规则的值")
    if not isinstance(data.get("source"), str) or not data["source"].strip():
        raise LawError(file.shown, line, f"{since}的值没有出处（source），没有出处的值不得使用。")
    unit, counted_from = _unit(file, kind, data), _start(file, kind, data)
    key = "steps" if kind == "plan" else "value"
    if key not in data and unit not in vocabulary.WORD_UNITS:
        raise LawError(file.shown, line, f"{since}缺少“{key}”；废止请写 {key}: null。")
    raw = data.get(key)
    repealed = key in data and raw is None
    if not repealed:
        CHECKS[kind](file, data, raw, unit)
    return Entry(
        since=since,
        value=None if repealed else freeze(unit if unit in vocabulary.WORD_UNITS else raw),
        source=data["source"].strip(),
        unit=unit,
        counted_from=counted_from,
        line=line,
        status=file.word(data, "status", vocabulary.STATUS, "verified", "“status”"),
        under=file.text(data, "under"),
    )


def _unit(file: File, kind: str, data: Mapping) -> str:
    where = data if "unit" in data else file.data
    units = {"period": vocabulary.PERIOD_UNITS, "amount": vocabulary.AMOUNT_UNITS}.get(kind)
    if units is None:
        if "unit" in where:
            raise file.fail("unit", f"“{kind}”没有单位，请删去 unit。", where)
        return ""
    if "unit" not in where:
        raise file.fail("unit", "缺少单位（unit）。", where)
    return file.word(where, "unit", units, "", "单位")


def _start(file: File, kind: str, data: Mapping) -> str:
    where = data if "counted_from" in data else file.data
    if "counted_from" not in where:
        if kind == "period":
            raise file.fail("counted_from", "缺少起算点（counted_from）；原文未载明的写 not_stated。", where)
        return ""
    return file.word(where, "counted_from", vocabulary.EVENTS, "", "起算点")


def _period(file: File, data: Mapping, value: Any, unit: str) -> None:
    if unit in vocabulary.WORD_UNITS:
        if value not in (None, unit):
            raise file.fail("value", f"单位“{unit}”没有数字，请删去 value。", data)
        return
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise file.fail("value", f"期限“{value}”应当是不小于零的整数。", data)


def _date(file: File, data: Mapping, value: Any, unit: str) -> None:
    if not isinstance(value, str) or not MONTH_DAY.match(value):
        raise file.fail("value", f'每年日期“{value}”应当写成带引号的月-日，例如"03-31"。', data)


def _amount(file: File, data: Mapping, value: Any, unit: str) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return
    if not isinstance(value, list) or not value or not all(isinstance(band, Mapping) for band in value):
        raise file.fail("value", f"数额“{value}”应当是数字，或者分档的清单。", data)
    for band in value:
        if "amount" not in band or "over" not in band:
            raise LawError(file.shown, band.line, "分档应当写明 over（超过多少）和 amount（数额）。")


def _list(file: File, data: Mapping, value: Any, unit: str) -> None:
    if not isinstance(value, list) or not value:
        raise file.fail("value", "清单不得为空。", data)
    seen: set[str] = set()
    for item in value:
        code = item.get("code") if isinstance(item, Mapping) else item
        if not isinstance(code, str | int):
            raise file.fail("value", "清单的每一项应当是文字，或者带 code 的表。", data)
        if str(code) in seen:
            raise file.fail("value", f"清单中“{code}”重复。", data)
        seen.add(str(code))


def _plan(file: File, data: Mapping, value: Any, unit: str) -> None:
    if not isinstance(value, list) or not value:
        raise file.fail("steps", "程序应当至少有一个步骤（steps）。", data)
    names: set[str] = set()
    for step in value:
        if not isinstance(step, Mapping) or "name" not in step or "post" not in step:
            raise file.fail("steps", "每个步骤应当写明 name（名称）和 post（岗位）。", data)
        file.closed(step, STEP_KEYS, "步骤")
        others = step.get("distinct_from", [])
        if not isinstance(others, list) or any(other != "drafter" and other not in names for other in others):
            raise file.fail("distinct_from", "distinct_from 只能写 drafter 或者前面步骤的名称。", step)
        if step["name"] in names:
            raise file.fail("name", f"步骤名称“{step['name']}”重复。", step)
        names.add(step["name"])


def _gate(file: File, data: Mapping, value: Any, unit: str) -> None:
    if not isinstance(value, str | bool):
        raise file.fail("value", "关口的值应当是一个词，或者 true、false。", data)


CHECKS = {"period": _period, "date": _date, "amount": _amount, "list": _list, "plan": _plan, "gate": _gate}
