"""Ways to get a yes that nobody gave: each is closed."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from gongkai import ledger
from gongkai.inquiries import actions, tasks
from gongkai.inquiries.tests.test_acts import OTHER, agree, ask, enter, fresh, joint, refused
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Role
from gongkai.organisations.queries import today
from gongkai.records import actions as records
from gongkai.records.models import Record
from gongkai.refusals import NotLawful
from gongkai.testing import County

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
    from gongkai.inquiries.models import Inquiry

    return Inquiry.objects.filter(subject_id=str(record.pk), name=OTHER).latest("id")
