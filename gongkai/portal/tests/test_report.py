"""The form of 找错 and the page that tells what became of it; the report on the desk."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from gongkai.organisations import limits
from gongkai.portal.views import reporting
from gongkai.records import actions
from gongkai.records.models import ErrorReport
from gongkai.testing import County

WORDS = {"kind": "typo", "text": "“公布”写成了“公步”。", "contact": "0575-12345678"}


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    cache.clear()


@pytest.fixture
def citizen(db: None) -> Client:
    return Client(headers={"host": "localhost"})


def test_report_and_follow_it(citizen: Client, county: County, record: Any) -> None:
    page = citizen.get(f"/records/{record.pk}/").content.decode()
    assert f'href="/report/{record.pk}/"' in page
    form = citizen.get(f"/report/{record.pk}/")
    html = form.content.decode()
    assert f'value="/records/{record.pk}/"' in html and record.title in html and "no-store" in form["Cache-Control"]
    assert citizen.get("/report/?url=/guide/").content.decode().count('value="/guide/"') == 1
    assert 'value="http' not in citizen.get("/report/?url=http://evil.example/").content.decode()
    done = citizen.post("/report/", WORDS | {"path": f"/records/{record.pk}/"}).content.decode()
    code = re.search(r">([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})<", done)
    assert code is not None
    made = ErrorReport.objects.get()
    told = citizen.get(f"/report/status/?code={code[1]}")
    assert "办理中" in told.content.decode() and county.department.name in told.content.decode()
    assert "公步" not in told.content.decode() and "no-store" in told["Cache-Control"] and not told.cookies
    officer = Client(headers={"host": "localhost"})
    officer.force_login(county["disclosure_officer"])
    assert "公步" in officer.get("/desk/records/errors/").content.decode()
    one = officer.get(f"/desk/records/errors/{made.pk}/").content.decode()
    assert "0575-12345678" in one and record.title in one
    answered = officer.post(
        f"/desk/records/errors/{made.pk}/answer/", {"outcome": "corrected", "answer": "已改为“公布”。"}
    )
    assert answered.status_code == 302
    assert "已改为“公布”。" in citizen.get(f"/report/status/?code={code[1]}").content.decode()
    assert "没有找到这个查询码" in citizen.get("/report/status/?code=AAAA").content.decode()


def test_the_form_says_what_is_wrong(citizen: Client, county: County) -> None:
    answer = citizen.post("/report/", {"kind": "", "text": ""})
    html = answer.content.decode()
    assert answer.status_code == 422 and "找错已经提交" not in html
    assert re.search(r'class="[^"]*errors', html) and html.count('aria-invalid="true"') == 2
    long = citizen.post("/report/", WORDS | {"text": "错" * 501})
    assert long.status_code == 422 and not ErrorReport.objects.exists()


def test_programs_and_floods_leave_nothing(citizen: Client, county: County, monkeypatch: Any) -> None:
    assert citizen.post("/report/", WORDS | {"website": "http://spam.example/"}).status_code == 200
    assert not ErrorReport.objects.exists()
    monkeypatch.setattr(reporting, "MOST", 2)
    answers = [citizen.post("/report/", WORDS) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 422] and ErrorReport.objects.count() == 2
    assert "太多" in answers[2].content.decode()


def test_all_addresses_of_a_subscriber_are_counted_together_and_for_the_hour(
    citizen: Client, county: County, monkeypatch: Any
) -> None:
    monkeypatch.setattr(reporting, "MOST", 2)
    answers = [citizen.post("/report/", WORDS, REMOTE_ADDR=f"2001:db8::{number}") for number in (1, 2, 3)]
    assert [one.status_code for one in answers] == [200, 200, 422]
    assert citizen.post("/report/", WORDS, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(expires - now()) FROM {limits.TABLE} WHERE cache_key LIKE '%report:%'")
        assert cursor.fetchone()[0].total_seconds() > reporting.HOUR


def test_a_forged_form_is_refused_and_the_form_alone_sets_a_cookie(county: County, record: Any) -> None:
    guarded = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert guarded.post("/report/", WORDS).status_code == 403
    assert guarded.post("/elder/report/", WORDS).status_code == 403 == guarded.post("/hant/report/", WORDS).status_code
    assert set(guarded.get("/report/").cookies) == {"csrftoken"}
    for form in ("/report/", "/elder/report/", "/hant/report/"):
        html = guarded.get(form).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
        assert token is not None and f'action="{form}"' in html
        assert guarded.post(form, WORDS | {"csrfmiddlewaretoken": token[1]}).status_code == 200
    assert ErrorReport.objects.count() == 3


def test_the_title_of_what_was_taken_down_is_not_shown_again(citizen: Client, county: County, record: Any) -> None:
    actions.withdraw(record=record, by=county["disclosure_officer"], reason="内容有误")
    assert record.title not in citizen.get(f"/report/{record.pk}/").content.decode()
