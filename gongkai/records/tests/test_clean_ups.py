"""Clean-up results: reading tables, the preview line by line, all or nothing, and undoing by a further one."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from gongkai.ledger import queries as ledger
from gongkai.organisations.queries import today
from gongkai.records import actions, cleanups, queries
from gongkai.records.cleanups import Row
from gongkai.records.models import CleanUp, Record, ValidityChange
from gongkai.records.tests.documents import public
from gongkai.records.tests.test_actions import refused
from gongkai.refusals import NotLawful, NotYours
from gongkai.testing import County

HEAD = ["文件名称", "文号", "索引号", "清理结论", "日期", "依据"]
DECIDED = dt.date(2026, 10, 1)


def table(*rows: list[Any], head: list[str] = HEAD) -> bytes:
    book = Workbook()
    assert book.active is not None
    for cells in (["县财政局清理结果"], head, *rows):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_and_a_csv_read_the_same() -> None:
    cells = ["旧办法", "示财〔2020〕1号", "", "废止", dt.date(2026, 9, 1), "新办法"]
    expected = [Row(3, "示财〔2020〕1号", "", "旧办法", "废止", "2026-09-01", "新办法")]
    assert cleanups.read("表.xlsx", table(cells)) == expected
    text = "\n".join(",".join(str(cell) for cell in line) for line in (["清理结果"], HEAD, cells))
    for charset in ("utf-8-sig", "gb18030"):
        assert cleanups.read("表.csv", text.encode(charset)) == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04broken", "records.clean_up_file"),
        (table(head=["甲", "乙"]), "records.clean_up_columns"),
        (table(), "records.clean_up_empty"),
        (",".join(HEAD).encode() + b"\n" + "甲,,,废止,,\n".encode() * 5001, "records.clean_up_long"),
    ],
)
def test_a_table_that_is_none_is_named(data: bytes, code: str) -> None:
    with pytest.raises(NotLawful) as caught:
        cleanups.read("表", data)
    assert caught.value.code == code and caught.value.remedy


@pytest.fixture
def documents(county: County, db: None) -> dict[str, Record]:
    found = {
        "one": public(county, "示财〔2020〕1号", "办法甲", normative=True),
        "two": public(county, "示财〔2020〕2号", "办法乙"),
        "twin": public(county, "示财〔2020〕3号", "同名办法"),
        "other_twin": public(county, "示财〔2020〕4号", "同名办法"),
        "theirs": public(county, "示民〔2020〕1号", "民政办法", who="other"),
        "ended": public(county, "示财〔2020〕5号", "办法丙"),
    }
    officer = county["disclosure_officer"]
    actions.set_validity(record=found["ended"], by=officer, validity="repealed", on=dt.date(2026, 8, 1), note="丁文件")
    return found


def rows(documents: dict[str, Record]) -> list[Row]:
    return [
        Row(2, number="示财[2020]1号", conclusion="废止", on="2026年9月1日", note="由新办法代替"),
        Row(3, index_number=documents["two"].index_number or "", conclusion="失效"),
        Row(4, title="《同名办法》", conclusion="废止"),
        Row(5, title="没有的文件", conclusion="废止"),
        Row(6, title="民政办法", conclusion="废止"),
        Row(7, number="示财〔2020〕5号", conclusion="废止"),
        Row(8, number="示财〔2020〕3号", conclusion="重写"),
        Row(9, number="示财〔2020〕3号", conclusion="废止", on="明天"),
        Row(10, conclusion="废止"),
        Row(11, title="办法乙", number="示财〔2020〕1号", conclusion="废止"),
        Row(12, number="示财〔2020〕1号", conclusion="修改"),
        Row(13, number="示财〔2020〕3号", conclusion="保留"),
        Row(14, number="示财〔2020〕5号", title="办法丙", conclusion="修改"),
    ]


def clean(county: County, lines: list[Row], **facts: Any) -> CleanUp:
    common: dict[str, Any] = {
        "agency": county.department, "by": county["disclosure_officer"], "title": "关于公布清理结果的决定",
        "number": "示财〔2026〕30号", "decided_on": DECIDED,
    }  # fmt: skip
    return actions.clean_up(rows=lines, **common | facts)


def test_each_line_is_judged(county: County, documents: dict[str, Record], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60):
        found = cleanups.match(rows(documents), county.department, DECIDED)
    states = {one.row.line: one.state for one in found}
    assert states == {
        2: "found", 3: "found", 4: "ambiguous", 5: "not_found", 6: "not_yours", 7: "already", 8: "bad", 9: "bad",
        10: "bad", 11: "bad", 12: "bad", 13: "already", 14: "bad",
    }  # fmt: skip
    assert all(one.why for one in found if one.state not in ("found", "already"))


def test_one_act_marks_them_all(county: County, documents: dict[str, Record]) -> None:
    made = clean(county, rows(documents))
    one, two = documents["one"], documents["two"]
    assert queries.validity(one, dt.date(2026, 9, 1)) == "repealed" and queries.validity(two, DECIDED) == "expired"
    assert queries.validity(documents["theirs"]) == queries.validity(documents["twin"]) == ""
    change = ValidityChange.objects.get(record=one)
    assert change.clean_up == made and change.note == "关于公布清理结果的决定（示财〔2026〕30号）；由新办法代替"
    assert ledger.history(one).last().facts["clean_up"] == made.pk  # type: ignore[union-attr]
    entry = ledger.history(made).get()
    assert (entry.act, entry.facts) == ("records.cleaned_up", {"done": 2, "left": 11})
    assert [fact["state"] for fact in made.report].count("found") == 2


def test_undone_by_a_further_one(county: County, documents: dict[str, Record]) -> None:
    clean(county, rows(documents))
    clean(county, [Row(2, number="示财〔2020〕1号", conclusion="保留", on="2026-10-08")], title="更正清理结果的决定")
    one = documents["one"]
    assert queries.validity(one, dt.date(2026, 10, 7)) == "repealed" and queries.validity(one) == "in_force"


def test_refusals(county: County, documents: dict[str, Record]) -> None:
    lines = rows(documents)

    def no(error: Any, code: str, **facts: Any) -> None:
        refused(error, code, clean, county=county, lines=facts.pop("lines", lines), **facts)
        assert not CleanUp.objects.exists()

    no(NotYours, "records.clean_up", by=county["drafter"])
    no(NotYours, "records.clean_up", by=county["other.disclosure_officer"])
    no(NotLawful, "records.clean_up_title", title="《》")
    no(NotLawful, "records.clean_up_day", decided_on=today() + dt.timedelta(days=1))
    no(NotLawful, "records.clean_up_nothing", lines=lines[2:10])
    no(NotLawful, "records.personal_data", lines=[lines[1], Row(2, number="示财〔2020〕1号", conclusion="废止",
                                                            note="联系人11010519491231002X")])  # fmt: skip


def test_from_upload_to_report(county: County, documents: dict[str, Record]) -> None:
    browser = Client()
    browser.force_login(county["disclosure_officer"])
    data = table(["办法甲", "示财〔2020〕1号", "", "废止", "2026-09-01", ""], ["民政办法", "", "", "废止", "", "-附件"])
    form = {
        "agency": county.department.pk, "title": "关于公布清理结果的决定", "decided_on": "2026-10-01",
        "table": SimpleUploadedFile("表.xlsx", data),
    }  # fmt: skip
    html = browser.post("/desk/records/clean-ups/new/", form).content.decode()
    assert "标注 1 份文件" in html and "其他机关的文件" in html and not CleanUp.objects.exists()
    key = browser.session["records.clean_up"]["key"]
    answer = browser.post("/desk/records/clean-ups/apply/", {"key": key})
    made = CleanUp.objects.get()
    assert answer.headers["Location"] == f"/desk/records/clean-ups/{made.pk}/"
    assert browser.post("/desk/records/clean-ups/apply/", {"key": key}).status_code == 409
    assert CleanUp.objects.count() == 1 and made.title in browser.get("/desk/records/clean-ups/").content.decode()
    text = browser.get(f"/desk/records/clean-ups/{made.pk}/report.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 2 and lines[1][1] == "民政办法" and lines[1][6] == "'-附件" and "其他机关" in lines[1][7]
    bad = browser.post("/desk/records/clean-ups/new/", form | {"table": SimpleUploadedFile("表.csv", b"a,b")})
    assert bad.status_code == 422 and "没有认出需要的列" in bad.content.decode()
    stranger = Client()
    stranger.force_login(county["other.disclosure_officer"])
    assert stranger.get(f"/desk/records/clean-ups/{made.pk}/").status_code == 404
