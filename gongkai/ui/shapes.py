"""Small pure helpers of the template tags."""

from collections.abc import Mapping
from typing import Any


def lamp_words(left: int, unit: str, soon: int) -> tuple[str, str, str]:
    """Colour (class), its name, and the words for time left; the last day is yellow, later is red."""
    if left < 0:
        return "red", "红灯", f"已超期 {-left} {unit}"
    if left == 0:
        return "yellow", "黄灯", "今天到期"
    return ("yellow", "黄灯", f"还有 {left} {unit}") if left <= soon else ("green", "绿灯", f"还有 {left} {unit}")


def row(row: Any) -> Mapping[str, Any]:
    """A row of a summary as a mapping."""
    return row if isinstance(row, Mapping) else dict(zip(("label", "value", "note", "url"), row, strict=False))


def missing(row: Mapping[str, Any]) -> bool:
    """Nothing is known: zero and False are facts."""
    return row.get("value") in (None, "")


def ending(name: str) -> str:
    """The file name's ending, without the dot."""
    stem, dot, ending = name.rpartition(".")
    return ending if dot and stem and len(ending) <= 5 else ""


def get(item: Any, key: str) -> Any:
    """The value of a mapping or an object; None where there is none."""
    return item.get(key) if isinstance(item, Mapping) else getattr(item, key, None)
