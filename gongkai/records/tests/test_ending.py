"""An agency ends although documents that are not for the public were issued: they are finished. 遵义 管理制度 5"""

from typing import Any

import pytest

from gongkai import ledger
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency, Post
from gongkai.organisations.queries import today
from gongkai.records import actions
from gongkai.records.models import Genre, Record
from gongkai.records.tests.places import fresh
from gongkai.records.tests.test_lists import kept
from gongkai.refusals import NotNow
from gongkai.testing import County, approved, complete_draft, refused, sign_all


def end(county: County) -> Agency:
    """The department ends today; the office takes over."""
    Post.objects.filter(agency=county.department).update(to_on=today())
    return organisations.end_agency(
        agency=county.department, to_on=today(), by=ledger.SYSTEM, reason="机构改革", successor=county.office
    )


def closed(county: County, **more: Any) -> Record:
    """Approved, and given out on request only."""
    record = complete_draft(county, **more)
    reason = "讨论研究过程中形成的信息"
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="on_request", ground="process", reason=reason
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    return fresh(record)


@pytest.mark.requirement("ZY-MGMT-05b")
def test_issued_documents_that_are_not_for_the_public_do_not_hold_an_agency_back(county: County) -> None:
    withheld, on_request = kept(county), closed(county)
    on_request = actions.issue(
        record=on_request, by=county["disclosure_officer"], number="示财〔2026〕9号", issued_on=today()
    )
    assert (withheld.state, on_request.state) == ("issued", "issued")
    ended = end(county)
    assert ended.successor == county.office and fresh(withheld).state == "issued", "nothing was taken back"
    mended = actions.revise(
        record=on_request, by=county["office.disclosure_officer"], reason="经审查可以公开，重新确定属性"
    )
    assert mended.state == "draft", "its successor answers for it"


def test_information_given_out_on_request_is_finished_when_it_is_approved(county: County) -> None:
    record = closed(county)
    assert not record.is_document or record.state == "approved"
    Record.objects.filter(pk=record.pk).update(genre=Genre.INFORMATION)
    assert end(county).to_on == today()


@pytest.mark.parametrize("issue", [True, False])
def test_what_must_still_go_public_or_be_issued_is_named(county: County, issue: bool) -> None:
    record = approved(county)
    if issue:
        facts = {"number": "示财〔2026〕9号", "issued_on": today()}
        record = actions.issue(record=record, by=county["disclosure_officer"], **facts)
    refused(NotNow, "records.agency_busy", end, county=county)
    with pytest.raises(NotNow, match=record.title):
        end(county)
    assert Agency.objects.get(pk=county.department.pk).to_on is None


def test_a_document_not_for_the_public_that_is_not_issued_yet_is_under_way(county: County) -> None:
    closed(county)
    refused(NotNow, "records.agency_busy", end, county=county)
