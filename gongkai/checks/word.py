"""What the text parts of a docx carry unseen: tracked changes, hidden, white, tiny or displaced text, field codes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .containers import Container
from .unseen import Unseen, personal
from .word_styles import WHITE, Look, Styles, alike, is_on, read_styles, shade, theme_colours

TEXT_PART = re.compile(r"^word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_LABELS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_REVISIONS = {"ins": "插入", "del": "删除", "moveFrom": "移动", "moveTo": "移动"}
_CELL_REVISIONS = {"cellIns": "表格单元格", "cellDel": "表格单元格", "cellMerge": "表格单元格"}
_FORMAT_REVISIONS = {
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "tblGridChange",
}  # fmt: skip
_TINY = 4  # half points
_NARROW = 10  # per cent of the letter's width
_FLAT = 40  # twentieths of a point: height of a line or row in which no letter can be seen
_FAR_TWIPS = 12_000  # indents that push text off any paper
_FAR_EMU = 15_200_000  # the longer side of A3
_MARGIN_EMU = 1_800_000  # positions count from the margin: two inches to the left of it nothing is on paper
_FAR_POINTS = 1_500
_STYLE_POSITION = re.compile(r"(?:margin-)?(?:left|top):\s*(-?\d+(?:\.\d+)?)(pt|in|cm|mm)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835}
_LIVE_FIELD = re.compile(r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|DATABASE|LINK|IMPORT|RD)\b", re.IGNORECASE)
_TEXT_FIELD = re.compile(r"^\s*(PRIVATE|SET|COMMENTS|QUOTE|DOCVARIABLE|ADDIN)\b\s*(\S.*)", re.IGNORECASE | re.DOTALL)
_PATH = re.compile(r"(?:(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\[^\\]+\\|file:)", re.IGNORECASE)
_CROPPED = 0.75  # share of a picture that must be seen, or the rest counts as content


def is_path(words: str) -> bool:
    """Whether a path of somebody's machine or network stands in the words."""
    return bool(_PATH.search(words))


@dataclass
class Tally:
    """What was seen in all parts: kind of thing → places."""

    places: dict[str, list[str]] = field(default_factory=dict)
    revisions: Counter[str] = field(default_factory=Counter)
    revised: list[str] = field(default_factory=list)
    footnotes: dict[str, set[str]] = field(default_factory=dict)

    def see(self, what: str, where: str) -> None:
        """Note one place."""
        self.places.setdefault(what, []).append(where)


@dataclass
class _Run:
    look: Look = field(default_factory=Look)
    style: str = ""
    words: list[str] = field(default_factory=list)


@dataclass
class _Paragraph:
    style: str = ""
    ground: str | None = None
    flat: bool = False
    far: bool = False


@dataclass
class _Drawing:
    """An anchored shape: where it lies, how large it is, and whether it holds anything."""

    hidden: bool = False
    far: bool = False
    axis: str = ""
    offsets: dict[str, int] = field(default_factory=dict)
    size: tuple[int, int] = (0, 0)
    holds: bool = False


