"""The ten columns: exported, read again, ticked; lists of powers held against the catalogue."""

import io

import openpyxl
import pytest

from gongkai import ledger, rules
from gongkai.catalogue import actions, coverage, matching, reading, standard, ticking
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.world import PLACE

pytestmark = pytest.mark.django_db

FORM = """序号,公开事项,,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,,公开方式,,公开层级,
,一级事项,二级事项,,,,,,全社会,特定群众,主动,依申请公开,县级,"乡、村级"
1,社会救助,最低生活保障,政策,条例,形成或者变更之日起20个工作日内,县民政局,■政府网站 □政府公报 ■两微一端,√,,√,,√,√
2,,特困人员供养,名单,条例,同上,县民政局,■村公示栏,,特困人员,,√,,√
"""


def values(text: str, name: str = "标准目录.csv") -> list[dict]:
    report = reading.read_file(name, text.encode())
    assert report.complete, (report.faults, [row.faults for row in report.bad])
    return [row.values for row in report.good]


@pytest.mark.requirement("JM-STD-01", "CD-GD-06")
def test_the_form_with_ticks_is_read() -> None:
    first, second = values(FORM)
    assert first["channels"] == ["政府网站", "两微一端"] and first["tiers"] == ["county", "township"]
    assert (first["audience"], first["mode"]) == ("society", "proactive")
    assert second["level1"] == "社会救助" and second["limit_value"] == 20
    assert (second["audience"], second["audience_group"]) == ("group", "特困人员")
    assert (second["mode"], second["tiers"]) == ("on_request", ["township"])


def test_words_instead_of_ticks() -> None:
    head = "序号,一级事项,二级事项,公开内容,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,公开方式,公开层级\n"
    rows = "1,养老服务,,办法,条例,20个工作日内,县民政局,政府网站、公开查阅点,全社会,主动,县级、乡级\n"
    rows += "2,户籍管理,,材料,条例,20个工作日内,县公安局,,特定群体（办理人）,依申请公开,县级\n"
    first, second = values(head + rows)
    assert first["channels"] == ["政府网站", "公开查阅点"] and first["tiers"] == ["county", "township"]
    assert (second["audience_group"], second["mode"], second["channels"]) == ("办理人", "on_request", [])


def test_a_catalogue_without_these_columns_gets_the_usual() -> None:
    head = "序号,一级目录,公开内容,公开时限\n1,统计信息,公报,动态更新\n"
    (only,) = values(head)
    assert (only["channels"], only["audience"], only["mode"], only["tiers"]) == ([], "society", "proactive", [])
    assert ticking.channels("□政府网站 □政府公报") == []


@pytest.mark.requirement("CD-GD-06", "JM-STD-01", "TP-B-04")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_is_read_again_under_the_same_codes(in_force, section, kind: str) -> None:
    Item.objects.filter(catalogue=in_force, number=20).update(
        channels=["政府网站", "公开查阅点"], audience="group", audience_group="债权人", mode="on_request"
    )
    data = getattr(standard, f"as_{kind}")(in_force)
    report = reading.read_file(f"目录.{kind}", data)
    assert report.complete, (report.faults, [(row.title, row.faults) for row in report.bad])
    again = actions.import_catalogue(place=PLACE, report=report, by=ledger.SYSTEM, title="标准目录", source="测试")
    assert again.items.count() == in_force.items.count() == 73
    kept = {old.code for old in in_force.items.all()} & {new.code for new in again.items.all()}
    assert len(kept) == 73
    twentieth = again.items.get(number=20)
    assert twentieth.channels == ["政府网站", "公开查阅点"] and twentieth.mode == "on_request"
    assert (twentieth.audience, twentieth.audience_group) == ("group", "债权人")
    assert coverage.tiers_of(again.items.get(number=1)) == coverage.tiers_of(in_force.items.get(number=1))


@pytest.mark.requirement("JM-STD-01")
def test_the_workbook_is_the_printed_form(in_force) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(standard.as_xlsx(in_force))).active
    heads = [sheet.cell(2, column).value for column in range(1, 15)]
    assert [one for one in heads if one] == [upper for upper, _ in standard.PRINTED]
    assert len(standard.PRINTED) == 10, "十列"
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$2:$3"
    channels = rules.at("catalogue.channels", PLACE, in_force.since).value
    ticks = sheet.cell(4, 8).value
    assert ticks.startswith("■政府网站") and all(one in ticks for one in channels)


@pytest.mark.requirement("CD-GD-06")
def test_each_class_has_content_form_limit_procedure_and_unit(in_force) -> None:
    for line in standard.lines(in_force):
        assert line.item.content and line.channels and line.item.limit_text and line.agencies, line.item
    head = "序号,一级目录,公开内容,公开时限,公开形式,审核程序,责任单位\n"
    (only,) = values(head + "1,统计信息,公报,动态更新,网上公布,三级审核,统计局\n")
    assert (only["form"], only["procedure"], only["responsible"]) == ("网上公布", "三级审核", ["统计局"])


@pytest.mark.requirement("JM-STD-02")
def test_a_list_of_powers_is_held_against_the_catalogue(in_force) -> None:
    table = [["序号", "事项名称", "类型"], ["1", "最低生活保障对象认定", "行政确认"], ["2", "采集犬只鼻纹", "其他"]]
    assert matching.names_of(table) == ["最低生活保障对象认定", "采集犬只鼻纹"]
    assert matching.names_of([["1", "城镇职工基本医疗保险登记"]]) == ["城镇职工基本医疗保险登记"]
    found = matching.against(in_force, matching.names_of(table))
    assert [name for name, _ in found.matched] == ["最低生活保障对象认定"] and found.unmatched == ["采集犬只鼻纹"]
    assert any(item.number == 61 for item in found.matched[0][1])


@pytest.mark.requirement("JM-STD-01")
def test_gaps_of_the_pilot_fields_are_named(in_force) -> None:
    fields = coverage.national(in_force)[3]
    held = {one.label for one in fields.subjects if one.items}
    assert {"重大建设项目", "财政预决算"} <= held
    known = {"养老服务": 49, "食品药品监管": 47, "义务教育": 40, "社会保险": 42, "征地补偿": 34}  # by other words
    carried = {one.label: [item.number for item in one.items] for one in fields.subjects}
    assert all(number in carried[name] for name, number in known.items()) and {41, 45} <= set(carried["医疗卫生"])
    assert "户籍管理" in {one.label for one in fields.missing}
    Item.objects.filter(catalogue=in_force, number=49).update(field="养老服务")
    again = coverage.national(in_force)[3]
    assert [item.number for one in again.subjects if one.label == "养老服务" for item in one.items] == [49]
