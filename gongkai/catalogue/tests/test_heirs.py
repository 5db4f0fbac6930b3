"""Who takes over from an agency takes over what it published and said under the catalogue. 遵义 管理制度 5"""

import datetime as dt

import pytest
from django.test import Client

from gongkai import ledger
from gongkai.catalogue import actions, board, policy, registry, statements
from gongkai.catalogue.models import Assignment, Statement
from gongkai.catalogue.periods import Period
from gongkai.catalogue.standing import Status
from gongkai.organisations import actions as organisations
from gongkai.organisations import queries
from gongkai.organisations.models import Agency, Post, Role
from gongkai.organisations.queries import today
from gongkai.refusals import NotYours
from gongkai.testing import PASSWORD, PLACE, County, published

pytestmark = pytest.mark.django_db
QUARTER = Period("2026年第三季度", dt.date(2026, 7, 1), dt.date(2026, 9, 30))
YESTERDAY = today() - dt.timedelta(days=1)


def heir_of(county: County) -> Agency:
    """The department ends yesterday; a new one with its functions takes over and is named in the catalogue."""
    Post.objects.filter(agency=county.department).update(to_on=YESTERDAY)
    heir = organisations.open_agency(
        by=ledger.SYSTEM, name="示范县财政和国资局", short_name="县财政国资局", kind=Agency.Kind.DEPARTMENT,
        functions=["finance"], place=PLACE, from_on=today() - dt.timedelta(days=30),
    )  # fmt: skip
    organisations.end_agency(
        agency=county.department, to_on=YESTERDAY, by=ledger.SYSTEM, reason="机构改革", successor=heir
    )
    actions.reassign(catalogue=county.catalogue, by=county["office.open_government_section"])
    return heir


def cell(county: County, agency: Agency, number: int = 11) -> board.Cell:
    code = county.catalogue.items.get(number=number).code
    return board.load(county.catalogue, [agency], [code]).cells[0]


@pytest.mark.requirement("ZY-MGMT-05b")
def test_what_the_former_agency_published_counts_for_its_heir(county: County, client: Client) -> None:
    published(county)
    heir = heir_of(county)
    found = cell(county, heir)
    assert found.status == Status.PUBLISHED and found.facts.last == today()
    assert (found.facts.count, found.facts.inherited, found.facts.own) == (1, 1, 0)
    client.force_login(county["office.open_government_section"])
    page = client.get(f"/desk/catalogue/board/agencies/{heir.pk}/{found.item.code}/").content.decode()
    assert "其中被承继的机关公开1条" in page and "看已公开的" not in page


@pytest.mark.requirement("ZY-MGMT-05b")
def test_what_it_said_counts_for_the_heir_who_may_take_it_back(county: County, client: Client) -> None:
    facts = {"item": county.item, "period": QUARTER, "reason": "没有印发文件。", "by": county["disclosure_officer"]}
    said = actions.state(agency=county.department, **facts)
    heir = heir_of(county)
    assert cell(county, heir).standing.statement == said
    assert statements.public(county.item, [heir]) == {heir.pk: said}
    assert statements.of_agency(heir, county.item.code) == [said]
    officer = organisations.open_account(username="heir", name="承继机关审核人", password=PASSWORD, by=ledger.SYSTEM)
    assert not policy.may_state(officer, county.department)
    organisations.appoint(
        person=officer, agency=heir, role=Role.DISCLOSURE_OFFICER, from_on=YESTERDAY, by=ledger.SYSTEM
    )
    ended = Agency.objects.get(pk=county.department.pk)
    assert policy.may_state(officer, ended)
    with pytest.raises(NotYours):
        actions.withdraw(statement=said, by=county["other.disclosure_officer"], reason="有一份文件")
    client.force_login(county["other.disclosure_officer"])
    here = f"/desk/catalogue/board/statements/{said.pk}/withdraw/"
    assert client.post(here, {"reason": "有一份文件"}).status_code == 404
    client.force_login(officer)
    page = client.get(f"/desk/catalogue/board/agencies/{heir.pk}/{county.item.code}/").content.decode()
    assert "撤回这一说明" in page and county.department.name in page
    answer = client.post(here, {"reason": "查到还有一份文件"})
    assert answer["Location"] == f"/desk/catalogue/board/agencies/{heir.pk}/{county.item.code}/"
    assert Statement.objects.get().withdrawn_at and cell(county, heir).status == Status.BLANK


def test_lines_of_successors_end_with_the_one_that_is_asked_for(county: County) -> None:
    Agency.objects.filter(pk=county.other.pk).update(to_on=YESTERDAY, successor=county.department)
    Agency.objects.filter(pk=county.department.pk).update(to_on=YESTERDAY, successor=county.office)
    first, second, last = county.other.pk, county.department.pk, county.office.pk
    assert queries.taken_over([last]) == {first: last, second: last}
    assert queries.taken_over([second]) == {first: second}
    assert queries.taken_over([first]) == {}
    assert queries.taken_over([last], on=YESTERDAY) == {}, "it existed on its last day"
    assert queries.answering(Agency.objects.get(pk=first)) == county.office
    Agency.objects.filter(pk=last).update(to_on=YESTERDAY, successor=county.other)
    assert queries.taken_over([0]) == {}, "a ring leads nowhere"


def test_a_guide_or_a_profile_speaks_of_the_agency_itself(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_COUNTERS", [])
    asked = []

    def counter(agencies, codes):  # type: ignore[no-untyped-def]
        asked.append(set(agencies))
        return {}

    registry.register_holdings(counter, passes_on=False)
    registry.register_holdings(counter)
    registry.count([1], ["X"], [2])
    assert asked == [{1}, {1, 2}]


def test_the_former_agency_is_no_longer_named(county: County) -> None:
    heir = heir_of(county)
    named = Assignment.objects.filter(item__catalogue=county.catalogue, agency=county.department)
    assert not named.exists() and cell(county, heir).status == Status.BLANK
