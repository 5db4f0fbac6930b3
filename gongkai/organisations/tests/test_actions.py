"""Agencies, accounts, posts: three administrators apart, posts from and to, deputies."""

import datetime as dt
from typing import Any

import pytest

from gongkai.organisations import actions, policy, queries, uscc
from gongkai.organisations.models import Agency, Post, Role
from gongkai.refusals import NotLawful, NotNow, NotYours

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_only_the_system_administrator_opens_agencies_and_accounts(county: Any) -> None:
    fields = {
        "name": "示范县水利局",
        "short_name": "县水利局",
        "kind": Agency.Kind.DEPARTMENT,
        "place": "cn",
        "from_on": queries.today(),
    }
    for role in ("security", "audit"):
        with pytest.raises(NotYours):
            actions.open_agency(by=county.administrators[role], **fields)
        with pytest.raises(NotYours):
            actions.open_account(username="x", name="x", password="x", by=county.administrators[role])
    with pytest.raises(NotYours):
        actions.open_agency(by=county["principal"], **fields)
    agency = actions.open_agency(by=county.administrators["system"], **fields)
    with pytest.raises(NotNow) as refusal:
        actions.open_agency(by=county.administrators["system"], **fields)
    assert refusal.value.code == "organisations.agency_exists"
    assert Agency.objects.filter(pk=agency.pk).exists()


def test_only_the_security_administrator_grants_posts(county: Any) -> None:
    person = county["other.drafter"]
    for role in ("system", "audit"):
        with pytest.raises(NotYours):
            actions.appoint(
                person=person,
                agency=county.department,
                role=Role.DRAFTER,
                from_on=queries.today(),
                by=county.administrators[role],
            )
    post = actions.appoint(
        person=person,
        agency=county.department,
        role=Role.DRAFTER,
        from_on=queries.today(),
        by=county.administrators["security"],
    )
    assert post in queries.posts_of(person)


def test_administrators_hold_no_posts(county: Any) -> None:
    with pytest.raises(NotLawful) as refusal:
        actions.appoint(
            person=county.administrators["system"],
            agency=county.department,
            role=Role.PRINCIPAL,
            from_on=queries.today(),
            by=county.administrators["security"],
        )
    assert refusal.value.code == "organisations.admin_without_post"


def test_a_post_counts_from_its_first_to_its_last_day(county: Any) -> None:
    person = county["drafter"]
    post = queries.post_for(person, county.department, [Role.DRAFTER])
    assert post is not None
    today = queries.today()
    actions.end_post(post=post, to_on=today, by=county.administrators["security"])
    assert queries.post_for(person, county.department, [Role.DRAFTER], today) is not None
    assert queries.post_for(person, county.department, [Role.DRAFTER], today + DAY) is None
    with pytest.raises(NotNow):
        actions.end_post(post=post, to_on=today, by=county.administrators["security"])


def test_a_deputy_acts_within_the_days_given(county: Any) -> None:
    today, deputy = queries.today(), county["other.leader_in_charge"]
    post = queries.post_for(county["leader_in_charge"], county.department, [Role.LEADER])
    assert post is not None
    actions.deputise(
        post=post,
        person=deputy,
        from_on=today,
        to_on=today + DAY,
        reason="出差",
        by=county.administrators["security"],
    )
    assert deputy in queries.holders(county.department, Role.LEADER, today)
    assert deputy not in queries.holders(county.department, Role.LEADER, today + 2 * DAY)
    assert queries.post_for(deputy, county.department, [Role.LEADER]) == post


def test_nobody_deputises_for_himself(county: Any) -> None:
    post = queries.post_for(county["leader_in_charge"], county.department, [Role.LEADER])
    assert post is not None
    with pytest.raises(NotLawful):
        actions.deputise(
            post=post,
            person=post.person,
            from_on=queries.today(),
            to_on=queries.today(),
            reason="x",
            by=county.administrators["security"],
        )


def test_a_closed_account_holds_nothing(county: Any) -> None:
    person, security = county["drafter"], county.administrators["security"]
    with pytest.raises(NotNow) as refusal:
        actions.close_account(user=person, by=security, reason="调离")
    assert refusal.value.code == "organisations.account_has_posts"
    for post in queries.posts_of(person):
        actions.end_post(post=post, to_on=queries.today(), by=security)
    actions.close_account(user=person, by=security, reason="调离")
    person.refresh_from_db()
    assert not queries.posts_of(person).exists()
    assert not policy.in_section(person)


def test_no_agency_ends_before_its_day(county: Any) -> None:
    system = county.administrators["system"]
    Post.objects.filter(agency=county.other).update(to_on=queries.today())
    facts = {"agency": county.other, "by": system, "reason": "机构改革", "successor": county.department}
    with pytest.raises(NotLawful) as refusal:
        actions.end_agency(to_on=queries.today() + DAY, **facts)
    assert refusal.value.code == "organisations.agency_end_day"
    county.other.refresh_from_db()
    assert county.other.to_on is None
    assert actions.end_agency(to_on=queries.today(), **facts).to_on == queries.today()


