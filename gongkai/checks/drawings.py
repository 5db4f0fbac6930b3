"""Shapes of slides and sheets: hidden ones, cropped pictures, telling descriptions, and where each lies."""

from __future__ import annotations

from dataclasses import dataclass, field

from .containers import Container
from .unseen import Unseen, personal
from .word import REPORTS, crop_share, is_path
from .word_styles import alike, hex_colour, is_on

_CROPPED = 0.75
_TINY = 200  # hundredths of a point
_KINDS = {"sp", "pic", "graphicFrame", "cxnSp", "grpSp"}


@dataclass
class Shape:
    """One shape of the top level, in the units of the file (EMU)."""

    number: str = ""
    kind: str = ""
    hidden: bool = False
    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0
    placed: bool = False
    words: str = ""
    filled: bool = False  # opaque: a picture, or a plain fill without transparency
    own_ground: bool = False  # any fill at all
    colours: set[str] = field(default_factory=set)
    tiny: bool = False

    def covers(self, other: Shape) -> bool:
        """Whether this shape lies over at least nine tenths of the other."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        area = other.width * other.height
        return self.placed and other.placed and across > 0 and down > 0 and area > 0 and across * down >= area * 0.9


@dataclass
class Shapes:
    """Places by kind of hidden thing, over all parts."""

    places: dict[str, list[str]] = field(default_factory=dict)

    def see(self, what: str, where: str) -> None:
        """Note one place."""
        self.places.setdefault(what, []).append(where)

    def report(self, unseen: Unseen) -> None:
        """Report in the words that docx uses for the same things."""
        for what, (label, do, blocking) in REPORTS.items():
            places = self.places.get(what, [])
            unseen.add(label, do, count=len(places), where=places, blocking=blocking)


class _Reader:
    def __init__(self, shapes: Shapes, where: str, theme: dict[str, str]) -> None:
        self.shapes, self.where, self.theme = shapes, where, theme
        self.path: list[str] = []
        self.found: list[Shape] = []
        self.open = 0
        self.run_colour: str | None = None
        self.run_size = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        """One element begins."""
        self.path.append(tag)
        if tag in _KINDS:
            self.open += 1
            if self.open == 1:
                self.found.append(Shape(kind=tag, filled=tag == "pic", own_ground=tag in ("pic", "graphicFrame")))
        if not self.open:
            return
        shape = self.found[-1]
        if tag == "cNvPr":
            self._described(shape, given)
        elif tag in ("off", "ext") and self.open == 1 and self.path[-2] == "xfrm":
            self._placed(shape, tag, given)
        elif tag == "srcRect" and crop_share(given) < 1:
            self.shapes.see("crop" if crop_share(given) < _CROPPED else "trim", self.where)
        elif tag in ("solidFill", "gradFill", "blipFill", "pattFill") and self.path[-2] == "spPr":
            shape.filled, shape.own_ground = tag != "pattFill", True
        elif tag == "style" and self.path[-2] == "sp":
            shape.own_ground = True  # the theme may fill it
        elif tag == "alpha" and "spPr" in self.path:
            shape.filled = False
        elif tag in ("rPr", "endParaRPr") and self.path[-2] == "r":
            self.run_colour, self.run_size = None, int(given["sz"]) if given.get("sz", "").isdigit() else 0
        elif tag in ("srgbClr", "schemeClr") and self.path[-4:-1] == ["r", "rPr", "solidFill"]:
            value = given.get("val", "")
            self.run_colour = hex_colour(value) if tag == "srgbClr" else _scheme(value, self.theme)

    def _described(self, shape: Shape, given: dict[str, str]) -> None:
        if self.open == 1 and not shape.number:
            shape.number = given.get("id", "")
        if is_on({"val": given.get("hidden", "0")}):
            shape.hidden = True
        words = " ".join(given.get(key, "") for key in ("descr", "title"))
        if personal(words):
            self.shapes.see("alt personal", self.where)
        elif is_path(words):
            self.shapes.see("alt path", self.where)

    def _placed(self, shape: Shape, tag: str, given: dict[str, str]) -> None:
        try:
            if tag == "off":
                shape.left, shape.top = int(given.get("x", "0")), int(given.get("y", "0"))
                shape.placed = True
            else:
                shape.width, shape.height = int(given.get("cx", "0")), int(given.get("cy", "0"))
        except ValueError:
            shape.placed = False

    def text(self, words: str) -> None:
        """Words of the present element."""
        if self.path[-1:] == ["t"] and self.open and words.strip():
            shape = self.found[-1]
            shape.words += words
            if self.run_colour is not None:
                shape.colours.add(self.run_colour)
            shape.tiny |= 0 < self.run_size <= _TINY

    def end(self, tag: str) -> None:
        """One element ends."""
        self.path.pop()
        if tag in _KINDS:
            self.open -= 1
        elif tag == "r":
            self.run_colour, self.run_size = None, 0


def _scheme(value: str, theme: dict[str, str]) -> str:
    names = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
    return theme.get(names.get(value, value), "")


def read_shapes(
    container: Container, part: str, shapes: Shapes, where: str, theme: dict[str, str] | None = None
) -> list[Shape]:
    """The shapes of a part from the lowest to the topmost; hidden and cropped ones are noted."""
    reader = _Reader(shapes, where, theme or {})
    for what, tag, given in container.walk(part):
        if what == "start":
            reader.start(tag, given)
        elif what == "end":
            reader.end(tag)
        else:
            reader.text(tag)
    for shape in reader.found:
        if shape.hidden and (shape.words.strip() or shape.kind in ("pic", "graphicFrame", "grpSp")):
            shapes.see("hidden shape", where)
    return reader.found


def unseen_letters(shape: Shape, ground: str) -> bool:
    """Whether the shape without a fill of its own has letters in the colour of the ground behind it."""
    return not shape.own_ground and any(colour and alike(colour, ground) for colour in shape.colours)
