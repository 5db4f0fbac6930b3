"""Reading every format into a document."""

from __future__ import annotations

import io
import json
from datetime import date

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gongkai.files import Document, gate, pictures, read, read_safely, read_text, tables
from gongkai.files.tests import makers
from gongkai.refusals import NotLawful

BODY = "\n".join((makers.TITLE, *makers.LINES))


def _is_the_notice(document: Document) -> None:
    assert document.title == makers.TITLE
    assert document.number == "示政办发〔2024〕12号"
    assert document.date_made == date(2024, 12, 28)
    assert document.agency == "示范县人民政府办公室"
    assert "<h2>一、总体要求</h2>" in document.html
    assert "<h3>（一）主动公开</h3>" in document.html
    assert "坚持公开为常态、不公开为例外。" in document.text
    assert makers.TITLE not in document.text
    assert document.warnings == []


def test_docx() -> None:
    data = makers.word(table=True)
    document = read("通知.docx", data, gate("通知.docx", data))
    _is_the_notice(document)
    assert "<td>二十个工作日</td>" in document.html.replace("<p>", "").replace("</p>", "")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"])
def test_txt_in_every_encoding(charset: str) -> None:
    _is_the_notice(read("通知.txt", BODY.encode(charset)))


def test_big5_is_told_from_gbk() -> None:
    document = read("通知.txt", "關於公開工作的通知\n各機關應當依法公開資訊，並且及時回應社會的關切。".encode("big5"))
    assert document.title == "關於公開工作的通知"
    assert document.traditional


def test_html_page_of_a_site() -> None:
    page = (
        "<!DOCTYPE html><html><head><meta charset=gb2312><title>通知-示范县</title><script>var a=1</script>"
        '<meta name="ArticleTitle" content="' + makers.TITLE + '"><meta name="PubDate" content="2024-12-30 09:00">'
        "</head><body><nav>首页 政务公开</nav><div id=zoom>"
        + "".join(f"<p style='text-indent:2em'>{line}</p>" for line in (makers.TITLE, *makers.LINES))
        + "<p style='display:none'>私彩开奖</p></div><footer>版权所有</footer></body></html>"
    )
    document = read("通知.html", page.encode("gb2312"))
    assert document.published_on == date(2024, 12, 30)
    assert [line for line in document.warnings if "隐藏的文字" in line and "私彩开奖" in line]
    assert "私彩" not in document.html and "版权" not in document.html and "style" not in document.html
    document.warnings.clear()
    _is_the_notice(document)


def test_markdown_keeps_item_numbers_as_words() -> None:
    text = (
        "# 公开办法\n\n2020年1月2日 县人民政府令第3号公布\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 目的。\n\n"
        "1. 甲\n\n3. 乙\n\n| 事项 | 时限 |\n|---|---|\n| 指南 | 常年 |\n\n<script>alert(1)</script>"
    )
    document = read("公开办法(2020-01-02).md", text.encode())
    assert (document.title, document.number, document.date_made) == ("公开办法", "县人民政府令第3号", date(2020, 1, 2))
    assert "<h2>第一章 总则</h2><p><strong>第一条</strong> 目的。</p><p>1. 甲</p><p>3. 乙</p><table>" in document.html
    assert "<script" not in document.html


def test_pdf_with_words_and_scan() -> None:
    assert "disclosure" in read("a.pdf", makers.pdf(b"disclosure of information")).text
    scan = read("扫描.pdf", makers.pdf(pages=3))
    assert scan.text == ""
    assert any(warning.startswith("扫描件，未能读出文字") for warning in scan.warnings)


def test_docx_numbers_are_written_out() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    document.add_paragraph("公开办法")
    for index in range(11):
        properties = document.add_paragraph(f"内容{index}。")._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'))
    import io

    buffer = io.BytesIO()
    document.save(buffer)
    html = read("公开办法.docx", buffer.getvalue()).html
    assert "<p><strong>第一条</strong> 内容0。</p>" in html
    assert "<p><strong>第十一条</strong> 内容10。</p>" in html


def test_xlsx_becomes_a_table() -> None:
    data = makers.sheet([["事项", "时限"], ["指南", 20], ["目录", None]], merge="B2:B3")
    html = read("目录.xlsx", data).html
    assert '<tr><td>指南</td><td rowspan="2">20</td></tr><tr><td>目录</td></tr>' in html
    assert '<th scope="col">事项</th><th scope="col">时限</th>' in html


