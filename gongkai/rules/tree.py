"""The whole of ``gongkai/law``: places, and rule files by name and place.

A folder with ``place.yaml`` is a place; every other folder is a part of a name. Folders named ``catalogue`` below a
place may also hold ``<year>.csv`` and ``<year>.overlay.yaml``, which are data (see ``catalogue``) and no rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.rules import reading, schema
from gongkai.rules.errors import LawError
from gongkai.rules.model import Place, RuleFile

LAW = Path(__file__).resolve().parent.parent / "law"
PLACE_FILE = "place.yaml"
OVERLAY = ".overlay.yaml"


@dataclass
class Tree:
    """All places (path → Place) and all files (name → place path → RuleFile)."""

    root: Path
    places: dict[str, Place] = field(default_factory=dict)
    files: dict[str, dict[str, RuleFile]] = field(default_factory=dict)

    def chain(self, place: str) -> list[str]:
        """The place and those above it, nearest first. Raises KeyError for an unknown place."""
        self.places[place]
        parts = place.split("/")
        return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]

    def above(self, name: str, place: str) -> RuleFile | None:
        """The same rule's file at the nearest place above."""
        held = self.files.get(name, {})
        return next((held[up] for up in self.chain(place)[1:] if up in held), None)


@cache
def law(root: Path = LAW) -> Tree:
    """The law tree, read once per process. Raises LawError for any fault."""
    return load(root)


def load(root: Path) -> Tree:
    """Read a law tree from a folder, strictly. Raises LawError."""
    tree = Tree(root)
    paths = sorted(root.rglob("*.yaml"), key=lambda path: (len(path.parts), str(path)))
    for path in paths:
        if path.name == PLACE_FILE:
            _add_place(tree, path)
    if not tree.places:
        raise LawError(str(root), 1, "没有任何地区，请放入 cn/place.yaml。")
    rules = [path for path in paths if path.name != PLACE_FILE and not path.name.endswith(OVERLAY)]
    split = sorted(((*_split(tree, path), path) for path in rules), key=lambda one: (one[0].count("/"), one[1]))
    for place, name, path in split:
        shown = _shown(tree, path)
        file = schema.rule_file(name, place, reading.read(path, shown), shown, tree.above(name, place))
        tree.files.setdefault(name, {})[place] = file
    _references(tree)
    return tree


def _shown(tree: Tree, path: Path) -> str:
    return f"law/{path.relative_to(tree.root)}"


def _add_place(tree: Tree, path: Path) -> None:
    place = str(path.parent.relative_to(tree.root))
    shown = _shown(tree, path)
    parent = place.rpartition("/")[0]
    if parent and parent not in tree.places:
        raise LawError(shown, 1, f"上级地区“{parent}”没有 place.yaml。")
    name, kind, seed = schema.place_file(reading.read(path, shown), shown)
    tree.places[place] = Place(place, name, kind, seed)


def _split(tree: Tree, path: Path) -> tuple[str, str]:
    """(place, name) of a rule file: the deepest known place is the place, the rest is the name."""
    parts = path.relative_to(tree.root).with_suffix("").parts
    for length in range(len(parts) - 1, 0, -1):
        place = "/".join(parts[:length])
        if place in tree.places:
            name = ".".join(parts[length:])
            if not schema.RULE_NAME.match(name):
                raise LawError(
                    _shown(tree, path), 1, f"“{name}”不是规则名称；如果上级文件夹是地区，请补上 place.yaml。"
                )
            return place, name
    raise LawError(_shown(tree, path), 1, "文件不在任何已知地区之下，请检查路径或者补上 place.yaml。")


def _references(tree: Tree) -> None:
    """Names of other rules inside a file must exist."""
    for held in tree.files.values():
        for file in held.values():
            for other in (*file.bound_by, *file.inside, *((file.excludes,) if file.excludes else ())):
                if other not in tree.files:
                    raise LawError(file.path, 1, f"提到的规则“{other}”不存在。")


def years(first: int = 2008, last: int = 2026) -> list[date]:
    """The first day of each year, for tests that ask for every rule in every year."""
    return [date(year, 1, 1) for year in range(first, last + 1)]
