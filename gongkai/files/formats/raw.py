"""What a format reader hands over."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.files.blocks import Block
from gongkai.files.pictures import Picture


@dataclass(slots=True)
class Raw:
    """Blocks in order, `hints` that the file itself states (title, published, agency, number …), warnings.

    `words`, where a reader gives them, are what checks and search see in place of the blocks' words; `pictures` are
    those the blocks point to; `scanned` the numbers (from 1) of pages that are pictures without words.
    """

    blocks: list[Block]
    hints: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    words: str = ""
    pictures: list[Picture] = field(default_factory=list)
    scanned: tuple[int, ...] = ()
