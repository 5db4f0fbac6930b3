"""Every act of the register: one of the three administrators may, the other two and everybody else may not."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from gongkai.ledger.models import Entry
from gongkai.organisations import access, actions
from gongkai.organisations.models import Agency, Deputy, Office, Post, Role
from gongkai.organisations.queries import today
from gongkai.refusals import NotYours
from gongkai.testing import START, County, refused

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {"name": "示范县水利局", "short_name": "县水利局", "kind": "department", "place": "cn"}
DOCUMENT = "关于机构改革的通知（示委发〔2026〕1号）"


def _empty(county: County) -> Agency:
    """An agency without posts, which may end."""
    from gongkai import ledger

    return actions.open_agency(by=ledger.SYSTEM, from_on=START, **NEW)


def _office(county: County) -> Office:
    return Office.objects.create(agency=county.department, name="预算科")


def _post(county: County) -> Post:
    return Post.objects.get(person=county["drafter"])


def _deputy(county: County) -> Deputy:
    person, later = county["secretariat"], today() + dt.timedelta(days=9)
    return Deputy.objects.create(post=_post(county), person=person, from_on=today(), to_on=later, reason="外出")


def _idle(county: County) -> Any:
    """Somebody whose posts have ended."""
    Post.objects.filter(person=county["secretariat"]).update(to_on=today())
    return county["secretariat"]


def _bound(county: County) -> Any:
    """Somebody with a second factor."""
    Authenticator.objects.create(user=county["drafter"], type="totp", data={"secret": "x"})
    return county["drafter"]


REFORM: dict[str, Any] = {"on": today(), "document": DOCUMENT}
# act -> (whose it is, arguments with which it goes through)
ACTS: dict[Callable[..., Any], tuple[str, Callable[[County], dict[str, Any]]]] = {
    actions.open_agency: ("system", lambda county: NEW | {"from_on": START}),
    actions.change_agency: ("system", lambda county: {"agency": county.other, "phone": "0575-12345678"}),
    actions.open_office: ("system", lambda county: {"agency": county.other, "name": "办公室"}),
    actions.end_office: ("system", lambda county: {"office": _office(county), "to_on": today()}),
    actions.end_agency: ("system", lambda county: {"agency": _empty(county), "to_on": today(), "reason": DOCUMENT}),
    actions.rename_agency: (
        "system", lambda county: {"agency": county.other, "name": "示范县新民政局", "short_name": "新民政局"} | REFORM
    ),
    actions.merge_agencies: ("system", lambda county: {"agencies": [_empty(county)], "into": county.other} | REFORM),
    actions.open_account: ("system", lambda county: {"username": "new", "name": "新来的人", "password": "x" * 12}),
    access.reset_password: ("system", lambda county: {"user": county["drafter"], "reason": "本人忘记"}),
    actions.close_account: ("security", lambda county: {"user": _idle(county), "reason": "调离"}),
    actions.appoint: (
        "security",
        lambda county: {
            "person": county["drafter"], "agency": county.other, "role": Role.DRAFTER, "from_on": today(),
        },
    ),
    actions.end_post: ("security", lambda county: {"post": _post(county), "to_on": today()}),
    actions.deputise: (
        "security",
        lambda county: {
            "post": _post(county), "person": county["secretariat"], "from_on": today(), "to_on": today(),
            "reason": "外出",
        },
    ),
    actions.end_deputy: ("security", lambda county: {"deputy": _deputy(county), "to_on": today()}),
    access.reset_second_factor: ("security", lambda county: {"user": _bound(county), "reason": "遗失手机"}),
}  # fmt: skip


def test_the_table_names_every_act() -> None:
    assert {act.__name__ for act in ACTS} >= set(actions.__all__)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_every_act_refuses_strangers(county: County, act: Callable[..., Any]) -> None:
    whose, make = ACTS[act]
    arguments, people = make(county), county.people | county.administrators
    for name in set(people) - {whose}:
        refused(NotYours, f"organisations.{whose}_only", act, **arguments, by=people[name])
    before = Entry.objects.count()
    act(**arguments, by=people[whose])
    assert Entry.objects.count() > before


def test_acts_on_an_agency_are_offered_to_the_system_administrator_alone(county: County) -> None:
    for name, person in (county.people | county.administrators).items():
        client = Client()
        client.force_login(person)
        page = client.get(f"/desk/organisations/{county.department.pk}/")
        offered = [one["label"] for one in page.context["acts"]]
        assert bool(offered) == (name == "system") == page.context["may_manage"], name
