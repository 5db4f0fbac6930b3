"""What is still open, and what an override covers."""

import pytest

from gongkai.checks import actions, queries
from gongkai.checks.tests.test_actions import ID, MOBILE, REASON, agency, drafter, leader, run
from gongkai.organisations.models import Agency, User
from gongkai.refusals import NotNow

pytestmark = pytest.mark.django_db
__all__ = ["agency", "drafter", "leader"]


def kinds_open(agency: Agency, by: User, text: str) -> list[str]:
    return [item.kind for item in queries.open_in(run(agency, by, text))]


def test_content_never_checked_is_not_content_without_findings(agency: Agency) -> None:
    with pytest.raises(NotNow) as refused:
        queries.open_blocking(agency, "0" * 64)
    assert refused.value.code == "checks.not_run"


def test_an_override_carries_on_for_the_same_find_only(agency: Agency, leader: User) -> None:
    report = run(agency, leader)
    actions.override(report=report, fingerprint=queries.findings(report)[0].fingerprint, by=leader, reason=REASON)
    assert kinds_open(agency, leader, f"改动后的正文，电话 138-1234-5678（{MOBILE}）") == []
    assert kinds_open(agency, leader, "电话13812345679") == ["mobile"]
    assert kinds_open(agency, leader, f"电话{MOBILE}，身份证号{ID}") == ["resident_id"]


def test_an_override_does_not_carry_over_to_another_subject(agency: Agency, leader: User) -> None:
    report = run(agency, leader)
    (item,) = queries.findings(report)
    actions.override(report=report, fingerprint=item.fingerprint, by=leader, reason=REASON)
    other = Agency.objects.create(
        name="示范县民政局", short_name="县民政局", kind="department", place="cn", from_on="2020-01-01"
    )
    (same,) = queries.open_in(run(other, leader))
    assert same.fingerprint != item.fingerprint


def test_advice_is_never_open(agency: Agency, leader: User) -> None:
    assert kinds_open(agency, leader, "内部资料 不得外传\n正文") == []


def test_findings_come_back_as_they_were_found(agency: Agency, leader: User) -> None:
    report = run(agency, leader, f"咨询{MOBILE}")
    (item,) = queries.findings(report)
    assert (item.start, item.end, item.part, item.value) == (2, 13, "text", "")
    assert list(queries.overrides(agency)) == []


def test_open_blocking_asks_the_database_twice(
    agency: Agency, leader: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    report = run(agency, leader)
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.open_blocking(agency, report.content_hash)
