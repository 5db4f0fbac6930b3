"""Who may announce a year."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from gongkai import ledger
from gongkai.calendars import policy


def test_system_administrator_section_and_machine_may(system: Any, section: Any) -> None:
    assert all(map(policy.may_announce, (system, section, ledger.SYSTEM)))


@pytest.mark.django_db
def test_others_may_not(clerk: Any) -> None:
    auditor = get_user_model().objects.create_user("auditor", name="审计管理员", admin_role="audit")
    assert not any(map(policy.may_announce, (clerk, auditor, AnonymousUser(), None)))


def test_a_closed_account_or_ended_post_may_not(section: Any) -> None:
    section.posts.update(to_on=dt.date(2021, 1, 1))
    assert not policy.may_announce(section)
    section.posts.update(to_on=None)
    section.is_active = False
    assert not policy.may_announce(section)


def test_the_section_of_another_agency_may_not(section: Any) -> None:
    apps.get_model("organisations", "Agency").objects.update(is_competent=False)
    assert not policy.may_announce(section)


def test_a_deputy_may_while_it_lasts(section: Any, clerk: Any) -> None:
    deputy = apps.get_model("organisations", "Deputy").objects.create(
        post=section.posts.get(), person=clerk, from_on=dt.date(2020, 1, 1), to_on=dt.date(2099, 1, 1), reason="出差"
    )
    assert policy.may_announce(clerk)
    deputy.to_on = dt.date(2020, 2, 1)
    deputy.save()
    assert not policy.may_announce(clerk)
