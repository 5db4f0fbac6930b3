"""Reading bytes as text: UTF-8, GB18030 (which holds GBK and GB2312), UTF-16 and Big5, with or without a mark."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

LARGEST_TEXT = 10_000_000  # bytes of text that are read; the rest is left out and said so

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)


def _common_share(text: str, charset: str, first: int, last: int) -> float:
    """Share of the Chinese characters of `text` that belong to the frequent block of `charset`.

    A wrong guess turns frequent characters into rare ones, so this tells GBK from Big5 where both decode.
    """
    sample = [letter for letter in text[:4000] if "\u3400" <= letter <= "\u9fff"]
    if not sample:
        return 0.0
    frequent = 0
    for letter in sample:
        coded = letter.encode(charset, "ignore")
        frequent += bool(coded) and first <= coded[0] <= last
    return frequent / len(sample)


def _tried(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:4000]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if max(odd, even) < max(2, len(sample) // 100):
        return None
    return _tried(data[: len(data) // 2 * 2], "utf-16-le" if odd > even else "utf-16-be")


def _chinese_guess(data: bytes) -> str | None:
    national = _tried(data, "gb18030")
    if national is not None and _common_share(national, "gb2312", 0xB0, 0xD7) >= 0.75:
        return national
    taiwan = _tried(data, "big5")
    if taiwan is not None and _common_share(taiwan, "big5", 0xA4, 0xC6) >= 0.85:
        return taiwan
    return national


def decode(data: bytes) -> tuple[str, list[str]]:
    """Return (text, warnings in Chinese). Never raises; unreadable bytes become U+FFFD and are counted in a warning."""
    warnings: list[str] = []
    if len(data) > LARGEST_TEXT:
        warnings.append(f"文字超过{LARGEST_TEXT // 1_000_000}兆字节，超出的部分没有读取，请拆成几个文件。")
        data = data[:LARGEST_TEXT]
        data = data[: data.rfind(b"\n") + 1] or data
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return data.decode(charset, "replace").lstrip("\ufeff"), warnings
    text = _tried(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text, warnings
    text = _utf16_without_mark(data)
    declared = _DECLARED.search(data[:2048])
    if text is None and declared:
        name = declared.group(1).decode("ascii").lower()
        name = "gb18030" if name in ("gbk", "gb2312", "gb_2312-80") else name
        text = _tried(data, name) if name not in ("utf-8", "utf8", "utf-16") else None
    text = text if text is not None else _chinese_guess(data)
    return (text, warnings) if text is not None else _with_losses(data, warnings)


def _with_losses(data: bytes, warnings: list[str]) -> tuple[str, list[str]]:
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") > len(text) // 20:
        best = from_bytes(data[:65536]).best()
        text = data.decode(best.encoding if best else "gb18030", "replace")
    lost = text.count("\ufffd")
    if lost:
        warnings.append(f"有{lost}处文字无法识别，可能是编码损坏，请对照原件核对。")
    return text, warnings
