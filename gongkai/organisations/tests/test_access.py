"""Passwords and second factors: no single administrator can log in as somebody else."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from gongkai.ledger.queries import history
from gongkai.organisations import access
from gongkai.refusals import NotNow, NotYours
from gongkai.testing import PASSWORD

pytestmark = pytest.mark.django_db


def factor(user: Any) -> Authenticator:
    return Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})


def test_only_the_system_administrator_resets_passwords_and_the_factor_stays(county: Any) -> None:
    user = county["drafter"]
    factor(user)
    for who in ("security", "audit"):
        with pytest.raises(NotYours):
            access.reset_password(user=user, by=county.administrators[who], reason="x")
    with pytest.raises(NotYours):
        access.reset_password(user=user, by=county["principal"], reason="x")
    password = access.reset_password(user=user, by=county.administrators["system"], reason="本人忘记")
    user.refresh_from_db()
    assert user.check_password(password) and not user.check_password(PASSWORD) and user.must_change_password
    assert Authenticator.objects.filter(user=user).exists()
    entry = history(user).last()
    assert entry and entry.act == "organisations.password_reset" and entry.reason == "本人忘记"
    assert password not in str((entry.before, entry.after, entry.facts))


def test_only_the_security_administrator_unbinds_a_telephone(county: Any) -> None:
    user = county["drafter"]
    with pytest.raises(NotNow):
        access.reset_second_factor(user=user, by=county.administrators["security"], reason="x")
    factor(user)
    for who in ("system", "audit"):
        with pytest.raises(NotYours):
            access.reset_second_factor(user=user, by=county.administrators[who], reason="x")
    access.reset_second_factor(user=user, by=county.administrators["security"], reason="遗失手机")
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_reset_ends_every_session(county: Any) -> None:
    client = Client()
    client.force_login(county["drafter"])
    assert client.get("/desk/rules/").status_code == 200
    access.reset_password(user=county["drafter"], by=county.administrators["system"], reason="x")
    assert client.get("/desk/rules/").status_code == 302


def test_unbinding_ends_every_session(county: Any) -> None:
    client = Client()
    client.post("/desk/login/", {"login": "department-drafter", "password": PASSWORD})
    assert client.get("/desk/rules/").status_code == 200
    factor(county["drafter"])
    access.reset_second_factor(user=county["drafter"], by=county.administrators["security"], reason="x")
    assert client.get("/desk/rules/").status_code == 302


def test_a_closed_account_has_no_password_to_reset(county: Any) -> None:
    user = county["drafter"]
    user.is_active = False
    user.save()
    with pytest.raises(NotNow):
        access.reset_password(user=user, by=county.administrators["system"], reason="x")


def test_one_time_passwords_are_long_and_readable() -> None:
    found = {access.one_time_password() for _ in range(50)}
    assert len(found) == 50 and all(len(one) == 19 and not set(one) & set("01loIO") for one in found)
