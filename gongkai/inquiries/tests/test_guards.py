"""Every act on a question: asked by whoever may not, at the wrong time, and with words that must not be kept."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.inquiries import actions, presenting, states
from gongkai.inquiries.models import Inquiry
from gongkai.inquiries.tests.test_acts import OTHER, agree, ask, joint, refused
from gongkai.organisations.models import Role
from gongkai.organisations.queries import today
from gongkai.records import actions as records
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County

__all__ = ["joint"]
pytestmark = pytest.mark.django_db
ASKERS = {"department.drafter", "department.section_head", "department.disclosure_officer"}
SECTION = f"office.{Role.SECTION}"
# act -> (who may, the code for everybody else)
MAY: dict[str, tuple[set[str], str]] = {
    "answer": ({"other.leader_in_charge", "other.principal"}, "inquiries.answer"),
    "enter_answer": (ASKERS, "inquiries.ask"),
    "coordinate": ({SECTION}, "inquiries.coordinate"),
    "withdraw": (ASKERS, "inquiries.ask"),
    "remind": (ASKERS, "inquiries.ask"),
}
# act -> its rows of the table of states
ROWS = {"answer": ("agree", "disagree"), "enter_answer": ("agree", "disagree"), "coordinate": ("coordinate",),
        "withdraw": ("withdraw",), "remind": ("remind",)}  # fmt: skip
WORDS = [("answer", "opinion"), ("enter_answer", "opinion"), ("enter_answer", "letter_number"),
         ("coordinate", "decision"), ("coordinate", "decider"), ("withdraw", "reason")]  # fmt: skip
NUMBERS = ["联系人手机13800138000", "身份证号11010519491231002X"]
PAGES = {"enter_answer": "enter", "coordinate": "coordinate", "withdraw": "withdraw", "remind": "remind"}


def ready(county: County, record: Record, act: str) -> dict[str, Any]:
    """Arguments with which `act` goes through."""
    inquiry = ask(county, record, by=county["drafter"])
    if act == "coordinate":
        inquiry = agree(county, inquiry, agree=False, opinion="数据不准确，不同意公开")
        return {"inquiry": inquiry, "by": county[SECTION], "release": True, "decision": "双方已核对，应当公开"}
    leader, drafter = county["other.leader_in_charge"], county["drafter"]
    letter = {"letter_number": "示民函〔2026〕3号", "letter_on": today()}
    found: dict[str, dict[str, Any]] = {
        "answer": {"by": leader, "agree": True, "seen": inquiry.parts},
        "enter_answer": {"by": drafter, "agree": True} | letter,
        "withdraw": {"by": drafter, "reason": "改为单独发文"},
        "remind": {"by": drafter},
    }
    return {"inquiry": inquiry} | found[act]


@pytest.mark.parametrize("act", MAY)
def test_every_act_refuses_strangers(county: County, joint: Record, act: str) -> None:
    may, code = MAY[act]
    arguments, others = ready(county, joint, act), county.people | county.administrators
    assert may <= set(others)
    for name in set(others) - may:
        refused(NotYours, code, getattr(actions, act), **arguments | {"by": others[name]})
    getattr(actions, act)(**arguments)


@pytest.mark.parametrize(
    ("act", "row", "state"),
    [
        (act, row, state)
        for act, rows in ROWS.items()
        for row in rows
        for state in Inquiry.State.values
        if not states.allows(row, state)
    ],
)
def test_every_act_refuses_in_wrong_states(county: County, joint: Record, act: str, row: str, state: str) -> None:
    arguments = ready(county, joint, act)
    if len(ROWS[act]) > 1:
        arguments |= {"agree": row == "agree", "opinion": "第二条的数据不准确"}
    Inquiry.objects.update(state=state, answered_at=timezone.now(), release=True, decided_at=timezone.now())
    refused(NotNow, "inquiries.state", getattr(actions, act), **arguments)


@pytest.mark.parametrize("text", NUMBERS)
@pytest.mark.parametrize(("act", "field"), WORDS)
def test_texts_with_personal_numbers_are_refused(
    county: County, joint: Record, act: str, field: str, text: str
) -> None:
    refused(NotLawful, "review.personal_data", getattr(actions, act), **ready(county, joint, act) | {field: text})


@pytest.mark.parametrize("act", PAGES)
def test_the_page_of_an_act_is_not_shown_when_it_is_too_late(county: County, joint: Record, act: str) -> None:
    arguments, client = ready(county, joint, act), Client()
    client.force_login(arguments["by"])
    address = f"{arguments['inquiry'].get_absolute_url()}{PAGES[act]}/"
    assert client.get(address).status_code == 200
    Inquiry.objects.update(state=Inquiry.State.WITHDRAWN)
    assert client.get(address).status_code == 409


def test_coordinating_is_offered_to_exactly_those_who_may(county: County, joint: Record) -> None:
    inquiry = ready(county, joint, "coordinate")["inquiry"]
    assert inquiry.name == OTHER
    for name, person in county.people.items():
        offered = [act["label"] for act in presenting.page(inquiry, person)["acts"]]
        assert ("登记协调结果" in offered) == (name == SECTION), name


@pytest.mark.parametrize("act", [act for act in MAY if act != "withdraw"])
def test_nothing_is_said_of_words_that_have_changed_since(county: County, joint: Record, act: str) -> None:
    """An answer, a decision or a reminder is about the content that was asked about."""
    arguments = ready(county, joint, act)
    now = Record.objects.get(pk=joint.pk)
    records.edit(record=now, by=county["drafter"], revision=now.revision, changes={"html": "<p>新的正文。</p>"})
    refused(NotNow, "inquiries.changed", getattr(actions, act), **arguments)
