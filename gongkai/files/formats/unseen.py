"""What a docx holds that its paper does not show, taken out before it is read: the page on the web would show it.

Hidden runs, letters in the colour of the paper, letters nobody can see for smallness, and what a revision deleted or
moved away. What a revision inserted stays, for it is printed; it is named, like everything that was taken out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_OFF = {"0", "false", "off", "none"}
_WHITE, _UNKNOWN = "FFFFFF", "?"
_THEMED = dict.fromkeys(("background1", "light1", "bg1", "lt1"), _WHITE)
_THEMED |= dict.fromkeys(("text1", "dark1", "tx1", "dk1"), "000000")
_MARKED = {
    "black": "000000", "white": _WHITE, "yellow": "FFFF00", "red": "FF0000", "blue": "0000FF", "green": "00FF00",
    "cyan": "00FFFF", "magenta": "FF00FF", "darkBlue": "00008B", "darkCyan": "008B8B", "darkGreen": "006400",
    "darkMagenta": "800080", "darkRed": "8B0000", "darkYellow": "808000", "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip
_FLAT = 40  # twentieths of a point: a line or row of this height shows no letter
_FAR = 12_000  # twentieths of a point: an indent that pushes words off any paper
_SEEN_FROM = 5  # half points: smaller letters are not seen
_WIDE_FROM = 11  # per cent of a letter's width
_ALIKE = 16  # of 255 in every channel: letters that differ less from their ground are not seen
_MOST_PLACES = 5
_GONE = {f"{_W}{tag}" for tag in ("del", "moveFrom")}
_COME = {f"{_W}{tag}" for tag in ("ins", "moveTo")}
_SAID = {
    "vanish": "隐藏文字",
    "paper": "与背景同色的文字",
    "tiny": "小得看不见的文字",
    "squeezed": "被压扁或者移出纸面的文字",
}


@dataclass
class Unseen:
    """Places (as a person counts paragraphs) by what was met there."""

    places: dict[str, list[str]] = field(default_factory=dict)

    def see(self, what: str, where: str) -> None:
        """Note one place."""
        self.places.setdefault(what, []).append(where)

    def warnings(self) -> list[str]:
        """Whole sentences for the clerk."""
        said = [
            f"文件中有{label}{len(self.places[what])}处（{self._at(what)}），没有读入正文，请对照原文件核对。"
            for what, label in _SAID.items()
            if what in self.places
        ]
        if "deleted" in self.places:
            said.append(
                f"文件中有{len(self.places['deleted'])}处已经删除、还没有接受修订的内容（{self._at('deleted')}），"
                "没有读入正文，请对照原文件核对。"
            )
        if "inserted" in self.places:
            said.append(
                f"文件中有{len(self.places['inserted'])}处插入的内容还在修订中（{self._at('inserted')}），"
                "已经读入正文，请逐处核对是否采用。"
            )
        if "comment" in self.places:
            said.append(f"文件中有{len(self.places['comment'])}处批注（{self._at('comment')}），没有读入正文。")
        return said

    def _at(self, what: str) -> str:
        places = list(dict.fromkeys(self.places[what]))
        return "、".join(places[:_MOST_PLACES]) + ("等处" if len(places) > _MOST_PLACES else "")


@dataclass
class _Look:
    """What a run's properties say of being seen; None where they say nothing. Colours as six hex digits, or "?"."""

    vanish: bool | None = None
    colour: str | None = None
    ground: str | None = None
    size: int | None = None
    width: int | None = None

    def over(self, below: _Look) -> _Look:
        chosen = {key: value if value is not None else getattr(below, key) for key, value in vars(self).items()}
        return _Look(**chosen)


