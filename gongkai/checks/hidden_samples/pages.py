"""Ways to hide something in a PDF."""

# ruff: noqa: E501 (tables read better with one entry a line; no word here is a password)

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from gongkai.checks.hidden_samples.vector import Vector

Change = Callable[[pikepdf.Pdf], None]
SHOWN = b"BT /F1 12 Tf 72 720 Td (Public text) Tj ET "
SECRET = b"(Secret draft)"
_TEXT = b"BT /F1 12 Tf 72 600 Td " + SECRET + b" Tj ET "
_BOX = b"60 590 200 30 re f "


def pdf(content: bytes = SHOWN, change: Change | None = None, *, pages: int = 1, **options: object) -> bytes:
    """A PDF with this page content in Helvetica, and pictures /Im0 (opaque) and /Im1 (see-through)."""
    document = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        pictures = Dictionary(Im0=_image(document, 0), Im1=_image(document, 1))
        thin = Dictionary(Type=Name.ExtGState, ca=0.3)
        page.Resources = Dictionary(Font=Dictionary(F1=font), XObject=pictures, ExtGState=Dictionary(G1=thin))
        page.Contents = document.make_stream(content)
    if change:
        change(document)
    target = io.BytesIO()
    # An id made of the clock would make two files of one that is written across the turn of a second.
    document.save(target, deterministic_id="encryption" not in options, **options)  # type: ignore[arg-type]
    return target.getvalue()


def _image(document: pikepdf.Pdf, transparent: int) -> pikepdf.Stream:
    gray: dict[str, Any] = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 2, "Height": 2, "BitsPerComponent": 8}
    image = pikepdf.Stream(document, b"\x80" * 4)
    image.stream_dict = Dictionary(ColorSpace=Name.DeviceGray, **gray)
    if transparent:
        mask = pikepdf.Stream(document, b"\0" * 4)
        mask.stream_dict = Dictionary(ColorSpace=Name.DeviceGray, **gray)
        image.SMask = document.make_indirect(mask)
    return document.make_indirect(image)


def appended(old: bytes, new: bytes) -> bytes:
    """The old file with the first page's content replaced by an update behind it: the old words stay in the file."""
    with pikepdf.open(io.BytesIO(old)) as document:
        number = document.pages[0].Contents.objgen[0]
        root, size = document.Root.objgen[0], len(document.objects) + 1
    start = old.rfind(b"startxref")
    table = old[start + 9 :].split()[0]
    body = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(new), new)
    place = len(old) + 1
    xref = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %s >>\n" % (
        number,
        place,
        size,
        root,
        table,
    )
    return old + body + xref + b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(body))


def _plain(content: bytes) -> bytes:
    """A PDF whose cross-reference is a table, as `appended` needs it."""
    return pdf(content, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def _note(kind: str, **given: Any) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=[0, 0, 9, 9], **given)
        document.pages[0].obj["/Annots"] = Array([document.make_indirect(note)])

    return change


def _field(**given: Any) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        rect = {"Rect": [0, 0, 99, 20], **given}
        field = Dictionary({"/" + key: value for key, value in rect.items()})
        field.Subtype, field.FT, field.T, field.V = Name.Widget, Name.Tx, "a", "Secret"
        whole = document.make_indirect(field)
        document.pages[0].obj["/Annots"] = Array([whole])
        document.Root.AcroForm = Dictionary(Fields=Array([whole]))

    return change


def _root(key: str, value: Callable[[pikepdf.Pdf], object]) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        document.Root["/" + key] = value(document)

    return change


def _layers(**given: Any) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="草稿"))
        chosen: dict[Any, Any] = {key: Array([layer]) if value == "layer" else value for key, value in given.items()}
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(**chosen))

    return change


def _page(key: str, value: object) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].obj["/" + key] = value

    return change


def _attach(document: pikepdf.Pdf) -> None:
    document.attachments["底稿.txt"] = b"x"


def _named(author: str) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        document.docinfo["/Author"] = author

    return change


def _titled(title: str) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        document.docinfo["/Title"] = title

    return change


def _xmp(document: pikepdf.Pdf) -> None:
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:creator"] = ["张三"]


def _tagged(document: pikepdf.Pdf, words: str) -> object:
    element = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Span, ActualText=words))
    return document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))


def _described(document: pikepdf.Pdf, words: str) -> object:
    element = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=words))
    return document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))


