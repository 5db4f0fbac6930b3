"""What the text of a document says of itself: from when and how long it holds, when it was signed, what it repeals.

Read for the clerk, who decides: proposals in the editor, and findings where the fields say something else. The day of
expiry is the first on which the document no longer holds, as `standing` reads it: “至2月28日止” expires on 1 March.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gongkai.files import dates, numbers
from gongkai.files.chinese import plain

LONGEST = 200_000  # characters of a text that are read
MOST_REPEALED = 20
_FORCE = re.compile(r"起,?(?:正式)?(?:施行|实施|执行|生效|试行)")
_UNTIL = re.compile(r"(?:有效期|执行期|试行期|期限)?(?:截)?[至到]")
_TERM = re.compile(
    r"(?:有效期|试行期|执行期限?|施行期限?|试行|暂行|暂定)(?:限)?(?:为|是|暂定|定为)*:?"
    r"(?:(\d{1,2}|[一二两三四五六七八九十]{1,3})(年|个月))(?!度|底|末|初|内)"
)
_WITHIN = 60  # characters between the day of force and the term that belongs to it
_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》){2,120})》(?:\(([^()\n]{3,40})\))?")
_ENDED = re.compile(r"(?:同时|即行|一并|予以|随之|自行|相应|现予|即|均|同日)(?:废止|失效|停止执行)|废止$|停止执行$")
_NOT_ENDED = re.compile(
    r"第[一二三四五六七八九十百零\d]{1,5}[条款项]|已(?:经|被|于)?[^,;。]{0,20}废止|(?:修改|修订)(?:或者|、|和)废止"
)
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(frozen=True)
class Repealed:
    """A document that the text says it ends: title and 文号, one of the two may be empty."""

    title: str
    number: str

    @property
    def words(self) -> str:
        """As it is shown: 《…》（…号）."""
        title = f"《{self.title}》" if self.title else ""
        return f"{title}（{self.number}）" if title and self.number else title or self.number


@dataclass(frozen=True)
class Said:
    """What a text says of itself; None and () where it says nothing. `until`: the last day named in so many words."""

    signed: dt.date | None = None
    effective: dt.date | None = None
    expires: dt.date | None = None
    until: dt.date | None = None
    repeals: tuple[Repealed, ...] = ()


@lru_cache(maxsize=64)
def said(text: str) -> Said:
    """What the text of a document, line by line, says of itself."""
    lines = [re.sub(r"(?<=[^A-Za-z]) +| +(?=[^A-Za-z])", "", plain(line)) for line in text[:LONGEST].split("\n")]
    effective, after = _effective(lines)
    expires, until = _expires(effective, after)
    signed = next((one.value for line in lines[1:] if (one := dates.only_date(line)) is not None), None)
    return Said(signed, effective, expires, until, tuple(_repeals(lines))[:MOST_REPEALED])


def _effective(lines: list[str]) -> tuple[dt.date | None, str]:
    """(the day from which the document holds, the words behind it); other documents' days stand in brackets."""
    for line in lines:
        for one in dates.find(line):
            force = _FORCE.match(line, one.end)
            if one.value is None or force is None or "《" in _clause(line[: one.start]):
                continue
            return one.value, line[force.end() : force.end() + _WITHIN]
    return None, "\n".join(line for line in lines if "有效期" in line)


def _clause(before: str) -> str:
    """The words of the same clause before a place."""
    return re.split(r"[。;]", before)[-1]


def _expires(effective: dt.date | None, after: str) -> tuple[dt.date | None, dt.date | None]:
    """(first day without force, last day with it as written)."""
    for one in dates.find(after):
        if one.value is not None and _UNTIL.search(after[max(0, one.start - 8) : one.start]):
            return one.value + dt.timedelta(days=1), one.value
    term = _TERM.search(after)
    if term is None or effective is None:
        return None, None
    months = _count(term[1]) * (12 if term[2] == "年" else 1)
    return _later(effective, months) if months else None, None


def _count(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _later(day: dt.date, months: int) -> dt.date:
    """The same day some months later, the first of the next month where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return dt.date(year, month + 1, day.day)
    except ValueError:
        return _later(day.replace(day=1), months + 1)


def _repeals(lines: list[str]) -> Iterator[Repealed]:
    met: set[str] = set()
    for line in lines:
        for sentence in re.split(r"[。;]", line):
            ended = _ENDED.search(sentence)
            if ended is None or _NOT_ENDED.search(sentence):
                continue
            behind = ended[0].endswith("废止") and sentence[ended.end() :].startswith("《")
            for one in _named(sentence[ended.end() :] if behind else sentence[: ended.start()]):
                key = one.number or one.title
                if key not in met:
                    met.add(key)
                    yield one


def _named(words: str) -> Iterator[Repealed]:
    """The documents that words before “废止” name; what is only their ground (“根据《…》”) is none of them."""
    found = list(_TITLE.finditer(words))
    for one in found:
        if not re.search(r"(?:根据|依据|按照|依照|自)$", words[: one.start()]):
            given = numbers.find(one[2] or "")
            yield Repealed(one[1], given[0].number if given else "")
    if not found:
        yield from (Repealed("", one.number) for one in numbers.find(words) if not one.repaired)
