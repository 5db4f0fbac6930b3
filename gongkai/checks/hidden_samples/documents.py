"""Ways to hide something in a docx."""

# ruff: noqa: E501, S105 (tables read better with one entry a line; no word here is a password)

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from PIL import Image

from gongkai.checks.hidden_samples.vector import CORE, Parts, Vector, W, docx, package, para, relations

PLAIN = para("一、总体要求")
SECRET = "底稿：拟处罚款三万元"


def picture(side: int = 4) -> bytes:
    """A small PNG."""
    target = io.BytesIO()
    Image.new("RGB", (side, side), (200, 30, 30)).save(target, "PNG")
    return target.getvalue()


def made(body: Any = PLAIN, **parts: Any) -> Callable[[], bytes]:
    """A docx with this body; parts by name with `__` for `/` and `_xml` for `.xml`."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    return lambda: docx(body, named)


def _with(parts: Parts, body: str = PLAIN) -> Callable[[], bytes]:
    return lambda: docx(body, parts)


def _styled(style: str, body: str) -> Callable[[], bytes]:
    return made(body, word__styles_xml=f"<w:styles {W}>{style}</w:styles>")


def core(inner: str) -> str:
    """The core properties part."""
    return f"<cp:coreProperties {CORE}>{inner}</cp:coreProperties>"


def _anchor(inner: str, across: int = 0, hidden: str = "", description: str = "") -> str:
    return (
        f"<w:p><w:r><w:drawing><wp:anchor><wp:positionH><wp:posOffset>{across}</wp:posOffset></wp:positionH>"
        f'<wp:extent cx="1000" cy="1000"/><wp:docPr id="1" name="图 1" {hidden} {description}/>{inner}</wp:anchor>'
        f"</w:drawing></w:r></w:p>"
    )


def _box(words: str) -> str:
    return f"<wps:txbx><w:txbxContent>{para(words)}</w:txbxContent></wps:txbx>"


def _picture(crop: str = "", description: str = "") -> str:
    return _anchor(f'<a:blip r:embed="rId1"/>{crop}', description=description)


def _field(code: str) -> str:
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _table(row: str = "", cell: str = "", run: str = "", words: str = "甲") -> str:
    return f"<w:tbl><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>{para(words, run)}</w:tc></w:tr></w:tbl>"


def _settings(inner: str) -> Callable[[], bytes]:
    return made(word__settings_xml=f"<w:settings {W}>{inner}</w:settings>")


def _related(*links: tuple[str, str, str], outside: Any = (), **parts: Any) -> Callable[[], bytes]:
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    root = relations(("r", "officeDocument", "word/document.xml"))
    inside = {"_rels/.rels": root, "word/_rels/document.xml.rels": relations(*links, outside=outside)}
    return _with({**inside, **named})


def _headers(inner: str) -> Callable[[], bytes]:
    body = f'{PLAIN}<w:sectPr><w:headerReference w:type="first" r:id="h1"/>{inner}</w:sectPr>'
    header = f"<w:hdr {W}>{para('内部讨论稿第三稿')}</w:hdr>"
    links = relations(("h1", "header", "header1.xml"))
    return _with({"word/header1.xml": header, "word/_rels/document.xml.rels": links}, body)


def _variant(old: str) -> str:
    choice = f"<mc:Choice><w:drawing>{_box('流程图')}</w:drawing></mc:Choice>"
    return f"<w:p><w:r><mc:AlternateContent>{choice}<mc:Fallback>{_box(old)}</mc:Fallback></mc:AlternateContent></w:r></w:p>"


def _tail(extra: bytes) -> Callable[[], bytes]:
    return lambda: docx(PLAIN) + extra


_BOOK = package({"xl/workbook.xml": "<workbook/>"})
_HIDING_STYLE = '<w:style w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style>'
_CHILD_STYLE = '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
_NOTES = (
    f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{PLAIN}</w:footnote></w:footnotes>'
)
_REFERENCE = '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
_DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'
_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:clrScheme><a:lt1>'
    '<a:sysClr val="window" lastClr="FFFFFF"/></a:lt1></a:clrScheme></a:theme>'
)


def _v(
    code: str, says: str, bad: Callable[[], bytes], clean: Callable[[], bytes] | None = None,
    kind: str = "hidden_content", blocking: bool = True,
) -> Vector:  # fmt: skip
    return Vector(f"docx {code}", "附件.docx", bad, clean or made(), says, kind, blocking)


def _ins(tag: str, inner: str) -> str:
    return f'<w:p><w:{tag} w:id="1" w:author="甲">{inner}</w:{tag}></w:p>'


_RUN = f"<w:r><w:t>{SECRET}</w:t></w:r>"
_DELETED = f"<w:r><w:delText>{SECRET}</w:delText></w:r>"
_REVISED = "tracked_changes"

VECTORS = [
    _v("author", "作者", made(docProps__core_xml=core("<dc:creator>张三</dc:creator>")),
       made(docProps__core_xml=core("<dc:creator>Administrator</dc:creator>")), "metadata", False),
    _v("last modified by", "最后修改者", made(docProps__core_xml=core("<cp:lastModifiedBy>张三</cp:lastModifiedBy>")),
       made(docProps__core_xml=core("<cp:lastModifiedBy>WPS_1</cp:lastModifiedBy>")), "metadata", False),
    _v("company", "单位", made(docProps__app_xml="<Properties><Company>某市某局</Company></Properties>"),
       made(docProps__app_xml="<Properties><Company></Company></Properties>"), "metadata", False),
    _v("manager", "主管", made(docProps__app_xml="<Properties><Manager>李四</Manager></Properties>"),
       kind="metadata", blocking=False),
    _v("template path", "模板路径",
       made(docProps__app_xml="<Properties><Template>C:\\Users\\zhangsan\\a.dotx</Template></Properties>"),
       made(docProps__app_xml="<Properties><Template>Normal.dotm</Template></Properties>"), "metadata", False),
    _v("personal data in keywords", "手机号码", made(docProps__core_xml=core("<cp:keywords>13812345678</cp:keywords>")),
       made(docProps__core_xml=core("<cp:keywords>公开</cp:keywords>"))),
    _v("custom property", "自定义属性",
       made(docProps__custom_xml="<Properties><property name='经办'><v>王五</v></property></Properties>"),
       made(docProps__custom_xml="<Properties><property name='KSOProductBuildVer'><v>2052</v></property></Properties>"),
       "metadata", False),
    _v("custom xml", "自定义数据", made(customXml__item1_xml="<审签><人>张三</人></审签>"),
       made(customXml__item1_xml="<Sources><b>x</b></Sources>"), "metadata", False),
    _v("rsid", "rsid", _settings('<w:rsids>' + '<w:rsid w:val="00A1"/>' * 80 + "</w:rsids>"),
       _settings('<w:rsids><w:rsid w:val="00A1"/></w:rsids>'), "metadata", False),
    _v("embedded object", "嵌入的对象", made(**{"word__embeddings__oleObject1.bin": b"x"})),
    _v("embedded workbook", "嵌入的对象", made(**{"word__embeddings__a.xlsx": _BOOK})),
    _v("embedded file with hidden content", "最后修改者", made(**{"word__embeddings__b.docx": docx(
        PLAIN, {"docProps/core.xml": core("<cp:lastModifiedBy>张三</cp:lastModifiedBy>")})}),
       kind="metadata", blocking=False),
    _v("chart workbook", "图表背后", _with({"word/embeddings/a.xlsx": _BOOK, "word/charts/_rels/chart1.xml.rels": relations(
        ("r", "package", "../embeddings/a.xlsx"))}), blocking=False),
    _v("macros", "宏", made(**{"word__vbaProject.bin": b"x"})),
    _v("activex", "ActiveX", made(word__activeX__activeX1_xml="<x/>")),
    _v("remote template", "外部文件", _related(("r1", "attachedTemplate", "http://x/a.dotm"), outside=("r1",)),
       _related(("r1", "hyperlink", "https://www.gov.cn/"), outside=("r1",))),
    _v("linked picture", "外部文件", _related(("r1", "image", "http://x/a.png"), outside=("r1",))),
    _v("link with path", "内部路径", _related(("r1", "hyperlink", "file:///D:/张三/a.doc"), outside=("r1",)),
       _related(("r1", "hyperlink", "mailto:a@b.cn"), outside=("r1",)), "metadata", False),
    _v("document variable", "文档变量", _settings(f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>'),
       _settings('<w:docVars><w:docVar w:name="commondata" w:val="eyJoZGlkIjoi"/></w:docVars>')),
    _v("mail merge source", "邮件合并", _settings('<w:mailMerge><w:query w:val="SELECT * FROM 名单"/></w:mailMerge>')),
    _v("comments", "批注", made(word__comments_xml=f"<w:comments {W}><w:comment>{PLAIN}</w:comment></w:comments>"),
       made(word__comments_xml=f"<w:comments {W}/>"), "comments"),
    _v("comments extended", "批注", made(word__commentsExtended_xml="<x:commentsEx xmlns:x='u'><x:commentEx/></x:commentsEx>"),
       kind="comments"),
    _v("reviewers", "审阅人", made(word__people_xml="<x:people xmlns:x='u'><x:person x:author='张三'/></x:people>"),
       kind="metadata", blocking=False),
    _v("tracked insertion", "插入", made(_ins("ins", _RUN)), kind=_REVISED),
    _v("tracked deletion", "删除", made(_ins("del", _DELETED)), kind=_REVISED),
    _v("move from", "移动", made(_ins("moveFrom", _DELETED)), kind=_REVISED),
    _v("deleted table row", "表格行", made(_table(row='<w:del w:id="1"/>')), made(_table()), _REVISED),
    _v("deleted table cell", "表格单元格", made(_table(cell='<w:cellDel w:id="1"/>')), made(_table()), _REVISED),
    _v("deleted paragraph mark", "段落标记", made(para("甲", paragraph='<w:rPr><w:del w:id="1"/></w:rPr>')), kind=_REVISED),
    _v("format revision", "格式修订", made(para("甲", '<w:rPrChange w:id="1"><w:rPr><w:b/></w:rPr></w:rPrChange>')),
       kind=_REVISED, blocking=False),
    _v("hidden run", "隐藏文字", made(para(SECRET, "<w:vanish/>")), made(para(SECRET, '<w:vanish w:val="0"/>'))),
    _v("hidden by paragraph style", "隐藏文字", _styled(_HIDING_STYLE, para(SECRET, paragraph='<w:pStyle w:val="A"/>')),
       _styled(_HIDING_STYLE, para(SECRET))),
    _v("hidden by inherited style", "隐藏文字",
       _styled(_HIDING_STYLE + _CHILD_STYLE, para(SECRET, '<w:rStyle w:val="B"/>')),
       _styled(_HIDING_STYLE + _CHILD_STYLE, para(SECRET, '<w:rStyle w:val="B"/><w:vanish w:val="false"/>'))),
    _v("hidden by document defaults", "隐藏文字",
       _styled("<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>", para(SECRET))),
    _v("hidden in header", "页眉", made(word__header1_xml=f"<w:hdr {W}>{para(SECRET, '<w:vanish/>')}</w:hdr>"),
       made(word__header1_xml=f"<w:hdr {W}>{para('页眉')}</w:hdr>")),
    _v("hidden in footnote", "脚注", _with(
        {"word/footnotes.xml": _NOTES.replace(PLAIN, para(SECRET, "<w:vanish/>"))}, _REFERENCE),
       _with({"word/footnotes.xml": _NOTES}, _REFERENCE)),
    _v("footnote without reference", "没有引用的脚注", made(word__footnotes_xml=_NOTES),
       _with({"word/footnotes.xml": _NOTES}, _REFERENCE)),
    _v("hidden table row", "压扁", made(_table(row="<w:hidden/>")), made(_table())),
    _v("flat table row", "压扁", made(_table(row='<w:trHeight w:val="10" w:hRule="exact"/>')),
       made(_table(row='<w:trHeight w:val="10" w:hRule="atLeast"/>'))),
    _v("white text", "同色", made(para(SECRET, '<w:color w:val="FFFFFF"/>')),
       made(_table(cell=_DARK, run='<w:color w:val="FFFFFF"/>'))),
    _v("almost white text", "同色", made(para(SECRET, '<w:color w:val="FAFAFA"/>')),
       made(para(SECRET, '<w:color w:val="808080"/>'))),
    _v("white by theme", "同色", _with({"word/theme/theme1.xml": _THEME}, para(SECRET, '<w:color w:themeColor="background1"/>')),
       _with({"word/theme/theme1.xml": _THEME}, para("甲", '<w:color w:themeColor="text1"/>'))),
    _v("black on black shading", "同色",
       made(para(SECRET, '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
       made(para("甲", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>'))),
    _v("black on black highlight", "同色", made(para(SECRET, '<w:color w:val="000000"/><w:highlight w:val="black"/>')),
       made(para("甲", '<w:highlight w:val="yellow"/>'))),
    _v("ground of paragraph", "同色", made(para(SECRET, '<w:color w:val="1F3864"/>', _DARK)),
       made(para("甲", '<w:color w:val="FFFFFF"/>', _DARK))),
    _v("white by style", "同色",
       _styled('<w:style w:styleId="A"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>',
               para(SECRET, '<w:rStyle w:val="A"/>'))),
    _v("tiny font", "极小", made(para(SECRET, '<w:sz w:val="2"/>')), made(para("甲", '<w:sz w:val="10"/>'))),
    _v("narrow letters", "极小", made(para(SECRET, '<w:w w:val="1"/>')), made(para("甲", '<w:w w:val="66"/>'))),
    _v("flat line", "压扁", made(para(SECRET, paragraph='<w:spacing w:line="20" w:lineRule="exact"/>')),
       made(para("甲", paragraph='<w:spacing w:line="560" w:lineRule="exact"/>'))),
    _v("far indent", "移出", made(para(SECRET, paragraph='<w:ind w:left="-20000"/>')),
       made(para("甲", paragraph='<w:ind w:left="420" w:firstLine="640"/>'))),
    _v("text box off the page", "纸面之外", made(_anchor(_box(SECRET), 20_000_000)), made(_anchor(_box("甲"), 1_000_000))),
    _v("text box off the page in old form", "纸面之外",
       made(f'<w:p><w:r><w:pict><v:shape style="margin-left:-5000pt"><v:textbox><w:txbxContent>{para(SECRET)}'
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"),
       made(f'<w:p><w:r><w:pict><v:shape style="margin-left:50pt"><v:textbox><w:txbxContent>{para("甲")}'
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")),
    _v("hidden shape", "隐藏的图形", made(_anchor(_box(SECRET), hidden='hidden="1"')), made(_anchor(_box("甲")))),
    _v("old variant of a shape", "部分软件", made(_variant(SECRET)), made(_variant("流程图"))),
    _v("cropped picture", "裁剪", made(_picture('<a:srcRect l="40000"/>')), made(_picture("<a:srcRect/>"))),
    _v("slightly cropped picture", "裁剪", made(_picture('<a:srcRect t="3000"/>')), made(_picture()), blocking=False),
    _v("alt text with personal data", "替换文字", made(_picture(description='descr="张三 13812345678"')),
       made(_picture(description='descr="会场照片"'))),
    _v("alt text with path", "替换文字", made(_picture(description='descr="C:\\Users\\zhangsan\\1.png"')),
       made(_picture(description='descr="微信图片_20240105"')), blocking=False),
    _v("field that fetches", "从外部取数", made(_field(" INCLUDETEXT D:\\\\a.doc ")), made(_field(" PAGE \\* MERGEFORMAT "))),
    _v("field with words", "域代码", made(_field(f" QUOTE {SECRET} ")), made(_field(' TOC \\o "1-3" '))),
    _v("field with path", "域代码", made(_field(" FILENAME \\p D:\\张三\\a.doc ")), made(_field(" HYPERLINK https://a.cn ")),
       blocking=False),
    _v("building blocks", "图文集", made(word__glossary__document_xml=f"<w:glossaryDocument {W}>{para(SECRET)}</w:glossaryDocument>"),
       made(word__glossary__document_xml=f"<w:glossaryDocument {W}>{para('单击或点击此处输入文字。')}</w:glossaryDocument>")),
    _v("idle header", "没有启用", _headers(""), _headers("<w:titlePg/>"), blocking=False),
    _v("thumbnail", "缩略图", made(**{"docProps__thumbnail.jpeg": b"\xff\xd8\xff\xd9"}), kind="metadata", blocking=False),
    _v("part without reference", "没有被引用", _related(("r1", "styles", "styles.xml"), **{"word__media__image9.png": picture()}),
       _related(("r1", "image", "media/image9.png"), **{"word__media__image9.png": picture()})),
    _v("merged document", "并入", made(**{"word__afchunk1.htm": b"<p>x</p>"})),
    _v("data behind the end", "尾部", _tail(b"SECRET" * 9)),
    _v("data before the head", "没有检查", lambda: b"SECRET" * 9 + docx(PLAIN), kind="unreadable"),
]  # fmt: skip
