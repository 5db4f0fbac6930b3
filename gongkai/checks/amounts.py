"""Amounts written twice, in words and in figures: 人民币叁万元整（¥30,000.00）. They must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from .finding import Finding, text_finding

_DIGITS = {char: number for number, chars in enumerate(
    ("零〇○", "壹一弌", "贰二貳两", "叁三參叄", "肆四", "伍五", "陆六陸", "柒七", "捌八", "玖九")
) for char in chars}  # fmt: skip
_UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_W = "零〇○壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟万萬亿億"
_ONE = "[零壹贰叁肆伍陆柒捌玖]"
_WORDS = rf"(?:人民币)? ?[:]? ?([{_W}]{{1,24}}(?:元|圆|圓)?(?:{_ONE}角)?(?:零?{_ONE}分)?[整正]?)"
_FIGURE = (
    r"(?:(?:人民币|RMB|小写|CNY|金额)? ?[:]? ?[¥￥]? ?)"
    r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?) ?(万|亿)?(?:元|圆)?"
)
_WORDS_FIRST = re.compile(rf"(?:大写)?[:]? ?{_WORDS} ?[(,] ?{_FIGURE}(?: ?[)]|整)")
_FIGURE_FIRST = re.compile(rf"(?<![0-9.,]){_FIGURE} ?\( ?(?:人民币)?(?:大写)? ?[:]? ?{_WORDS} ?\)")


def scan_amounts(text: str) -> Iterator[Finding]:
    """Findings in normalised text, over the whole pair."""
    if not re.search("[壹贰叁肆伍陆柒捌玖拾佰仟]", text):
        return
    for found in _WORDS_FIRST.finditer(text):
        if len(found[1]) == 1 and "一" <= text[found.start(1) - 1 : found.start(1)] <= "龥":
            continue  # 队伍(1), 大陆(2): the end of a word before the number of a paragraph
        yield from _compared(found, found[1], found[2], found[3])
    for found in _FIGURE_FIRST.finditer(text):
        yield from _compared(found, found[3], found[1], found[2])


def _compared(found: re.Match[str], words: str, figure: str, unit: str | None) -> Iterator[Finding]:
    said, shown = in_words(words), _in_figures(figure, unit)
    # 叁拾（30）日: numbers without money are pairs too, and must agree as well.
    if said is None or shown is None or said == shown:
        return
    message = f"大写“{words}”是{said:,f}，与小写{shown:,f}不一致。"
    value, shown_as = f"{words} {figure}", found[0].strip()
    yield text_finding("amount", *found.span(), value, message, blocking=False, excerpt=shown_as[:40])


def _in_figures(figure: str, unit: str | None) -> Decimal | None:
    try:
        return (Decimal(figure.replace(",", "")) * _BIG.get(unit or "", 1)).normalize()
    except InvalidOperation:
        return None


def in_words(words: str) -> Decimal | None:
    """The value of an amount in Chinese capitals, None where it cannot be read."""
    whole, _, rest = re.sub("[圆圓]", "元", words).partition("元")
    if "元" not in re.sub("[圆圓]", "元", words):
        whole, rest = re.sub("[整正]$", "", words), ""
    total = _whole(whole)
    if total is None:
        return None
    cents = Decimal(0)
    for char, part in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        found = re.search(f"(.){char}", rest)
        if found and found[1] in _DIGITS:
            cents += _DIGITS[found[1]] * part
    return (Decimal(total) + cents).normalize()


def _whole(words: str) -> int | None:
    total = section = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _BIG:
            scale = _BIG[char]
            if scale == 10**8:
                total = (total + section + digit) * scale
            else:
                total += (section + digit) * scale
            section = digit = 0
        else:
            return None
    return total + section + digit