@pytest.mark.parametrize(
    "code", ["12331003E96936103G", "11441700007280420Y", "113708280043326001", "91110000101623741K"]
)
def test_valid_codes_raise_no_warning(code: str) -> None:
    assert uscc.problem(code) == ""


@pytest.mark.parametrize("code", ["91350211M0000XUF46", "123", "12331003E96936103I", "12331003E96936103A"])
def test_odd_codes_are_warned_about_never_blocked(code: str) -> None:
    assert uscc.problem(code)


def test_a_code_that_fails_its_check_is_still_registered(county: Any) -> None:
    agency = actions.open_agency(
        by=county.administrators["system"],
        name="某有限公司",
        short_name="某公司",
        kind=Agency.Kind.UTILITY,
        place="cn",
        from_on=queries.today(),
        uscc="91350211M0000XUF46",
    )
    assert agency.pk


def test_no_administrator_makes_another_or_leaves_none(county: Any) -> None:
    system, security = county.administrators["system"], county.administrators["security"]
    with pytest.raises(NotYours) as refusal:
        actions.open_account(username="x", name="x", password="x" * 12, admin_role="security", by=system)
    assert refusal.value.code == "organisations.administrators_by_console"
    with pytest.raises(NotNow) as last:
        actions.close_account(user=security, by=security, reason="不再需要")
    assert last.value.code == "organisations.last_administrator"


@pytest.mark.parametrize(
    "fields, error",
    [
        ({"place": "cn/nowhere"}, NotLawful),
        ({"kind": "foo"}, NotLawful),
        ({"is_competent": True}, NotNow),
        ({"uscc": "11330683002595824B"}, NotNow),
        ({"to_on": dt.date(2019, 1, 1)}, NotLawful),
    ],
)
def test_impossible_facts_are_refused_with_the_reason(county: Any, fields: Any, error: type[Exception]) -> None:
    common = {
        "name": "示范县水利局",
        "short_name": "县水利局",
        "kind": Agency.Kind.DEPARTMENT,
        "place": "cn",
        "from_on": dt.date(2020, 1, 1),
    }
    with pytest.raises(error) as refusal:
        actions.open_agency(by=county.administrators["system"], **(common | fields))
    assert refusal.value.remedy  # type: ignore[attr-defined]


def test_changing_into_what_is_taken_is_refused(county: Any) -> None:
    with pytest.raises(NotNow):
        actions.change_agency(agency=county.other, by=county.administrators["system"], uscc=county.department.uscc)
    with pytest.raises(NotLawful):
        actions.change_agency(agency=county.other, by=county.administrators["system"], to_on=queries.today())


# --- one head for secrecy review (黄岩 保密审查 4) ---


def _secrecy_head(county: Any, person: str, from_on: dt.date | None = None) -> Any:
    common = {"agency": county.department, "role": Role.SECRECY_HEAD, "by": county.administrators["security"]}
    return actions.appoint(person=county[person], from_on=from_on or queries.today(), **common)


@pytest.mark.requirement("HY-SEC-04a")
def test_huangyan_has_exactly_one_head_in_charge_of_secrecy_review(county: Any) -> None:
    Agency.objects.filter(pk=county.department.pk).update(place="cn/zhejiang/taizhou/huangyan")
    with pytest.raises(NotLawful) as refusal:
        _secrecy_head(county, "principal")
    assert refusal.value.code == "organisations.secrecy_heads" and "第四条" in refusal.value.source
    assert str(county["secrecy_head"]) in refusal.value.message and "代理" in refusal.value.remedy
    assert [one.person for one in county.department.posts.filter(role=Role.SECRECY_HEAD)] == [county["secrecy_head"]]
    post = county.department.posts.get(role=Role.SECRECY_HEAD)
    security = county.administrators["security"]
    tomorrow = queries.today() + DAY
    actions.end_post(post=post, to_on=queries.today(), by=security)
    with pytest.raises(NotLawful):
        _secrecy_head(county, "principal")  # the former one still holds it today
    _secrecy_head(county, "principal", tomorrow)
    with pytest.raises(NotLawful):
        _secrecy_head(county, "leader_in_charge", tomorrow + DAY)
    # For a time somebody stands in for the head: no second head.
    acting = {"from_on": queries.today(), "to_on": tomorrow, "reason": "出差", "by": security}
    assert actions.deputise(post=post, person=county["leader_in_charge"], **acting)


def test_another_agency_and_another_place_have_their_own_heads(county: Any) -> None:
    assert _secrecy_head(county, "principal"), "嵊州 fixes no number"
    Agency.objects.update(place="cn/zhejiang/taizhou/huangyan")
    common = {"role": Role.SECRECY_HEAD, "from_on": queries.today(), "by": county.administrators["security"]}
    county.other.posts.filter(role=Role.SECRECY_HEAD).update(to_on=queries.today() - DAY)
    assert actions.appoint(person=county["other.principal"], agency=county.other, **common)
    Agency.objects.filter(pk=county.other.pk).update(place="cn/zhejiang/taizhou/huangyan")
    assert actions.appoint(
        person=county["other.principal"], agency=county.other, **common | {"role": Role.SECRECY_REVIEWER}
    ), "other roles are not counted"
