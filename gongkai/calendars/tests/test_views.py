"""The screens: who reaches them, and the way from the pasted notice to the announced year."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import calendars, clock
from gongkai.calendars.forms import YearForm, parse_days
from gongkai.calendars.models import Year

FIELDS = {
    "year": "2027",
    "notice": "国务院办公厅关于2027年部分节假日安排的通知（测试）",
    "url": "https://www.gov.cn/zhengce/test.htm",
    "off": "元旦 2027-01-01..2027-01-03\n春节：2027年2月5日至2027年2月12日",
    "work": "春节 2027-02-14、2027-02-20",
}


@pytest.fixture
def staff(clerk: Any) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


@pytest.fixture
def office(section: Any) -> Client:
    client = Client()
    client.force_login(section)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "2026/", "announce/"])
def test_strangers_are_sent_to_log_in(path: str) -> None:
    response = Client().get(f"/desk/calendars/{path}")
    assert response.status_code == 302 and "/desk/login/" in response.url


def test_all_staff_may_read(staff: Client) -> None:
    page = staff.get("/desk/calendars/").content.decode()
    assert "2027年" in page and "尚未公布" in page and "登记年度放假安排" not in page
    page = staff.get("/desk/calendars/2026/").content.decode()
    assert page.count('<table class="cal">') == 12
    assert page.count("<b>班</b>") == 1 + 6 and "国办发明电〔2025〕7号" in page
    assert "都是暂定的" in staff.get("/desk/calendars/2027/").content.decode()
    assert staff.get("/desk/calendars/1999/").status_code == 404


def test_staff_without_the_post_may_not_announce(staff: Client) -> None:
    assert staff.get("/desk/calendars/announce/").status_code == 403
    assert staff.post("/desk/calendars/announce/", FIELDS).status_code == 403
    assert staff.post("/desk/calendars/confirm/", FIELDS).status_code == 403
    assert not Year.objects.exists()


def test_from_the_notice_to_the_announced_year(office: Client) -> None:
    def dates(calendar: clock.Calendar) -> list[calendars.OpenDate]:
        due, _ = clock.due_on(dt.date(2027, 1, 28), 20, calendar)
        return [calendars.OpenDate("1", "某某局第1号申请", "/desk/foi/1/", due)]

    calendars.register_dates("依申请公开答复期限", dates)
    assert 'name="off"' in office.get("/desk/calendars/announce/?year=2027").content.decode()
    page = office.post("/desk/calendars/announce/", FIELDS).content.decode()
    assert "会变动的期限：1项" in page and "某某局第1号申请" in page
    assert "2027-02-25" in page and "2027-03-03" in page
    assert not Year.objects.exists(), "showing what would move changes nothing"
    again = office.post("/desk/calendars/announce/?back=1", FIELDS).content.decode()
    assert "下一步：查看变动" in again and "元旦 2027-01-01..2027-01-03" in again
    response = office.post("/desk/calendars/confirm/", FIELDS, follow=True)
    assert response.redirect_chain == [("/desk/calendars/2027/", 302)]
    page = response.content.decode()
    assert "1项期限变动" in page and "办理记录" in page
    assert Year.objects.get().names["2027-02-20"] == "春节"
    assert office.get("/desk/calendars/confirm/").status_code == 405


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("off", "元旦 2027-01-01..2027-01-03\n春节 2027-02-30", "第2行：日期“2027-02-30”不存在"),
        ("off", "元旦 2027-01-01..2028-01-03", "起止日期不对"),
        ("off", "2027-01-03..2027-01-01", "起止日期不对"),
        ("off", "春节", "这个字段是必填项|没有任何放假日"),
        ("work", "2027-02-15", "本来就是工作日"),
        ("url", "javascript:1", "URL"),
        ("year", "2028", "不在2028年"),
    ],
)
def test_what_the_form_refuses(office: Client, field: str, text: str, words: str) -> None:
    for address in ("announce", "confirm"):
        page = office.post(f"/desk/calendars/{address}/", {**FIELDS, field: text}).content.decode()
        assert any(word in page for word in words.split("|")), page
    assert not Year.objects.exists()


def test_days_are_read_as_people_write_them() -> None:
    days, names = parse_days("元旦：2027年1月1日、2027-01-02\n\n2027-01-03～2027-01-04")
    assert [day.day for day in days] == [1, 2, 3, 4]
    assert list(names.values()) == ["元旦", "元旦"]


def test_a_form_without_days_is_not_a_crash() -> None:
    assert not YearForm({"year": "2027"}).is_valid()
