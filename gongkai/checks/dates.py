"""Days in the text and in the header: impossible ones, spans that end before they begin, headers out of order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from .context import Context
from .finding import Finding, text_finding

_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = re.compile(
    rf"(?:({_YEAR}) ?年 ?)?(?<![0-9.])([0-9]{{1,2}}) ?月 ?([0-9]{{1,2}}) ?[日号](?!线|楼|路|院|库|台|位|令|文|公告)"
)
_ISO = re.compile(rf"(?<![0-9A-Za-z./-])({_YEAR})([-./])([0-9]{{1,2}})\2([0-9]{{1,2}})(?![0-9A-Za-z./-])")
_TO = re.compile(
    r" ?(?:\([^()\n]{1,12}\))?[0-9:时分上下午早晚点 ]{0,10}起?(?:正式)?(?:执行|施行|实施|生效|试行|有效|开始)?"
    r"(?:,? ?(?:有效期|执行期|试行期|期限)?(?:至|到|-{1,2}|~)) ?(?:\([^()\n]{1,8}\))? ?$"
)
_LONGEST = 36


def scan_dates(text: str) -> Iterator[Finding]:
    """Findings in normalised text: days that do not exist, and spans written the wrong way round."""
    before: tuple[dt.date, int] | None = None
    for start, end, year, month, day in _days(text):
        real = _day(year or 2024, month, day)  # 2月29日 without a year may be right
        if real is None:
            message = f"“{text[start:end]}”不是真实存在的日期。"
            yield text_finding("impossible_date", start, end, text[start:end], message, blocking=False)
            before = None
            continue
        if before and start - before[1] <= _LONGEST and _TO.fullmatch(text, before[1], start):
            until = real if year else _day(before[0].year, month, day)
            if until and until < before[0] and (year or _backwards(before[0], until)):
                message = f"起止日期先后颠倒：{before[0].isoformat()} 之后写的是 {until.isoformat()}。"
                value, shown = f"{before[0]} {until}", text[start:end]
                yield text_finding("date_order", start, end, value, message, blocking=False, excerpt=shown)
        before = (real, end) if year else None


def _days(text: str) -> Iterator[tuple[int, int, int, int, int]]:
    """(start, end, year or 0, month, day) of every day written, in order."""
    found = [(one.start(), one.end(), int(one[1] or 0), int(one[2]), int(one[3])) for one in _DAY.finditer(text)]
    for one in _ISO.finditer(text):
        # 2024.13.45 is the number of a version, 2024.2.30 is no day.
        if int(one[3]) <= 12 and int(one[4]) <= 31:
            found.append((one.start(), one.end(), int(one[1]), int(one[3]), int(one[4])))
    yield from sorted(found)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _backwards(first: dt.date, second: dt.date) -> bool:
    """A span without a second year may run over New Year's: November to February is one, May to March is not."""
    return not (first.month >= 10 and second.month <= 4)


_ORDER = (
    ("made", "issued", "印发日期早于成文日期"),
    ("made", "effective", "实施日期早于成文日期，请确认是否溯及既往"),
    ("effective", "expires", "失效日期早于实施日期"),
    ("made", "expires", "失效日期早于成文日期"),
)
_NAMES = {"made": "成文日期", "issued": "印发日期", "effective": "实施日期", "expires": "失效日期"}


def scan_header(context: Context) -> Iterator[Finding]:
    """Findings about the header's days: their part is the field, they have no place in the text."""
    for first, second, said in _ORDER:
        early, late = getattr(context, first), getattr(context, second)
        if early is None or late is None or early < late or (early == late and second != "expires"):
            continue
        message = f"{said}：{_NAMES[first]}{early.isoformat()}，{_NAMES[second]}{late.isoformat()}。"
        # A document that ends before it begins is no matter of opinion.
        wrong, value = second == "expires" and late < early, f"{first} {early} {second} {late}"
        found = text_finding("date_order", 0, 0, value, message, blocking=wrong, excerpt="")
        yield replace(found, part=_NAMES[second])
