"""The record page: header, meta tags, validity, correction, attachments, 410."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from gongkai import search
from gongkai.portal import reading
from gongkai.portal.tests.conftest import LONG, metas
from gongkai.records import actions
from gongkai.records.models import Record
from gongkai.testing import County, approved, published, sign_all

Get = Callable[[str], Any]
REQUIRED = [
    "SiteName",
    "SiteDomain",
    "SiteIDCode",
    "ColumnName",
    "ColumnDescription",
    "ColumnKeywords",
    "ColumnType",
    "ArticleTitle",
    "PubDate",
    "ContentSource",
]


@pytest.mark.requirement("HY-META-01")
def test_header_table(get: Get, record: Any) -> None:
    html = get(f"/records/{record.pk}/").content.decode()
    rows = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", html))
    wanted = {"索引号": record.index_number, "发文字号": "示财〔2026〕1号", "发布机构": "示范县财政局"}
    wanted |= {"成文日期": "2026-06-01", "公开方式": "主动公开", "公开范围": "面向社会", "公文种类": "通知"}
    assert wanted.items() <= rows.items()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", rows["发布日期"])
    assert "失效日期" not in rows and "有效性" not in rows


def test_four_facts_stand_before_the_text_and_the_rest_beside_them(get: Get, record: Any) -> None:
    html = get(f"/records/{record.pk}/").content.decode()
    first, _, further = html.partition('<div class="rest">')
    assert re.findall(r"<dt>([^<]+)</dt>", first[first.index('class="doc"') :]) == [
        "发布机构", "发文字号", "成文日期", "发布日期",
    ]  # fmt: skip
    assert "<dt>索引号</dt>" in further and "<dt>公开方式</dt>" in further
    assert "打印版" in html and "打印本页" not in html
    assert "打印本页" in get(f"/records/{record.pk}/print/").content.decode()


def test_labels_are_settings(get: Get, record: Any, settings: Any) -> None:
    settings.HEADER_LABELS = {"number": "文号", "publisher": "发文机关"}
    html = get(f"/records/{record.pk}/").content.decode()
    assert "<dt>文号</dt>" in html and "<dt>发文机关</dt>" in html and "<dt>发文字号</dt>" not in html


def test_ten_meta_tags(get: Get, county: County, record: Any, settings: Any) -> None:
    settings.GONGKAI_SITE = settings.GONGKAI_SITE | {"id_code": "3306830001"}
    found = metas(get(f"/records/{record.pk}/").content.decode())
    assert all(found.get(name) for name in REQUIRED)
    assert found["ArticleTitle"] == LONG and found["ColumnName"] == county.item.name
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])
    assert found["ContentSource"] == found["Author"] == "示范县财政局" and found["Keywords"] == "预算 政务公开"
    assert found["Url"].endswith(f"/records/{record.pk}/") and found["Description"]
    columns = metas(get("/list/").content.decode())
    assert all(columns.get(name) for name in REQUIRED[:7])
    assert all(metas(get("/").content.decode()).get(name) for name in REQUIRED[:3])


def test_not_in_force_is_said_first(get: Get, county: County, record: Any) -> None:
    assert "validity" not in get(f"/records/{record.pk}/").content.decode()
    actions.set_validity(
        record=record, by=county["disclosure_officer"], validity=Record.Validity.REPEALED, on=dt.date(2026, 7, 1),
        note="示财〔2026〕30号",
    )  # fmt: skip
    html = get(f"/records/{record.pk}/").content.decode()
    assert '<span class="out">已废止</span>' in get("/list/").content.decode()
    assert html.index("已废止") < html.index("<dt>索引号") and "示财〔2026〕30号" in html and "2026-07-01" in html


def test_a_repeal_overtakes_the_day_on_which_the_term_would_have_ended(get: Get, county: County) -> None:
    record = published(county, title="关于预算管理的通知", effective_on="2026-01-01", expires_on="2028-05-26")
    assert "<dd>2028-05-26</dd>" in get(f"/records/{record.pk}/").content.decode()
    actions.set_validity(
        record=record, by=county["disclosure_officer"], validity=Record.Validity.REPEALED, on=dt.date(2026, 7, 1),
        note="示财〔2026〕30号",
    )  # fmt: skip
    for path in ("", "print/"):
        html = get(f"/records/{record.pk}/{path}").content.decode()
        assert "<dd>2026-07-01（原定 2028-05-26）</dd>" in html, path


def test_validity_by_the_dates_of_the_published_version(county: County) -> None:
    from gongkai.records.queries import publication_of

    record = approved(county, effective_on="2030-01-01", expires_on="2031-01-01")
    Record.objects.filter(pk=record.pk).update(validity=Record.Validity.IN_FORCE)
    officer = county["disclosure_officer"]
    actions.issue(record=record, by=officer, number="示财〔2026〕5号", issued_on=dt.date(2026, 6, 2))
    actions.publish(record=record, by=officer)
    publication = publication_of(record)
    assert reading.out_of_force(publication) == "尚未施行" and reading.depends_on_the_day(publication)
    Record.objects.filter(pk=record.pk).update(content={"effective_on": "2020-01-01"})  # a correction being drafted
    publication = publication_of(record)
    assert reading.validity(publication, dt.date(2026, 11, 22)) == "not_yet"
    assert reading.validity(publication, dt.date(2030, 6, 1)) == "in_force"
    assert reading.validity(publication, dt.date(2031, 6, 1)) == "expired"


def test_correction_is_shown_with_its_date_and_not_before(get: Get, county: County, record: Any) -> None:
    officer = county["disclosure_officer"]
    actions.correct(record=record, by=officer, reason="金额有误")
    record = Record.objects.get(pk=record.pk)
    record = actions.edit(
        record=record, by=county["drafter"], changes={"html": "<p>更正后的正文</p>"}, revision=record.revision
    )
    assert "更正后的正文" not in get(f"/records/{record.pk}/").content.decode()
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    actions.publish(record=Record.objects.get(pk=record.pk), by=officer, note="第二条的金额更正。")
    html = get(f"/records/{record.pk}/").content.decode()
    assert "更正后的正文" in html and "第二条的金额更正。" in html and "更正于" in html


def test_attachments_have_type_size_and_address(get: Get, county: County) -> None:
    from gongkai import ledger
    from gongkai.files import actions as files

    file = files.store("附件正文".encode(), "收费目录清单.txt", None)
    record = actions.take_over(
        agency=county.department, by=ledger.SYSTEM, key="a", origin="t", files=[file],
        changes={"title": "关于公布收费目录清单的公告", "html": "<p>见附件</p>", "link_url": "javascript:alert(1)"},
    )  # fmt: skip
    html = get(f"/records/{record.pk}/").content.decode()
    address = re.search(r'href="(/files/[^"]+)">收费目录清单.txt</a><span class="small">TXT，1 KB', html)
    assert address and get(address[1]).status_code == 200
    assert "javascript:" not in html


def test_wide_tables_scroll_and_the_page_keeps_one_heading(get: Get, county: County) -> None:
    from gongkai import ledger

    record = actions.take_over(
        agency=county.department, by=ledger.SYSTEM, key="t", origin="t",
        changes={"title": "收费标准", "html": "<h1>收费标准</h1><table><tr><td>甲</td></tr></table><p>完</p>"},
    )  # fmt: skip
    html = get(f"/records/{record.pk}/").content.decode()
    assert html.count("<h1") == 1 and "<h2>收费标准</h2>" in html
    assert html.count('<div class="scroll"') == html.count("</table></div>") == 1


def test_print_page_is_the_record_alone(get: Get, record: Any) -> None:
    html = get(f"/records/{record.pk}/print/").content.decode()
    assert LONG in html and "严格执行预算" in html and "<nav" not in html


def test_taken_down_is_gone_and_says_nothing(get: Get, county: County, record: Any) -> None:
    paths = [f"/records/{record.pk}/", f"/records/{record.pk}/print/", f"/elder/records/{record.pk}/"]
    assert all(get(path).status_code == 200 for path in paths)
    actions.withdraw(record=record, by=county["disclosure_officer"], reason="含有不应公开的个人信息")
    search.index_now([f"record:{record.pk}"])
    for path in paths:
        response = get(path)
        html = response.content.decode()
        assert response.status_code == 410 and "已经撤下" in html and county.office.name in html
        assert not any(word in html for word in (LONG, "示财", "预算", "个人信息", record.index_number, "财政局"))
    for path in ("/", "/list/", "/feed.xml", "/sitemap-1.xml", f"/agencies/{county.department.pk}/"):
        assert f"/records/{record.pk}/" not in get(path).content.decode(), path


def test_verified_removal_finds_nothing(county: County, record: Any) -> None:
    publication = actions.withdraw(record=record, by=county["disclosure_officer"], reason="含有个人信息")
    search.index_now([f"record:{record.pk}"])
    assert all(row.gone for row in actions.verify_removal(publication=publication))
