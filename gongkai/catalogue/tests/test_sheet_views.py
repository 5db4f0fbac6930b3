"""The desk's pages of guides and profiles: what is missing, what is allowed, what was typed stays."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai import ledger
from gongkai.catalogue.sheets import queries
from gongkai.catalogue.sheets.kinds import GUIDE, KINDS, PROFILE
from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.organisations import actions as organisations
from gongkai.review.models import Review
from gongkai.testing import County, sign_all

As = Callable[[str], Client]


@pytest.fixture
def as_(county: County) -> As:
    """A browser of a person of the county."""

    def enter(who: str) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(county[who])
        return client

    return enter


def test_from_nothing_to_public_by_the_pages_alone(county: County, as_: As) -> None:
    base = f"/desk/catalogue/guide/{county.department.pk}/"
    drafter, officer = as_("drafter"), as_("disclosure_officer")
    page = drafter.get(base).content.decode()
    assert "还没有编制" in page and "开始编制" in page
    assert drafter.post(f"{base}open/").headers["Location"] == f"{base}edit/"
    page = drafter.get(base).content.decode()
    assert "缺少：工作机构名称、办公地址、办公时间、联系电话、传真号码" in page and "取自机关登记信息" in page
    refused = drafter.post(f"{base}submit/")
    assert refused.status_code == 422 and "传真号码" in refused.content.decode()
    organisations.change_agency(agency=county.department, by=ledger.SYSTEM, **sheets.FACTS)
    edit = drafter.get(f"{base}edit/").content.decode()
    assert 'name="ways"' in edit and 'name="phone"' not in edit and 'name="procedure"' not in edit
    texts = queries.sheet_of(GUIDE, county.department).content["texts"] | {"ways": "到办公室查阅。"}
    assert drafter.post(f"{base}edit/", texts | {"revision": 1}).status_code == 302
    assert drafter.post(f"{base}submit/").status_code == 302
    review = Review.objects.get(subject_kind="guide")
    seen = as_("section_head").get(f"/desk/review/{review.pk}/").content.decode()
    assert "到办公室查阅。" in seen and "示范路1号" in seen and base in seen
    sign_all(county, review)
    assert f'action="{base}publish/"' in officer.get(base).content.decode()
    assert officer.post(f"{base}publish/").status_code == 302
    public = Client(headers={"host": "localhost"}).get(f"/guide/{county.department.pk}/").content.decode()
    assert "到办公室查阅。" in public
    assert "第1版" in officer.get(f"{base}versions/1/").content.decode()


def test_what_was_typed_stays_when_it_is_refused(county: County, as_: As) -> None:
    drafter, base = as_("drafter"), f"/desk/catalogue/guide/{county.department.pk}/"
    drafter.post(f"{base}open/")
    texts = queries.sheet_of(GUIDE, county.department).content["texts"]
    answer = drafter.post(f"{base}edit/", texts | {"revision": 1, "ways": "请打13812345678"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "请打13812345678" in page and "获取方式" in page and "手机" in page
    drafter.post(f"{base}edit/", texts | {"revision": 1, "ways": "甲"})
    late = drafter.post(f"{base}edit/", texts | {"revision": 1, "ways": "乙"})
    assert late.status_code == 409 and "您的修改没有保存" in late.content.decode() and "乙" in late.content.decode()


def test_the_profiles_editor_offers_rows_and_saves_them(county: County, as_: As) -> None:
    drafter, base = as_("drafter"), f"/desk/catalogue/profile/{county.department.pk}/"
    drafter.post(f"{base}open/")
    page = drafter.get(f"{base}edit/").content.decode()
    assert 'name="leaders-0-name"' in page and 'name="offices-1-name"' in page and "新增领导" in page
    data = {name: sheets.PROFILE_FACTS.get(name, "") for name in ("duties", "setup", "address", "hours", "phone")}
    rows = {f"{prefix}-{name}": "0" for prefix in ("leaders", "offices") for name in ("INITIAL_FORMS",)}
    rows |= {"leaders-TOTAL_FORMS": "2", "offices-TOTAL_FORMS": "2"}
    rows |= {f"leaders-0-{name}": value for name, value in sheets.LEADER.items()}
    assert drafter.post(f"{base}edit/", data | rows | {"revision": 1}).status_code == 302
    sheet = queries.sheet_of(PROFILE, county.department)
    assert sheet.content["leaders"][0]["post"] == sheets.LEADER["post"] and sheet.content["duties"]
    broken = rows | {"leaders-1-name": "副局长（演示）", "leaders-INITIAL_FORMS": "0"}
    answer = drafter.post(f"{base}edit/", data | broken | {"revision": sheet.revision})
    assert answer.status_code == 422 and "副局长（演示）" in answer.content.decode()


def test_the_page_says_what_must_be_brought_up_to_date_and_by_when(county: County, as_: As) -> None:
    made = sheets.published(county)
    organisations.change_agency(agency=county.department, by=ledger.SYSTEM, phone="0575-87654321")
    stale = queries.stale(queries.published(GUIDE, county.department))
    assert stale is not None and stale.due_on is not None
    page = as_("drafter").get(f"/desk/catalogue/guide/{county.department.pk}/").content.decode()
    assert "须更新" in page and "0575-87654321" in page and stale.due_on.isoformat() in page
    assert made.content["elements"] and stale.rule.source in page
    assert "联系电话" in as_("office.open_government_section").get("/desk/catalogue/guide/").content.decode()


def test_a_list_holds_ones_own_agency_and_for_the_section_all(county: County, as_: As) -> None:
    for code in KINDS:
        mine = as_("drafter").get(f"/desk/catalogue/{code}/").content.decode()
        assert county.department.name in mine and county.other.name not in mine
        every = as_("office.open_government_section").get(f"/desk/catalogue/{code}/").content.decode()
        assert all(one.name in every for one in (county.office, county.department, county.other))


def test_the_list_costs_the_same_for_one_agency_and_for_many(county: County, as_: As) -> None:
    client, costs = as_("office.open_government_section"), []
    client.get("/desk/catalogue/guide/")
    for prefix in ("department", "other"):
        sheets.published(county, GUIDE, prefix)
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/catalogue/guide/")
        costs.append(len(asked))
    assert costs[0] == costs[1], costs
