"""What the law asks and this catalogue lacks: 条例 Art. 20 (fifteen classes), Art. 21 (by level), the pilot fields.

The lists are law (`catalogue.art20`, `art21_county`, `art21_township`, `standard_fields`); here items are held against
them. For Art. 21 an item counts at a level only where it binds agencies of that level.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gongkai import rules
from gongkai.catalogue import assigning
from gongkai.catalogue.board import Board, Cell
from gongkai.catalogue.models import Catalogue, Item
from gongkai.catalogue.standing import Status
from gongkai.files.chinese import plain
from gongkai.organisations.models import Agency

ART_20, ART_21 = "政府信息公开条例(国令711号) 第二十条", "政府信息公开条例(国令711号) 第二十一条"
FIELDS = "catalogue.standard_fields"
TOWNSHIP = Item.Tier.TOWNSHIP
LISTS = {Item.Tier.COUNTY: "catalogue.art21_county", TOWNSHIP: "catalogue.art21_township"}


@dataclass(frozen=True)
class Subject:
    """One thing the law asks for, and the items that carry it; none is a gap."""

    number: str
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Part:
    """One list of the law: title, source, status of the text, its subjects."""

    title: str
    source: str
    status: str
    subjects: tuple[Subject, ...]

    @property
    def missing(self) -> list[Subject]:
        """What the catalogue lacks."""
        return [one for one in self.subjects if not one.items]


def tiers_of(item: Item) -> list[str]:
    """The levels an item binds: as entered, else what its responsible words say; county where they say nothing."""
    if item.tiers:
        return list(item.tiers)
    found = set()
    for word in item.responsible:
        said = plain(word).strip()
        kinds = assigning.WORDS.get(said, set())
        if said in assigning.EVERYBODY:
            return [Item.Tier.COUNTY, TOWNSHIP]
        found.add(TOWNSHIP if (kinds and kinds <= assigning.TOWNSHIPS) or said in _TOWNSHIP_NAMES else Item.Tier.COUNTY)
    return [tier for tier in Item.Tier if tier in found] or [Item.Tier.COUNTY]


_TOWNSHIP_NAMES = {name for kind in assigning.TOWNSHIPS for name in (kind.value, str(kind.label))}


def national(catalogue: Catalogue) -> list[Part]:
    """Arts 20 and 21 and the pilot fields, each subject with the items that serve it."""
    items = list(catalogue.items.all())
    parts = [_part(catalogue, "catalogue.art20", "条例第二十条：各级行政机关", _of_art20(items))]
    for tier, title in ((Item.Tier.COUNTY, "市、县级人民政府及部门"), (TOWNSHIP, "乡镇人民政府")):
        here = [item for item in items if tier in tiers_of(item)]
        parts.append(_part(catalogue, LISTS[tier], f"条例第二十一条：{title}", _of_art21(here)))
    fields = _labelled(rules.at(FIELDS, catalogue.place, catalogue.since))
    parts.append(_part(catalogue, FIELDS, "基层政务公开标准指引的试点领域", _of_field(items, fields)))
    return parts


def _part(catalogue: Catalogue, name: str, title: str, served: dict[str, list[Item]]) -> Part:
    rule = rules.at(name, catalogue.place, catalogue.since)
    subjects = []
    for number, one in enumerate(_labelled(rule), start=1):
        shown = one["code"] if one["code"].isdigit() else str(number)
        subjects.append(Subject(shown, one["label"], tuple(served.get(one["code"], ()))))
    return Part(title, rule.source, rule.status, tuple(subjects))


def _labelled(rule: Any) -> list[dict[str, Any]]:
    """A list's entries as code and label; a plain word is both."""
    return [one if isinstance(one, dict) else {"code": one, "label": one} for one in rule.value]


def _of_art20(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.art20:
            found.setdefault(str(item.art20), []).append(item)
    return found


def _of_art21(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        for code in item.art21_subjects:
            found.setdefault(code, []).append(item)
    return found


def _of_field(items: Iterable[Item], fields: Iterable[dict[str, Any]]) -> dict[str, list[Item]]:
    """An item's field: as entered, else where a level bears the field's name or a word the rule knows for it."""
    fields = list(fields)
    found: dict[str, list[Item]] = {}
    for item in items:
        said = {item.field} if item.field else set(item.levels)
        for one in fields:
            names = {one["code"]} if item.field else {one["code"], *one.get("words", ())}
            if said & names:
                found.setdefault(one["code"], []).append(item)
    return found


@dataclass(frozen=True)
class Lack:
    """A class of the law under which an agency is responsible for items and has published nothing."""

    label: str
    source: str
    cells: tuple[Cell, ...]


def lacking(board: Board) -> list[Lack]:
    """Which law-required subjects the agency of a board publishes nothing under: no publication, statement or link."""
    catalogue = board.catalogue
    found = []
    for name, source, codes_of in (
        ("catalogue.art20", ART_20, lambda cell: [str(cell.item.art20)]),
        (_list_for(board), ART_21, lambda cell: cell.item.art21_subjects),
    ):
        for one in _labelled(rules.at(name, catalogue.place, catalogue.since)) if name else []:
            cells = tuple(cell for cell in board.cells if one["code"] in codes_of(cell))
            if cells and not any(_serves(cell) for cell in cells):
                found.append(Lack(one["label"], source, cells))
    return found


def _serves(cell: Cell) -> bool:
    return bool(cell.facts.count) or cell.status in (Status.NOTHING, Status.LINK)


def _list_for(board: Board) -> str:
    """The list of Art. 21 that binds the agency: townships and the street offices beside them have their own."""
    kinds = {cell.agency.kind for cell in board.cells}
    township = kinds and kinds <= {Agency.Kind.TOWNSHIP.value, Agency.Kind.SUBDISTRICT.value}
    return LISTS[TOWNSHIP if township else Item.Tier.COUNTY]