def _bookmark(gone: bool) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        target = document.make_indirect(Dictionary(Type=Name.Page)) if gone else document.pages[0].obj
        item = document.make_indirect(Dictionary(Title="处理意见", Dest=Array([target, Name.Fit])))
        document.Root.Outlines = document.make_indirect(Dictionary(First=item, Last=item, Count=1))

    return change


def _orphan(content: bytes) -> bytes:
    """A PDF with a stream that nothing refers to, as editors leave it behind."""
    old = _plain(SHOWN)
    with pikepdf.open(io.BytesIO(old)) as document:
        root, number = document.Root.objgen[0], len(document.objects) + 1
    stream = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    start = old.rfind(b"startxref")
    table, place = old[start + 9 :].split()[0], len(old) + 1
    xref = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %s >>\n" % (
        number, place, number + 1, root, table,
    )  # fmt: skip
    return old + stream + xref + b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(stream))


def _photo(document: pikepdf.Pdf) -> None:
    from gongkai.checks.hidden_samples.pictures import photo

    image = pikepdf.Stream(document, photo(position=True))
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48, BitsPerComponent=8, ColorSpace=Name.DeviceRGB,
        Filter=Name.DCTDecode,
    )  # fmt: skip
    document.pages[0].Resources.XObject.Im2 = document.make_indirect(image)


def _form(content: bytes) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        inner = document.make_stream(content)
        inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
        inner.Resources = document.pages[0].Resources
        page = document.pages[0]
        page.Resources = Dictionary(XObject=Dictionary(Fm0=document.make_indirect(inner)), Font=inner.Resources.Font)

    return change


_SCAN = b"q 595 0 0 842 0 0 cm /Im0 Do Q "


def _v(
    code: str, says: str, bad: Callable[[], bytes], clean: Callable[[], bytes] | None = None,
    kind: str = "hidden_content", blocking: bool = True,
) -> Vector:  # fmt: skip
    return Vector(f"pdf {code}", "附件.pdf", bad, clean or pdf, says, kind, blocking)


def _drawn(content: bytes, change: Change | None = None) -> Callable[[], bytes]:
    return lambda: pdf(SHOWN + content, change)


def _changed(change: Change) -> Callable[[], bytes]:
    return lambda: pdf(SHOWN, change)


