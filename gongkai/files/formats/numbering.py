"""Automatic paragraph numbers of a docx, written out as text.

Word and WPS keep 第一条 or 一、 in a numbering table, not in the paragraph; a converter turns them into a list 1, 2, 3.
In an official document the number is part of the wording, so it is put back as a run before conversion.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "ideographTraditional",
        "chineseLegalSimplified",
        "ideographLegalTraditional",
    ]
)
_NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering: its format, pattern such as "第%1条", and first number."""

    form: str
    pattern: str
    start: int


def chinese_number(value: int) -> str:
    """`value` (1 to 9999) in Chinese numerals as articles are counted: 十一, 一百零二."""
    if value < 10:
        return _NUMERALS[value]
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if zero else "") + _NUMERALS[digit] + name
            zero = False
        elif text and value:
            zero = True
    return text[1:] if text.startswith("一十") else text


def _written(value: int, form: str) -> str:
    if form in _CHINESE:
        return chinese_number(value) if 0 < value < 10_000 else str(value)
    if form in ("lowerLetter", "upperLetter") and 0 < value <= 26:
        return chr((97 if form == "lowerLetter" else 65) + value - 1)
    if form == "decimalEnclosedCircle" and 0 < value <= 20:
        return chr(0x2460 + value - 1)
    return str(value)


def _value(node: etree._Element | None, default: str = "") -> str:
    return default if node is None else str(node.get(f"{_W}val", default))


def _levels(root: etree._Element) -> dict[str, dict[int, Level]]:
    """Number id → level → its form."""
    abstract: dict[str, dict[int, Level]] = {}
    for definition in root.findall(f"{_W}abstractNum"):
        levels = {}
        for level in definition.findall(f"{_W}lvl"):
            levels[int(level.get(f"{_W}ilvl", "0"))] = Level(
                _value(level.find(f"{_W}numFmt"), "decimal"),
                _value(level.find(f"{_W}lvlText")),
                int(_value(level.find(f"{_W}start"), "1") or 1),
            )
        abstract[str(definition.get(f"{_W}abstractNumId"))] = levels
    return {
        str(number.get(f"{_W}numId")): abstract.get(_value(number.find(f"{_W}abstractNumId")), {})
        for number in root.findall(f"{_W}num")
    }


def _number_paragraphs(body: etree._Element, numbers: dict[str, dict[int, Level]]) -> None:
    counters: dict[str, dict[int, int]] = defaultdict(dict)
    for paragraph in body.iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        place = None if properties is None else properties.find(f"{_W}numPr")
        if properties is None or place is None:
            continue
        number, depth = _value(place.find(f"{_W}numId")), int(_value(place.find(f"{_W}ilvl"), "0") or 0)
        level = numbers.get(number, {}).get(depth)
        if level is None or level.form in ("bullet", "none") or not level.pattern:
            continue
        counts = counters[number]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        label = re.sub(r"%(\d)", partial(_part, counts=counts, levels=numbers[number]), level.pattern)
        properties.remove(place)
        _insert(paragraph, properties, label)


def _part(match: re.Match[str], counts: dict[int, int], levels: dict[int, Level]) -> str:
    depth = int(match[1]) - 1
    level = levels.get(depth)
    return _written(counts.get(depth, level.start if level else 1), level.form if level else "decimal")


def _insert(paragraph: etree._Element, properties: etree._Element, label: str) -> None:
    run = etree.Element(f"{_W}r")
    text = etree.SubElement(run, f"{_W}t")
    text.text = label if label.endswith(("、", "）", ")", "．")) else f"{label} "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.insert(paragraph.index(properties) + 1, run)


def written_out(data: bytes) -> bytes:
    """The docx `data` with every automatic number as text; unchanged when there are none or they cannot be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    source = zipfile.ZipFile(io.BytesIO(data))
    if "word/numbering.xml" not in source.namelist():
        return data
    try:
        numbers = _levels(etree.fromstring(source.read("word/numbering.xml"), parser))
        document = etree.fromstring(source.read("word/document.xml"), parser)
        _number_paragraphs(document, numbers)
    except (etree.XMLSyntaxError, ValueError):
        return data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "word/document.xml":
                part = etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True)
            package.writestr(entry.filename, part)
    return target.getvalue()
