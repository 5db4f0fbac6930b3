"""Looks of docx text: styles with their inheritance, theme colours, and whether letters can be told from the ground."""

from __future__ import annotations

from dataclasses import dataclass, field

from .containers import Container

WHITE = "FFFFFF"
_OFF = {"0", "false", "off", "none"}
HIGHLIGHTS = {
    "black": "000000", "white": WHITE, "yellow": "FFFF00", "red": "FF0000", "blue": "0000FF", "green": "00FF00",
    "cyan": "00FFFF", "magenta": "FF00FF", "darkBlue": "00008B", "darkCyan": "008B8B", "darkGreen": "006400",
    "darkMagenta": "800080", "darkRed": "8B0000", "darkYellow": "808000", "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip
_THEME_NAMES = {
    "background1": "lt1", "light1": "lt1", "bg1": "lt1", "text1": "dk1", "dark1": "dk1", "tx1": "dk1",
    "background2": "lt2", "light2": "lt2", "bg2": "lt2", "text2": "dk2", "dark2": "dk2", "tx2": "dk2",
}  # fmt: skip
_ALIKE = 16  # of 255, in every channel: letters that differ less from the ground are not seen


def is_on(given: dict[str, str]) -> bool:
    """Whether a switch element is on; without a value it is."""
    return given.get("val", "1").lower() not in _OFF


def is_off(value: str | None) -> bool:
    """Whether an attribute says no."""
    return (value or "").lower() in _OFF


def hex_colour(value: str | None) -> str:
    """Six hex digits in capitals, or empty for "auto", names and nonsense."""
    value = (value or "").lstrip("#").upper()[-6:]
    return value if len(value) == 6 and all(digit in "0123456789ABCDEF" for digit in value) else ""


def alike(first: str, second: str) -> bool:
    """Whether two colours (six hex digits) look the same."""
    channels = ((int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (0, 2, 4))
    return bool(first and second) and all(abs(one - other) <= _ALIKE for one, other in channels)


def theme_colours(container: Container, folder: str) -> dict[str, str]:
    """lt1, dk1, accent1 … → six hex digits, from the first theme in the folder."""
    part = next((name for name in sorted(container.names) if name.startswith(f"{folder}/theme/theme")), "")
    found: dict[str, str] = {}
    current = ""
    for what, tag, given in container.walk(part):
        if what == "start" and ((tag[:2] in ("lt", "dk") and tag[2:].isdigit()) or tag.startswith("accent")):
            current = tag
        elif what == "start" and current and tag in ("srgbClr", "sysClr"):
            found.setdefault(current, hex_colour(given.get("val") if tag == "srgbClr" else given.get("lastClr")))
        elif what == "end" and tag == current:
            current = ""
        elif what == "end" and tag == "clrScheme":
            break
    return {"lt1": WHITE, "dk1": "000000"} | {key: value for key, value in found.items() if value}


@dataclass
class Look:
    """What decides whether a run is seen; None where nothing is said. Sizes in half points, width in per cent."""

    vanish: bool | None = None
    colour: str | None = None
    ground: str | None = None
    size: int | None = None
    width: int | None = None
    unfilled: bool | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below."""
        chosen = {key: value if value is not None else getattr(below, key) for key, value in vars(self).items()}
        return Look(**chosen)

    def take(self, tag: str, given: dict[str, str], theme: dict[str, str]) -> None:
        """Note one element of run properties."""
        value = given.get("val", "")
        if tag == "vanish":
            self.vanish = is_on(given)
        elif tag == "color":
            self.colour = themed(value, given.get("themeColor"), theme)
        elif tag == "highlight":
            self.ground = HIGHLIGHTS.get(value, "")
        elif tag == "shd" and self.ground is None:
            self.ground = shade(given, theme)
        elif tag == "sz" and value.isdigit():
            self.size = int(value)
        elif tag == "w" and value.rstrip("%").isdigit():
            self.width = int(value.rstrip("%"))


def themed(value: str, name: str | None, theme: dict[str, str]) -> str:
    """The colour of a value, or of the theme where the value says nothing; empty for automatic."""
    return hex_colour(value) or theme.get(_THEME_NAMES.get(name or "", name or ""), "")


def shade(given: dict[str, str], theme: dict[str, str]) -> str | None:
    """The ground that a shading gives; None when it gives none."""
    if given.get("val") == "nil":
        return None
    if given.get("val") == "solid":
        return themed(given.get("color", ""), given.get("themeColor"), theme) or None
    return themed(given.get("fill", ""), given.get("themeFill"), theme) or None


@dataclass
class Styles:
    """Looks by style id, inheritance resolved, and the ids of table styles that colour their ground."""

    looks: dict[str, Look] = field(default_factory=dict)
    coloured: set[str] = field(default_factory=set)
    usual: Look = field(default_factory=Look)
    paragraph: str = ""

    def look(self, *styles: str) -> Look:
        """The look of a run with these styles, the nearest first, over the document's defaults."""
        result = Look()
        for style in styles:
            result = result.over(self.looks.get(style, Look()))
        return result.over(self.usual)


def read_styles(container: Container, theme: dict[str, str]) -> Styles:
    """The styles of a docx."""
    styles, own, based = Styles(), dict[str, Look](), dict[str, str]()
    current, path = "", list[str]()
    for what, tag, given in container.walk("word/styles.xml"):
        if what == "end":
            path.pop()
            current = "" if tag == "style" else current
        if what != "start":
            continue
        path.append(tag)
        if tag == "style":
            current = given.get("styleId", "")
            own[current] = Look()
            if given.get("type") == "paragraph" and is_on({"val": given.get("default", "0")}):
                styles.paragraph = current
        elif tag == "basedOn" and current:
            based[current] = given.get("val", "")
        elif tag == "shd" and current and shade(given, theme) not in (None, WHITE) and "rPr" not in path:
            styles.coloured.add(current)
        if path[-2:-1] == ["rPr"] and ("docDefaults" in path or path[-3:-2] == ["style"]):
            (own[current] if current else styles.usual).take(tag, given, theme)
    for name in own:
        styles.looks[name] = _inherited(name, own, based)
    return styles


def _inherited(name: str, own: dict[str, Look], based: dict[str, str]) -> Look:
    look, seen = own[name], {name}
    while (name := based.get(name, "")) in own and name not in seen:
        seen.add(name)
        look = look.over(own[name])
    return look
