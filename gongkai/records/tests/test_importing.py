"""Import and export from the console: folders, lines, workbooks; again, refused, and round."""

import json
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gongkai import cli, search
from gongkai.ledger import queries as ledger_queries
from gongkai.ledger.models import Entry
from gongkai.records import queries
from gongkai.records.models import Publication, Record
from gongkai.review.models import Review
from gongkai.testing import County, published

pytestmark = pytest.mark.django_db
TEXT = """示范县人民政府关于加强古树名木保护的通知

示政发〔2021〕8号

各乡镇人民政府，县政府各部门：

为加强古树名木保护，现将有关事项通知如下。

一、总体要求

实行一树一策，落实管护责任。

示范县人民政府

2021年3月5日
"""
ROOT = Path(__file__).resolve().parents[3]
SHARED = [path for path in [Path(os.environ.get("GONGKAI_SHARED") or ROOT.parent / "shared")] if path.is_dir()]


def gongkai(*words: Any) -> int:
    """The command without setting Django up again."""
    args = cli.parser().parse_args(["records", *(str(word) for word in words)])
    return args.run(args)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "old"
    made.mkdir()
    (made / "a.txt").write_text(TEXT)
    (made / "b.txt").write_text(TEXT.replace("古树名木", "饮用水源").replace("8号", "9号"))
    (made / "README.md").write_text("no record")
    return made


def test_a_folder_is_taken_over_with_numbers_days_and_originals(county: County, folder: Path, capsys: Any) -> None:
    assert gongkai("import", folder) == 0
    assert "共2条：导入2条，已有0条，未导入0条" in capsys.readouterr().out
    publication = Publication.objects.get(number="示政发〔2021〕8号")
    assert publication.agency == county.office and str(publication.date_made) == "2021-03-05"
    assert publication.first_published_at.year == 2021 and "/2021-" in publication.index_number
    assert [one["name"] for one in publication.version.attachments] == ["a.txt"]
    entry = ledger_queries.history(publication.record).get()
    assert entry.act == "records.imported" and entry.facts["origin"] == "a.txt"
    assert not Review.objects.exists()
    assert [hit.key for hit in search.find("示政发(2021)8号").results] == [f"record:{publication.record_id}"]


def test_a_second_run_takes_nothing_and_a_trial_run_writes_nothing(county: County, folder: Path, capsys: Any) -> None:
    before = Entry.objects.count()
    assert gongkai("import", folder, "--dry-run") == 0
    assert "可以导入2条" in capsys.readouterr().out
    assert (Record.objects.count(), Entry.objects.count()) == (0, before)
    gongkai("import", folder)
    assert gongkai("import", folder) == 0
    assert "导入0条，已有2条" in capsys.readouterr().out
    assert Record.objects.count() == 2


def test_findings_refuse_a_record_unless_somebody_answers_for_them(county: County, folder: Path, capsys: Any) -> None:
    (folder / "b.txt").write_text(TEXT.replace("落实管护责任", "责任人身份证号11010519491231002X"))
    assert gongkai("import", folder, "--strict") == 1
    said = capsys.readouterr()
    assert "居民身份证号码1处" in said.out and "b.txt" in said.err and "--accept-findings" in said.err
    assert Record.objects.count() == 1
    assert gongkai("import", folder, "--accept-findings") == 0
    newest = Record.objects.latest("pk")
    entry = ledger_queries.history(newest).get()
    assert any("操作人核对后保留" in line for line in entry.facts["warnings"])


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(county: County, tmp_path: Path, capsys: Any) -> None:
    lines = tmp_path / "old.jsonl"
    good = {"title": "关于调整水价的通知", "text": "自下月起执行。", "date": "2022-05-06", "agency": "县财政局"}
    lines.write_text("not json\n" + json.dumps(good, ensure_ascii=False) + "\n")
    report = tmp_path / "report.csv"
    assert gongkai("import", lines, "--report", report) == 0
    said = capsys.readouterr()
    assert "导入1条，已有0条，未导入1条" in said.out and "第1行" in said.err
    assert "第1行" in report.read_text() and "关于调整水价的通知" in report.read_text()
    assert Record.objects.get().agency == county.department


def test_nothing_imported_is_a_failure_and_unknown_names_are_refused(
    county: County, tmp_path: Path, capsys: Any
) -> None:
    from gongkai.refusals import NotLawful

    lines = tmp_path / "old.jsonl"
    lines.write_text("not json\n")
    assert gongkai("import", lines) == 1
    for words in (("--agency", "县水产局"), ("--item", "XX-1")):
        with pytest.raises(NotLawful):
            gongkai("import", lines, *words)
    with pytest.raises(NotLawful):
        gongkai("import", tmp_path / "absent")


def test_an_instance_without_agencies_says_what_to_do(folder: Path) -> None:
    from gongkai.refusals import NotLawful

    with pytest.raises(NotLawful) as caught:
        gongkai("import", folder)
    assert caught.value.code == "records.no_agency" and "登记机关" in caught.value.remedy


def test_the_export_is_taken_back_word_for_word(county: County, tmp_path: Path, capsys: Any) -> None:
    from django.db import connection

    record = published(county, summary="概述", keywords="预算")
    out = tmp_path / "all.jsonl"
    assert gongkai("export", out, "--with-files") == 0
    row = json.loads(out.read_text())
    assert row["title"] == record.title and row["summary"] == "概述" and row["text"]
    assert gongkai("import", out) == 0
    assert "导入0条，已有1条" in capsys.readouterr().out
    first = queries.publication_of(record)
    assert first is not None
    with connection.cursor() as cursor:  # as if it were another instance: the former one is out of the way
        cursor.execute("UPDATE records_record SET index_number = NULL, number = ''")
        cursor.execute("UPDATE records_publication SET index_number = ''")
    assert gongkai("import", out) == 0
    again = Publication.objects.latest("pk")
    assert again.record_id != record.pk
    for name in ("title", "number", "index_number", "date_made", "agency", "item", "first_published_at"):
        assert getattr(again, name) == getattr(first, name) or name == "index_number", name
    assert again.index_number == row["index_number"]
    assert again.version.parts["content"] == first.version.parts["content"]
    assert again.version.metadata["summary"] == "概述" and again.version.metadata["keywords"] == "预算"
    assert again.record.genre == record.genre


def test_a_workbook_for_people(county: County, tmp_path: Path) -> None:
    record = published(county, title="=1+1关于预算管理的通知")
    out = tmp_path / "all.xlsx"
    assert gongkai("export", out, "--agency", "县财政局", "--since", "2020-01-01") == 0
    head, row = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert head[0] == "标题" and row[0] == record.title
    assert gongkai("export", out, "--since", "2100-01-01") == 0
    assert len(list(openpyxl.load_workbook(out).active.iter_rows())) == 1


@pytest.mark.requirement("HY-SEC-05a")
def test_a_classification_mark_is_not_taken_over_whatever_is_accepted(
    county: County, folder: Path, capsys: Any
) -> None:
    (folder / "b.txt").write_text("机密★5年\n\n" + TEXT)
    assert gongkai("import", folder, "--accept-findings", "--strict") == 1
    said = capsys.readouterr()
    assert "密级标志" in said.err and "不能核对后保留" in said.err
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("shared", SHARED)
def test_the_regulations_give_five_records(county: County, shared: Path, capsys: Any) -> None:
    assert gongkai("import", shared / "regulations") == 0
    assert "共5条：导入5条" in capsys.readouterr().out
    assert queries.live().count() == 5
