"""What hangs beside the pages of a PDF: notes, fields, scripts, attachments, layers, and objects that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from .images import inspect_image
from .unseen import Unseen, personal
from .word import is_path

_COMMENT_KINDS = {
    "/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Stamp", "/Line",
    "/Square", "/Circle", "/Polygon", "/PolyLine", "/Popup",
}  # fmt: skip
_CARRIERS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D", "/Screen"}
_ACTIONS = {
    "/JavaScript": "脚本", "/Launch": "启动程序的动作", "/SubmitForm": "提交表单的动作",
    "/ImportData": "导入数据的动作",
    "/GoToR": "打开其他文件的动作", "/GoToE": "打开内嵌文件的动作", "/Rendition": "播放媒体的动作",
}  # fmt: skip
_HIDDEN_FLAGS = 2 | 32  # Hidden, NoView (ISO 32000-1, 12.5.3)
_MOST_NOTES = 20_000
_MOST_VISITED = 60_000
_MOST_PICTURES = 60
_TEXT_OPERATORS = re.compile(rb"\bBT\b.{0,4000}?\b(?:Tj|TJ)\b", re.DOTALL)
_MOST_STREAM = 1 << 20
_RESAVE = "请用“打印—另存为PDF”重新生成文件，核对后重新上传。"


def inspect_structure(document: pikepdf.Pdf, unseen: Unseen, words: str) -> None:
    """Report on everything but the page contents; `words` are all words of the pages, without spaces."""
    _notes(document, unseen)
    _fields(document, unseen)
    _objects(document, unseen, words)
    _catalogue(document, unseen)
    _lost(document, unseen)


def _notes(document: pikepdf.Pdf, unseen: Unseen) -> None:
    comments, concealed, boxes, carried, thumbs = list[str](), list[str](), list[str](), list[str](), 0
    left = _MOST_NOTES
    for number, page in enumerate(document.pages, start=1):
        where = f"第{number}页"
        thumbs += "/Thumb" in page.obj
        for note in page.obj.get("/Annots", []):
            if not isinstance(note, pikepdf.Dictionary) or left <= 0:
                continue
            left -= 1
            kind, says = str(note.get("/Subtype", "")), str(note.get("/Contents", "")).strip()
            if kind == "/Redact":
                boxes.append(where)
            elif kind in _CARRIERS:
                carried.append(where)
            elif kind in _COMMENT_KINDS and says:
                (concealed if int(note.get("/F", 0)) & _HIDDEN_FLAGS else comments).append(where)
    unseen.comments(len(comments), comments)
    do = "请在PDF软件中删去全部批注，另存后重新上传。"
    unseen.add("隐藏的批注", do, count=len(concealed), where=concealed)
    do = "请在PDF软件中执行“应用密文”（真正涂除），另存后重新上传。"
    unseen.add("只作了标记、没有涂除的遮盖框", do, count=len(boxes), where=boxes)
    do = "请在PDF软件中删去附件和媒体，另存后重新上传。"
    unseen.add("页面上的附件或媒体", do, count=len(carried), where=carried)
    unseen.note("页面缩略图（可能是修改前的样子）", _RESAVE, count=thumbs, unit="张")
    unseen.add(f"前{_MOST_NOTES}条以后没有检查的批注", do, count=left <= 0)


def _fields(document: pikepdf.Pdf, unseen: Unseen) -> None:
    form = document.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    if "/XFA" in form:
        unseen.add("XFA表单数据", _RESAVE)
    hidden = signed = 0
    for field in _tree(form.get("/Fields", []), "/Kids"):
        value = field.get("/V")
        if str(field.get("/FT", "")) == "/Sig":
            signed += isinstance(value, pikepdf.Dictionary)
        elif isinstance(value, pikepdf.String) and str(value).strip():
            rect = [float(side) for side in field.get("/Rect", [0, 0, 1, 1])]
            flat = len(rect) == 4 and (abs(rect[2] - rect[0]) < 0.5 or abs(rect[3] - rect[1]) < 0.5)
            hidden += bool(int(field.get("/F", 0)) & _HIDDEN_FLAGS) or flat
    unseen.add("隐藏的表单域内容", _RESAVE, count=hidden, unit="个")
    unseen.note("数字签名（含签名人信息）", "请核对签名人信息能否公开。", count=signed, unit="个")


def _tree(nodes: Any, branch: str) -> Iterator[pikepdf.Dictionary]:
    """All dictionaries of a tree, each once, however it is knotted."""
    seen, waiting = set[tuple[int, int]](), list(nodes)
    while waiting and len(seen) < _MOST_VISITED:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen if node.is_indirect else (-len(seen) - 1, 0))
        yield node
        waiting.extend(node.get(branch, []))


def _objects(document: pikepdf.Pdf, unseen: Unseen, words: str) -> None:
    """What any object of the file may be: an action, a private copy of an editor, a replacement text, a photo."""
    actions, pictures = list[str](), 0
    private = replaced = described = 0
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and pictures < _MOST_PICTURES:
            pictures += _picture(item, unseen)
        if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        action = _ACTIONS.get(str(item.get("/S", "")))
        if action and ("/JS" in item or action != "脚本"):
            actions.append(action)
        private += "/PieceInfo" in item or "/AIMetaData" in item
        replaced += _tells_more(item.get("/ActualText"), words)
        described += _tells_more(item.get("/Alt"), words) and _telling(str(item["/Alt"]))
        for key in ("/A", "/OpenAction"):
            direct = item.get(key)
            if isinstance(direct, pikepdf.Dictionary) and not direct.is_indirect:
                actions.extend(filter(None, [_ACTIONS.get(str(direct.get("/S", "")))]))
    unseen.add("脚本或者动作", _RESAVE, count=len(actions), where=sorted(set(actions)))
    unseen.add("制图软件的私有数据（可能有全部底稿）", _RESAVE, count=private)
    unseen.add("标签中与页面不同的替代文字", _RESAVE, count=replaced)
    unseen.add("图片替换文字中的个人信息或路径", _RESAVE, count=described)


def _tells_more(text: Any, words: str) -> bool:
    """Whether a replacement says what does not stand on the pages."""
    said = "".join(str(text).split()) if isinstance(text, pikepdf.String) else ""
    return len(said) > 3 and said not in words


def _telling(text: str) -> bool:
    return bool(personal(text)) or is_path(text)


def _picture(item: pikepdf.Stream, unseen: Unseen) -> int:
    if str(item.get("/Subtype", "")) != "/Image" or str(item.get("/Filter", "")) not in ("/DCTDecode", "[/DCTDecode]"):
        return 0
    for found in inspect_image(item.read_raw_bytes(), unseen.name):
        if found.kind in ("location", "metadata") and all(found.excerpt != other.excerpt for other in unseen.found):
            unseen.found.append(found)
    return 1


def _catalogue(document: pikepdf.Pdf, unseen: Unseen) -> None:
    attached = len(document.attachments)
    do = "请在PDF软件中删去附件，另存后重新上传；需要公开的附件请单独上传。"
    unseen.add("内嵌附件", do, count=attached, unit="个")
    names = document.Root.get("/Names", pikepdf.Dictionary())
    unseen.add("文档级脚本", _RESAVE, count="/JavaScript" in names)
    layers = document.Root.get("/OCProperties", pikepdf.Dictionary()).get("/D", pikepdf.Dictionary())
    off = len(layers.get("/OFF", []))
    if str(layers.get("/BaseState", "/ON")) == "/OFF":
        shown = len(layers.get("/ON", []))
        off = max(off, len(document.Root.OCProperties.get("/OCGs", [])) - shown)
    do = "请在PDF软件中显示全部图层，核对后拼合图层，另存后重新上传。"
    unseen.add("关闭的图层", do, count=off, unit="层")
    _orphan_targets(document, unseen)


def _orphan_targets(document: pikepdf.Pdf, unseen: Unseen) -> None:
    """Bookmarks and named places of pages that were taken out still carry their headings."""
    pages = {page.obj.objgen for page in document.pages}

    def gone(target: Any) -> bool:
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if not isinstance(target, pikepdf.Array) or not len(target):
            return False
        first = target[0]
        return first is None or (isinstance(first, pikepdf.Dictionary) and first.objgen not in pages)

    outlines = document.Root.get("/Outlines")
    marks = 0
    node = [outlines.get("/First")] if isinstance(outlines, pikepdf.Dictionary) else []
    seen = set[tuple[int, int]]()
    while node and len(seen) < _MOST_VISITED:
        item = node.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        marks += gone(item.get("/Dest")) or gone(item.get("/A"))
        node += [item.get("/First"), item.get("/Next")]
    roots = document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    places = 0
    for leaf in _tree([roots] if roots is not None else [], "/Kids"):
        pairs = list(leaf.get("/Names", []))
        places += sum(gone(target) for target in pairs[1::2])
    do = "请删去多余的书签，或者重新生成文件后上传。"
    unseen.add("指向已删页面的书签或者位置名称", do, count=marks + places, unit="个", blocking=False)


def _lost(document: pikepdf.Pdf, unseen: Unseen) -> None:
    """Objects that nothing reaches and that hold words or pictures: pages taken out, not erased."""
    if len(document.objects) > _MOST_VISITED:
        unseen.add("没有核查的多余对象（文件对象过多）", _RESAVE, blocking=False)
        return
    reached = _reached(document)
    lost = 0
    for item in document.objects:
        if not isinstance(item, pikepdf.Object) or not item.is_indirect or item.objgen in reached:
            continue
        if isinstance(item, pikepdf.Stream):
            picture = str(item.get("/Subtype", "")) == "/Image"
            lost += picture or bool(_TEXT_OPERATORS.search(_decoded(item)))
        elif isinstance(item, pikepdf.Dictionary):
            lost += str(item.get("/Type", "")) == "/Page" or "/Contents" in item
        elif isinstance(item, pikepdf.String):
            lost += len(str(item)) > 3
    unseen.add("没有被引用的旧页面、文字或者图片", _RESAVE, count=lost)


def _decoded(item: pikepdf.Stream) -> bytes:
    """The bytes of a stream that packs to no bomb."""
    raw = item.read_raw_bytes()
    if len(raw) > _MOST_STREAM // 8:
        return raw
    try:
        return item.read_bytes()
    except pikepdf.PdfError:
        return raw


def _reached(document: pikepdf.Pdf) -> set[tuple[int, int]]:
    seen = set[tuple[int, int]]()
    waiting: list[Any] = [document.trailer]
    while waiting:
        item = waiting.pop()
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        if isinstance(item, pikepdf.Array):
            inside: Any = list(item.as_list())
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            inside = [value for _, value in item.items()]
        else:
            continue
        waiting.extend(value for value in inside if isinstance(value, pikepdf.Object))
    return seen