VECTORS = [
    _v("author", "作者", _changed(_named("张三")), _changed(_named("Administrator")), "metadata", False),
    _v("author in xmp", "作者", _changed(_xmp), kind="metadata", blocking=False),
    _v("path in title", "内部路径", _changed(_titled("Microsoft Word - C:\\Users\\zhangsan\\a.doc")), _changed(_titled("通知")),
       "metadata", False),
    _v("black box over text", "色块", _drawn(_TEXT + b"0 g " + _BOX), _drawn(b"0.9 g " + _BOX + b"0 g " + _TEXT)),
    _v("white box over text", "色块", _drawn(_TEXT + b"1 g " + _BOX), _drawn(b"1 g " + _BOX + b"0 g " + _TEXT)),
    _v("drawn box over text", "色块", _drawn(_TEXT + b"0 g 60 590 m 260 590 l 260 620 l 60 620 l h f "),
       _drawn(_TEXT + b"/G1 gs 1 1 0 rg " + _BOX)),
    _v("box over text inside a form", "色块", _drawn(b"/Fm0 Do ", _form(_TEXT + b"0 g " + _BOX)), _drawn(b"/Fm0 Do ", _form(_TEXT))),
    _v("picture over text", "图片", _drawn(_TEXT + b"q 200 0 0 30 60 590 cm /Im0 Do Q "),
       _drawn(_TEXT + b"q 200 0 0 30 60 590 cm /Im1 Do Q ")),
    _v("invisible text", "不可见", _drawn(b"BT /F1 12 Tf 3 Tr 72 600 Td " + SECRET + b" Tj ET"),
       _drawn(b"BT /F1 12 Tf 0 Tr 72 600 Td " + SECRET + b" Tj ET")),
    _v("recognised text of a scan", "识别文字层", lambda: pdf(_SCAN + b"BT /F1 12 Tf 3 Tr 72 600 Td " + SECRET + b" Tj ET"),
       lambda: pdf(_SCAN), blocking=False),
    _v("white text", "同色", _drawn(b"1 g " + _TEXT), _drawn(b"0.1 0.2 0.4 rg " + _BOX + b"1 g " + _TEXT)),
    _v("text in the colour of its box", "同色", _drawn(b"0 g " + _BOX + _TEXT), _drawn(b"0 g " + _BOX + b"1 g " + _TEXT)),
    _v("tiny text", "极小", _drawn(b"BT /F1 0.1 Tf 72 600 Td " + SECRET + b" Tj ET"),
       _drawn(b"BT /F1 1 Tf 12 0 0 12 72 600 Tm " + SECRET + b" Tj ET")),
    _v("text off the page", "页面之外", _drawn(b"BT /F1 12 Tf 72 2000 Td " + SECRET + b" Tj ET")),
    _v("text outside the crop", "页面之外", _drawn(_TEXT, _page("CropBox", Array([0, 650, 595, 842]))), _drawn(_TEXT)),
    _v("notes", "批注", _changed(_note("Text", Contents="请改")), _changed(_note("Link")), "comments"),
    _v("hidden notes", "隐藏的批注", _changed(_note("FreeText", Contents="请改", F=2))),
    _v("redaction mark not applied", "没有涂除", _changed(_note("Redact"))),
    _v("file on the page", "附件或媒体", _changed(_note("FileAttachment"))),
    _v("attachment", "内嵌附件", _changed(_attach)),
    _v("hidden field", "表单域", _changed(_field(F=2)), _changed(_field(F=4))),
    _v("field without size", "表单域", _changed(_field(Rect=[0, 0, 0, 0])), _changed(_field())),
    _v("xfa form", "XFA", _changed(_root("AcroForm", lambda d: Dictionary(XFA=d.make_stream(b"<x/>"))))),
    _v("signature", "签名", _changed(_root("AcroForm", lambda d: Dictionary(Fields=Array([
        d.make_indirect(Dictionary(FT=Name.Sig, T="s", V=Dictionary(Name="张三")))])))), kind="metadata", blocking=False),
    _v("script at opening", "脚本", _changed(_root("OpenAction", lambda d: Dictionary(S=Name.JavaScript, JS="app.alert(1)"))),
       _changed(_root("OpenAction", lambda d: Array([d.pages[0].obj, Name.Fit])))),
    _v("script of the document", "脚本", _changed(_root("Names", lambda d: Dictionary(JavaScript=Dictionary(Names=Array([])))))),
    _v("launch action", "启动程序", _changed(_note("Link", A=Dictionary(S=Name.Launch, F="a.exe"))),
       _changed(_note("Link", A=Dictionary(S=Name.URI, URI="https://www.gov.cn/")))),
    _v("layer switched off", "图层", _changed(_layers(OFF="layer")), _changed(_layers(ON="layer"))),
    _v("layers off by default", "图层", _changed(_layers(BaseState=Name.OFF))),
    _v("earlier version with other words", "后来删去", lambda: appended(_plain(SHOWN + _TEXT), SHOWN), lambda: _plain(SHOWN + _TEXT)),
    _v("earlier version with the same words", "早先版本", lambda: appended(_plain(SHOWN), SHOWN + _TEXT),
       lambda: pdf(SHOWN, linearize=True), blocking=False),
    _v("page left in the file", "没有被引用", lambda: _orphan(_TEXT), lambda: _orphan(b"q Q")),
    _v("private data of an editor", "私有数据", _changed(_page("PieceInfo", Dictionary(Illustrator=Dictionary())))),
    _v("replacement text", "替代文字", _changed(_root("StructTreeRoot", lambda d: _tagged(d, "Secret name"))),
       _changed(_root("StructTreeRoot", lambda d: _tagged(d, "Public text")))),
    _v("description of a picture", "图片替换文字", _changed(_root("StructTreeRoot", lambda d: _described(d, "张三13812345678"))),
       _changed(_root("StructTreeRoot", lambda d: _described(d, "会场照片一张")))),
    _v("bookmark of a page taken out", "书签", _changed(_bookmark(True)), _changed(_bookmark(False)), blocking=False),
    _v("thumbnail of a page", "缩略图", _changed(lambda d: _page("Thumb", d.make_stream(b"x"))(d)), kind="metadata", blocking=False),
    _v("place of a photo", "位置", _changed(_photo), kind="location", blocking=False),
    _v("data behind the end", "结尾之后", lambda: pdf() + b"PK\x03\x04" + b"SECRET" * 9, lambda: pdf() + b"\n\n"),
    _v("data before the head", "之前", lambda: b"SECRET" * 9 + pdf()),
    _v("password", "密码", lambda: pdf(SHOWN, encryption=pikepdf.Encryption(owner="o", user="u")),
       lambda: pdf(SHOWN, encryption=pikepdf.Encryption(owner="o", user="")), "unreadable"),
]  # fmt: skip
