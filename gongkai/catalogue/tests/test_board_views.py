"""The board's pages: what stands in the address, what is exported, what the public sees of a statement."""

import csv
import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client

from gongkai.catalogue import periods, showing, statements
from gongkai.catalogue.models import Reminder, Statement
from gongkai.catalogue.standing import Status
from gongkai.catalogue.views.board import _gravity
from gongkai.operate import bench_board
from gongkai.organisations.queries import today
from gongkai.testing import County

pytestmark = pytest.mark.django_db
BOARD = "/desk/catalogue/board/"


def client(person: Any = None) -> Client:
    made = Client()
    if person is not None:
        made.force_login(person)
    return made


@pytest.fixture
def section(county: County) -> Client:
    return client(county["office.open_government_section"])


@pytest.fixture
def officer(county: County) -> Client:
    return client(county["disclosure_officer"])


def duty(county: County, number: int = 23) -> str:
    return f"{BOARD}agencies/{county.department.pk}/{county.catalogue.items.get(number=number).code}/"


def test_the_filter_stands_in_the_address_and_in_every_link(county: County, section: Client) -> None:
    page = section.get(f"{BOARD}?status=blank&kind=department").content.decode()
    assert "status=blank&amp;kind=department" in page and "县府办" not in page.partition("<table")[2]
    assert section.get(f"{BOARD}?status=nonsense&worst=x&column=没有").status_code == 200
    for name in ("items/", "heat/", "heat/?column=法定主动公开内容"):
        assert section.get(BOARD + name).status_code == 200, name


