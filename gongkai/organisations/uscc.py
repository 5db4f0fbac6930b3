"""The unified social credit code (GB 32100-2015). A bad check character is a warning, never a block (law.md K2)."""

import re

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")


def check_character(code: str) -> str:
    """The 18th character that belongs to the first 17 of `code`."""
    total = sum(_ALPHABET.index(char) * weight for char, weight in zip(code[:17], _WEIGHTS, strict=True))
    return _ALPHABET[(31 - total % 31) % 31]


def problem(code: str) -> str:
    """What is odd about `code`, as a Chinese sentence; empty when nothing is."""
    if not _SHAPE.fullmatch(code):
        return "统一社会信用代码应为18位数字或大写字母（不含 I、O、S、V、Z），第3至8位为行政区划代码。"
    if check_character(code) != code[17]:
        return f"统一社会信用代码的校验位应为“{check_character(code)}”，请核对；确为登记代码的可以继续。"
    return ""
