"""The register holds every kind of unit that the seeds name, and says who answers for what."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import rules
from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.organisations import actions, policy, queries
from gongkai.organisations.models import Agency, Role
from gongkai.records import actions as records
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow
from gongkai.testing import County

pytestmark = pytest.mark.django_db
KIND = Agency.Kind
ZUNYI = "cn/guizhou/zunyi"
HUANGYAN = "cn/zhejiang/taizhou/huangyan"


def opened(county: County, kind: str, place: str = "", **facts: Any) -> Agency:
    common = {"from_on": dt.date(2020, 1, 1), "place": place or county.office.place, "short_name": "某单位"}
    named = {"name": f"示范县{Agency.Kind(kind).label}一"}
    return actions.open_agency(by=county.administrators["system"], kind=kind, **(common | named | facts))


def the_rules_bind(county: County, agency: Agency) -> None:
    """Its drafter's document is held by the same gates: no attribute, no review; then the place's own plan."""
    actions.appoint(
        person=county["drafter"], agency=agency, role=Role.DRAFTER, from_on=agency.from_on,
        by=county.administrators["security"],
    )  # fmt: skip
    for role in Role:
        if role != Role.DRAFTER:
            name = "office.open_government_section" if role == Role.SECTION else role.value
            actions.appoint(
                person=county[name], agency=agency, role=role, from_on=agency.from_on,
                by=county.administrators["security"],
            )  # fmt: skip
    facts = {"title": "公告", "html": "<p>文</p>", "date_made": "2026-06-01", "sensitive_kind": "none"}
    record = records.create(agency=agency, by=county["drafter"], item=county.item, changes=facts)
    with pytest.raises(NotLawful) as refusal:
        records.submit(record=record, by=county["drafter"])
    assert "公开属性" in refusal.value.message
    records.determine_attribute(record=record, by=county["drafter"], attribute="proactive")
    review = records.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"])
    plan = rules.at("review.publication", agency.place, queries.today())
    assert [step["name"] for step in review.steps] == [step["name"] for step in plan.steps]


@pytest.mark.requirement("SZ-DUTY-00")
@pytest.mark.parametrize("kind", [KIND.TOWNSHIP, KIND.SUBDISTRICT, KIND.DEPARTMENT])
def test_townships_subdistricts_and_departments_follow_the_rules(county: County, kind: str) -> None:
    agency = opened(county, kind)
    assert agency in queries.register(kind=kind)
    the_rules_bind(county, agency)


@pytest.mark.requirement("ZY-MGMT-03")
@pytest.mark.parametrize("kind", [KIND.GOVERNMENT, KIND.DEPARTMENT, KIND.AUTHORISED, KIND.UTILITY, KIND.COMMITTEE])
def test_zunyi_governments_departments_authorised_bodies_and_utilities(county: County, kind: str) -> None:
    the_rules_bind(county, opened(county, kind, ZUNYI))


@pytest.mark.requirement("HY-SEC-15")
def test_huangyan_utilities_follow_the_secrecy_review_by_analogy(county: County) -> None:
    rule = rules.at("scope.public_utilities", HUANGYAN, queries.today())
    assert rule.value
    the_rules_bind(county, opened(county, KIND.UTILITY, HUANGYAN, name="示范县自来水公司"))


@pytest.mark.requirement("SZ-DUTY-02")
def test_a_vertical_department_stands_under_the_county_and_its_superior(county: County) -> None:
    agency = opened(county, KIND.VERTICAL, parent=county.office, superior_department="市税务局", name="示范县税务局")
    assert agency.parent == county.office and agency in county.office.children.all()
    html = Client().get(f"/agencies/{agency.pk}/").content.decode()
    assert "上级主管部门" in html and "市税务局" in html
    the_rules_bind(county, agency)


@pytest.mark.requirement("ZY-MGMT-04a", "SZ-DUTY-01b")
def test_one_competent_authority_whose_section_sees_and_corrects_all(county: County) -> None:
    section = county["office.open_government_section"]
    assert queries.competent() == county.office and policy.in_section(section)
    with pytest.raises(NotNow) as refusal:
        opened(county, KIND.OFFICE, is_competent=True)
    assert "第三条" in refusal.value.source
    client = Client()
    client.force_login(section)
    page = client.get("/desk/overview/").content.decode()
    assert county.department.short_name in page and county.other.short_name in page
    client.force_login(county["office.drafter"])
    assert client.get("/desk/overview/").status_code == 403


@pytest.mark.requirement("XD-ORG-01")
def test_the_competent_authority_need_not_be_the_governments_office(county: County) -> None:
    system, security = county.administrators["system"], county.administrators["security"]
    place = "cn/sichuan/chengdu/xindu"
    service = opened(county, KIND.DEPARTMENT, place, name="示范区行政审批和政务服务局", short_name="政务服务局")
    actions.change_agency(agency=county.office, by=system, is_competent=False)
    actions.change_agency(agency=service, by=system, is_competent=True)
    person = county["principal"]
    common = {"person": person, "role": Role.SECTION, "from_on": queries.today(), "by": security}
    actions.appoint(agency=service, **common)
    assert queries.competent() == service and policy.in_section(person)
    assert not policy.in_section(county["office.open_government_section"])


@pytest.mark.requirement("ZY-MGMT-04b")
def test_the_public_sees_which_office_does_the_work(county: County) -> None:
    actions.change_agency(
        agency=county.department, by=county.administrators["system"], disclosure_office="综合科", phone="0852-1"
    )
    html = Client().get(f"/agencies/{county.department.pk}/").content.decode()
    assert "政府信息公开工作机构" in html and "综合科" in html
    sheets.published(county, disclosure_office="综合科")
    assert "综合科" in Client().get(f"/guide/{county.department.pk}/").content.decode()


@pytest.mark.requirement("TP-C-02")
def test_every_post_of_every_department_has_its_name_and_its_acts(county: County) -> None:
    for agency in (county.department, county.other):
        held = {post.role: post.person for post in queries.posts(agency=agency)}
        assert set(held) == set(Role) - {Role.SECTION}
        for role, person in held.items():
            assert queries.post_for(person, agency, [role]) is not None
            others = set(Role) - {role}
            assert queries.post_for(person, agency, others) is None
