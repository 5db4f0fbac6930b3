"""What a format reader hands over."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.files.blocks import Block


@dataclass(slots=True)
class Raw:
    """Blocks in order, `hints` that the file itself states (title, published, agency, number …), warnings."""

    blocks: list[Block]
    hints: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
