"""The statutory catalogue of a place as data: what must be published, by whom, by when (条例 Arts. 12, 19-21).

A place's folder ``catalogue/`` holds ``<year>.csv`` (the office's own table: number, levels, content, basis, limit) and
``<year>.overlay.yaml`` (who is responsible, the class of Art. 20 or 21, the lint subject, the schedule). The app
``catalogue`` imports them by an act; they are no rules.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.rules import reading, vocabulary
from gongkai.rules.errors import LawError, NoRule
from gongkai.rules.tree import Tree, law

FOLDER = "catalogue"
COLUMNS = [
    "no",
    "level1",
    "level2",
    "level3",
    "content",
    "basis",
    "time_limit_text",
    "time_limit_value",
    "time_limit_unit",
]
OVERLAY_KEYS = {"version", "title", "since", "source", "checked_on", "note", "items"}
ITEM_KEYS = {
    "agencies",
    "art20",
    "art21",
    "subjects",
    "counted_from",
    "schedule",
    "dates",
    "link_out",
    "second_limit",
}
SCHEDULES = {
    "event": "按形成或者变更",
    "dynamic": "动态更新",
    "monthly": "每月",
    "quarterly": "每季度",
    "yearly": "每年",
    "by_issue": "按期（每期）",
    "by_plan": "按计划",
}


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One row of the catalogue.

    ``limit_value``/``limit_unit``/``counted_from``: the row's own limit (value None for dynamic and scheduled rows).
    ``agencies``: kinds or functions that must publish. ``art20``/``art21``: classes. ``subjects``: national rules
    ``publication.<subject>`` that bind it. ``schedule``: see SCHEDULES; ``dates``: "MM-DD" of a yearly item.
    ``second_limit``: name of a rule that limits part of the row (text and graphic interpretation).
    """

    no: int
    level1: str
    level2: str
    level3: str
    content: str
    basis: str
    limit_text: str
    limit_value: int | None
    limit_unit: str
    agencies: tuple[str, ...]
    art20: tuple[str, ...]
    art21: tuple[str, ...]
    subjects: tuple[str, ...]
    counted_from: str
    schedule: str
    dates: tuple[str, ...]
    link_out: bool
    second_limit: str

    @property
    def name(self) -> str:
        """The deepest level that is filled in."""
        return self.level3 or self.level2 or self.level1

    @property
    def title(self) -> str:
        """All levels, “法定主动公开内容/财政预决算/政府预算”."""
        return "/".join(level for level in (self.level1, self.level2, self.level3) if level)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue in one version; ``place`` is where it was made, which may be above the place asked for."""

    version: str
    title: str
    since: date
    source: str
    checked_on: date
    place: str
    note: str
    items: tuple[CatalogueItem, ...]

    def item(self, no: int) -> CatalogueItem:
        """The row with a number. Raises KeyError."""
        for one in self.items:
            if one.no == no:
                return one
        raise KeyError(no)


def catalogue(place: str, on: date) -> Catalogue:
    """The catalogue that holds at a place on a day, its own or that of the nearest place above. Raises NoRule."""
    tree = law()
    if place not in tree.places:
        raise NoRule("catalogue", place, on, why="没有登记这个地区，请核对地区路径。")
    for step in tree.chain(place):
        held = [one for one in catalogues(tree.root, step) if one.since <= on]
        if held:
            return held[-1]
    raise NoRule("catalogue", place, on, tree.places[place].name, why="当地和上级都没有这一天有效的公开目录。")


@cache
def catalogues(root: Path, place: str) -> tuple[Catalogue, ...]:
    """All versions made at a place, oldest first. Raises LawError."""
    folder = root / place / FOLDER
    found = [_read(root, place, path) for path in sorted(folder.glob("*.overlay.yaml"))]
    return tuple(sorted(found, key=lambda one: one.since))


def everywhere(tree: Tree) -> list[Catalogue]:
    """Every version of every place."""
    return [one for place in sorted(tree.places) for one in catalogues(tree.root, place)]


def _read(root: Path, place: str, overlay: Path) -> Catalogue:
    shown = f"law/{overlay.relative_to(root)}"
    data = reading.read(overlay, shown)
    for key in data:
        if key not in OVERLAY_KEYS:
            raise LawError(shown, data.line_of(key), f"目录说明不认识键“{key}”。")
    table = overlay.with_name(overlay.name.replace(".overlay.yaml", ".csv"))
    if not table.exists():
        raise LawError(shown, 1, f"没有对应的表格 {table.name}。")
    rows, overlays = _rows(table, f"law/{table.relative_to(root)}"), data.get("items")
    if not isinstance(overlays, reading.Mapping):
        raise LawError(shown, data.line_of("items"), "缺少 items，请按序号写明各项。")
    missing = [str(no) for no in overlays if no not in rows] + [str(no) for no in rows if no not in overlays]
    if missing:
        raise LawError(shown, data.line_of("items"), f"表格和说明的序号对不上：{'、'.join(missing)}。")
    items = tuple(_item(shown, no, row, overlays[no], overlays.line_of(no)) for no, row in sorted(rows.items()))
    return Catalogue(
        str(data["version"]),
        data["title"],
        data["since"],
        data["source"],
        data["checked_on"],
        place,
        data.get("note", ""),
        items,
    )


def _rows(path: Path, shown: str) -> dict[int, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise LawError(shown, 1, f"表头应当是：{','.join(COLUMNS)}。")
        rows: dict[int, dict[str, str]] = {}
        for row in reader:
            if not row["no"].isdigit() or int(row["no"]) in rows:
                raise LawError(shown, reader.line_num, f"序号“{row['no']}”不是数字或者重复。")
            rows[int(row["no"])] = row
    return rows


def _item(shown: str, no: int, row: dict[str, str], overlay: Any, line: int) -> CatalogueItem:
    if not isinstance(overlay, dict) or set(overlay) - ITEM_KEYS:
        raise LawError(shown, line, f"第{no}项只能写：{'、'.join(sorted(ITEM_KEYS))}。")
    schedule, start = overlay.get("schedule", "event"), overlay.get("counted_from", "formation_or_change")
    if schedule not in SCHEDULES or start not in vocabulary.EVENTS:
        raise LawError(shown, line, f"第{no}项的 schedule“{schedule}”或者 counted_from“{start}”不在清单里。")
    value = row["time_limit_value"]
    return CatalogueItem(
        no=no,
        level1=row["level1"],
        level2=row["level2"],
        level3=row["level3"],
        content=row["content"],
        basis=row["basis"],
        limit_text=row["time_limit_text"],
        limit_value=int(value) if value else None,
        limit_unit=row["time_limit_unit"],
        agencies=_words(overlay, "agencies"),
        art20=_words(overlay, "art20"),
        art21=_words(overlay, "art21"),
        subjects=_words(overlay, "subjects"),
        counted_from=start,
        schedule=schedule,
        dates=_words(overlay, "dates"),
        link_out=bool(overlay.get("link_out", False)),
        second_limit=overlay.get("second_limit", ""),
    )


def _words(overlay: dict[str, Any], key: str) -> tuple[str, ...]:
    value = overlay.get(key, [])
    return tuple(str(word) for word in (value if isinstance(value, list) else [value]))