def test_one_line_monster_is_divided() -> None:
    text = "公开办法 " + " ".join(
        f"第{n}条 为了保障公众依法获取政府信息，提高工作透明度，制定本条规定，请各单位认真执行。"
        for n in "一二三四五六"
    )
    html = read_text("", "汇编\n" + text).html
    assert html.count("<strong>第") == 6
    assert html.startswith("<h2>公开办法</h2>") or "<p>公开办法</p>" in html


def test_unreadable_kinds_say_so() -> None:
    assert "不能自动读取" in read("公文.ofd", b"x").warnings[0]
    with pytest.raises(NotLawful) as refusal:
        read("坏.docx", b"PK\x03\x04 nothing")
    assert refusal.value.code == "files.unreadable"


def test_facts_round_trip() -> None:
    document = read("通知.docx", makers.word())
    assert Document.from_fact(document.as_fact()) == document


def test_child_process_reads_refuses_and_is_bounded() -> None:
    data = makers.word()
    accepted, document = read_safely("通知.docx", data)
    assert accepted.kind == "docx"
    _is_the_notice(document)
    with pytest.raises(NotLawful) as refusal:
        read_safely("通知.pdf", data)
    assert refusal.value.code == "files.mislabelled"
    with pytest.raises(NotLawful) as refusal:
        read_safely("通知.docx", data, memory=64 * 1024 * 1024)
    assert refusal.value.code in ("files.unreadable", "files.corrupt")


HOSTILE_TEXTS = {
    "one line": "公开" * 2_000_000,
    "marks": "第一条 " * 300_000,
    "brackets": "〔2016" * 300_000,
    "items": "一、" * 500_000,
    "labels": "文号:" * 300_000,
    "lines": "一\n" * 300_000,
    "orders": "国务院令" * 300_000,
    "years": "2024年" * 300_000,
    "han in head": "\n".join("公开" * 3000 for _ in range(40)),
}


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_texts_end(name: str) -> None:
    assert read_text("", HOSTILE_TEXTS[name]).html


def test_page_with_a_record_table_and_an_impossible_date() -> None:
    page = (
        "<html><head><title>关于印发要点的通知 - 示范县政府</title></head><body><div>首页 > 政务公开 > 文件</div>"
        "<table>"
        "<tr><td>索引号</td><td>014416330/2018-04736</td><td>主题分类</td><td>综合政务</td></tr>"
        "<tr><td>发文字号：</td><td>示政发〔2018〕7号</td><td>成文日期：</td><td>2018年4月31日</td></tr>"
        "<tr><td>发布机构：</td><td>示范县人民政府</td></tr></table><h1>示范县人民政府<br>关于印发要点的通知</h1>"
        "<div>来源：县政府 发布时间：2018-05-02 字体：[大 中 小]</div><p>各乡镇：</p><p>现印发。</p>"
        '<p>附件：<a href="/a.docx">要点.docx</a></p><div>扫一扫在手机打开当前页</div></body></html>'
    )
    document = read("页.html", page.encode())
    assert document.title == "示范县人民政府关于印发要点的通知"
    assert (document.number, document.index_number) == ("示政发〔2018〕7号", "014416330/2018-04736")
    assert (document.agency, document.published_on) == ("示范县人民政府", date(2018, 5, 2))
    assert document.date_made is None
    assert any("“2018年4月31日”不存在" in warning for warning in document.warnings)
    assert document.left_out == ("首页 > 政务公开 > 文件", "扫一扫在手机打开当前页")
    assert '<a href="/a.docx" rel="noopener noreferrer">要点.docx</a>' in document.html


def test_title_on_two_lines_and_signature_on_one() -> None:
    text = (
        "示政办发〔2024〕5号\n示范县人民政府办公室关于提高\n城乡居民基础养老金的通知\n各单位：\n"
        "经县政府同意，从2024年1月1日起提高。\n示范县人民政府办公室 2024年3月1日\n（此件公开发布）"
    )
    document = read_text("", text)
    assert document.title == "示范县人民政府办公室关于提高城乡居民基础养老金的通知"
    assert (document.number, document.date_made) == ("示政办发〔2024〕5号", date(2024, 3, 1))
    assert document.text.startswith("各单位")


