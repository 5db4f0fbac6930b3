"""Ways to hide something in a pptx."""

# ruff: noqa: E501, S105 (tables read better with one entry a line; no word here is a password)

from __future__ import annotations

from collections.abc import Callable

from gongkai.checks.hidden_samples.vector import P, Vector, package, relations

SECRET = "口径待定"


def shape(
    words: str = "甲", number: int = 2, *, left: int = 100, top: int = 100, run: str = "", fill: str = "",
    hidden: str = "", size: int = 1000,
) -> str:  # fmt: skip
    """A shape with words at a place, in EMU."""
    text = (
        f"<p:txBody><a:p><a:r><a:rPr lang='zh-CN' {run}</a:rPr><a:t>{words}</a:t></a:r></a:p></p:txBody>"
        if words
        else ""
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="a" {hidden}/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{size}" cy="{size}"/></a:xfrm>{fill}</p:spPr>{text}</p:sp>'
    )


def deck(shapes: str = "", *, slide: str = "", background: str = "", timing: str = "", **parts: str | bytes) -> bytes:
    """A presentation of one slide."""
    body = f"<p:cSld>{background}<p:spTree>{shapes or shape(run='>')}</p:spTree></p:cSld>{timing}"
    inside: dict[str, str | bytes] = {
        "ppt/presentation.xml": f'<p:presentation {P}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>'
        '<p:sldSz cx="12192000" cy="6858000"/></p:presentation>',
        "_rels/.rels": relations(
            ("r", "officeDocument", "ppt/presentation.xml"),
            ("n", "notesSlide", "ppt/notesSlides/notesSlide1.xml"),
            *(
                (f"x{index}", "other", key.replace("__", "/").replace("_xml", ".xml"))
                for index, key in enumerate(parts)
            ),
        ),
        "ppt/_rels/presentation.xml.rels": relations(("rId1", "slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f"<p:sld {P} {slide}>{body}</p:sld>",
    }
    return package(inside | {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()})


def _made(shapes: str = "", **given: str) -> Callable[[], bytes]:
    return lambda: deck(shapes, **given)


def _v(
    code: str, says: str, bad: Callable[[], bytes], clean: Callable[[], bytes] | None = None,
    kind: str = "hidden_content", blocking: bool = True,
) -> Vector:  # fmt: skip
    return Vector(f"pptx {code}", "课件.pptx", bad, clean or _made(), says, kind, blocking)


def _colour(value: str) -> str:
    return f'><a:solidFill><a:srgbClr val="{value}"/></a:solidFill>'


_WHITE_BY_THEME = '><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
_DARK = '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="1F3864"/></a:solidFill></p:bgPr></p:bg>'
_BOX = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_GLASS = '<a:solidFill><a:srgbClr val="000000"><a:alpha val="30000"/></a:srgbClr></a:solidFill>'
_PICTURE = (
    '<p:pic><p:nvPicPr><p:cNvPr id="9" name="b"/></p:nvPicPr><p:blipFill><a:blip r:embed="r1"/>{}</p:blipFill><p:spPr>'
    '<a:xfrm><a:off x="{}" y="0"/><a:ext cx="9000" cy="9000"/></a:xfrm></p:spPr></p:pic>'
)


def _timing(effect: str) -> str:
    return f'<p:timing><p:cTn presetClass="{effect}"><p:spTgt spid="2"/></p:cTn></p:timing>'


def _notes(words: str) -> str:
    return f"<p:notes {P}><a:t>{words}</a:t></p:notes>"


VECTORS = [
    _v("hidden slide", "第1张", _made(slide='show="0"'), _made(slide='show="1"')),
    _v("slide out of the show", "没有列入", _made(ppt__slides__slide2_xml=f"<p:sld {P}/>")),
    _v("speaker notes", "演讲者备注", _made(ppt__notesSlides__notesSlide1_xml=_notes(SECRET)),
       _made(ppt__notesSlides__notesSlide1_xml=_notes("2"))),
    _v("comments", "批注", _made(ppt__comments__comment1_xml=f"<p:cmLst {P}><p:cm/></p:cmLst>"),
       _made(ppt__comments__comment1_xml=f"<p:cmLst {P}/>"), "comments"),
    _v("modern comments", "批注", _made(ppt__comments__modernComment_1_xml="<x:cmLst xmlns:x='u'><x:cm/></x:cmLst>"), kind="comments"),
    _v("people of comments", "批注人", _made(ppt__commentAuthors_xml=f"<p:cmAuthorLst {P}><p:cmAuthor name='张三'/></p:cmAuthorLst>"),
       kind="metadata", blocking=False),
    _v("shape off the slide", "之外", _made(shape(SECRET, left=13_000_000, run=">")), _made(shape("甲", left=11_000_000, run=">"))),
    _v("shape above the slide", "之外", _made(shape(SECRET, top=-9_000, run=">")), _made(shape("甲", top=-100, run=">"))),
    _v("picture off the slide", "之外", _made(_PICTURE.format("", 13_000_000)), _made(_PICTURE.format("", 0))),
    _v("hidden shape", "隐藏的图形", _made(shape(SECRET, hidden='hidden="1"', run=">"))),
    _v("leaves by animation", "消失", _made(shape(SECRET, run=">"), timing=_timing("exit")),
       _made(shape("甲", run=">"), timing=_timing("entr")), blocking=False),
    _v("white text", "同色", _made(shape(SECRET, run=_colour("FFFFFF"))),
       _made(shape("甲", run=_colour("FFFFFF")), background=_DARK)),
    _v("white by theme", "同色", _made(shape(SECRET, run=_WHITE_BY_THEME)), _made(shape("甲", run=_WHITE_BY_THEME, fill=_BOX))),
    _v("text in the colour of the background", "同色", _made(shape(SECRET, run=_colour("1F3864")), background=_DARK),
       _made(shape("甲", run=_colour("1F3864")))),
    _v("tiny font", "极小", _made(shape(SECRET, run='sz="100">')), _made(shape("甲", run='sz="1800">'))),
    _v("black box over text", "盖住", _made(shape(SECRET, run=">") + shape("", 3, fill=_BOX, size=2000)),
       _made(shape("", 3, fill=_BOX, size=2000) + shape("甲", run=_colour("FFFFFF")))),
    _v("picture over text", "盖住", _made(shape(SECRET, run=">") + _PICTURE.format("", 0)),
       _made(shape("甲", run=">") + shape("", 3, fill=_GLASS, size=2000))),
    _v("cropped picture", "裁剪", _made(_PICTURE.format('<a:srcRect r="50000"/>', 0)), _made(_PICTURE.format("<a:srcRect/>", 0))),
    _v("embedded object", "嵌入的对象", _made(**{"ppt__embeddings__a.bin": "x"})),
    _v("thumbnail", "缩略图", _made(**{"docProps__thumbnail.jpeg": "x"}), kind="metadata", blocking=False),
    _v("macros", "宏", _made(**{"ppt__vbaProject.bin": "x"})),
]  # fmt: skip