def seen_only(data: bytes) -> tuple[bytes, list[str]]:
    """(the docx without what its paper does not show, sentences about that); the same bytes where there is nothing.

    A part that cannot be parsed stays as it is: the reader of words refuses it.
    """
    unseen, changed = Unseen(), dict[str, bytes]()
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        names = set(source.namelist())
        styles = _Styles(_parsed(source.read("word/styles.xml")) if "word/styles.xml" in names else None)
        for part in _PARTS:
            root = _parsed(source.read(part)) if part in names else None
            if root is not None and _Part(root, styles, unseen, part).cleaned():
                changed[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if not changed:
            return data, unseen.warnings()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for entry in source.infolist():
                package.writestr(entry.filename, changed.get(entry.filename) or source.read(entry))
    return target.getvalue(), unseen.warnings()


def _parsed(content: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _value(node: etree._Element | None) -> str:
    return "" if node is None else str(node.get(f"{_W}val", ""))


def _colour(value: str, themed: str | None) -> str:
    """Six hex digits, "?" for what the document's theme decides, "" for automatic."""
    if themed:
        return _THEMED.get(themed, _UNKNOWN)
    value = value.upper()
    return value if len(value) == 6 and all(digit in "0123456789ABCDEF" for digit in value) else ""


def _shaded(node: etree._Element | None) -> str | None:
    """The ground that a shading gives; None where it gives none."""
    if node is None or _value(node) == "nil":
        return None
    solid = _value(node) == "solid"
    value = str(node.get(f"{_W}color" if solid else f"{_W}fill", ""))
    return _colour(value, node.get(f"{_W}themeColor" if solid else f"{_W}themeFill")) or None


def _alike(one: str, other: str) -> bool:
    if _UNKNOWN in (one, other):
        return False
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= _ALIKE for at in (0, 2, 4))


def _size(node: etree._Element | None, name: str, usual: int = 0) -> int:
    value = "" if node is None else str(node.get(f"{_W}{name}", ""))
    return int(value) if value.lstrip("-").isdigit() else usual


def _look(properties: etree._Element | None) -> _Look:
    look = _Look()
    for node in properties if properties is not None else ():
        value = _value(node)
        if node.tag == f"{_W}vanish":
            look.vanish = value.lower() not in _OFF
        elif node.tag == f"{_W}color":
            look.colour = _colour(value, node.get(f"{_W}themeColor"))
        elif node.tag == f"{_W}highlight":
            look.ground = _MARKED.get(value)
        elif node.tag == f"{_W}shd" and look.ground is None:
            look.ground = _shaded(node)
        elif node.tag == f"{_W}sz" and value.isdigit():
            look.size = int(value)
        elif node.tag == f"{_W}w" and value.rstrip("%").isdigit():
            look.width = int(value.rstrip("%"))
    return look


class _Styles:
    """Looks of styles with what they inherit; grounds of paragraph and table styles."""

    def __init__(self, root: etree._Element | None) -> None:
        self.own: dict[str, _Look] = {}
        self.based: dict[str, str] = {}
        self.usual, self.paragraph = _Look(), ""
        for node in root.iter(f"{_W}style") if root is not None else ():
            name = str(node.get(f"{_W}styleId", ""))
            self.own[name] = look = _look(node.find(f"{_W}rPr"))
            self.based[name] = _value(node.find(f"{_W}basedOn"))
            grounds = [_shaded(one) for one in node.iter(f"{_W}shd") if one.getparent().tag != f"{_W}rPr"]
            if any(ground not in (None, _WHITE) for ground in grounds):
                look.ground = _UNKNOWN
            if node.get(f"{_W}type") == "paragraph" and node.get(f"{_W}default", "0").lower() not in _OFF:
                self.paragraph = name
        if root is not None:
            self.usual = _look(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))

    def look(self, name: str) -> _Look:
        """The look of a style."""
        look, met = _Look(), set[str]()
        while name in self.own and name not in met:
            met.add(name)
            look = look.over(self.own[name])
            name = self.based[name]
        return look


