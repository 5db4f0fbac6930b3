"""Ways to hide something in an xlsx."""

# ruff: noqa: E501, S105 (tables read better with one entry a line; no word here is a password)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongkai.checks.hidden_samples.vector import P, S, Vector, package, relations

SECRET = "底稿"
_CELL = f'<c r="A1" t="inlineStr"><is><t>{SECRET}</t></is></c>'
_ROW = f'<row r="1">{_CELL}</row>'


def book(rows: str = _ROW, *, before: str = "", after: str = "", state: str = "", names: str = "", styles: str = "",
         workbook: str = "", title: str = "底稿", **parts: str | bytes) -> bytes:  # fmt: skip
    """A workbook of one sheet 名单; `state` makes a second one, `before` and `after` stand around the cells."""
    second = f'<sheet name="{title}" sheetId="2" state="{state}" r:id="rId2"/>' if state else ""
    sheets = f'<sheets><sheet name="名单" sheetId="1" r:id="rId1"/>{second}</sheets>'
    sheet = f"<worksheet {S}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    links = relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"))
    inside: dict[str, str | bytes] = {
        "xl/workbook.xml": f"<workbook {S}>{workbook}{sheets}{names}</workbook>",
        "xl/worksheets/sheet1.xml": sheet,
        "xl/_rels/workbook.xml.rels": links,
    }
    if state:
        inside["xl/worksheets/sheet2.xml"] = f"<worksheet {S}><sheetData>{_ROW}</sheetData></worksheet>"
    if styles:
        inside["xl/styles.xml"] = f"<styleSheet {S}>{styles}</styleSheet>"
    inside |= {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    # Parts that a workbook names in ways the samples leave out are named here.
    extra = [name for name in inside if name.startswith("xl/") and "_rels" not in name]
    inside["_rels/.rels"] = relations(("r", "officeDocument", "xl/workbook.xml"), *(
        (f"x{index}", "other", name) for index, name in enumerate(extra)
    ))  # fmt: skip
    return package(inside)


def _styles(font: str = "", fill: str = "", code: str = "General") -> str:
    return (
        f'<numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'
        f"<fonts><font><sz val='11'/></font><font>{font}</font></fonts>"
        f"<fills><fill><patternFill patternType='none'/></fill><fill>{fill or '<patternFill/>'}</fill></fills>"
        '<cellXfs><xf fontId="0" fillId="0" numFmtId="0"/><xf fontId="1" fillId="1" numFmtId="170"/></cellXfs>'
    )


_STYLED = '<row r="1"><c r="A1" s="1"><v>3</v></c></row>'
_BLACK = "<patternFill patternType='solid'><fgColor rgb='FF000000'/></patternFill>"
_SHAPE = (
    f'<xdr:wsDr xmlns:xdr="u" {P}><xdr:sp><xdr:cNvPr id="1" name="a" {{}}/>'
    f"<xdr:txBody><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
)


def _rows(**attributes: str) -> str:
    given = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2" {given}><c r="A2"><v>2</v></c></row>'


def _made(rows: Any = _ROW, **given: Any) -> Callable[[], bytes]:
    return lambda: book(rows, **given)


def _v(
    code: str, says: str, bad: Callable[[], bytes], clean: Callable[[], bytes] | None = None,
    kind: str = "hidden_content", blocking: bool = True,
) -> Vector:  # fmt: skip
    return Vector(f"xlsx {code}", "附表.xlsx", bad, clean or _made(), says, kind, blocking)


def _font(font: str, clean: str = "<sz val='11'/>", **given: str) -> tuple[Callable[[], bytes], Callable[[], bytes]]:
    return _made(_STYLED, styles=_styles(font, **given)), _made(_STYLED, styles=_styles(clean, **given))


_FILTER = '<autoFilter ref="A1:A2"/>'
_MERGE = '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'

VECTORS = [
    _v("hidden sheet", "隐藏工作表", _made(state="hidden"), _made(state="visible")),
    _v("very hidden sheet", "深度隐藏", _made(state="veryHidden"), _made(state="visible")),
    _v("drop-down list in a hidden sheet", "“底稿”", _made(state="hidden", after=(
        "<dataValidations><dataValidation type='list'><formula1>底稿!$A$1:$A$9</formula1></dataValidation></dataValidations>")),
       _made(after="<dataValidations><dataValidation type='list'><formula1>\"甲,乙\"</formula1></dataValidation>"
                   "</dataValidations>")),
    _v("hidden row", "第2行", _made(_rows(hidden="1")), _made(_rows(hidden="0"))),
    _v("row without height", "行1处", _made(_rows(ht="0", customHeight="1")), _made(_rows(ht="15"))),
    _v("folded group", "分组", _made(_rows(hidden="1", outlineLevel="1")), _made(_rows(outlineLevel="1"))),
    _v("filtered row", "筛选", _made(_rows(hidden="1"), after=_FILTER), _made(_rows(), after=_FILTER)),
    _v("hidden column", "A列", _made(before='<cols><col min="1" max="1" hidden="1"/></cols>'),
       _made(before='<cols><col min="5" max="16384" hidden="1"/></cols>')),
    _v("column without width", "列1处", _made(before='<cols><col min="1" max="1" width="0"/></cols>'),
       _made(before='<cols><col min="1" max="1" width="9"/></cols>')),
    _v("comments", "批注", _made(xl__comments1_xml=f"<comments {S}><comment ref='A1'/></comments>"),
       _made(xl__comments1_xml=f"<comments {S}/>"), "comments"),
    _v("threaded comments", "批注", _made(xl__threadedComments__threadedComment1_xml="<x><threadedComment ref='B2'/></x>"),
       kind="comments"),
    _v("people of comments", "批注人", _made(xl__persons__person_xml="<x><person displayName='张三'/></x>"),
       kind="metadata", blocking=False),
    _v("white text", "同色", *_font("<color rgb='FFFFFFFF'/>")),
    _v("white by theme", "同色", *_font("<color theme='0'/>", "<color theme='1'/>")),
    _v("white by index", "同色", *_font("<color indexed='9'/>", "<color indexed='64'/>")),
    _v("black on black", "同色", *_font("<color rgb='FF000000'/>", "<color rgb='FFFFFFFF'/>", fill=_BLACK)),
    _v("white under a table style", "可能与背景同色", _made(_STYLED, styles=_styles("<color theme='0'/>"),
       after="<tableParts><tablePart/></tableParts>"), _made(_STYLED, styles=_styles()), blocking=False),
    _v("tiny font", "极小", *_font("<sz val='1'/>")),
    _v("number format ;;;", "数字格式", _made(_STYLED, styles=_styles(code=";;;")), _made(_STYLED, styles=_styles(code="0.00;-0.00;;@"))),
    _v("number format of stars", "数字格式", _made(_STYLED, styles=_styles(code="&quot;***&quot;")),
       _made(_STYLED, styles=_styles(code="yyyy&quot;年&quot;m&quot;月&quot;"))),
    _v("pivot cache", "透视表背后", _made(xl__pivotCache__pivotCacheRecords1_xml=f"<pivotCacheRecords {S}><r><s v='张三'/></r>"
       "</pivotCacheRecords>"), _made(xl__pivotTables__pivotTable1_xml="<pivotTableDefinition/>")),
    _v("pivot items", "透视表缓存", _made(xl__pivotCache__pivotCacheDefinition1_xml=f"<x {S}><s v='张三'/></x>"), blocking=False),
    _v("external link cache", "外部工作簿", _made(xl__externalLinks__externalLink1_xml=f"<externalLink {S}><cell><v>3</v></cell>"
       "</externalLink>"), _made(xl__externalLinks__externalLink1_xml=f"<externalLink {S}/>")),
    _v("external link path", "外部文件", _made(**{"xl__externalLinks___rels__externalLink1_xml.rels": relations(
        ("r", "externalLinkPath", "file:///D:/a.xlsx"), outside=("r",))})),
    _v("hidden name", "隐藏的名称", _made(names='<definedNames><definedName name="a" hidden="1">3</definedName></definedNames>'),
       _made(names='<definedNames><definedName name="_xlnm._FilterDatabase" hidden="1">3</definedName></definedNames>')),
    _v("behind a merged area", "B1", _made('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>', after=_MERGE),
       _made('<row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row>', after=_MERGE)),
    _v("lonely cell far below", "远离", _made(_ROW + '<row r="90000"><c r="A90000"><v>1</v></c></row>'),
       _made(_ROW + '<row r="90"><c r="A90"><v>1</v></c></row>')),
    _v("lonely cell far right", "远离", _made('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')),
    _v("data connection", "数据连接", _made(xl__connections_xml=f"<connections {S}><connection/></connections>")),
    _v("hidden window", "窗口", _made(workbook='<bookViews><workbookView visibility="hidden"/></bookViews>'),
       _made(workbook="<bookViews><workbookView/></bookViews>")),
    _v("folder of the author", "文件夹路径", _made(workbook='<x15ac:absPath xmlns:x15ac="u" url="C:\\Users\\zhangsan\\"/>'),
       kind="metadata", blocking=False),
    _v("printer of the network", "打印机", _made(**{"xl__printerSettings__printerSettings1.bin": "\\\\srv".encode("utf-16-le")}),
       _made(**{"xl__printerSettings__printerSettings1.bin": "HP".encode("utf-16-le")}), "metadata", False),
    _v("revision log", "修订记录", _made(xl__revisions__revisionLog1_xml=f"<revisions {S}><rcc/></revisions>"),
       kind="tracked_changes"),
    _v("hidden shape", "隐藏的图形", _made(xl__drawings__drawing1_xml=_SHAPE.format('hidden="1"')),
       _made(xl__drawings__drawing1_xml=_SHAPE.format(""))),
    _v("macros", "宏", _made(**{"xl__vbaProject.bin": "x"})),
]  # fmt: skip
