"""What `/changes` tells: every act that changes what is told of a record, each once, whatever is written beside it."""

import ast
import datetime as dt
import inspect
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from gongkai import ledger
from gongkai.api import queries
from gongkai.records import actions
from gongkai.records.actions import validity
from gongkai.records.actions.relating import Claim
from gongkai.records.models import Record
from gongkai.records.tests.documents import corrected, drafted, fresh, public
from gongkai.testing import County, sign_all

Get = Callable[..., Any]


def test_every_act_that_changes_a_validity_is_told() -> None:
    """Whatever name a step is written under, and every act that puts a version out or takes it away."""
    named = {inspect.signature(validity.step).parameters["act"].default}
    for path in Path(actions.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "step":
                named |= {ast.literal_eval(one.value) for one in call.keywords if one.arg == "act"}
    assert {"records.effect_lifted", "records.expiry_accepted", "records.renewed"} < named
    put_out = {"records.published", "records.corrected", "records.imported", "records.withdrawn"}
    assert set(queries.CHANGES) == named | put_out


def test_a_mark_that_is_taken_back_and_an_end_that_is_decided_are_told(get: Get, county: County) -> None:
    officer, old = county["disclosure_officer"], public(county, "示财〔2026〕1号", "关于旧办法的通知")
    new = drafted(county, "关于新办法的通知", claims=[Claim("repeals", old)])
    sign_all(county, actions.submit(record=new, by=county["drafter"]))
    actions.issue(record=fresh(new), by=officer, number="示财〔2026〕2号", issued_on=dt.date(2026, 6, 2))
    actions.publish(record=fresh(new), by=officer)
    limited = public(county, "示财〔2026〕3号", "关于试行的通知", normative=True, expires_on="2099-01-01")
    cursor = get("/changes").json()["next_cursor"]
    corrected(county, fresh(new), note="删去误写的废止", claims=[])
    actions.let_expire(record=fresh(limited), by=officer, reason="评估后不再延长")
    told = [(one["id"], one["what"]) for one in get("/changes", {"cursor": cursor}).json()["changes"]]
    assert sorted(told) == sorted([(new.pk, "corrected"), (old.pk, "validity"), (limited.pk, "validity")])


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import of many records has its numbers long before it commits; whoever reads meanwhile misses none of it.

    Both orders: the long one has the lower number; and it began before the other and writes after it.
    """
    monkeypatch.setattr(queries, "SETTLED", dt.timedelta(0))
    wrote, go_on, written_again, finish = (threading.Event() for _ in range(4))

    def import_many() -> None:
        with transaction.atomic():
            publish(1)
            wrote.set()
            go_on.wait(60)
            publish(2)
            written_again.set()
            finish.wait(60)
        connection.close()

    thread = threading.Thread(target=import_many)
    thread.start()
    try:
        assert wrote.wait(60)
        publish(3)
        assert told() == []
        go_on.set()
        assert written_again.wait(60)
        publish(4)
        assert told() == []
    finally:
        go_on.set()
        finish.set()
        thread.join()
    assert sorted(told()) == [1, 2, 3, 4]


def publish(record_id: int) -> None:
    """What an act of publication leaves in the ledger."""
    ledger.record("records.published", Record(pk=record_id), by=ledger.SYSTEM)


def told() -> list[int]:
    return [record_id for _, record_id in queries.changes(0, 100)]


def test_the_page_says_what_is_not_listed(get: Get, client: Any) -> None:
    """Standing by date is computed: whoever keeps a copy is told so, and how to ask for it."""
    page = client.get("/api/").content.decode()
    assert "按日期计算，当天不另列" in page
    for held in re.findall(r"validity=(\w+)</code>|<code>(expired|repealed|amended)</code>", page):
        assert get("/records", {"validity": "".join(held)}).status_code == 200
