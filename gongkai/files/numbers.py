"""Document numbers (发文字号) in all spellings, brought to one: 国办发〔2016〕80号, 国务院令第711号, 公告第41号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.files.chinese import plain

_OPEN, _CLOSE = r"[〔\[(【﹝〖{<]", r"[〕\])】﹞〗}>]"
_WORD = r"[一-龥]"
# An agency's short name never holds these; they are the sentence before it.
_CUT = re.compile(
    r"^.*(?:根据|按照|依据|关于|以及|参照|执行|印发|下发|转发(?=.)|见|由|经(?![济贸信营])|及|(?<!共)和(?!改革)|是|为|的|[年月日]"
    r"|通知|意见|办法|条例|决定|规定)"
)
_REGULAR = re.compile(rf"({_WORD}{{1,14}}?)\s*{_OPEN}\s*((?:19|20)\d{{2}})\s*年?\s*{_CLOSE}\s*(第?)\s*(\d{{1,5}})\s*号")
_BROKEN = re.compile(
    rf"({_WORD}{{1,14}}?)\s*(?:{_OPEN}\s*((?:19|20)\d{{2}})\s*{_CLOSE}?\s*(\d{{1,4}})(?!\d)\s*号?"
    rf"|((?:19|20)\d{{2}})\s*{_CLOSE}\s*(\d{{1,4}})\s*号)"
)
_COUNT = r"(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,7})"
_ORDER = re.compile(
    rf"({_WORD}[一-龥、]{{0,40}}?)?(?:(令)\s*[\[(]?\s*第?\s*({_COUNT})\s*号|第\s*({_COUNT})\s*号\s*(令))"
)
_YEARLY = re.compile(rf"({_WORD}{{0,30}}?)((?:19|20)\d{{2}})\s*年?\s*第\s*(\d{{1,4}})\s*号\s*(令|公告|通告)?")
_NOTICE = re.compile(rf"({_WORD}{{2,30}}?)?(公告|通告)\s*(?:第)\s*({_COUNT})\s*号|第\s*({_COUNT})\s*号\s*(公告|通告)")
_BARE = re.compile(rf"({_WORD}{{4,30}}(?:委员会|政府|部|局|院))\s*第\s*({_COUNT})\s*号(?=公布|发布)")


@dataclass(frozen=True, slots=True)
class Found:
    """One number: offsets, as written, canonical, and whether it had to be repaired."""

    start: int
    end: int
    written: str
    number: str
    repaired: bool = False


def _organ(word: str | None) -> str:
    return _CUT.sub("", word or "")


def _short(organ: str) -> str:
    """Orders are cited without the state's name: 国务院令, 公安部令."""
    return organ.replace("中华人民共和国", "")


def _regular(text: str) -> Iterator[Found]:
    for match in _REGULAR.finditer(text):
        organ = _organ(match[1])
        if organ:
            start = match.end(1) - len(organ)
            number = f"{organ}〔{match[2]}〕{match[3]}{int(match[4])}号"
            yield Found(start, match.end(), text[start : match.end()], number)


def _broken(text: str) -> Iterator[Found]:
    """Numbers whose brackets were lost in extraction, in plain text: 国办发〔201680号 is 〔2016〕80号."""
    for match in _BROKEN.finditer(text):
        organ, year, serial = _organ(match[1]), match[2] or match[4], match[3] or match[5]
        # Without a sender's short name a bracketed year is just a year: 发, 函, 办 … end every one.
        if organ and re.search(r"[发函字办政委规建财教卫府号议]$", organ) and int(serial):
            start = match.end(1) - len(organ)
            number = f"{organ}〔{year}〕{int(serial)}号"
            yield Found(start, match.end(), text[start : match.end()], number, repaired=True)


def _orders(text: str) -> Iterator[Found]:
    for match in _ORDER.finditer(text):
        organ, count = _organ(match[1]), match[3] or match[4]
        start = match.end(1) - len(organ) if match[1] else match.start()
        yield Found(start, match.end(), text[start : match.end()], f"{_short(organ)}令第{count}号")
    for match in _NOTICE.finditer(text):
        organ, kind, count = _organ(match[1]), match[2] or match[5], match[3] or match[4]
        start = match.end(1) - len(organ) if match[1] else match.start()
        yield Found(start, match.end(), text[start : match.end()], f"{_short(organ)}{kind}第{count}号")
    for match in _YEARLY.finditer(text):
        organ = _organ(match[1])
        if match[4] or organ.endswith(("公告", "通告", "令")):
            start = match.end(1) - len(organ)
            kind = "" if organ.endswith(match[4] or "公告") else match[4] or ""
            yield Found(
                start,
                match.end(),
                text[start : match.end()],
                f"{_short(organ)}{kind}{match[2]}年第{int(match[3])}号",
            )
    for match in _BARE.finditer(text):
        yield Found(match.start(), match.end(), match.group(), f"{_short(match[1])}公告第{match[2]}号")


def find(text: str) -> list[Found]:
    """Every document number in `text` (already plain), in order and without overlaps."""
    taken: list[Found] = []
    for source in (_regular, _broken, _orders):
        for found in source(text):
            if all(found.end <= other.start or found.start >= other.end for other in taken):
                taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def canonical(text: str) -> str:
    """`text` with every document number in its one spelling; for comparing and searching, e.g. "国办发[2016]80号"."""
    folded, result, at = plain(text), [], 0
    for found in find(folded):
        result += [folded[at : found.start], found.number]
        at = found.end
    return "".join([*result, folded[at:]]).strip()


def only_number(line: str) -> Found | None:
    """The number when `line` holds nothing else: the line under a title."""
    stripped = line.strip(" \t()（）")
    found = next(iter(find(stripped)), None)
    return found if found and len(found.written) >= len(stripped) - 1 else None
