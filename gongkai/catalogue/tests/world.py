"""Makers of the county that the tests live in: agencies, people, the shipped catalogue."""

import datetime as dt
from typing import Any

from gongkai import ledger
from gongkai.catalogue import actions, shipped
from gongkai.catalogue.models import Catalogue
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency, User

PLACE = "cn/zhejiang/shaoxing/shengzhou"
SINCE = dt.date(2020, 1, 1)


def agency(name: str, kind: str, functions: list[str] | None = None, place: str = PLACE, **facts: Any) -> Agency:
    """An agency of the county."""
    return organisations.open_agency(
        by=ledger.SYSTEM, name=f"示范县{name}", short_name=name, kind=kind, functions=functions or [], place=place,
        **({"from_on": SINCE} | facts),
    )  # fmt: skip


def person(username: str, role: str | None, at: Agency | None) -> User:
    """An account with at most one post."""
    user = organisations.open_account(username=username, name=username, password="x" * 12, by=ledger.SYSTEM)
    if role and at:
        organisations.appoint(person=user, agency=at, role=role, by=ledger.SYSTEM, from_on=SINCE)
    return user


def bring(by: Any = ledger.SYSTEM, place: str = PLACE) -> Catalogue:
    """The shipped catalogue as a draft at the county."""
    table, report = shipped.report(place, dt.date(2026, 11, 22))
    return actions.import_catalogue(
        place=place, title=table.title, since=table.since, source=table.source, report=report, by=by
    )


def adopted(draft: Catalogue) -> Catalogue:
    """The draft, put in force."""
    return actions.adopt(catalogue=draft, by=ledger.SYSTEM)
