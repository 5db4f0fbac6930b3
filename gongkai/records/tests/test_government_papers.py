"""Papers in the government's own name: who reviews them, by place, and whose head signs. 嵊州 三.1–2; 遵义 6"""

import datetime as dt
from typing import Any

import pytest

from gongkai import ledger
from gongkai.catalogue.sheets import actions as sheet_actions
from gongkai.catalogue.sheets.kinds import GUIDE
from gongkai.catalogue.tests.sheets_world import FACTS
from gongkai.organisations import actions as organisations
from gongkai.organisations import queries as posts
from gongkai.organisations.models import Agency, Role
from gongkai.records import actions, plans
from gongkai.records.models import Record
from gongkai.records.tests.places import HUANGYAN, SHENGZHOU, ZUNYI, moved
from gongkai.refusals import NotLawful, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import assigning
from gongkai.review import queries as review_queries
from gongkai.testing import County, refused

START = dt.date(2020, 1, 1)
PUBLIC = {"conclusion": "public", "basis": "对照保密事项范围逐项核对，不涉及", "marked": True}
CHENGDU = "cn/sichuan/chengdu"


@pytest.fixture
def government(county: County) -> Agency:
    """The government, whose competent authority is a service bureau, not its office (新都 2016)."""
    Agency.objects.filter(pk=county.office.pk).update(is_competent=False)
    Agency.objects.filter(pk=county.other.pk).update(is_competent=True, name="示范县政务服务管理局")
    made = organisations.open_agency(
        by=ledger.SYSTEM, name="示范县人民政府", short_name="县政府", kind=Agency.Kind.GOVERNMENT,
        place=county.office.place, from_on=START, uscc="11330683002595826B",
    )  # fmt: skip
    for role in Role:
        if role == Role.SECTION:
            continue
        person = organisations.open_account(
            username=f"gov-{role}".replace("_", "-"), name=f"县政府{role.label}", password="correct horse 2026",
            email=f"gov-{role}@example.invalid", by=ledger.SYSTEM,
        )  # fmt: skip
        organisations.appoint(person=person, agency=made, role=role, from_on=START, by=ledger.SYSTEM)
        county.people[f"government.{role}"] = person
    return made


def paper(county: County, government: Agency, **changes: Any) -> Record:
    by = county["government.drafter"]
    content = {"title": "关于公布2025年统计数据的通知", "html": "<p>文</p>", "date_made": "2026-06-01", **changes}
    record = actions.create(agency=government, by=by, item=county.item, changes=content)
    return actions.determine_attribute(record=record, by=by, attribute="proactive")


def who(steps: list[review_queries.Step]) -> dict[str, Any]:
    return {step.role: step.agency for step in steps}


def at_place(county: County, government: Agency, place: str) -> None:
    if place != SHENGZHOU:
        moved(county, place)
        government.refresh_from_db()


@pytest.mark.requirement("SZ-REV-01", "SZ-REV-02", "XD-ORG-01")
@pytest.mark.parametrize("place", [SHENGZHOU, HUANGYAN])
def test_the_office_reviews_and_the_governments_own_head_approves(
    county: County, government: Agency, place: str
) -> None:
    """Not the head of the office, and nobody of the competent authority where that is another body."""
    at_place(county, government, place)
    record = paper(county, government, sensitive_kind="statistics")
    review = actions.submit(record=record, by=county["government.drafter"])
    found = who(review_queries.steps(review))
    assert found.pop(Role.PRINCIPAL) == government
    assert found and set(found.values()) == {county.office}
    while (step := review_queries.open_step(review)) is not None and step.role != Role.PRINCIPAL:
        form = PUBLIC if step.form else {}
        wrong = {"review": review, "by": county[f"other.{step.role}"], "seen": review.parts, "form": form}
        refused(NotYours, "review.not_signer", review_actions.sign, **wrong)
        review_actions.sign(review=review, by=county[f"office.{step.role}"], seen=review.parts, form=form)
        review.refresh_from_db()
    for person in ("office.principal", "other.principal"):
        refused(NotYours, "review.not_signer", review_actions.sign, review=review, by=county[person], seen=review.parts)
    assert review.waiting_agency == government
    assert [one for one, _ in review_queries.signable(county["government.principal"])] == [review]
    review_actions.sign(review=review, by=county["government.principal"], seen=review.parts)
    review.refresh_from_db()
    assert review.state == "approved"


@pytest.mark.requirement("ZY-MGMT-06b", "ZY-MGMT-06c")
@pytest.mark.parametrize("place", [ZUNYI, CHENGDU])
def test_a_place_without_such_a_rule_leaves_the_paper_with_who_made_it(
    county: County, government: Agency, place: str
) -> None:
    at_place(county, government, place)
    kind = "important" if place == ZUNYI else "statistics"
    review = actions.submit(record=paper(county, government, sensitive_kind=kind), by=county["government.drafter"])
    found = who(review_queries.steps(review))
    assert {Role.LEADER, Role.PRINCIPAL} <= set(found) and set(found.values()) == {government}


def test_in_a_plan_of_four_reviews_too_the_head_is_the_governments(county: County, government: Agency) -> None:
    record = paper(county, government, sensitive_kind="none")
    actions.demand_four(record=record, by=county["government.drafter"])
    _, steps = plans.for_record(Record.objects.get(pk=record.pk))
    assert [one.get("agency") for one in steps] == [assigning.OFFICE] * 4 + [None]


@pytest.mark.requirement("SZ-REV-01")
def test_the_governments_guide_is_reviewed_by_its_office_too(county: County, government: Agency) -> None:
    by = county["government.drafter"]
    organisations.change_agency(agency=government, by=ledger.SYSTEM, **FACTS)
    sheet = sheet_actions.open_(kind=GUIDE, agency=government, by=by)
    review = sheet_actions.submit(sheet=sheet, by=by)
    assert set(who(review_queries.steps(review)).values()) == {county.office}


def test_without_a_registered_office_the_refusal_says_what_is_missing(county: County, government: Agency) -> None:
    Agency.objects.filter(pk=county.office.pk).update(kind=Agency.Kind.DEPARTMENT)
    record = paper(county, government, sensitive_kind="none")
    with pytest.raises(NotLawful) as caught:
        actions.submit(record=record, by=county["government.drafter"])
    assert caught.value.code == "review.no_office" and caught.value.remedy
    assert "没有登记" in caught.value.message and "嵊州" in caught.value.source


def test_an_office_that_ended_meanwhile_is_named_as_missing(county: County, government: Agency) -> None:
    record = paper(county, government, sensitive_kind="none")
    review = actions.submit(record=record, by=county["government.drafter"])
    Agency.objects.filter(pk=county.office.pk).update(to_on=START)
    with pytest.raises(NotYours) as caught:
        review_actions.sign(review=review, by=county["office.section_head"], seen=review.parts)
    assert "政府办公室（本系统没有登记）" in caught.value.message


def test_the_office_that_is_the_governments_child_comes_first(county: County, government: Agency) -> None:
    assert posts.office_of(government) == county.office
    own = organisations.open_agency(
        by=ledger.SYSTEM, name="示范县人民政府第二办公室", short_name="二办", kind=Agency.Kind.OFFICE,
        place=county.office.place, parent=government, from_on=START,
    )  # fmt: skip
    assert posts.office_of(government) == own
    Agency.objects.filter(pk=own.pk).update(to_on=START)
    assert posts.office_of(government) == county.office


def test_other_agencies_review_their_own_papers(county: County) -> None:
    assert not assigning.led_by_office(county.department)
    assert not assigning.led_by_office(county.office)
