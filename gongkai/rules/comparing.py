"""A local value beside the one above it: same, stricter, laxer or not comparable.

What may differ is said by the file above (``local``): ``no``, ``shorter`` (only a smaller number, only fewer items),
``longer`` (only a larger number, only more items) or ``any``. Whoever differs in unit or start event is not comparable
and never obeyed against the law above, unless the law above names that event as the same one (``also_from``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.rules import vocabulary
from gongkai.rules.model import Entry, RuleFile

QUICK = {"immediate", "same_time", "same_day"}
DAYS = {"working_day", "calendar_day", "week", "month", "year"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs (``code``), in Chinese (``what``), and whether the law above allows it."""

    code: str
    what: str
    allowed: bool


def compare(entry: Entry, upper: Entry, file: RuleFile) -> list[Difference]:
    """Differences of a local entry from the entry above; ``file`` is the upper rule's file. Empty: the same."""
    if file.local == "any":
        return [] if entry.value == upper.value else [Difference("differs", "地方另有规定", True)]
    return COMPARE[file.kind](entry, upper, file)


def obeyed(entry: Entry, upper: Entry, file: RuleFile) -> bool:
    """Whether the local entry takes effect beside the law above."""
    return all(difference.allowed for difference in compare(entry, upper, file))


def _period(entry: Entry, upper: Entry, file: RuleFile) -> list[Difference]:
    found = []
    if entry.unit != upper.unit and not _quicker(entry, upper, file):
        mine, above = vocabulary.PERIOD_UNITS[entry.unit], vocabulary.PERIOD_UNITS[upper.unit]
        found.append(Difference("unit", f"计算单位不同：地方用“{mine}”，上位规定用“{above}”", False))
    if entry.counted_from != upper.counted_from and entry.counted_from not in file.also_from:
        mine, above = vocabulary.EVENTS[entry.counted_from], vocabulary.EVENTS[upper.counted_from]
        found.append(Difference("start", f"起算点不同：地方自“{mine}”起算，上位规定自“{above}”起算", False))
    if entry.unit != upper.unit:
        return found or [Difference("stricter", "地方规定更严", True)]
    numbers = _number(entry.value, upper.value, file)
    return found + [one for one in numbers if not one.allowed] if found else numbers


def _quicker(entry: Entry, upper: Entry, file: RuleFile) -> bool:
    """ "On the same day" beside a number of days from the same event is simply stricter."""
    return file.local == "shorter" and file.bound == "most" and entry.unit in QUICK and upper.unit in DAYS


def _number(mine: Any, above: Any, file: RuleFile) -> list[Difference]:
    if mine == above or not isinstance(mine, int | float) or not isinstance(above, int | float):
        return [] if mine == above else [Difference("differs", "数额不同", file.local == "any")]
    allowed = (file.local == "shorter" and mine < above) or (file.local == "longer" and mine > above)
    stricter = mine < above if file.bound == "most" else mine > above
    word = "地方规定更严" if stricter else "地方规定宽于上位规定"
    return [Difference("stricter" if stricter else "laxer", word, allowed)]


def _date(entry: Entry, upper: Entry, file: RuleFile) -> list[Difference]:
    if entry.value == upper.value:
        return []
    earlier = entry.value < upper.value
    allowed = (file.local == "shorter" and earlier) or (file.local == "longer" and not earlier)
    return [Difference("stricter" if earlier else "laxer", "日期更早" if earlier else "日期更晚", allowed)]


def _amount(entry: Entry, upper: Entry, file: RuleFile) -> list[Difference]:
    if entry.unit != upper.unit:
        return [Difference("unit", "计算单位不同", False)]
    return _number(entry.value, upper.value, file)


def by_code(value: Any) -> dict[str, dict[str, Any]]:
    """A list value by code; a bare word is its own code."""
    return {
        str(item["code"] if isinstance(item, dict) else item): dict(item) if isinstance(item, dict) else {}
        for item in value
    }


def label(code: str, item: dict[str, Any]) -> str:
    """The Chinese label of a list item."""
    return str(item.get("label") or item.get("name") or code)


def _list(entry: Entry, upper: Entry, file: RuleFile) -> list[Difference]:
    mine, above = by_code(entry.value), by_code(upper.value)
    found = []
    missing = [code for code in above if code not in mine]
    extra = [code for code in mine if code not in above]
    if missing and file.local != "shorter":
        words = "、".join(label(code, above[code]) for code in missing)
        found.append(Difference("missing", f"缺少：{words}", False))
    if extra:
        words = "、".join(label(code, mine[code]) for code in extra)
        found.append(Difference("extra", f"上位规定没有：{words}", file.local == "longer"))
    for code in above.keys() & mine.keys():
        for key in sorted((above[code].keys() & mine[code].keys()) - {"label", "name", "code", "note", "article"}):
            if mine[code][key] != above[code][key]:
                values = f"地方为“{vocabulary.word(mine[code][key])}”，上位规定为“{vocabulary.word(above[code][key])}”"
                what = f"“{label(code, above[code])}”的{vocabulary.FIELDS.get(key, key)}不同：{values}"
                found.append(Difference("attribute", what, False))
    return found


def _plan(entry: Entry, upper: Entry, file: RuleFile) -> list[Difference]:
    if entry.value == upper.value:
        return []
    more = len(entry.value) >= len(upper.value)
    allowed = (file.local == "longer" and more) or (file.local == "shorter" and not more)
    return [Difference("steps", f"步骤不同：地方{len(entry.value)}步，上位规定{len(upper.value)}步", allowed)]


def _gate(entry: Entry, upper: Entry, file: RuleFile) -> list[Difference]:
    if entry.value == upper.value:
        return []
    if file.scale and entry.value in file.scale and upper.value in file.scale:
        higher = file.scale.index(entry.value) > file.scale.index(upper.value)
        allowed = (file.local == "longer" and higher) or (file.local == "shorter" and not higher)
        return [Difference("stricter" if higher else "laxer", "地方规定更严" if higher else "地方规定更宽", allowed)]
    return [
        Difference(
            "differs", f"地方为“{vocabulary.word(entry.value)}”，上位规定为“{vocabulary.word(upper.value)}”", False
        )
    ]


COMPARE = {"period": _period, "date": _date, "amount": _amount, "list": _list, "plan": _plan, "gate": _gate}