def test_serial_number_under_a_notice() -> None:
    text = "示范县自然资源局公告\n2024年第41号\n为了加强管理，现公告如下。\n示范县自然资源局\n二〇二四年五月六日"
    document = read_text("", text)
    assert document.number == "示范县自然资源局公告2024年第41号"
    assert (document.agency, document.date_made) == ("示范县自然资源局", date(2024, 5, 6))


@pytest.mark.parametrize(
    "page", [b"<div>" * 200_000 + "字".encode(), b"<table><tr>" + b"<td>x" * 300_000, b"<p>x" * 400_000]
)
def test_hostile_pages_end(page: bytes) -> None:
    assert read("页.html", page).kind == "html"


def test_pictures_of_a_docx_are_kept_under_their_hash() -> None:
    document = read("通知.docx", makers.word_with_pictures())
    first, second = document.pictures
    assert first.data == makers.picture("red") and second.data.startswith(b"\x89PNG")  # a bitmap is drawn anew
    assert f'alt="示范县粮库分布图" src="{first.address}"' in document.html
    assert pictures.addresses(document.html) == [(one.sha256[:12], one.name) for one in document.pictures]
    assert pictures.without_words(document.html) == 1  # “图片 2” says nothing
    assert "示范县粮库分布图" in document.text
    assert any("1幅图片没有替代文字" in warning for warning in document.warnings)
    assert Document.from_fact(json.loads(json.dumps(document.as_fact()))) == document


def test_the_red_heading_names_the_issuer_and_leaves_the_body() -> None:
    head = "000012\n特急\n示 范 县 人 民 政 府 文 件\n示政发〔2026〕5号\n"
    text = "示范县人民政府关于印发粮食应急预案的通知\n各乡镇人民政府：\n现将预案印发给你们。\n2026年3月1日"
    document = read("通知.txt", (head + text).encode())
    assert document.agency == "示范县人民政府" and document.number == "示政发〔2026〕5号"
    assert document.text == "各乡镇人民政府：\n现将预案印发给你们。\n2026年3月1日"
    assert "示 范 县" in document.words and "文 件" in document.whole  # checks and reading version see everything
    joint = read("通知.txt", ("示范县财政局\n示范县民政局 文件\n示财〔2026〕5号\n" + text).encode())
    assert "文件" not in joint.text and joint.agency == "示范县财政局"


def test_tables_say_what_their_headers_are() -> None:
    rows = [["2026年补贴发放表", None, None], ["乡镇", "金额", None], [None, "上半年", "下半年"], ["城关镇", 1, 2]]
    book = openpyxl.load_workbook(io.BytesIO(makers.sheet(rows)))
    for merged in ("A1:C1", "A2:A3", "B2:C2"):
        book.active.merge_cells(merged)
    buffer = io.BytesIO()
    book.save(buffer)
    document = read("发放表.xlsx", buffer.getvalue())
    assert document.html == (
        '<table><caption>2026年补贴发放表</caption><tbody><tr><th rowspan="2" scope="col">乡镇</th>'
        '<th colspan="2" scope="colgroup">金额</th></tr><tr><th scope="col">上半年</th><th scope="col">下半年</th></tr>'
        "<tr><td>城关镇</td><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert "城关镇\t1\t2" in document.words


def test_csv_in_any_encoding_and_headings_in_order() -> None:
    document = read("发放表.csv", "乡镇;金额\n城关镇;20\n".encode("gbk"))
    assert '<th scope="col">金额</th>' in document.html and document.words == "乡镇\t金额\n城关镇\t20"
    assert (
        tables.ordered("<h2>一</h2><h5>甲</h5><h5>乙</h5><h2>二</h2>") == "<h2>一</h2><h3>甲</h3><h3>乙</h3><h2>二</h2>"
    )


def test_a_line_that_names_the_table_becomes_its_caption_and_is_said_once() -> None:
    rows = "<tr><td>乡镇</td><td>金额</td></tr><tr><td>甲</td><td>2</td></tr>"
    text = f"<p>关于发放补贴的通知</p><p>现通知如下。</p><p>补贴发放表</p><table>{rows}</table>"
    document = read_text("", text, html=True)
    assert "<caption>补贴发放表</caption>" in document.html and document.html.count("补贴发放表") == 1
    assert "现通知如下。\n补贴发放表\n乡镇\t金额" in document.text
