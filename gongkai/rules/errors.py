"""What can go wrong with the law as data: a broken law file, or no rule for a day and a place."""

from __future__ import annotations

from datetime import date
from pathlib import Path


class LawError(Exception):
    """A law file that cannot be obeyed. The message names file, line and what to do, in Chinese."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        self.path, self.line, self.problem = str(path), line, message
        super().__init__(f"{self.path} 第{line}行：{message}")


class NoRule(LookupError):
    """Nobody has ruled on this name, at this place, on this day. Absence is never answered by a default."""

    def __init__(self, name: str, place: str, on: date, place_name: str = "", why: str = "") -> None:
        self.name, self.place, self.on = name, place, on
        where = f"{place_name}（{place}）" if place_name else f"“{place}”"
        tail = why or "请核对规则名称、地区和日期；若确有规定，请补充规则文件。"
        super().__init__(f"{where}在{on:%Y-%m-%d}没有规则“{name}”。{tail}")
