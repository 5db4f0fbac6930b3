"""What becomes of an agency is seen at once on the pages that name it, and those pages are known to be stale."""

from typing import Any

import pytest
from django.test import Client

from gongkai import ledger, pages
from gongkai.organisations import actions
from gongkai.organisations.models import Post
from gongkai.organisations.queries import today
from gongkai.testing import County

pytestmark = pytest.mark.django_db
DOCUMENT = "示范县机构改革方案"


def rename(county: County) -> Any:
    facts = {"name": "示范县财政和国有资产局", "short_name": "县财政国资局"}
    return actions.rename_agency(agency=county.department, on=today(), document=DOCUMENT, by=ledger.SYSTEM, **facts)


def merge(county: County) -> Any:
    for post in Post.objects.filter(agency=county.department, to_on=None):
        actions.end_post(post=post, to_on=today(), by=ledger.SYSTEM)
    return actions.merge_agencies(
        agencies=[county.department], into=county.other, on=today(), document=DOCUMENT, by=ledger.SYSTEM
    )


@pytest.mark.parametrize("change", [rename, merge])
def test_pages_that_name_it_are_made_again(county: County, change: Any) -> None:
    own, everybody = f"/agencies/{county.department.pk}/", "/agencies/"
    for address in (own, everybody):
        assert Client().get(address).status_code == 200
    assert not {own, everybody} & {one.path for one in pages.stale()}
    change(county)
    assert {own, everybody} <= {one.path for one in pages.stale()}