class _Part:
    """One part of words, cleaned in place."""

    def __init__(self, root: etree._Element, styles: _Styles, unseen: Unseen, part: str) -> None:
        self.root, self.styles, self.unseen = root, styles, unseen
        self.label = {"word/footnotes.xml": "脚注", "word/endnotes.xml": "尾注"}.get(part, "")

    def cleaned(self) -> bool:
        """Whether anything was taken out; everything worth a word is noted."""
        gone: list[etree._Element] = []
        for number, paragraph in enumerate(self.root.iter(f"{_W}p"), start=1):
            where = f"{self.label}第{number}段"
            gone += self._revised(paragraph, where)
            gone += self._not_seen(paragraph, where)
        rows = [mark.getparent().getparent() for mark in self.root.iter(f"{_W}del") if _in_row(mark)]
        for _ in rows:
            self.unseen.see("deleted", f"{self.label}表格行")
        emptied = {id(one): one for run in gone for one in run.iterancestors(f"{_W}p")}
        for node in [*gone, *rows]:
            if node.getparent() is not None:
                node.getparent().remove(node)
        for paragraph in emptied.values():
            _without_number(paragraph)
        return bool(gone or rows)

    def _revised(self, paragraph: etree._Element, where: str) -> Iterator[etree._Element]:
        for node in paragraph.iter(*_GONE, *_COME, f"{_W}commentReference"):
            if next(node.iterancestors(f"{_W}p"), None) is not paragraph:
                continue
            if node.tag == f"{_W}commentReference":
                self.unseen.see("comment", where)
            elif node.tag in _COME and _words(node):
                self.unseen.see("inserted", where)
            elif node.tag in _GONE and len(node):
                self.unseen.see("deleted", where)
                yield node

    def _not_seen(self, paragraph: etree._Element, where: str) -> Iterator[etree._Element]:
        around, squeezed = "", _squeezed(paragraph)
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle")) or self.styles.paragraph
        for run in paragraph.iter(f"{_W}r"):
            if next(run.iterancestors(f"{_W}p"), None) is not paragraph:
                continue
            drawn = run.find(f"{_W}drawing") is not None or run.find(f"{_W}pict") is not None
            if not drawn and not _words(run):
                continue
            properties = run.find(f"{_W}rPr")
            named = _value(properties.find(f"{_W}rStyle")) if properties is not None else ""
            look = _look(properties).over(self.styles.look(named)).over(self.styles.look(style)).over(self.styles.usual)
            if look.colour and not look.ground:
                around = around or self._ground(paragraph)
            why = _why(look, around or _WHITE) or ("squeezed" if squeezed else "")
            if why and (why == "vanish" or not drawn):
                self.unseen.see(why, where)
                yield run

    def _ground(self, paragraph: etree._Element) -> str:
        """The ground that paragraph, cell, table or a drawn box around give; paper where they give none."""
        own = _shaded(paragraph.find(f"{_W}pPr/{_W}shd"))
        if own:
            return own
        for node in paragraph.iterancestors():
            if node.tag == f"{_W}txbxContent":
                return _UNKNOWN
            kind = {f"{_W}tc": "tcPr", f"{_W}tbl": "tblPr"}.get(node.tag, "")
            ground = _shaded(node.find(f"{_W}{kind}/{_W}shd")) if kind else None
            if kind == "tblPr" and not ground:
                ground = self.styles.look(_value(node.find(f"{_W}tblPr/{_W}tblStyle"))).ground
            if ground:
                return ground
        return _WHITE


def _squeezed(paragraph: etree._Element) -> bool:
    """Whether line, indent or table row leave nothing of the words to be seen."""
    spacing, indent = paragraph.find(f"{_W}pPr/{_W}spacing"), paragraph.find(f"{_W}pPr/{_W}ind")
    if spacing is not None and spacing.get(f"{_W}lineRule") == "exact" and _size(spacing, "line", 999) <= _FLAT:
        return True
    if any(abs(_size(indent, side)) > _FAR for side in ("left", "start", "firstLine")):
        return True
    for row in paragraph.iterancestors(f"{_W}tr"):
        hidden, height = row.find(f"{_W}trPr/{_W}hidden"), row.find(f"{_W}trPr/{_W}trHeight")
        flat = height is not None and height.get(f"{_W}hRule") == "exact" and _size(height, "val", 999) <= _FLAT
        if flat or (hidden is not None and (_value(hidden) or "1").lower() not in _OFF):
            return True
    return False


def _why(look: _Look, around: str) -> str:
    if look.vanish:
        return "vanish"
    if look.colour and _alike(look.colour, look.ground or around):
        return "paper"
    small = look.size is not None and look.size < _SEEN_FROM
    return "tiny" if small or (look.width is not None and look.width < _WIDE_FROM) else ""


def _words(node: etree._Element) -> bool:
    return any((text.text or "").strip() for text in node.iter(f"{_W}t"))


def _in_row(mark: etree._Element) -> bool:
    return mark.getparent() is not None and mark.getparent().tag == f"{_W}trPr"


def _without_number(paragraph: etree._Element) -> None:
    """An automatic number before words that are gone would stand alone."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None or _words(paragraph):
        return
    for number in properties.findall(f"{_W}numPr"):
        properties.remove(number)
