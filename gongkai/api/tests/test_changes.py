"""What `/changes` tells: every act that changes what is told of a record, each once, whatever is written beside it."""

import ast
import datetime as dt
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongkai.api import queries
from gongkai.records import actions
from gongkai.records.actions import validity
from gongkai.records.actions.relating import Claim
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
