"""The editor's parts for joint issuers and relations without script, and the small pages of term, effect and time."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai.organisations.queries import today
from gongkai.records import edit_form, queries
from gongkai.records.models import Record, ValidityChange
from gongkai.records.tests.documents import drafted, fresh, issued, public
from gongkai.testing import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(county: County) -> Client:
    browser = Client()
    browser.force_login(county["drafter"])
    return browser


@pytest.fixture
def officer(county: County) -> Client:
    browser = Client()
    browser.force_login(county["disclosure_officer"])
    return browser


def form(record: Record, **changes: Any) -> dict[str, Any]:
    """The editor as a browser sends it back."""
    shown = edit_form.EditForm(record=fresh(record))
    data = {name: shown[name].value() for name in shown.fields}
    return {name: value for name, value in (data | changes).items() if value not in (None, "", False, [])}


def test_joint_issuers_are_chosen_in_the_editor(clerk: Client, county: County) -> None:
    record = drafted(county)
    address = f"/desk/records/{record.pk}/edit/"
    html = clerk.get(address).content.decode()
    assert "联合发文的机关" in html and f'value="{county.other.pk}"' in html and "示范县民政局" in html
    data = form(record, joint_agencies=[str(county.other.pk)], joint_others="国家税务总局示范县税务局")
    assert clerk.post(address, data).status_code == 302
    record = fresh(record)
    assert record.content["joint_issuers"] == "示范县民政局、国家税务总局示范县税务局"
    assert clerk.post(address, data).status_code == 302  # the same form, sent twice
    assert fresh(record).revision == record.revision
    wrong = clerk.post(address, form(record, joint_others="县财政局"))
    assert wrong.status_code == 422 and "牵头单位" in wrong.content.decode()


def test_relations_are_found_by_number_index_number_or_title(clerk: Client, county: County) -> None:
    old = public(county, "示财〔2025〕1号", "旧办法")
    record = drafted(county)
    address = f"/desk/records/{record.pk}/edit/"
    for named in ("示财[2025]1号", old.index_number, "《旧办法》"):
        data = form(record, relation_kind="repeals", relation_target=named, relation_on="2026-12-31")
        assert clerk.post(address, data).status_code == 302, named
        relation = fresh(record).relations.get()
        assert (relation.target, relation.on) == (old, dt.date(2026, 12, 31))
        html = clerk.get(address).content.decode()
        assert "废止《旧办法》（示财〔2025〕1号），自2026-12-31起" in html
        assert clerk.post(address, form(record, relation_remove=[str(relation.pk)])).status_code == 302
        assert not fresh(record).relations.exists()


def test_a_document_that_is_not_found_may_be_one_outside(clerk: Client, county: County) -> None:
    record = drafted(county)
    address = f"/desk/records/{record.pk}/edit/"
    asked = {"relation_kind": "results_from", "relation_target": "中华人民共和国预算法"}
    answer = clerk.post(address, form(record, title="改过的标题", **asked))
    html = answer.content.decode()
    assert answer.status_code == 422 and "没有找到“中华人民共和国预算法”" in html and "改过的标题" in html
    assert fresh(record).title != "改过的标题"  # nothing is half-done
    assert clerk.post(address, form(record, relation_outside="on", **asked)).status_code == 302
    assert fresh(record).relations.get().title == "中华人民共和国预算法"
    for title in ("同名", "同名"):
        public(county, f"示财〔2025〕{Record.objects.count()}号", title)
    answer = clerk.post(address, form(record, relation_kind="amends", relation_target="同名"))
    assert answer.status_code == 422 and "可能是几份文件" in answer.content.decode()


def test_the_note_of_a_mark_becomes_a_link(officer: Client, county: County) -> None:
    old = public(county, "示财〔2025〕1号", "旧办法")
    new = public(county, "示财〔2026〕1号", "新办法")
    data = {"validity": "repealed", "on": today().isoformat(), "note": "示财〔2026〕1号"}
    assert officer.post(f"/desk/records/{old.pk}/validity/", data).status_code == 302
    assert ValidityChange.objects.get().by_record == new


def test_term_effect_and_time(officer: Client, county: County) -> None:
    end, until = today() + dt.timedelta(days=30), today() + dt.timedelta(days=900)
    ending = public(county, "示财〔2026〕1号", "到期办法", expires_on=end.isoformat())
    assert "延长有效期" in officer.get(f"/desk/records/{ending.pk}/").content.decode()
    assert f"现在的失效日期是 {end}" in officer.get(f"/desk/records/{ending.pk}/renew/").content.decode()
    wrong = officer.post(f"/desk/records/{ending.pk}/renew/", {"until": until, "reason": "评估认为应当继续"})
    assert wrong.status_code == 422 and "必须写明作出决定的文件" in wrong.content.decode()
    assert officer.post(f"/desk/records/{ending.pk}/let-expire/", {"reason": "评估不再需要"}).status_code == 302
    assert queries.validity(ending, end) == "expired"
    assert "即将失效" in officer.get("/desk/records/?show=expiring").content.decode()
    record = issued(county, "示财〔2026〕2号", "通知", on=today(), date_made=today().isoformat())
    page = officer.get(f"/desk/records/{record.pk}/schedule/").content.decode()
    assert "最晚应当在" in page and 'type="datetime-local"' in page
    late = officer.post(f"/desk/records/{record.pk}/schedule/", {"publish_at": f"{until}T09:00"})
    assert late.status_code == 422 and "最晚应当在" in late.content.decode()
    soon = f"{today() + dt.timedelta(days=1)}T09:00"
    assert officer.post(f"/desk/records/{record.pk}/schedule/", {"publish_at": soon}).status_code == 302
    html = officer.get(f"/desk/records/{record.pk}/").content.decode()
    assert "定时公开" in html and "取消定时公开" in html
    assert officer.post(f"/desk/records/{record.pk}/unschedule/").status_code == 302
    assert fresh(record).publish_at is None
