"""文号 and index numbers in one spelling.

国办发〔2016〕80号, 国办发[2016]80号, 国办发(2016)第080号, 国办发2016 80号 and the same in full-width or
traditional characters or Chinese figures are one document: all give the key `国办发-2016-80`.
"""

import re

from gongkai.search.analysis import CJK, normalise

DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
FIGURES = "〇零○一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
YEAR = rf"(?P<year>\d{{4}}|[{FIGURES}]{{4}})"
SERIAL = rf"第?\s*(?P<serial>\d{{1,6}}|[{FIGURES}十百千]{{1,8}})"
# The year stands in brackets, or is followed by 年, or by a space, a dash or 第 where the brackets were lost.
GAP = r"(?:\s*〕\s*|\s*年\s*|\s*[-—–]\s*|\s+|(?=第))"
PREFIX = rf"(?P<prefix>[{CJK}a-z][{CJK}a-z·]{{0,29}}?)"
NUMBER = re.compile(rf"{PREFIX}\s*+〔?\s*+{YEAR}{GAP}{SERIAL}\s*号")
NUMBER_BARE = re.compile(rf"{PREFIX}\s*+〔?\s*+{YEAR}{GAP}{SERIAL}\s*号?")
ORDER = re.compile(rf"{PREFIX}\s*+第?\s*+(?P<serial>\d{{1,6}}|[{FIGURES}十百千]{{1,8}})\s*号")
PARTS = re.compile(rf"[0-9a-z{CJK}]+")


def _figure(text: str) -> int:
    """80 from 80, 080, 八十 or 八〇."""
    if text.isdecimal():
        return int(text)
    if not any(char in UNITS for char in text):
        return int("".join(DIGITS[char] for char in text))
    total, digit = 0, 0
    for char in text:
        if char in UNITS:
            total, digit = total + (digit or 1) * UNITS[char], 0
        else:
            digit = int(DIGITS[char])
    return total + digit


def _key(match: re.Match[str]) -> str:
    facts = match.groupdict()
    year = f"-{_figure(facts['year'])}" if facts.get("year") else ""
    return f"{facts['prefix']}{year}-{_figure(facts['serial'])}"


def number_key(text: str) -> str:
    """The one spelling of a document number (文号); of anything else its letters and digits. "" for
    nothing.
    """
    plain = normalise(text).strip()
    match = NUMBER_BARE.fullmatch(plain) or ORDER.fullmatch(plain)
    return _key(match) if match else index_key(plain)


def index_key(text: str) -> str:
    """The one spelling of an index number (索引号): letters and digits, parts joined by "-"."""
    return "-".join(PARTS.findall(normalise(text)))


def number_keys_in(text: str) -> list[str]:
    """Keys of the document numbers a question may mean, longest prefix first.

    In 关于国办发〔2016〕80号 nothing tells where the words end and the number begins, so every beginning is
    offered; only a real number will be found in the index.
    """
    plain = normalise(text)
    keys: list[str] = []
    whole = NUMBER_BARE.fullmatch(plain.strip()) or ORDER.fullmatch(plain.strip())
    for match in [whole] if whole else list(NUMBER.finditer(plain))[:4]:
        key = _key(match)
        prefix = match["prefix"]
        keys += [key[start:] for start in range(min(len(prefix), 20))]
    return keys
