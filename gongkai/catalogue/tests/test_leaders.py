"""Everything the catalogue asks of leaders' information, as the public reads it. 绍兴 目录 第6项"""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.catalogue.sheets import actions, photos
from gongkai.catalogue.sheets.kinds import PROFILE
from gongkai.catalogue.tests.sheets_world import LEADER, PROFILE_FACTS, out
from gongkai.catalogue.tests.test_institution import PNG, editor
from gongkai.records import actions as records
from gongkai.records.models import Record
from gongkai.testing import County, complete_draft, sign_all


@pytest.mark.requirement("SX-CAT-06")
def test_name_photo_post_portfolio_cv_and_activities_are_public(county: County, client: Client) -> None:
    by, item = county["drafter"], county.catalogue.items.get(number=6)
    sheet = actions.open_(kind=PROFILE, agency=county.department, by=by)
    sheet = actions.edit(sheet=sheet, by=by, revision=1, changes=PROFILE_FACTS)
    sent = editor(sheet, {"leaders-0-picture": SimpleUploadedFile("证件照.png", PNG, "image/png")})
    assert sent.is_valid()
    changes = sent.changes(by)
    actions.edit(sheet=sheet, by=by, revision=sheet.revision, changes=changes)
    out(county, sheet)
    html = client.get(f"/agencies/{county.department.pk}/").content.decode()
    assert all(LEADER[name] in html for name in ("name", "post", "portfolio", "cv"))
    assert photos.address(changes["leaders"][0]["photo"]) in html
    # Activities come one after another: each is information of its own under the item.
    visit = complete_draft(county, title="局长到乡镇调研财政预算执行情况", html="<p>局长到乡镇调研。</p>")
    records.edit(record=visit, by=by, revision=visit.revision, changes={}, item=item)
    sign_all(county, records.submit(record=Record.objects.get(pk=visit.pk), by=by))
    visit, officer = Record.objects.get(pk=visit.pk), county["disclosure_officer"]
    visit = records.issue(record=visit, by=officer, number="示财〔2026〕6号", issued_on=dt.date(2026, 6, 2))
    records.publish(record=visit, by=officer)
    for path in (f"/catalogue/{item.code}/", f"/agencies/{county.department.pk}/catalogue/{item.code}/list/"):
        assert visit.title in client.get(path).content.decode(), path
