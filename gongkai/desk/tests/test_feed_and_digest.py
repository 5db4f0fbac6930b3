"""The calendar's signed address, and the morning mail."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from gongkai import worklist
from gongkai.desk import digest, feed, tasks
from gongkai.ledger.queries import history
from gongkai.organisations import access, actions, queries
from gongkai.worklist.queries import _SOURCES

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
FRIDAY, SATURDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 21)


@pytest.fixture
def items() -> Iterator[list[worklist.Item]]:
    found: list[worklist.Item] = []
    worklist.register_source("probe", "试验事项", lambda person: found if "drafter" in person.username else [])
    yield found
    del _SOURCES["probe"]


def item(title: str, due_on: dt.date | None) -> worklist.Item:
    return worklist.Item(kind="probe", act="公开", title=title, url="/desk/records/1/", due_on=due_on)


def token(user: Any) -> str:
    return feed.address(user).partition("token=")[2]


def test_the_address_needs_no_session_and_shows_only_dated_items(county: Any, items: list[worklist.Item]) -> None:
    items += [item("有期限的通知", FRIDAY), item("没有期限的通知", None)]
    response = Client().get(f"/desk/worklist.ics?token={token(county['drafter'])}")
    assert response.status_code == 200 and response["Content-Type"].startswith("text/calendar")
    text = response.content.decode()
    assert "有期限的通知" in text and "没有期限的通知" not in text and "DTSTART;VALUE=DATE:20261120" in text
    assert not response.cookies and "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("bad", ["", "x", "WzEsICJ4Il0:1abc:zzzz"])
def test_a_forged_address_is_not_found(db: None, bad: str) -> None:
    assert Client().get("/desk/worklist.ics", {"token": bad}).status_code == 404


def test_the_address_dies_with_password_version_and_account(county: Any) -> None:
    user = county["drafter"]
    first = token(user)
    access.change_password(user=user, password="another horse 2027")
    assert feed.person(first) is None
    second = token(user)
    user = access.renew_feed(user=user)
    assert feed.person(second) is None
    third = token(user)
    assert feed.person(third) == user
    for post in queries.posts_of(user):
        actions.end_post(post=post, to_on=queries.today(), by=county.administrators["security"])
    actions.close_account(user=user, by=county.administrators["security"], reason="调离")
    assert feed.person(third) is None


def test_the_page_explains_and_renews(as_: As, county: Any) -> None:
    client = as_("drafter")
    page = client.get("/desk/calendar-feed/").content.decode()
    before = token(county["drafter"])
    assert before in page and "请不要转发" in page
    client.post("/desk/calendar-feed/")
    county["drafter"].refresh_from_db()
    assert token(county["drafter"]) != before and feed.person(before) is None
    assert history(county["drafter"]).last().act == "organisations.feed_renewed"


def test_one_mail_a_person_only_when_something_is_due(county: Any, items: list[worklist.Item]) -> None:
    items += [
        item("早已超期的通知", FRIDAY - dt.timedelta(days=10)),
        item("下周一到期的通知", dt.date(2026, 11, 23)),
        item("年底到期的通知", dt.date(2026, 12, 31)),
        item("没有期限的通知", None),
    ]
    assert digest.send(county["drafter"], FRIDAY)
    assert not digest.send(county["principal"], FRIDAY)
    (letter,) = mail.outbox
    assert letter.to == [county["drafter"].email] and "已超期 1 件，即将到期 1 件" in letter.subject
    assert "早已超期的通知" in letter.body and "下周一到期的通知" in letter.body
    assert "年底到期的通知" not in letter.body and "没有期限的通知" not in letter.body
    assert "http" in letter.body and "&" not in letter.body


def test_the_task_asks_everybody_on_working_days_only(county: Any, items: list[worklist.Item]) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    def run(day: dt.date) -> list[int]:
        moment = dt.datetime.combine(day, dt.time(0, 30), tzinfo=dt.UTC)
        tasks.digest(timestamp=int(moment.timestamp()))
        jobs = ProcrastinateJob.objects.filter(task_name="desk.digest_one")
        return [job.args["person_id"] for job in jobs]

    assert run(SATURDAY) == []
    people = run(FRIDAY)
    assert county["drafter"].pk in people and len(people) == len(set(people))
    assert not {one.pk for one in county.administrators.values()} & set(people)
    items.append(item("今天到期的通知", FRIDAY))
    tasks.digest_one(person_id=county["drafter"].pk, day=FRIDAY.isoformat())
    assert len(mail.outbox) == 1
