"""What files carry unseen: office files, and files that cannot be checked."""

import io
import zipfile
from pathlib import Path

import docx as python_docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import Finding, inspect_file
from gongkai.checks.tests.makers import CORE, MAIN, P, W, docx, package, run


def kinds(content: bytes, name: str = "附件.docx") -> list[str]:
    return [item.kind for item in inspect_file(content, name)]


def only(content: bytes, name: str = "附件.docx") -> Finding:
    (item,) = inspect_file(content, name)
    assert item.part == name and name in item.message and item.advice and item.article
    return item


def test_a_clean_file_has_no_findings() -> None:
    assert inspect_file(docx(), "附件.docx") == []
    assert inspect_file("姓名,单位\n".encode(), "表.csv") == []


def test_real_libraries_files(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("正文")
    document.core_properties.author = "张三丰"
    document.core_properties.comments = ""
    path = tmp_path / "a.docx"
    document.save(str(path))
    found = inspect_file(path, "a.docx")
    assert found[0].kind == "metadata" and found[0].excerpt == "作者：张**"
    assert not any(item.blocking for item in found)
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙", "丙"])
    book.create_sheet("底稿").sheet_state = "veryHidden"
    book.active.row_dimensions[1].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.active["A1"].comment = openpyxl.comments.Comment("看这里", "甲")
    book.save(tmp_path / "b.xlsx")
    found = inspect_file(str(tmp_path / "b.xlsx"), "b.xlsx")
    assert [item.excerpt for item in found] == ["隐藏工作表1张", "隐藏的行1处、列1处", "批注1条"]
    assert all(item.blocking for item in found)


@pytest.mark.requirement("TP-A-08")
def test_properties() -> None:
    core = CORE.format("<dc:creator>张三</dc:creator><cp:lastModifiedBy>Administrator</cp:lastModifiedBy>")
    app = "<Properties><Company>某市某局</Company><Manager>李四</Manager></Properties>"
    custom = (
        "<Properties><property name='KSOProductBuildVer'><v>2052-11</v></property>"
        "<property name='经办'><v>王五 13812345678</v></property></Properties>"
    )
    found = inspect_file(docx(docProps__core_xml=core, docProps__app_xml=app, docProps__custom_xml=custom), "a.docx")
    assert [item.excerpt for item in found] == [
        "作者：张*",
        "单位：某市某局",
        "主管：李*",
        "自定义属性“经办”：手机号码",
    ]
    assert [item.blocking for item in found] == [False, False, False, True]
    assert "13812345678" not in repr([item.as_dict() for item in found]) + repr(found)


def test_custom_xml_but_not_the_bibliography() -> None:
    assert kinds(docx(customXml__item1_xml="<审签><人>张三</人></审签>")) == ["metadata"]
    assert kinds(docx(customXml__item1_xml="<Sources><b>x</b></Sources>")) == []


def test_tracked_changes() -> None:
    body = (
        "<w:p><w:ins w:author='甲'><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:del w:author='甲'><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    )
    item = only(docx(body))
    assert (item.kind, item.blocking, item.excerpt) == ("tracked_changes", True, "插入1处、删除1处")


def test_comments() -> None:
    item = only(docx(word__comments_xml=f"<w:comments {W}><w:comment/><w:comment/></w:comments>"))
    assert (item.kind, item.blocking, item.excerpt) == ("comments", True, "批注2条")


def test_hidden_and_white_text() -> None:
    assert only(docx(run("藏", "<w:vanish/>"))).blocking
    assert only(docx(run("白", "<w:color w:val='FFFFFF'/>"))).blocking
    assert kinds(docx(run("显", "<w:vanish w:val='0'/>"))) == []
    assert kinds(docx(run("白", "<w:color w:val='ffffff'/><w:shd w:fill='000000'/>"))) == []
    assert kinds(docx("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>显</w:t></w:r></w:p>")) == []
    header = f"<w:hdr {W}>{run('藏', '<w:vanish/>')}</w:hdr>"
    assert kinds(docx(word__header1_xml=header)) == ["hidden_content"]


def test_text_hidden_by_style() -> None:
    styles = f"<w:styles {W}><w:style w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    paragraph = "<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>藏</w:t></w:r></w:p>"
    assert kinds(docx(paragraph, word__styles_xml=styles)) == ["hidden_content"]
    assert kinds(docx(run("藏", "<w:rStyle w:val='H'/>"), word__styles_xml=styles)) == ["hidden_content"]
    assert kinds(docx(run("显"), word__styles_xml=styles)) == []


def test_slides() -> None:
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": f"<p:presentation {P}/>",
        "ppt/slides/slide1.xml": f"<p:sld {P} show='0'/>",
        "ppt/notesSlides/notesSlide1.xml": f"<p:notes {P}><a:t>口径待定</a:t></p:notes>",
        "ppt/notesSlides/notesSlide2.xml": f"<p:notes {P}><a:t>2</a:t></p:notes>",
        "ppt/comments/comment1.xml": f"<p:cmLst {P}><p:cm/></p:cmLst>",
    }
    found = inspect_file(package(parts), "a.pptx")
    assert [item.excerpt for item in found] == ["隐藏幻灯片1张", "演讲者备注1页", "批注1条"]


def test_findings_about_a_file_change_with_the_file() -> None:
    first, second = (only(docx(run(word, "<w:vanish/>"))) for word in "甲乙")
    assert first.value != second.value and first.value not in repr(first)


BOMB = b" " * (60 * 1024 * 1024)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def encrypted() -> bytes:
    content = bytearray(docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(signature)
        while position >= 0:
            content[position + offset] |= 1
            position = content.find(signature, position + 4)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空"),
        (b"PK\x03\x04 broken", "损坏"),
        (docx()[:-40], "损坏"),
        (docx(word__media__x_xml=BOMB), "压缩炸弹"),
        (docx(docProps__core_xml=LAUGHS), "不安全"),
        (docx("<w:p>"), "有误"),
        (docx("<w:a>" * 500 + "</w:a>" * 500), "嵌套过深"),
        (package({f"word/{number}.xml": "" for number in range(10_001)}, zipfile.ZIP_STORED), "条目过多"),
        (encrypted(), "密码"),
        (package({"visio/document.xml": "<x/>"}), "不认识"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
        (b"Rar!\x1a\x07\0", "RAR"),
        (b"\0\1\2\3", "不认识"),
    ],
)
@pytest.mark.requirement("TP-A-08")
def test_what_cannot_be_checked_is_never_passed_silently(content: bytes, reason: str) -> None:
    item = only(content)
    assert item.kind == "unreadable" and item.blocking and reason in item.message


def test_archives_and_ofd_are_named() -> None:
    for inner, word in (("OFD.xml", "OFD"), ("a.txt", "压缩包")):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(inner, "x")
        assert word in only(target.getvalue(), "a.zip").message


@given(st.data())
def test_damaged_files_do_not_break_it(data: st.DataObject) -> None:
    content = bytearray(docx(run("藏", "<w:vanish/>"), docProps__core_xml=CORE.format("<dc:creator>张三</dc:creator>")))
    for position in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[position] = data.draw(st.integers(0, 255))
    inspect_file(bytes(content), "a.docx")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"PK\3\4", b"%PDF-1.7\n", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"II*\0", b""]),
)
def test_any_bytes_do_not_break_it(content: bytes, head: bytes) -> None:
    inspect_file(head + content, "a.bin")


def test_sheet_of_equal_cells_is_no_bomb() -> None:
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>0</v></c></row>" for n in range(150_000))
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f"<workbook {MAIN}/>",
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
    }
    assert kinds(package(parts), "a.xlsx") == []
