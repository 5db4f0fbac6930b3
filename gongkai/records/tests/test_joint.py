"""Joint issuers: rows and text are one, they are signed, and the record stands in the lists of each of them."""

from typing import Any

import pytest
from django.test import Client

from gongkai import pages
from gongkai.pages.models import Entry as Listed
from gongkai.records import actions, comparing, content, queries, removal
from gongkai.records.models import Publication, Record
from gongkai.records.tests.documents import corrected, drafted, fresh, public
from gongkai.records.tests.test_actions import refused
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import queries as review_queries
from gongkai.review.models import Review
from gongkai.testing import County, sign_all

pytestmark = pytest.mark.django_db
OUTSIDE = "国家税务总局示范县税务局"


def joined(county: County, record: Record, **facts: Any) -> Record:
    return actions.set_joint(record=record, by=county["drafter"], revision=fresh(record).revision, **facts)


def test_rows_and_text_are_written_together(county: County) -> None:
    record = joined(county, drafted(county), agencies=[county.other], names=[OUTSIDE])
    assert record.content["joint_issuers"] == f"示范县民政局、{OUTSIDE}"
    assert [(one.agency, one.name) for one in record.joint.all()] == [(county.other, "示范县民政局"), (None, OUTSIDE)]
    assert content.metadata(record)["joint"][0] == {"agency": county.other.pk, "name": "示范县民政局"}
    record = joined(county, record)
    assert (
        record.content["joint_issuers"] == "" and not record.joint.exists() and "joint" not in content.metadata(record)
    )


def test_a_text_that_names_units_becomes_rows(county: County) -> None:
    record = drafted(county, joint_issuers=f"县民政局，{OUTSIDE}")
    assert [one.agency_id for one in record.joint.all()] == [county.other.pk, None]
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={"joint_issuers": OUTSIDE}
    )
    assert [one.name for one in record.joint.all()] == [OUTSIDE]


def test_refusals(county: County) -> None:
    record = drafted(county)
    common: dict[str, Any] = {"record": record, "by": county["drafter"], "revision": record.revision}
    act = actions.set_joint
    refused(NotLawful, "records.joint_itself", act, agencies=[county.department], **common)
    refused(NotLawful, "records.joint_itself", act, names=["县财政局"], **common)
    refused(NotLawful, "records.joint_twice", act, agencies=[county.other], names=["示范县民政局"], **common)
    refused(NotLawful, "records.joint_long", act, names=["局" * 130], **common)
    refused(NotLawful, "records.personal_data", act, names=["联系人11010519491231002X"], **common)
    refused(NotNow, "records.edited_meanwhile", act, names=[OUTSIDE], **common | {"revision": 1})
    refused(NotYours, "records.edit", act, names=[OUTSIDE], **common | {"by": county["other.drafter"]})
    out = public(county, "示财〔2026〕1号")
    refused(NotNow, "records.state", act, names=[OUTSIDE], **common | {"record": out})


def test_a_change_reopens_what_was_signed(county: County) -> None:
    record = drafted(county)
    review = actions.submit(record=record, by=county["drafter"])
    sign_all(county, review)
    record = joined(county, record, agencies=[county.other])
    assert record.state == Record.State.IN_REVIEW
    review = Review.objects.get(pk=review.pk)
    assert review_queries.open_step(review) is not None and review.parts == content.parts(record)
    now = comparing.snapshot(record)
    assert ("联合发文单位", "示范县民政局") in comparing.rows(now["metadata"], record.agency.place)


@pytest.fixture
def joint_record(county: County) -> Record:
    return public(county, "示财〔2026〕1号", joint=[county.other], names=[OUTSIDE])


def test_it_stands_in_every_list_and_counts_once(county: County, joint_record: Record) -> None:
    key = f"record:{joint_record.pk}"
    lists = set(Listed.objects.filter(key=key, present=True).values_list("list__name", flat=True))
    for agency in (county.department, county.other):
        assert {f"agency:{agency.pk}", f"item:{county.item.code}:agency:{agency.pk}"} <= lists
        assert [one.record_id for one in queries.of_agency(agency, 5)] == [joint_record.pk]
    code = county.item.code
    held = queries.holdings([county.department.pk, county.other.pk], [code])
    assert held[county.department.pk, code][0] == 1 and (county.other.pk, code) not in held


def test_every_maker_is_named_on_page_and_in_lists(client: Client, county: County, joint_record: Record) -> None:
    for address in (
        f"/records/{joint_record.pk}/",
        f"/agencies/{county.other.pk}/",
        f"/agencies/{county.other.pk}/list/",
    ):
        html = client.get(address).content.decode()
        assert "示范县民政局" in html and OUTSIDE in html, address
    feed = client.get(f"/agencies/{county.other.pk}/feed.xml").content.decode()
    assert joint_record.title in feed and f"示范县财政局、示范县民政局、{OUTSIDE}" in feed


def test_a_correction_moves_it_between_lists(client: Client, county: County, joint_record: Record) -> None:
    client.get(f"/agencies/{county.other.pk}/list/")
    record = corrected(county, joint_record, joint=[])
    assert Publication.objects.get(record=record, superseded_at=None).joint == []
    assert f"/agencies/{county.other.pk}/list/" in {page.path for page in pages.stale()}
    assert joint_record.title not in client.get(f"/agencies/{county.other.pk}/list/").content.decode()
    assert joint_record.title in client.get(f"/agencies/{county.department.pk}/list/").content.decode()


def test_taking_down_is_proved_on_the_pages_of_all(county: County, joint_record: Record) -> None:
    publication = actions.withdraw(
        record=joint_record, by=county["disclosure_officer"], reason="内容有误，重新发布", at=joint_record.created_at
    )
    found = {one.address: one.gone for one in removal.look(publication)}
    for address in ("", "list/", "feed.xml"):
        assert found[f"/agencies/{county.other.pk}/{address}"], address
    assert not Listed.objects.filter(key=f"record:{joint_record.pk}", present=True).exists()


def test_a_dropped_correction_brings_rows_back(county: County, joint_record: Record) -> None:
    by = county["drafter"]
    record = actions.correct(record=joint_record, by=by, reason="单位有误，需要核对")
    record = joined(county, record)
    record = actions.drop_correction(record=record, by=by)
    assert [one.name for one in record.joint.all()] == ["示范县民政局", OUTSIDE]
    assert content.parts(fresh(record)) == record.versions.get(number=1).parts


def test_a_search_within_any_issuer_finds_it(county: County) -> None:
    record = public(county, "示财〔2026〕61号", joint=[county.other], names=[OUTSIDE])
    out = Publication.objects.get(record=record)
    found = queries.document(out)
    assert found.agency == (str(county.department.pk), str(county.other.pk)) and OUTSIDE in found.agency_name
    for one, number in ((county.department, 1), (county.other, 1), (county.office, 0)):
        for text in ("", "示财〔2026〕61号"):
            assert len(queries.search_fallback(None, text, agency=str(one.pk))) == number
    assert queries.search_fallback(None, "", agency=[str(county.other.pk), "?"]) == [f"record:{record.pk}"]
