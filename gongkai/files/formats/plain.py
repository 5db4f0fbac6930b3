"""txt: lines become paragraphs; the marks `|` of a flattened table go; one-line monsters are divided later."""

from __future__ import annotations

import re

from gongkai.files.blocks import LARGEST_COUNT, Block, paragraph
from gongkai.files.encodings import decode
from gongkai.files.formats.raw import Raw

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b\u2060\ufeff]")


def lines_of(text: str) -> list[str]:
    """Non-empty lines of `text` without control characters and left-over table marks."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    kept = (line.rstrip("| \t\u00a0\u3000").lstrip(" \t\u00a0\u3000") for line in text.split("\n"))
    return [line for line in kept if re.search(r"[^\W_]", line)]


def blocks_of(text: str) -> list[Block]:
    """A paragraph for every line of `text` that holds a letter or digit."""
    return [paragraph(line) for line in lines_of(text)[:LARGEST_COUNT]]


def read(data: bytes) -> Raw:
    """Read plain text in any usual encoding."""
    text, warnings = decode(data)
    return Raw(blocks_of(text), warnings=warnings)
