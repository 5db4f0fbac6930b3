"""Ways to get a yes that nobody gave: each is closed."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from gongkai import ledger, worklist
from gongkai.inquiries import actions, policy, queries, tasks
from gongkai.inquiries.models import Inquiry
from gongkai.inquiries.tests.test_acts import OTHER, agree, ask, enter, fresh, joint, refused
from gongkai.ledger.models import Entry
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.organisations.queries import today
from gongkai.records import actions as records
from gongkai.records import asking
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotYours
from gongkai.testing import County, complete_draft

__all__ = ["joint"]
pytestmark = pytest.mark.django_db


def appointed(person: Any, agency: Any, role: str) -> None:
    organisations.appoint(person=person, agency=agency, role=role, from_on=today(), by=ledger.SYSTEM)


def test_whoever_asked_does_not_answer(county: County, joint: Record) -> None:
    """He wrote nothing, but he put the question for the other side."""
    officer = county["disclosure_officer"]
    inquiry = ask(county, joint, by=officer)
    appointed(officer, county.other, Role.LEADER)
    refused(NotLawful, "inquiries.same_person", agree, county, inquiry, by=officer)


def test_a_no_is_not_asked_away(county: County, joint: Record) -> None:
    agree(county, ask(county, joint), agree=False, opinion="数据不准确，不同意公开")
    refused(NotLawful, "inquiries.refused", ask, county, joint)
    inquiry = joint_question(joint)
    actions.withdraw(inquiry=inquiry, by=county["drafter"], reason="不再征求")
    refused(NotLawful, "inquiries.refused", ask, county, joint)
    record = fresh(joint)
    changes = {"html": "<p>已经按意见修改了数据。</p>"}
    records.edit(record=record, by=county["drafter"], revision=record.revision, changes=changes)
    assert ask(county, fresh(joint)).state == "asked"


def test_a_decision_against_release_is_not_asked_away(county: County, joint: Record) -> None:
    inquiry = agree(county, ask(county, joint), agree=False, opinion="数据不准确，不同意公开")
    actions.coordinate(inquiry=inquiry, by=county[f"office.{Role.SECTION}"], release=False, decision="核实以前不公开")
    refused(NotLawful, "inquiries.refused", ask, county, joint)


def test_nobody_decides_between_himself_and_others(county: County, joint: Record) -> None:
    officer = county["disclosure_officer"]
    inquiry = agree(county, ask(county, joint, by=officer), agree=False, opinion="数据不准确，不同意公开")
    appointed(officer, county.office, Role.SECTION)
    act: dict[str, Any] = {"inquiry": inquiry, "release": True, "decision": "应当公开"}
    refused(NotLawful, "inquiries.same_person", actions.coordinate, by=officer, **act)
    leader = county["other.leader_in_charge"]
    appointed(leader, county.office, Role.SECTION)
    refused(NotLawful, "inquiries.same_person", actions.coordinate, by=leader, **act)


def test_a_letter_entered_in_an_agencys_name_is_told_to_it(county: County, joint: Record) -> None:
    inquiry = enter(county, ask(county, joint))
    tasks.mail_entered(inquiry_id=inquiry.pk)
    told = [address for message in mail.outbox if "来函答复" in message.subject for address in message.to]
    assert county["other.leader_in_charge"].email in told


def test_what_was_called_back_is_no_longer_shown(county: County, joint: Record) -> None:
    inquiry = ask(county, joint)
    client = Client()
    client.force_login(county["other.leader_in_charge"])
    assert "严格执行预算" in client.get(inquiry.get_absolute_url()).content.decode()
    actions.withdraw(inquiry=inquiry, by=county["drafter"], reason="不再征求")
    assert "严格执行预算" not in client.get(inquiry.get_absolute_url()).content.decode()


def joint_question(record: Record) -> Any:
    return Inquiry.objects.filter(subject_id=str(record.pk), name=OTHER).latest("id")


# --- written consent, and who decides ------------------------------------------------------------------------


HUANGYAN = "cn/zhejiang/taizhou/huangyan"


def disputed(county: County, record: Record) -> Inquiry:
    return agree(county, ask(county, record), agree=False, opinion="数据不准确，不同意公开")


@pytest.fixture
def government(county: County) -> Agency:
    """The government of the place, whose leaders decide where the competent authority is a party."""
    made = organisations.open_agency(
        by=ledger.SYSTEM, name="示范县人民政府", short_name="县政府", kind=Agency.Kind.GOVERNMENT,
        place=county.office.place, from_on=county.office.from_on,
    )  # fmt: skip
    appointed(county["office.secretariat"], made, Role.LEADER)
    return made


@pytest.mark.requirement("HY-SEC-07")
def test_where_written_consent_is_needed_coordination_only_asks_again(county: County, joint: Record) -> None:
    Agency.objects.update(place=HUANGYAN)
    joint = fresh(joint)
    inquiry = disputed(county, joint)
    section = county[f"office.{Role.SECTION}"]
    client = Client()
    client.force_login(section)
    text = client.get(f"{inquiry.get_absolute_url()}coordinate/").content.decode()
    assert (
        "协调不能代替同意" in text and "再次书面征求对方同意" in text and "按现有内容公开" not in text.split("不按")[0]
    )
    actions.coordinate(inquiry=inquiry, by=section, release=True, decision="应当公开，请民政局书面同意")
    entry = Entry.objects.get(act="inquiries.coordinated")
    assert entry.facts["label"] == "再次书面征求同意"
    answer = next(one for one in queries.answers(joint) if one.body.name == OTHER)
    assert not answer.confirmed and answer.words == "已协调，须重新取得书面同意"
    refusal = asking.gate(joint, section)
    assert refusal is not None and "书面同意" in refusal.remedy and "第七条" in refusal.source
    wanted = [one for one in worklist.for_person(county["drafter"]) if one.act == "已协调，重新书面征求同意"]
    assert len(wanted) == 1
    client.force_login(county["drafter"])
    assert "重新征求意见" in client.get(inquiry.get_absolute_url()).content.decode()
    again = ask(county, joint)  # about the very same words
    assert "已协调，重新书面征求同意" not in [one.act for one in worklist.for_person(county["drafter"])]
    agree(county, again)
    assert next(one for one in queries.answers(joint) if one.body.name == OTHER).confirmed


@pytest.mark.requirement("HY-SEC-07")
def test_a_second_no_after_coordination_stands_as_well(county: County, joint: Record) -> None:
    Agency.objects.update(place=HUANGYAN)
    section = county[f"office.{Role.SECTION}"]
    actions.coordinate(inquiry=disputed(county, joint), by=section, release=True, decision="请再次书面征求")
    agree(county, ask(county, joint), agree=False, opinion="仍然不同意公开")
    refused(NotLawful, "inquiries.refused", ask, county, joint)
    assert not next(one for one in queries.answers(fresh(joint)) if one.body.name == OTHER).confirmed


def test_no_party_decides(county: County, joint: Record) -> None:
    """The competent authority made it too: its section may not decide, and nobody else is registered who could."""
    section = county[f"office.{Role.SECTION}"]
    record = complete_draft(county, joint_issuers=f"{OTHER}、{county.office.name}")
    inquiry = disputed(county, record)
    act: dict[str, Any] = {"inquiry": inquiry, "by": section, "release": True, "decision": "应当公开"}
    refused(NotLawful, "inquiries.no_coordinator", actions.coordinate, **act)
    assert policy.coordinator(inquiry) is None
    assert "协调不同意见" not in [one.act for one in worklist.for_person(section)]
    assert policy.coordinator(disputed(county, joint)) == (county.office, (Role.SECTION,))


def test_where_the_authority_is_a_party_the_government_decides(county: County, government: Agency) -> None:
    section, leader = county[f"office.{Role.SECTION}"], county["office.secretariat"]
    record = complete_draft(county, joint_issuers=f"{OTHER}、{county.office.name}")
    inquiry = disputed(county, record)
    act: dict[str, Any] = {"inquiry": inquiry, "release": True, "decision": "数据已经核对，应当公开"}
    refused(NotYours, "inquiries.coordinate", actions.coordinate, by=section, **act)
    assert "协调不同意见" not in [one.act for one in worklist.for_person(section)]
    assert "协调不同意见" in [one.act for one in worklist.for_person(leader)]
    assert policy.visible_to(leader).filter(pk=inquiry.pk).exists()
    client = Client()
    client.force_login(leader)
    url = f"{inquiry.get_absolute_url()}coordinate/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"release": "yes", "decision": "数据已经核对，应当公开"}).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.confirms and inquiry.decider == "县政府分管领导"


def test_a_government_that_is_a_party_does_not_decide_either(county: County, government: Agency) -> None:
    record = complete_draft(county, joint_issuers=f"{OTHER}、{county.office.name}、{government.name}")
    inquiry = disputed(county, record)
    act: dict[str, Any] = {"inquiry": inquiry, "release": True, "decision": "应当公开"}
    refused(NotLawful, "inquiries.no_coordinator", actions.coordinate, by=county["office.secretariat"], **act)


def test_leaders_of_the_government_see_disputes_and_nothing_else(
    county: County, government: Agency, joint: Record
) -> None:
    inquiry = ask(county, joint)
    leader = county["office.secretariat"]
    assert not policy.visible_to(leader).filter(pk=inquiry.pk).exists()
    agree(county, inquiry, agree=False, opinion="数据不准确，不同意公开")
    assert policy.visible_to(leader).filter(pk=inquiry.pk).exists()
    Agency.objects.filter(pk=government.pk).update(place=HUANGYAN)
    assert not policy.visible_to(leader).filter(pk=inquiry.pk).exists()
