"""What a visitor of a 查询点 gets, and the optional places. 成都 查询点 三(一)2; 遵义 管理制度 七"""

import pytest
from django.test import Client

from gongkai.catalogue.points import actions
from gongkai.catalogue.tests.test_points import FACTS
from gongkai.files import actions as file_actions
from gongkai.organisations.models import Agency
from gongkai.records import actions as records
from gongkai.records.models import Record
from gongkai.testing import County, complete_draft, sign_all


@pytest.mark.requirement("CD-QP-05")
def test_with_staff_or_alone_on_paper_or_electronically(county: County, client: Client) -> None:
    Agency.objects.filter(pk=county.department.pk).update(place="cn/sichuan/chengdu")
    actions.enter(agency=Agency.objects.get(pk=county.department.pk), by=county["drafter"], **FACTS)
    html = client.get("/points/").content.decode()
    assert FACTS["name"] in html and "工作人员协助" in html and "自助" in html
    # What is asked for there: found, read and taken away as a file, or printed whole with its header.
    draft = complete_draft(county)
    file = file_actions.store("附表一".encode(), "附表一.txt", None)
    records.attach(record=draft, by=county["drafter"], file=file)
    sign_all(county, records.submit(record=Record.objects.get(pk=draft.pk), by=county["drafter"]))
    record, officer = Record.objects.get(pk=draft.pk), county["disclosure_officer"]
    record = records.issue(record=record, by=officer, number="示财〔2026〕1号", issued_on=record.created_at.date())
    records.publish(record=record, by=officer)
    page = client.get(f"/records/{record.pk}/").content.decode()
    address = file_actions.address(file, "附表一.txt")
    assert "严格执行预算" in page and address in page
    assert b"".join(client.get(address)) == "附表一".encode()
    paper = client.get(f"/records/{record.pk}/print/").content.decode()
    assert "严格执行预算" in paper and "示财〔2026〕1号" in paper


@pytest.mark.requirement("ZY-MGMT-07c")
@pytest.mark.parametrize("place", ["公共查阅室", "资料索取点", "信息公告栏", "电子信息屏"])
def test_a_unit_may_have_other_places_and_the_public_finds_them(county: County, client: Client, place: str) -> None:
    Agency.objects.filter(pk=county.department.pk).update(place="cn/guizhou/zunyi")
    facts = FACTS | {"name": f"县财政局{place}", "kind": "other", "services": ["query"], "modes": ["self"]}
    assert "还没有登记查询点" in client.get("/points/").content.decode(), "nobody has to have one"
    actions.enter(agency=Agency.objects.get(pk=county.department.pk), by=county["drafter"], **facts)
    html = client.get("/points/").content.decode()
    assert f"县财政局{place}" in html and FACTS["address"] in html and FACTS["hours"] in html
