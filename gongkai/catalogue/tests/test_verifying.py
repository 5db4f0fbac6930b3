"""A row of a catalogue is unverified law until somebody compared it with the original."""

import pytest
from django.test import Client

from gongkai import ledger
from gongkai.catalogue import actions, queries
from gongkai.catalogue.models import Catalogue
from gongkai.ledger.queries import history
from gongkai.organisations.queries import today
from gongkai.records import actions as records
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.rules.vocabulary import STATUS
from gongkai.testing import County, approved, refused

pytestmark = pytest.mark.django_db
WITH = "对照印发的目录原件逐项核对"


def section(county: County) -> object:
    return county["office.open_government_section"]


def local(catalogue: Catalogue, number: int = 55) -> str:
    """The status of the limit of an item whose own words are obeyed."""
    item = catalogue.items.get(number=number)
    item.catalogue = Catalogue.objects.get(pk=catalogue.pk)
    found = queries.lawful(item, today())
    assert found.local is not None
    return found.local.status


def test_the_limits_of_a_catalogue_are_unverified_until_the_section_confirms_them(
    county: County, client: Client
) -> None:
    made = county.catalogue
    assert local(made) == "unverified"
    here = f"/desk/catalogue/{made.pk}/"
    client.force_login(county["drafter"])
    page = client.get(here).content.decode()
    assert STATUS["unverified"] in page and "确认已经核对" not in page
    assert client.post(f"{here}verify/", {"reason": WITH}).status_code == 403 and local(made) == "unverified"
    client.force_login(section(county))  # type: ignore[arg-type]
    assert "确认已经核对" in client.get(here).content.decode()
    assert client.post(f"{here}verify/", {"reason": ""}).status_code == 422
    answer = client.post(f"{here}verify/", {"reason": WITH}, follow=True).content.decode()
    assert "已记为对照原件核对过" in answer and "已对照原件" in answer and "确认已经核对" not in answer
    assert local(made) == "verified"
    entry = history(Catalogue.objects.get(pk=made.pk)).last()
    assert entry is not None and (entry.act, entry.reason) == ("catalogue.verified", WITH)


def test_what_may_not_be_confirmed(county: County) -> None:
    made = county.catalogue
    for person in ("disclosure_officer", "office.disclosure_officer", "office.principal"):
        refused(NotYours, "catalogue.section_only", actions.verify, catalogue=made, reason=WITH, by=county[person])
    refused(NotLawful, "catalogue.verified_with", actions.verify, catalogue=made, reason=" 看过 ", by=section(county))
    with pytest.raises(NotLawful, match="手机"):
        actions.verify(catalogue=made, reason=f"{WITH}，有误请打13800138000", by=section(county))
    actions.verify(catalogue=made, reason=WITH, by=section(county))
    refused(NotNow, "catalogue.verified_already", actions.verify, catalogue=made, reason=WITH, by=section(county))
    following = actions.import_catalogue(place=made.place, by=ledger.SYSTEM)
    assert not following.verified and local(following) == "unverified", "a new version is compared anew"
    actions.adopt(catalogue=following, by=ledger.SYSTEM)
    Catalogue.objects.filter(pk=made.pk).update(verified_at=None)
    refused(NotNow, "catalogue.state", actions.verify, catalogue=made, reason=WITH, by=section(county))


def test_a_record_keeps_whether_its_limit_was_verified_when_it_was_issued(county: County) -> None:
    item = county.item
    item.limit_value = 3
    item.save()
    facts = {"by": county["disclosure_officer"], "issued_on": today()}
    early = records.issue(record=approved(county), number="示财〔2026〕7号", **facts)
    assert early.publication_rule is not None and early.publication_rule["name"] == f"catalogue.{item.code}"
    assert early.publication_rule["status"] == "unverified"
    actions.verify(catalogue=county.catalogue, reason=WITH, by=section(county))
    later = records.issue(record=approved(county), number="示财〔2026〕8号", **facts)
    assert later.publication_rule is not None and later.publication_rule["status"] == "verified"
    early.refresh_from_db()
    assert early.publication_rule["status"] == "unverified", "what was frozen stays as it was"


def test_the_public_page_says_that_a_limit_is_unverified(county: County, client: Client) -> None:
    item = county.item
    item.limit_value = 3
    item.save()
    address = f"/catalogue/{item.code}/"
    assert "（未核对原文）" in client.get(address).content.decode()
    actions.verify(catalogue=county.catalogue, reason=WITH, by=section(county))
    assert "（未核对原文）" not in client.get(address).content.decode()
