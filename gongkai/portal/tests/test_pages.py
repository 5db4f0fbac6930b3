"""Every reading page: it answers, sets no cookie, keeps its budgets, and has the parts that law asks for."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai import portal, ui
from gongkai.catalogue.sheets.kinds import PROFILE
from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.organisations.models import Agency, AgencyName
from gongkai.pages.models import Page, PageKey
from gongkai.portal import lists
from gongkai.portal.tests.conftest import LONG
from gongkai.records import actions
from gongkai.testing import County, published

HERE = Path(portal.__file__).parent
Get = Callable[[str], Any]


@pytest.mark.requirement("TP-B-05")
def test_every_page_answers_without_cookie_in_both_modes(get: Get, addresses: list[str]) -> None:
    for path in addresses:
        for address in (path, f"/elder{path}"):
            response = get(address)
            html = response.content.decode()
            assert response.status_code == 200, address
            assert html.count("<h1") == 1 and 'lang="zh-CN"' in html, address
            assert ("theme-red elder" in html) == address.startswith("/elder"), address


def test_elder_pages_lead_to_elder_pages(get: Get, addresses: list[str]) -> None:
    for path in addresses:
        html = get(f"/elder{path}").content.decode()
        body = html[html.index("<main") : html.index("</main")]
        inside = re.findall(r'href="(/[^"]*)"', body)
        assert [link for link in inside if not link.startswith(("/elder/", "/files/")) and ".xml" not in link] == []


def test_budgets(get: Get, addresses: list[str]) -> None:
    for path in addresses:
        get(path)
        with CaptureQueriesContext(connection) as asked:
            response = get(path)
        assert len(asked) <= 12, (path, len(asked))
        assert len(response.content) <= 40_000, (path, len(response.content))
        html = response.content.decode()
        assert not re.search(r"<[^>]*\s(on[a-z]+|style)=|<style|<script(?![^>]*\ssrc=)", html), path


def test_styles_stay_within_the_public_budget() -> None:
    look = Path(ui.__file__).parent / "static" / "ui"
    sheets = [look / "ui.css", look / "public.css", HERE / "static" / "portal" / "portal.css"]
    assert sum(len(sheet.read_bytes()) for sheet in sheets) <= 25_000


def test_templates_hold_no_script_no_style_and_no_legal_number() -> None:
    for path in (HERE / "templates").rglob("*.html"):
        html = path.read_text()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|javascript:", html), path
        assert not re.search(r"\d+\s*个?(工作日|自然日|日内|个月)", html), path


def test_home_has_search_columns_latest_matters_and_agencies(get: Get, county: County, record: Any) -> None:
    html = get("/").content.decode()
    words = ["指南", "制度", "法定主动公开内容", "年报", "依申请公开", 'role="search"', "最新公开", LONG, "按事项查找"]
    assert all(word in html for word in words)
    assert county.department.name in html
    assert not re.search("<marquee|autoplay|carousel", html)


@pytest.mark.requirement("SX-CAT-01")
def test_a_guide_has_every_element_with_its_date_and_half_a_guide_never_shows(get: Get, county: County) -> None:
    Agency.objects.filter(pk=county.office.pk).update(address="人民路1号", phone="0575-12345678", fax="")
    html = get("/guide/").content.decode()
    assert "公开指南尚未发布" in html and "<dt>办公地址</dt>" not in html
    made = sheets.published(county, prefix="office", address="人民路1号")
    labels = ["分类", "编排体系", "获取方式", "工作机构名称", "办公地址", "办公时间", "联系电话", "传真号码"]
    labels += ["依申请公开互联网受理网址", "不予公开情况", "依申请公开渠道", "联系方式", "依申请公开程序"]
    labels += ["时间调整情况", "补正程序"]
    for path in ("/guide/", f"/guide/{county.office.pk}/"):
        html = get(path).content.decode()
        assert all(f"<dt>{label}</dt>" in html for label in labels), path
        assert "人民路1号" in html and f"第1版，{made.since.year}年" in html and "正在补充" not in html.split("<h2>")[0]


def test_earlier_guides_are_kept_and_say_that_they_are(get: Get, county: County) -> None:
    base = f"/guide/{county.department.pk}/"
    sheets.published(county)
    sheets.published(county, phone="0575-87654321")
    html = get(base).content.decode()
    assert "0575-87654321" in html and "0575-12345678" not in html and f'href="{base}versions/1/"' in html
    first = get(f"{base}versions/1/").content.decode()
    assert "0575-12345678" in first and "这是以前的版本" in first and f'href="{base}"' in first
    assert "这是以前的版本" not in get(f"{base}versions/2/").content.decode()
    assert get(f"{base}versions/3/").status_code == get(f"/guide/{county.other.pk}/versions/1/").status_code == 404


def test_a_guide_page_depends_on_what_was_published_alone(get: Get, county: County) -> None:
    sheets.published(county)
    before = get(f"/guide/{county.department.pk}/").content
    Agency.objects.filter(pk=county.department.pk).update(phone="0000", address="别处")
    assert get(f"/guide/{county.department.pk}/").content == before
    keys = set(PageKey.objects.filter(page__path=f"/guide/{county.department.pk}/").values_list("key", flat=True))
    assert f"guide:{county.department.pk}" in keys and not {"day", "law", "guides"} & keys


@pytest.mark.requirement("SX-CAT-03")
def test_an_agency_shows_its_profile_with_leaders_and_keeps_the_versions(get: Get, county: County) -> None:
    base = f"/agencies/{county.department.pk}/"
    html = get(base).content.decode()
    assert "机构概况尚未发布" in html and get(f"{base}history/").status_code == 404
    sheets.published(county, PROFILE)
    Agency.objects.filter(pk=county.department.pk).update(name="示范县财政和国资局")
    html = get(base).content.decode()
    words = (
        "负责财政收支管理。",
        "局长（演示）",
        "主持全面工作。",
        "2020年起任现职。",
        "预算科",
        "0575-12345678",
        "第1版",
    )
    assert all(word in html for word in words)
    sheets.published(county, PROFILE, duties="负责财政和国有资产管理。")
    history = get(f"{base}history/").content.decode()
    assert "第1版　示范县财政局" in history and "第2版　示范县财政和国资局（现行）" in history
    first = get(f"{base}history/1/").content.decode()
    assert "<h1>示范县财政局</h1>" in first and "负责财政收支管理。" in first and "这是以前的版本" in first
    assert "负责财政和国有资产管理。" in get(f"{base}history/2/").content.decode()
    assert get(f"{base}history/3/").status_code == 404


def test_an_agency_page_tells_former_names_and_whom_it_took_over(get: Get, county: County) -> None:
    base = f"/agencies/{county.department.pk}/"
    assert "曾用名" not in get(base).content.decode()
    AgencyName.objects.create(
        agency=county.department,
        name="示范县财政税务局",
        short_name="县财税局",
        until="2019-03-31",
        document="机构改革方案",
    )
    Agency.objects.filter(pk=county.other.pk).update(to_on="2026-08-01", successor=county.department)
    html = get(base).content.decode()
    assert "曾用名：示范县财政税务局（使用至2019年3月31日，依据机构改革方案）。" in html
    assert f'承继的机关：<a href="/agencies/{county.other.pk}/">{county.other.name}</a>（终止于2026年8月1日）。' in html


@pytest.mark.requirement("ZY-MGMT-07a")
def test_every_unit_has_its_page(get: Get, county: County, record: Any) -> None:
    html = get(f"/agencies/{county.department.pk}/").content.decode()
    assert LONG in html and county.item.name in html
    assert get("/agencies/99999/").status_code == 404


def test_an_agency_that_ended_keeps_its_page(get: Get, county: County, record: Any) -> None:
    Agency.objects.filter(pk=county.department.pk).update(to_on="2026-08-01", successor=county.other)
    html = get(f"/agencies/{county.department.pk}/").content.decode()
    assert "2026-08-01" in html and county.other.name in html and LONG in html


def test_system_shows_periods_with_source_and_marks_what_nobody_has_read(get: Get, county: County) -> None:
    html = get("/system/").content.decode()
    assert "答复期限" in html and "政府信息公开条例(国令711号) 第三十三条" in html and "未核对原文" in html


def test_catalogue_counts_and_item(get: Get, county: County, record: Any) -> None:
    html = get("/catalogue/").content.decode()
    assert re.search(rf'/catalogue/{county.item.code}/">{county.item.name}</a><span class="count">1<', html)
    page = get(f"/catalogue/{county.item.code}/").content.decode()
    assert "公开时限" in page and "公开依据" in page and LONG in page and county.department.name in page
    assert get("/catalogue/no-such/").status_code == 404


def test_annual_reports_by_year(get: Get, county: County) -> None:
    item = county.catalogue.items.get(number=72)
    for agency, year in ((county.office, 2025), (county.department, 2026)):
        actions.take_over(
            agency=agency, by=_system(), key=f"annual-{year}", origin="test", item=item,
            changes={"title": f"{agency.name}{year - 1}年度报告", "html": "<p>无</p>", "date_made": f"{year}-01-20"},
        )  # fmt: skip
    html = get("/annual/").content.decode()
    assert "示范县财政局2025年度报告" in html and "示范县人民政府办公室2024年度报告" not in html
    assert "示范县人民政府办公室2024年度报告" in get("/annual/2025/").content.decode()
    assert get("/annual/1999/").status_code == 404


def _system() -> Any:
    from gongkai import ledger

    return ledger.SYSTEM


def test_apply_is_honest(get: Get, county: County) -> None:
    Agency.objects.filter(pk=county.office.pk).update(address="人民路1号", fax="0575-1")
    html = get("/apply/").content.decode()
    assert "还不能在网上提交申请" in html and "<form method" not in html
    assert all(word in html for word in ("当面提交", "邮寄", "传真", "身份证明", "答复期限", "行政复议", "人民路1号"))


def test_an_empty_instance_has_every_page(get: Get) -> None:
    pages = ["/", "/guide/", "/system/", "/catalogue/", "/annual/", "/apply/", "/agencies/", "/list/", "/search/?q=x"]
    for path in [*pages, "/feed.xml", "/sitemap.xml", "/sitemap-0.xml", "/accessibility/"]:
        assert get(path).status_code == 200, path


def test_unknown_addresses(get: Get, county: County) -> None:
    for path in ("/nothing/", "/records/999999/", "/elder/nothing/", "/elder/elder/", "/elder/feed.xml", "/list/99/"):
        response = get(path)
        assert response.status_code == 404, path
        assert "没有找到这一页" in response.content.decode()


def test_only_reading(get: Get, county: County, client: Any) -> None:
    assert client.post("/search/", {"q": "x"}).status_code == 405


def test_numbered_pages_never_change(get: Get, county: County, monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "SIZE", 2)
    records = [published(county, f"示财〔2026〕{n}号", title=f"第{n}份文件") for n in range(1, 5)]
    one = get("/list/1/").content
    assert "第1份文件" in one.decode() and "第3份文件" not in one.decode()
    assert get("/list/3/").headers["Location"] == "/list/"
    assert get("/elder/list/3/").headers["Location"] == "/elder/list/"
    records.append(published(county, "示财〔2026〕9号", title="第9份文件"))
    records.append(published(county, "示财〔2026〕10号", title="第10份文件"))
    assert get("/list/1/").content == one
    front = get("/list/").content.decode()
    assert "第10份文件" in front and "第9份文件" in front and "第3份文件" not in front
    assert "第9份文件" in get("/list/3/").content.decode()


def test_publishing_touches_only_what_it_must(get: Get, county: County, record: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "SIZE", 1)
    paths = ["/", "/list/", "/list/1/", f"/records/{record.pk}/", "/guide/", "/apply/", "/agencies/", "/sitemap.xml"]
    paths += [f"/agencies/{county.other.pk}/", f"/agencies/{county.department.pk}/"]
    before = {path: get(path).content for path in paths}
    Page.objects.update(pressed_touches=0, touches=0)
    published(county, "示财〔2026〕2号", title="新的一份文件")
    touched = set(Page.objects.filter(touches__gt=0).values_list("path", flat=True))
    changed = {path for path, content in before.items() if get(path).content != content}
    assert changed == {"/", "/list/", f"/agencies/{county.department.pk}/"}
    assert changed == touched


def test_nothing_unpublished_shows(get: Get, county: County, addresses: list[str], machine: list[str]) -> None:
    from gongkai import search
    from gongkai.testing import approved, complete_draft

    secret = "金丝雀甲乙丙"
    drafts = [complete_draft(county, title=f"{secret}草稿"), approved(county, title=f"{secret}已审")]
    for one in drafts:
        search.index_now([f"record:{one.pk}"])
        assert get(f"/records/{one.pk}/").status_code == 404
        assert get(f"/records/{one.pk}/print/").status_code == 404
    for path in [*addresses, *machine]:
        assert secret not in get(path).content.decode(), path
    answer = get(f"/search/?q={secret}").content.decode()
    assert "没有找到" in answer and f"{secret}草稿" not in answer and f"{secret}已审" not in answer


def test_the_standard_catalogue_keeps_the_budget_beside_its_own_text(get: Get, county: County) -> None:
    """The table is the document: what is counted is what stands around its words."""
    html = get("/catalogue/standard/").content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))
    assert len(html.encode()) - len(words.encode()) <= 40_000 and html.count("<tr>") > 50
