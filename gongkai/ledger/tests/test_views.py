"""Screens of the ledger: the audit administrator's alone; filters, pages by key, checks, roots."""

import datetime as dt
import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai import ledger
from gongkai.ledger import actions, checking, labels, queries, tasks
from gongkai.ledger.models import Check, Entry, Root
from gongkai.refusals import NotNow, NotYours

pytestmark = pytest.mark.django_db
OPENED = "organisations.account_opened"


def make(name: str, role: str = "") -> Any:
    return get_user_model().objects.create_user(name, name=f"某{name}", admin_role=role, is_staff=role == "system")


@pytest.fixture
def auditor() -> Any:
    return make("auditor", "audit")


@pytest.fixture
def client(auditor: Any) -> Client:
    found = Client()
    found.force_login(auditor)
    return found


def write(user: Any, act: str = OPENED, **facts: Any) -> Entry:
    return ledger.record(act, user, by=ledger.SYSTEM, **facts)


@pytest.mark.parametrize("role", ["", "system", "security"])
def test_nobody_else_reads_the_whole_ledger(role: str) -> None:
    user = make("someone", role)
    entry = write(user)
    client = Client()
    client.force_login(user)
    for path in ("", f"{entry.pk}/", f"chains/{entry.chain_id}/", "checks/", "roots/", "roots.json"):
        assert client.get(f"/desk/ledger/{path}").status_code == 403, path
        assert Client().get(f"/desk/ledger/{path}").status_code == 302, path
    assert client.post("/desk/ledger/checks/ask/").status_code == 403
    with pytest.raises(NotYours):
        checking.ask(by=user)


def test_newest_first_with_filters(client: Client, auditor: Any) -> None:
    user = make("worker")
    write(user)
    write(user, "organisations.password_reset", reason="忘记密码")
    page = client.get("/desk/ledger/").content.decode()
    assert page.index("重置密码</a>") < page.index("开立账号</a>")
    page = client.get(f"/desk/ledger/?act={OPENED}").content.decode()
    assert "开立账号</a>" in page and "重置密码</a>" not in page
    assert "没有符合条件的留痕" in client.get("/desk/ledger/?actor=nobody").content.decode()
    assert "开立账号</a>" in client.get("/desk/ledger/?actor=系统&subject=account").content.decode()
    today = timezone.localdate()
    assert "开立账号</a>" in client.get(f"/desk/ledger/?first={today}&last={today}").content.decode()
    assert "开立账号</a>" not in client.get(f"/desk/ledger/?last={today - dt.timedelta(days=1)}").content.decode()
    assert "请改正" in client.get(f"/desk/ledger/?first={today}&last=2020-01-01").content.decode()
    assert client.get("/desk/ledger/?act=x&first=y&before=zz").status_code == 200


def test_pages_follow_the_key_and_keep_the_filter(client: Client) -> None:
    users = [make(f"u{number:02}") for number in range(3)]
    entries = [write(users[number % 3]) for number in range(120)]
    seen, address = [], f"/desk/ledger/?act={OPENED}"
    while address:
        response = client.get(address)
        seen += [row["entry"].pk for row in response.context["rows"]]
        following = response.context["next_url"]
        assert not following or OPENED in following
        address = f"/desk/ledger/{following}" if following else ""
    assert seen == [entry.pk for entry in reversed(entries)]


def test_a_page_of_entries_asks_once_for_each_kind(client: Client) -> None:
    for number in range(40):
        write(make(f"u{number:02}"))
    client.get("/desk/ledger/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/desk/ledger/").content.decode()
    assert page.count("某u") >= 40 and len(asked) <= 6, [one["sql"] for one in asked]


def test_one_entry_whole(client: Client) -> None:
    user = make("worker")
    write(user)
    entry = write(
        user, before={"phone": "1"}, after={"phone": "<2>"}, reason="更正", sealed={"id": "3306831990"}, note="x"
    )
    page = client.get(f"/desk/ledger/{entry.pk}/").content.decode()
    assert entry.hash in page and entry.previous in page and "更正" in page
    assert "&lt;2&gt;" in page and "3306831990" not in page and "加密另存" in page
    assert client.get("/desk/ledger/99999999/").status_code == 404


def test_a_chain_is_checked_at_once_and_tampering_is_named(client: Client) -> None:
    entry = write(make("worker"))
    address = f"/desk/ledger/chains/{entry.chain_id}/"
    assert "校验通过" in client.get(address).content.decode()
    entry.chain.head = "0" * 64
    entry.chain.save()
    page = client.get(address).content.decode()
    assert "这条链有问题" in page and "校验通过" not in page


def test_the_whole_is_checked_by_a_worker(client: Client, auditor: Any) -> None:
    entry = write(make("worker"))
    assert client.post("/desk/ledger/checks/ask/").url == "/desk/ledger/checks/"
    with pytest.raises(NotNow):
        checking.ask(by=auditor)
    assert "正在校验" in client.get("/desk/ledger/checks/").content.decode()
    tasks.run_check(check_id=Check.objects.get().pk)
    check = Check.objects.get()
    assert check.state == "sound" and check.checked == Entry.objects.count() and check.finished_at
    entry.chain.head = "0" * 64
    entry.chain.save()
    tasks.run_check(check_id=checking.ask(by=auditor).pk)
    page = client.get("/desk/ledger/checks/").content.decode()
    assert "发现问题" in page and "全部相符" in page and "链头不符" in page


def test_a_check_that_breaks_off_says_so(auditor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    check = checking.ask(by=auditor)
    monkeypatch.setattr(queries, "verify", lambda: iter(lambda: 1 / 0, None))
    with pytest.raises(ZeroDivisionError):
        checking.run(check)
    check.refresh_from_db()
    assert check.state == "failed"


def test_roots_are_listed_and_exported(client: Client) -> None:
    write(make("worker"))
    day = timezone.localdate(timezone.now() - actions.MARGIN) - dt.timedelta(days=1)
    root = actions.close_day(day=day)
    assert root.hash in client.get("/desk/ledger/roots/").content.decode()
    response = client.get("/desk/ledger/roots.json")
    assert "attachment" in response["Content-Disposition"]
    assert json.loads(response.content)["roots"][0]["hash"] == root.hash
    assert client.get(f"/desk/ledger/roots/?before={day}").context["rows"] == []


def test_days_are_closed_each_night_and_missed_ones_made_up(db: None) -> None:
    assert actions.close_days() == 0
    write(make("worker"))
    today = timezone.localdate(timezone.now() - actions.MARGIN)  # a day is open for an hour after its midnight
    actions.close_day(day=today - dt.timedelta(days=3))
    assert actions.close_days() == 2
    tasks.close_days(timestamp=0)
    assert Root.objects.count() == 3 and not any(isinstance(one, queries.Fault) for one in queries.verify())


def test_keys_and_codes_of_an_entry_are_said_in_words() -> None:
    assert labels.label("index_number") == "索引号" and labels.label("never_heard_of") == "never_heard_of"
    assert labels.text({"attribute": "proactive", "in_time": False}) == "公开属性：主动公开\n是否按期：否"
    assert labels.text([{"step": "初审", "count": 2}, ["甲", "乙"]]) == "环节：初审；件数：2\n甲、乙"
    assert labels.text("proactive 之外的原文") == "proactive 之外的原文" and labels.text([]) == "—"
