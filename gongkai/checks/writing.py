"""Form of the text: brackets and quotation marks in pairs, the form of document numbers, numbering without gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from .finding import Finding, text_finding

_PAIRS = ("《》", "〈〉", "〔〕", "【】", "“”", "‘’", "「」", "()", "[]", "{}")
# List markers close without opening: 1) a) ① 一)
_MARKER = re.compile(r"(?:^|[\n\t ;,。:、]) ?(?:[0-9]{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[ivxIVX]{1,4})$")
_SMILE = re.compile(r"[:;=]-?$")
_MOST = 5


def scan_brackets(text: str) -> Iterator[Finding]:
    """Brackets of one kind that do not pair over the whole text, shown in the paragraph where they fail."""
    told = 0
    for pair in _PAIRS:
        opening, closing = pair[0], pair[1]
        if opening not in text and closing not in text:
            continue
        if not _stray(text, 0, len(text), pair):
            continue
        for at in _failing(text, pair):
            if told == _MOST:
                return
            told += 1
            char = text[at]
            missing = f"缺少与“{char}”成对的“{closing if char == opening else opening}”"
            around = re.sub(r"\s+", " ", text[max(0, at - 8) : at + 9])
            message = f"{missing}，在“{around}”处。"
            yield text_finding("brackets", at, at + 1, around, message, blocking=False)


def _failing(text: str, pair: str) -> Iterator[int]:
    """Places that fail within their paragraph and, carried over paragraphs, within the text."""
    whole = set(_stray(text, 0, len(text), pair))
    position = 0
    found: list[int] = []
    for line in text.split("\n"):
        if pair[0] in line or pair[1] in line:
            found += _stray(text, position, position + len(line), pair)
        position += len(line) + 1
    # A pair that spans paragraphs fails in both of them and not in the whole.
    if len(found) > len(whole):
        spans = _spanning(text, found, pair)
        found = [at for at in found if at not in spans]
    yield from found


def _spanning(text: str, found: list[int], pair: str) -> set[int]:
    """Openings whose closing stands in a later paragraph, and those closings."""
    spans: set[int] = set()
    waiting: list[int] = []
    for at in found:
        if text[at] == pair[0]:
            waiting.append(at)
        elif waiting:
            spans |= {waiting.pop(), at}
    return spans


def _stray(text: str, start: int, end: int, pair: str) -> list[int]:
    """Positions of brackets of this kind that have no partner between `start` and `end`."""
    opening, closing = pair[0], pair[1]
    waiting: list[int] = []
    stray: list[int] = []
    for found in re.finditer(f"[{re.escape(pair)}]", text[start:end]):
        at = start + found.start()
        if text[at] == opening:
            # Each paragraph of a long quotation opens anew and only the last one closes.
            if waiting and pair == "“”" and text[at - 1 : at] in ("\n", "") and "\n" in text[waiting[-1] : at]:
                waiting[-1] = at
                continue
            waiting.append(at)
        elif waiting:
            waiting.pop()
        elif closing != ")" or not (
            _MARKER.search(text[max(0, at - 6) : at]) or _SMILE.search(text[max(0, at - 2) : at])
        ):
            stray.append(at)
    return sorted(stray + waiting)


_NUMBER = re.compile(r"([\[(【{〔]) ?((?:19|20)[0-9]{2}) ?年?([\])】}〕]) ?(第? ?)(0*)([1-9][0-9]{0,4}) ?号")
_WORD = re.compile(
    r"[一-龥]{0,9}(?:发|办|函|字|规|令|通|告|批|复|呈|任|党|组|委|议|决|审|环|财|建|人社|教|卫|农|水|交) ?$"
)
_FORMS: dict[str, dict[str, date]] = yaml.safe_load(
    (Path(__file__).parent / "words" / "forms.yaml").read_text(encoding="utf-8")
)


def scan_number_forms(text: str) -> Iterator[Finding]:
    """Document numbers of the years since the standard that are not written 机关代字〔年份〕序号号."""
    for found in _NUMBER.finditer(text):
        word = _WORD.search(text[max(0, found.start() - 12) : found.start()])
        if word is None or int(found[2]) <= _FORMS["number_form"]["since"].year:
            continue
        wrong = [
            said
            for said, so in (
                ("年份应当用六角括号“〔〕”", found[1] + found[3] != "〔〕"),
                ("序号前不加“第”", bool(found[4].strip())),
                ("序号不编虚位", bool(found[5])),
            )
            if so
        ]
        if wrong:
            written, should = word[0] + found[0], f"{word[0].strip()}〔{found[2]}〕{found[6]}号"
            message = f"发文字号“{written}”写法不规范：{'，'.join(wrong)}，例如“{should}”。"
            start = found.start() - len(word[0])
            yield text_finding("number_form", start, found.end(), written, message, blocking=False)


_NUMERALS = "零一二三四五六七八九"
_HEADINGS = (
    re.compile(r"^[ #>*]*(?P<n>[一二三四五六七八九十百]{1,5})、", re.MULTILINE),
    re.compile(r"^[ #>*]*\((?P<n>[一二三四五六七八九十百]{1,5})\)", re.MULTILINE),
    re.compile(r"^[ #>*]*第(?P<n>[一二三四五六七八九十百]{1,7})条[ ]", re.MULTILINE),
)


def scan_numbering(text: str) -> Iterator[Finding]:
    """Headings 一、 （一） and articles 第一条 that skip a number. A run may begin anew at one at any time."""
    for pattern in _HEADINGS:
        last = 0
        for found in pattern.finditer(text):
            number = numeral(found["n"])
            if number is None:
                continue
            if last and number > last + 1 and number - last <= 5:
                message = f"序号“{found[0].strip(' #>*')}”之前缺少第{last + 1}项。"
                value = re.sub(r"\s+", "", text[found.start() : found.start() + 20])
                yield text_finding("numbering", *found.span("n"), value, message, blocking=False, excerpt=found["n"])
            last = number if number == 1 or last else 0


def numeral(words: str) -> int | None:
    """The value of a Chinese numeral below a thousand, None where it is none."""
    hundreds, _, rest = words.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    try:
        value = 100 * (_NUMERALS.index(hundreds) if hundreds else 0)
        if ten:
            value += 10 * (_NUMERALS.index(tens) if tens.strip("零") else 1)
        ones = ones.strip("零")
        return value + (_NUMERALS.index(ones) if ones else 0) or None
    except ValueError:
        return None
