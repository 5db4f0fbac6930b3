"""Import reading: folders, jsonl, xlsx; and the shared corpora when they lie beside the project."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from gongkai.files import corpus, measure, structure
from gongkai.files.blocks import from_html
from gongkai.files.tests import makers
from gongkai.refusals import NotLawful

SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).resolve().parents[4] / "shared")
SEEDS = [SHARED / "regulations"] if (SHARED / "regulations").is_dir() else []
LAWS = [SHARED / "data" / "laws"] if (SHARED / "data" / "laws").is_dir() else []


def test_folder_keeps_going_and_skips_what_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "通知.docx").write_bytes(makers.word())
    (tmp_path / "README.md").write_text("# 说明")
    (tmp_path / ".隐藏.txt").write_text("x")
    (tmp_path / "~$通知.docx").write_bytes(b"x")
    (tmp_path / "坏.pdf").write_bytes(b"MZ")
    (tmp_path / "公开办法(2020-01-02).txt").write_text("公开办法\n第一条 目的是保障公众知情。", "utf-8")
    items = {item.source: item for item in corpus(tmp_path)}
    assert sorted(items) == ["公开办法(2020-01-02).txt", "坏.pdf", "甲/通知.docx"]
    refusal = items["坏.pdf"].refusal
    assert refusal is not None and refusal.code == "files.mislabelled"
    document = items["公开办法(2020-01-02).txt"].document
    assert document is not None and document.date_made == date(2020, 1, 2)


def test_jsonl_states_fields_and_names_bad_lines(tmp_path: Path) -> None:
    (tmp_path / "附件1.txt").write_text("附件")
    rows = [
        {
            "title": "关于公开的通知",
            "number": "示政办发[2024]12号",
            "date": "2024-12-28",
            "published": "2024年12月30日",
            "agency": "县政府办公室",
            "index_number": "X/2024-00001",
            "html": "<p onclick=x>正文</p><script>1</script>",
            "attachments": ["附件1.txt", "../../etc/passwd", {"name": "没有.pdf"}],
        },
        {"title": "第二件\ud800\x00", "text": "正文一。\n正文二。", "date": "2024-02-30"},
    ]
    path = tmp_path / "导入.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n{坏\n[1]\n{}\n", "utf-8")
    first, second, *bad = corpus(path)
    assert first.document is not None and second.document is not None
    assert first.document.number == "示政办发〔2024〕12号"
    assert (first.document.date_made, first.document.published_on) == (date(2024, 12, 28), date(2024, 12, 30))
    assert (first.document.agency, first.document.index_number) == ("县政府办公室", "X/2024-00001")
    assert first.document.html == "<p>正文</p>"
    assert [attachment.name for attachment in first.attachments] == ["附件1.txt"]
    assert sum("没有导入" in warning for warning in first.document.warnings) == 2
    assert second.document.date_made is None
    assert any("2024-02-30" in warning for warning in second.document.warnings)
    assert [item.refusal.code for item in bad if item.refusal] == ["files.bad_row"] * 3
    assert "第3行" in bad[0].source


def test_xlsx_with_chinese_header_and_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    rows: list[list[object]] = [
        ["示范县政府信息台账", None, None, None, None],
        ["标题", "发文字号", "成文日期", "发布机构", "正文"],
        ["关于甲的通知", "示政办发（2024）1号", date(2024, 1, 5), "县政府办公室", "甲的内容。"],
        ["关于乙的通知", "示政办发（2024）2号", "二〇二四年一月六日", None, "乙的内容。"],
    ]
    path.write_bytes(makers.sheet(rows, merge="D3:D4"))
    documents = [item.document for item in corpus(path)]
    assert [document.title for document in documents if document] == ["关于甲的通知", "关于乙的通知"]
    last = documents[1]
    assert last is not None
    assert (last.number, last.date_made) == ("示政办发〔2024〕2号", date(2024, 1, 6))
    assert (last.agency, last.text) == ("县政府办公室", "乙的内容。")


def test_xlsx_without_header_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(makers.sheet([["甲", "乙"], [1, 2]]))
    (item,) = corpus(path)
    assert item.refusal is not None and item.refusal.code == "files.no_header"


def test_other_things_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotLawful):
        list(corpus(tmp_path / "没有"))


@pytest.mark.parametrize("folder", SEEDS)
def test_seed_regulations_are_five_records(folder: Path) -> None:
    found = {item.source[:3]: item.document for item in corpus(folder)}
    assert list(found) == ["000", "001", "002", "003", "004"]
    read = {key: document for key, document in found.items() if document is not None}
    assert len(read) == 5
    shengzhou, huangyan, shaoxing = read["000"], read["001"], read["002"]
    assert shengzhou.title == "政务公开工作制度(试行)"
    assert shengzhou.agency == "嵊州市人民政府"
    assert (shengzhou.date_made, shengzhou.published_on) == (None, date(2024, 12, 28))
    assert any("国办发〔2016〕80号" in warning for warning in shengzhou.warnings)
    assert huangyan.index_number == "12331003E96936103G/2024-154420"
    assert (huangyan.date_made, len(huangyan.parts)) == (date(2024, 5, 16), 8)
    assert shaoxing.traditional and shaoxing.date_made == date(2019, 6, 21)
    assert any("开奖" in warning for warning in shaoxing.warnings) and "开奖" not in shaoxing.text
    assert (read["003"].date_made, len(read["003"].parts)) == (date(2020, 11, 13), 7)
    assert len(read["004"].parts) >= 11


@pytest.mark.parametrize("folder", LAWS)
def test_laws_are_read_whole(folder: Path) -> None:
    """269 of 269, each with title and date; every article counted; not a character of the text lost (sampled)."""
    items = list(corpus(folder))
    documents = [item.document for item in items if item.document]
    assert len(items) == len(documents) == 269
    assert all(document.title and document.date_made and document.text for document in documents)
    assert sum(bool(document.number) for document in documents) >= 122
    for item in items[::10]:
        assert item.path is not None and item.document is not None
        body = item.path.read_text("utf-8").split("<!-- INFO END -->")[1]
        assert "".join(body.replace("#", "").split()) == "".join(item.document.text.split())
        written = sum(bool(structure.ARTICLE.match(line.strip())) for line in body.split("\n"))
        assert structure.count_articles(from_html(item.document.html)) == written


def test_measure_prints_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "通知.docx").write_bytes(makers.word())
    assert measure.main(str(tmp_path)) == 0
    assert "共1件，拒收0；有标题1，有文号1，有日期1" in capsys.readouterr().out