def test_what_is_shown_is_exported(county: County, section: Client, officer: Client) -> None:
    raw = section.get(f"{BOARD}export.csv?status=blank&agency={county.department.pk}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw)))
    assert rows and {(row["机关"], row["情况"]) for row in rows} == {("示范县财政局", "空白")}
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{BOARD}export.xlsx").content))
    assert {row[0] for row in book.active.iter_rows(min_row=2, values_only=True)} == {"示范县财政局"}
    assert officer.get(f"{BOARD}export.xlsx?agency={county.other.pk}").status_code == 404
    assert officer.get(f"{BOARD}export.xlsx?agency=x").status_code == 200


@pytest.mark.parametrize("page", ["", "items/", "heat/"])
def test_pages_of_sixty_agencies_have_a_query_budget(
    county: County, section: Client, django_assert_max_num_queries: Any, page: str
) -> None:
    bench_board.crowd(county.catalogue, 60, 200)
    section.get(BOARD + page)  # the menu's count of the worklist is remembered until the next act
    with django_assert_max_num_queries(26):
        answer = section.get(BOARD + page)
    assert answer.status_code == 200 and "测量1" in answer.content.decode() + "测量1" * (page == "items/")


def test_an_officer_states_and_the_public_reads_it(county: County, officer: Client) -> None:
    form = officer.get(duty(county)).context["form"]
    period = next(iter(form.offered))
    empty = officer.post(f"{duty(county)}state/", {"period": period, "reason": ""})
    assert empty.status_code == 422 and not Statement.objects.exists()
    wrong = officer.post(f"{duty(county)}state/", {"period": "2099-01-01_2099-03-31_x", "reason": "无"})
    assert wrong.status_code == 422
    made = officer.post(f"{duty(county)}state/", {"period": period, "reason": "没有下达专项资金。"})
    assert made["Location"] == duty(county)
    item = county.catalogue.items.get(number=23)
    for public in (f"/catalogue/{item.code}/", f"/agencies/{county.department.pk}/catalogue/{item.code}/list/"):
        assert "没有下达专项资金。" in client().get(public).content.decode(), public
    said = Statement.objects.get()
    refused = officer.post(f"{BOARD}statements/{said.pk}/withdraw/", {"reason": ""})
    assert refused.status_code == 422
    officer.post(f"{BOARD}statements/{said.pk}/withdraw/", {"reason": "漏看了一笔"})
    assert "没有下达专项资金。" not in client().get(f"/catalogue/{item.code}/").content.decode()


def test_a_drafter_reads_but_does_not_speak(county: County) -> None:
    drafter = client(county["drafter"])
    assert "form" not in drafter.get(duty(county)).content.decode().partition("<h2>本期无此类信息")[2]
    item = county.catalogue.items.get(number=23)
    offered = periods.offered(item, statements.facts(county.department, item), today())
    asked = {"period": offered[0].key, "reason": "无"}
    assert drafter.post(f"{duty(county)}state/", asked).status_code == 403


def test_reminding_comes_back_to_the_page_it_came_from(county: County, section: Client) -> None:
    answer = section.post(f"{BOARD}remind/", {"status": "blank", "query": "?kind=department&worst=1"})
    assert answer["Location"] == f"{BOARD}?kind=department&worst=1"
    assert len(set(Reminder.objects.values_list("agency"))) == 1
    away = section.post(f"{BOARD}remind/", {"status": "blank", "query": "//elsewhere.example"})
    assert away["Location"] == BOARD
    assert section.post(f"{BOARD}remind/", {"status": "blank", "code": "none"}).status_code == 404


def test_reminding_many_agencies_names_them_first(county: County, section: Client) -> None:
    bench_board.crowd(county.catalogue, 8, 0)
    asked = {"status": "blank", "query": "?kind=department"}
    page = section.post(f"{BOARD}remind/", asked)
    assert page.status_code == 200 and not Reminder.objects.exists(), "nothing was sent yet"
    text = page.content.decode()
    assert "确认催办" in text and "县财政局" in text and "个机关催办" in text and "发出以后不能收回" in text
    assert section.post(f"{BOARD}remind/", asked | {"sure": "on"}).status_code == 302
    assert len(set(Reminder.objects.values_list("agency"))) > showing.WORST
    assert "今天已催办" in section.get(f"{BOARD}?kind=department").content.decode()
    assert "今天已催办" in section.get(f"{BOARD}agencies/{county.department.pk}/").content.decode()


def test_a_day_comes_before_none_and_what_is_late_before_both() -> None:
    def cell(status: Status, days: int | None) -> Any:
        day = None if days is None else today() + dt.timedelta(days=days)
        nobody = SimpleNamespace(order=0)
        return SimpleNamespace(status=status, standing=SimpleNamespace(due_on=day), agency=nobody, item=nobody)

    wanted = [(Status.OVERDUE, -9), (Status.OVERDUE, -1), (Status.SOON, 1), (Status.SOON, 9), (Status.BLANK, None)]
    wanted += [(Status.NOTHING, None), (Status.PUBLISHED, None)]
    cells = [cell(*one) for one in reversed(wanted)]
    assert [one.status for one in sorted(cells, key=_gravity)] == [status for status, _ in wanted]


@pytest.mark.requirement("JM-STD-01", "JM-STD-02")
def test_the_standard_form_is_public_and_lists_are_compared(county: County, section: Client) -> None:
    page = client().get("/catalogue/standard/").content.decode()
    assert page.count("<tr>") == 74 and "渠道和载体" in page and "县级、乡级" in page and "data-print" in page
    table = io.BytesIO("事项名称\n最低生活保障\n采集犬只鼻纹\n".encode())
    table.name = "权责清单.csv"
    answer = section.post(f"/desk/catalogue/{county.catalogue.pk}/lists/", {"file": table}).content.decode()
    assert "1项有对应的公开事项，1项没有" in answer and "采集犬只鼻纹" in answer
    broken = io.BytesIO(b"x")
    broken.name = "清单.pdf"
    answer = section.post(f"/desk/catalogue/{county.catalogue.pk}/lists/", {"file": broken}).content.decode()
    assert "xlsx 或者 csv" in answer


def test_the_coverage_page_names_what_the_catalogue_lacks(county: County, section: Client) -> None:
    page = section.get(f"/desk/catalogue/{county.catalogue.pk}/coverage/").content.decode()
    gaps = page.partition("法律要求而本目录没有的")[2].partition("<h2>")[0]
    assert "治安管理" in gaps and "农田水利工程建设运营" in gaps and "未核对原文" in page


def test_without_a_catalogue_the_board_says_what_to_do(county: County, section: Client) -> None:
    county.catalogue.state = "superseded"
    county.catalogue.save(update_fields=["state"])
    answer = section.get(BOARD)
    assert answer.status_code == 409 and "启用公开目录" in answer.content.decode()
