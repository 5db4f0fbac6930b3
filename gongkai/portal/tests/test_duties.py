"""What the seeds ask of the public site: a guide and a catalogue for each organ, key fields twice, at once."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency
from gongkai.records import actions
from gongkai.records.models import Record
from gongkai.testing import County, published, sign_all

Get = Callable[[str], Any]


@pytest.mark.requirement("ZY-MGMT-08b", "CD-GD-04")
def test_every_organ_has_its_guide_and_catalogue_and_both_follow_changes(get: Get, county: County) -> None:
    from gongkai import ledger
    from gongkai.catalogue import actions as catalogues

    township = organisations.open_agency(
        by=ledger.SYSTEM, name="示范县城关镇人民政府", short_name="城关镇", kind=Agency.Kind.TOWNSHIP,
        place=county.office.place, from_on="2020-01-01", address="镇前街1号",
    )  # fmt: skip
    catalogues.reassign(catalogue=county.catalogue, by=ledger.SYSTEM)
    item = county.catalogue.items.get(number=3)
    for agency in (county.office, county.department, township):
        assert agency.name in get(f"/guide/{agency.pk}/").content.decode()
        assert f"/catalogue/{item.code}/" in get(f"/agencies/{agency.pk}/").content.decode()
    assert "公开指南尚未发布" in get(f"/guide/{township.pk}/").content.decode()
    sheets.published(county, address="镇前街1号")
    assert "镇前街1号" in get(f"/guide/{county.department.pk}/").content.decode()
    sheets.published(county, address="镇后街2号")
    html = get(f"/guide/{county.department.pk}/").content.decode()
    assert "镇后街2号" in html and "镇前街1号" not in html
    extra = county.catalogue.items.get(number=49)
    assert f"/catalogue/{extra.code}/" not in get(f"/agencies/{township.pk}/").content.decode()
    catalogues.assign(item=extra, agency=township, by=county["office.open_government_section"])
    assert f"/catalogue/{extra.code}/" in get(f"/agencies/{township.pk}/").content.decode()


@pytest.mark.requirement("ZY-MGMT-07b")
def test_a_key_field_shows_on_the_units_page_and_in_the_key_field_column(get: Get, county: County) -> None:
    item = county.catalogue.items.get(number=61)
    record = published(county, title="低保资金发放情况")
    unit, column = f"/agencies/{county.department.pk}/", f"/catalogue/{item.code}/"
    assert item.level2 == "重点领域" and record.title not in get(column).content.decode()
    again = _published_under(county, item)
    for path in (unit, column, f"{column}list/"):
        assert again.title in get(path).content.decode(), path
    column_on_home = re.search(r'<a href="([^"]+)">重点领域</a><span class="count">1<', get("/").content.decode())
    assert column_on_home, "the column of key fields counts it"
    assert f'id="{column_on_home[1].split("#")[1]}"' in get("/catalogue/").content.decode()


def _published_under(county: County, item: Any) -> Any:
    """A record of the department, filed under `item`, reviewed and published."""
    facts = {"title": "示范县城乡低保对象救助结果公示", "html": "<p>名单见附件。</p>", "date_made": "2026-06-01"}
    record = actions.create(agency=county.department, by=county["drafter"], item=item, changes=facts)
    record = actions.determine_attribute(record=record, by=county["drafter"], attribute="proactive")
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    officer, record = county["disclosure_officer"], Record.objects.get(pk=record.pk)
    record = actions.issue(record=record, by=officer, number="示财〔2026〕61号", issued_on=dt.date(2026, 6, 2))
    actions.publish(record=record, by=officer)
    return record


@pytest.mark.requirement("JZ-WEB-01", "TP-B-05")
def test_what_is_published_stands_on_the_site_at_once(get: Get, county: County) -> None:
    item = county.catalogue.items.get(number=14)
    paths = ("/", "/list/", f"/agencies/{county.department.pk}/", "/feed.xml", f"/catalogue/{item.code}/")
    for path in paths:
        assert "救助结果公示" not in get(path).content.decode()
    record = _published_under(county, item)
    for path in (*paths, f"/records/{record.pk}/"):
        assert record.title in get(path).content.decode(), path


@pytest.mark.requirement("SX-CAT-03")
def test_an_organs_profile_its_offices_and_its_units_follow_every_change(get: Get, county: County) -> None:
    system = county.administrators["system"]
    unit = organisations.open_agency(
        by=system, name="示范县国库支付中心", short_name="支付中心", kind=Agency.Kind.AUTHORISED,
        place=county.office.place, from_on="2020-01-01", parent=county.department, phone="0575-1002",
        duties="国库集中支付",
    )  # fmt: skip
    organisations.change_agency(
        agency=county.department, by=system, duties="拟订财政政策", address="财政路1号", hours="8:30—17:00",
        phone="0575-1001",
    )  # fmt: skip
    office = organisations.open_office(
        agency=county.department, name="预算科", by=system, duties="编制预算", phone="0575-1003"
    )
    address = f"/agencies/{county.department.pk}/"
    html = get(address).content.decode()
    for words in ("拟订财政政策", "财政路1号", "8:30—17:00", "0575-1001", "预算科", "编制预算", "0575-1003"):
        assert words in html, words
    assert unit.name in html and "0575-1002" in html
    assert "国库集中支付" in get(f"/agencies/{unit.pk}/").content.decode()
    staff = _published_under(county, county.catalogue.items.get(number=5))  # names of staff are published as a record
    assert staff.title in get(f"/agencies/{county.department.pk}/catalogue/SX-005/list/").content.decode()
    organisations.change_agency(agency=county.department, by=system, address="财政路9号")
    organisations.end_office(office=office, to_on=dt.date(2026, 1, 1), by=system)
    html = get(address).content.decode()
    assert "财政路9号" in html and "财政路1号" not in html and "编制预算" not in html


@pytest.mark.parametrize("column", ["政府组成", "领导名录", "工作动态", "公告公示"])
def test_a_column_of_the_units_site_holds_what_is_published_under_it(get: Get, county: County, column: str) -> None:
    from gongkai import ledger
    from gongkai.catalogue import actions as catalogues
    from gongkai.catalogue.reading import Report, Row

    names = ["政府组成", "领导名录", "工作动态", "公告公示"]
    fact = {"level1": "政务公开", "content": "内容", "limit_text": "动态更新", "limit_unit": "dynamic"}
    more = {"counted_from": "change", "schedule": "dynamic", "responsible": ["各部门"]}
    rows = [Row(n, {"number": n, "level2": name} | fact | more) for n, name in enumerate(names, 1)]
    place = "cn/sichuan/chengdu"
    Agency.objects.update(place=place)
    county.department.refresh_from_db()
    made = catalogues.import_catalogue(
        place=place, by=ledger.SYSTEM, report=Report(rows), source="成都市政务公开内容目录"
    )
    county.catalogue = catalogues.adopt(catalogue=made, by=ledger.SYSTEM)
    unit = f"/agencies/{county.department.pk}/"
    assert all(name in get(unit).content.decode() for name in names)
    item = county.catalogue.items.get(level2=column)
    record = _published_under(county, item)
    for path in (unit, f"{unit}catalogue/{item.code}/list/", f"/catalogue/{item.code}/"):
        assert record.title in get(path).content.decode(), path