class PartReader:
    """Reads one text part event by event; the places go to the tally."""

    def __init__(self, label: str, styles: Styles, theme: dict[str, str], tally: Tally) -> None:
        self.label, self.styles, self.theme, self.tally = label, styles, theme, tally
        self.path: list[str] = []
        self.number = 0
        self.paragraphs: list[_Paragraph] = []
        self.runs: list[_Run] = []
        self.grounds: list[str | None] = []  # of tables and cells around; "?" where a style decides
        self.flat_rows: list[bool] = []
        self.drawings: list[_Drawing] = []
        self.code: list[str] = []

    @property
    def where(self) -> str:
        """The present place, as a person counts."""
        return f"{self.label}第{self.number}段"

    def read(self, container: Container, part: str) -> None:
        """Read the part."""
        for what, tag, given in container.walk(part):
            if what == "start":
                self.path.append(tag)
                self._start(tag, given)
            elif what == "end":
                self._end(tag)
                self.path.pop()
            elif self.path:
                self._text(self.path[-1], tag)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        parent = self.path[-2] if len(self.path) > 1 else ""
        if tag == "p" and parent != "txBody":
            self.number += 1
            self.paragraphs.append(_Paragraph())
        elif tag == "r":
            self.runs.append(_Run())
        elif parent == "rPr" and self.path[-3:-2] == ["r"] and self.runs:
            self._run_property(tag, given)
        elif parent == "pPr" and self.paragraphs:
            self._paragraph_property(tag, given)
        elif tag in ("tbl", "tc"):
            self.grounds.append(None)
        elif tag == "tr":
            self.flat_rows.append(False)
        elif parent in ("tblPr", "tcPr", "trPr"):
            self._table_property(tag, given, parent)
        elif tag in ("anchor", "inline", "shape", "rect", "txbxContent", "docPr", "extent", "blip", "srcRect"):
            self._drawing(tag, given)
        elif tag in ("positionH", "positionV") and self.drawings:
            self.drawings[-1].axis = tag[-1]
        elif tag in ("footnote", "endnote", "footnoteReference", "endnoteReference"):
            self._note(tag, given)
        elif tag == "fldSimple":
            self._field(given.get("instr", ""))
        elif tag == "fldChar" and given.get("fldCharType") in ("separate", "end"):
            self._field("".join(self.code))
            self.code.clear()
        self._revision(tag, parent)

    def _end(self, tag: str) -> None:
        if tag == "r" and self.runs:
            self._judge(self.runs.pop())
        elif tag == "p" and self.paragraphs and self.path[-2:-1] != ["txBody"]:
            self.paragraphs.pop()
        elif tag in ("tbl", "tc", "txbxContent") and self.grounds:
            self.grounds.pop()
        elif tag == "tr" and self.flat_rows:
            self.flat_rows.pop()
        if tag in ("anchor", "inline", "shape", "rect") and self.drawings:
            self._judge_drawing(self.drawings.pop())

    def _text(self, tag: str, words: str) -> None:
        if tag in ("t", "delText") and self.runs:
            self.runs[-1].words.append(words)
            if words.strip():
                for drawing in self.drawings:
                    drawing.holds = True
        elif tag == "instrText":
            self.code.append(words)
        elif tag == "posOffset" and self.drawings and words.strip().lstrip("-").isdigit():
            self.drawings[-1].offsets[self.drawings[-1].axis] = int(words)

    def _run_property(self, tag: str, given: dict[str, str]) -> None:
        if tag == "rStyle":
            self.runs[-1].style = given.get("val", "")
        else:
            self.runs[-1].look.take(tag, given, self.theme)

    def _paragraph_property(self, tag: str, given: dict[str, str]) -> None:
        paragraph = self.paragraphs[-1]
        if tag == "pStyle":
            paragraph.style = given.get("val", "")
        elif tag == "shd":
            paragraph.ground = shade(given, self.theme)
        elif tag == "spacing":
            paragraph.flat = given.get("lineRule") == "exact" and _number(given.get("line"), 999) <= _FLAT
        elif tag == "ind":
            paragraph.far = any(abs(_number(given.get(side))) > _FAR_TWIPS for side in ("left", "start", "firstLine"))

    def _table_property(self, tag: str, given: dict[str, str], parent: str) -> None:
        if tag == "shd" and parent != "trPr" and self.grounds:
            self.grounds[-1] = shade(given, self.theme)
        elif tag == "tblStyle" and self.grounds and given.get("val") in self.styles.coloured:
            self.grounds[-1] = "?"
        elif tag == "trHeight" and self.flat_rows:
            self.flat_rows[-1] = given.get("hRule") == "exact" and _number(given.get("val"), 999) <= _FLAT
        elif parent == "trPr" and tag == "hidden" and is_on(given) and self.flat_rows:
            self.flat_rows[-1] = True

    def _drawing(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("anchor", "inline", "shape", "rect"):
            self.drawings.append(_Drawing(hidden=is_on({"val": given.get("hidden", "0")})))
            style = given.get("style", "").replace(" ", "")
            self.drawings[-1].hidden |= "visibility:hidden" in style
            found = _STYLE_POSITION.findall(style)
            self.drawings[-1].far = any(abs(float(size)) * _POINTS.get(unit, 1) > _FAR_POINTS for size, unit in found)
        elif tag == "txbxContent":
            self.grounds.append("?")  # the box may be filled
        elif tag == "docPr" and self.drawings:
            self.drawings[-1].hidden |= is_on({"val": given.get("hidden", "0")})
            self._description(given)
        elif tag == "extent" and self.drawings:
            self.drawings[-1].size = (_number(given.get("cx")), _number(given.get("cy")))
        elif tag == "blip" and self.drawings:
            self.drawings[-1].holds = True
        elif tag == "srcRect" and crop_share(given) < 1:
            self.tally.see("crop" if crop_share(given) < _CROPPED else "trim", self.where)

    def _description(self, given: dict[str, str]) -> None:
        words = " ".join(given.get(key, "") for key in ("descr", "title"))
        if personal(words):
            self.tally.see("alt personal", self.where)
        elif is_path(words):
            self.tally.see("alt path", self.where)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        kind = tag.removesuffix("Reference")
        if tag != kind:
            self.tally.footnotes.setdefault(f"{kind} used", set()).add(given.get("id", ""))
        elif given.get("type", "normal") == "normal":
            self.tally.footnotes.setdefault(kind, set()).add(given.get("id", ""))

    def _field(self, code: str) -> None:
        if _LIVE_FIELD.match(code):
            self.tally.see("live field", self.where)
        elif (match := _TEXT_FIELD.match(code)) and re.search(r"[\u4e00-\u9fff]|\d{6}", match[2]):
            self.tally.see("text field", self.where)
        elif is_path(code):
            self.tally.see("path field", self.where)

    def _revision(self, tag: str, parent: str) -> None:
        word = _REVISIONS.get(tag) or _CELL_REVISIONS.get(tag)
        if tag in _FORMAT_REVISIONS:
            self.tally.see("format revision", self.where)
        elif word and any(step in _FORMAT_REVISIONS for step in self.path):
            return
        elif word:
            marks = {"trPr": "表格行", "rPr": "段落标记", "ctrlPr": "公式标记", "numPr": "编号"}
            self.tally.revisions[f"{word}{marks[parent]}" if parent in marks else word] += 1
            self.tally.revised.append(self.where)

    def _judge(self, run: _Run) -> None:
        if not "".join(run.words).strip():
            return
        paragraph = self.paragraphs[-1] if self.paragraphs else _Paragraph()
        look = run.look.over(self.styles.look(run.style, paragraph.style or self.styles.paragraph))
        grounds = [look.ground, paragraph.ground, *reversed(self.grounds)]
        ground = next((item for item in grounds if item), WHITE)
        if look.vanish:
            self.tally.see("vanish", self.where)
        elif look.colour and ground == "?" and alike(look.colour, WHITE):
            self.tally.see("perhaps white", self.where)
        elif look.colour and ground != "?" and alike(look.colour, ground):
            self.tally.see("same colour", self.where)
        elif (look.size or 99) <= _TINY or (look.width or 99) <= _NARROW:
            self.tally.see("tiny", self.where)
        elif paragraph.flat or paragraph.far or any(self.flat_rows):
            self.tally.see("squeezed", self.where)

    def _judge_drawing(self, drawing: _Drawing) -> None:
        across, down = drawing.offsets.get("H", 0), drawing.offsets.get("V", 0)
        (wide, high), least = drawing.size, -_MARGIN_EMU
        off = max(across, down) > _FAR_EMU or across + wide < least or down + high < least
        if drawing.holds and drawing.hidden:
            self.tally.see("hidden shape", self.where)
        elif drawing.holds and (off or drawing.far):
            self.tally.see("far shape", self.where)


def crop_share(given: dict[str, str]) -> float:
    """The share of a picture that a `srcRect` (thousandths of a per cent per side) leaves to be seen."""
    left, top, right, bottom = (max(_number(given.get(side)), 0) / 100_000 for side in "ltrb")
    return max(1 - left - right, 0) * max(1 - top - bottom, 0)


def _number(value: str | None, usual: int = 0) -> int:
    try:
        return int(float(value or usual))
    except (ValueError, OverflowError):
        return usual


_VANISHED = "请选中全文，在“字体”中取消“隐藏”，核对后删去不能公开的文字，另存后重新上传。"
_COLOURED = "请选中全文，把字体颜色改为“自动”、去掉底纹，核对后删去不能公开的文字，另存后重新上传。"
_SIZED = "请选中全文，恢复正常的字号、字宽、行高和缩进，核对后删去不能公开的文字，另存后重新上传。"
_SHAPED = "请在“选择窗格”中逐一显示图形和文本框，核对后删去，另存后重新上传。"
_UNCROPPED = "请在“压缩图片”中勾选“删除图片的裁剪区域”，或者用截图替换，另存后重新上传。"
_FIELDS = "请按Alt+F9显示域代码，核对后选中按Ctrl+Shift+F9转为普通文字，另存后重新上传。"
_DESCRIBED = "请在图片的“替换文字”中删去，另存后重新上传。"
REPORTS: dict[str, tuple[str, str, bool]] = {
    "vanish": ("隐藏文字", _VANISHED, True),
    "same colour": ("与背景同色的文字", _COLOURED, True),
    "perhaps white": ("白色文字", _COLOURED, False),
    "tiny": ("极小的文字", _SIZED, True),
    "squeezed": ("被压扁或移出纸面的文字", _SIZED, True),
    "hidden shape": ("隐藏的图形或文本框", _SHAPED, True),
    "far shape": ("纸面之外的图形或文本框", _SHAPED, True),
    "crop": ("裁剪后仍保留原图的图片", _UNCROPPED, True),
    "trim": ("略有裁剪的图片", _UNCROPPED, False),
    "live field": ("会从外部取数的域", _FIELDS, True),
    "text field": ("藏有文字的域代码", _FIELDS, True),
    "path field": ("带有内部路径的域代码", _FIELDS, False),
    "alt personal": ("图片替换文字中的个人信息", _DESCRIBED, True),
    "alt path": ("图片替换文字中的内部路径", _DESCRIBED, False),
}


def inspect_word(container: Container, unseen: Unseen) -> None:
    """Report on all text parts of a docx."""
    theme = theme_colours(container, "word")
    styles, tally = read_styles(container, theme), Tally()
    for part in container.names:
        match = TEXT_PART.match(part)
        if match:
            label = _LABELS.get(match[1].rstrip("0123456789"), "")
            PartReader(label, styles, theme, tally).read(container, part)
    if tally.revisions:
        count = "、".join(f"{word}{number}处" for word, number in tally.revisions.items())
        unseen.add("未处理的修订：", where=tally.revised, kind="tracked_changes", excerpt=count)
    formats = tally.places.get("format revision", [])
    unseen.add("格式修订", count=len(formats), where=formats, kind="tracked_changes", blocking=False)
    for what, (label, do, blocking) in REPORTS.items():
        places = tally.places.get(what, [])
        unseen.add(label, do, count=len(places), where=places, blocking=blocking)
    for kind, label in (("footnote", "脚注"), ("endnote", "尾注")):
        lost = tally.footnotes.get(kind, set()) - tally.footnotes.get(f"{kind} used", set())
        do = "请用“检查文档”清理，或者把全文复制到新文档后另存，重新上传。"
        unseen.add(f"正文没有引用的{label}", do, count=len(lost), unit="条")
