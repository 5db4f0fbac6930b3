"""Who may let a find pass: whom the subject's app names, and nobody where no app speaks."""

from typing import Any

import pytest

from gongkai.checks import policy, register_authority
from gongkai.checks.registry import _AUTHORITIES
from gongkai.checks.tests.test_actions import agency, drafter, leader
from gongkai.organisations.models import Agency, User
from gongkai.refusals import NotYours

pytestmark = pytest.mark.django_db
__all__ = ["agency", "drafter", "leader"]


def test_the_subjects_app_decides(agency: Agency, leader: User, drafter: User) -> None:
    assert policy.may_override(leader, agency) and not policy.may_override(drafter, agency)
    assert policy.must_override(leader, agency) == "县水利局副局长"
    with pytest.raises(NotYours) as refused:
        policy.must_override(drafter, agency)
    assert refused.value.code == "checks.not_accountable" and "第十七条" in refused.value.source


def test_without_an_authority_nobody_may(agency: Agency, leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(_AUTHORITIES, "agency")
    assert not policy.may_override(leader, agency)


def test_a_closed_account_may_not(agency: Agency, leader: User) -> None:
    leader.is_active = False
    assert not policy.may_override(leader, agency)


def test_an_authority_may_answer_yes_but_a_person_without_post_answers_for_nothing(
    agency: Agency, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everybody(person: Any, subject: Any) -> bool:
        return True

    monkeypatch.setitem(_AUTHORITIES, "agency", None)
    register_authority("agency", everybody)
    assert policy.must_override(leader, agency) == "县水利局副局长"
    with pytest.raises(NotYours):
        policy.must_override(User.objects.create_user("nobody", name="无岗位人员"), agency)
