"""A county with published, corrected, withdrawn and unpublished records; and a way to ask without any cookie."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai.api import queries
from gongkai.records import actions
from gongkai.records.models import Record
from gongkai.testing import County, complete_draft, published, sign_all

SECRET = "金丝雀七三一"  # stands wherever the public must not look


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Acts are told at once, because in one transaction all of them are old enough."""
    monkeypatch.setattr(queries, "SETTLED", queries.dt.timedelta(days=-1))


@pytest.fixture
def get(db: None) -> Callable[..., Any]:
    """Ask as a stranger; no answer may set a cookie."""
    client = Client(headers={"host": "localhost"})

    def ask(path: str, data: Any = None, **headers: str) -> Any:
        response = client.get(f"/api/v1{path}", data or {}, headers=headers)
        assert not response.cookies and "Set-Cookie" not in response.headers, path
        assert response.headers["Access-Control-Allow-Origin"] == "*", path
        return response

    return ask


def again(county: County, record: Any, **changes: Any) -> Any:
    """The record corrected, reviewed and published once more."""
    actions.correct(record=record, by=county["drafter"], reason="有误")
    record = Record.objects.get(pk=record.pk)
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes=changes)
    sign_all(county, actions.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"]))
    record = Record.objects.get(pk=record.pk)
    actions.publish(record=record, by=county["disclosure_officer"], note="更正第三条的日期")
    return Record.objects.get(pk=record.pk)


@pytest.fixture
def withdrawn(county: County) -> Any:
    """A record that was public and is not any more."""
    record = published(county, "示财〔2026〕4号", title=f"撤下的{SECRET}", html=f"<p>{SECRET}</p>")
    actions.withdraw(record=record, by=county["disclosure_officer"], reason=f"内容有误{SECRET}")
    return Record.objects.get(pk=record.pk)


@pytest.fixture
def many(county: County) -> list[Any]:
    """Five published records."""
    return [published(county, f"示财〔2026〕{number}号", title=f"第{number}件") for number in range(11, 16)]


@pytest.fixture
def draft_of_all(county: County) -> Any:
    """A draft full of what must not be seen."""
    return complete_draft(county, title=f"草稿{SECRET}", html=f"<p>{SECRET}</p>", keywords=SECRET)
