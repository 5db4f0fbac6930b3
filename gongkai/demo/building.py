"""Putting the demo together: county, catalogue, two years of papers, the index."""

import datetime as dt
import gc
import json
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from gongkai import calendars, search
from gongkai.catalogue import actions as catalogue_actions
from gongkai.catalogue import shipped
from gongkai.demo import county as county_module
from gongkai.demo import duties, institutions, keeping, moving, oneoff, writing
from gongkai.demo.county import County
from gongkai.demo.life import Life
from gongkai.demo.writing import Paper
from gongkai.organisations.models import Role
from gongkai.records import actions

SHOWN = "czj"  # the department whose accounts stand in the table
MONTHS = 24
COUNTY_WORDS = ("level1", "level2", "level3", "content")
OF_SMALL = ("xfb", "xzf", "czj", "mzj")


@dataclass(frozen=True)
class Built:
    """What was made: records by state, and the accounts to try."""

    records: int
    accounts: list[dict[str, str]]


def build(folder: Path, *, small: bool = False, say: Callable[[str, int], None] = lambda what, left: None) -> Built:
    """Build in an empty, migrated instance and write `accounts.json` into `folder`.

    `small`: four agencies and the papers whose fate is special (tests). `say` hears what is done and how much is left.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    start = (today.replace(day=1) - dt.timedelta(days=MONTHS * 30 - 15)).replace(day=1)
    opened = timezone.make_aware(dt.datetime.combine(start, dt.time(8, 30)))
    password = f"demo-{secrets.token_hex(4)}"
    say("机关、岗位和账号", 0)
    with transaction.atomic():
        county = county_module.set_up(dt.date(2020, 1, 1), opened, password, set(OF_SMALL) if small else None)
        section = county.people["xfb", Role.SECTION.value]
        catalogue = _enter_catalogue(section, opened, today)
        catalogue = catalogue_actions.adopt(catalogue=catalogue, by=section, at=opened)
    say("机构概况和公开指南", 0)
    with transaction.atomic():
        institutions.publish(county, start, today)
    papers = collect(county, start, today, small)
    moved = timezone.localdate(now) - dt.timedelta(days=moving.MOVED)
    life = Life(county, catalogue, now)
    with _without_collecting():
        lives = [moving.live(life, one) if _is_old(one, moved) else life.live(one) for one in papers]
        life.run(lives, lambda left: say("政府信息", left))
    duties.show(county, catalogue, now)
    keeping.show(county, now)
    say("检索索引", 0)
    settle()
    _prove_removals(life)
    accounts = listed(county, password)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "accounts.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps({"password": password, "accounts": accounts}, ensure_ascii=False, indent=1) + "\n")
    return Built(len(papers), accounts)


def _enter_catalogue(by: Any, at: dt.datetime, today: dt.date) -> Any:
    """The city's catalogue as a county applies it: its own government is a county's, not the city's."""
    table, report = shipped.report(settings.PLACE, today)
    for row in report.rows:
        row.values |= {name: str(row.values[name] or "").replace("市政府", "县政府") for name in COUNTY_WORDS}
    return catalogue_actions.import_catalogue(
        place=settings.PLACE, by=by, report=report, at=at, title=table.title, since=table.since, source=table.source
    )


def collect(county: County, start: dt.date, today: dt.date, small: bool) -> list[Paper]:
    """All papers in the order of their days."""
    random = Random(711)  # noqa: S311 (the same county every time, nothing secret)
    papers = [*oneoff.papers(county, today, random)]
    if not small:
        papers += writing.recurring(county, start, today, random)
    papers = [replace(paper, made=_office_day(paper.made)) for paper in papers]
    return sorted(papers, key=lambda paper: (paper.made, paper.title))


def _is_old(paper: Paper, moved: dt.date) -> bool:
    """Whether it stood on the former site: older than the move, and nothing about it needs acts of its own."""
    return paper.fate == "validity" or (paper.fate == "published" and paper.made < moved and not paper.documents)


def _office_day(day: dt.date) -> dt.date:
    calendar = calendars.current()
    while not calendar.is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hundreds of thousands of short-lived objects: looking for cycles among them takes a sixth of the time."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _prove_removals(life: Life) -> None:
    """Fetch the addresses of what was taken down; that they answer 410 is wanted, so nobody need be warned of it."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        for publication in life.taken_down:
            actions.verify_removal(publication=publication)
    finally:
        log.setLevel(level)


def settle() -> None:
    """The index in one go; the jobs of single records and the letters of two years are not wanted any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    search.reindex()


def listed(county: County, password: str) -> list[dict[str, str]]:
    """Accounts by role: of one department, of the open-government section, of the administrators; then all others."""
    roles = {role.value: str(role.label) for role in Role}
    people = sorted(county.people.items(), key=lambda one: (one[0][0] != SHOWN, one[0][0] != "xfb"))
    found: list[dict[str, Any]] = [
        {
            "role": roles[role],
            "agency": county.agencies[slug].name,
            "short": county.agencies[slug].short_name,
            "account": person.username,
            "name": person.name,
            "password": password,
            "shown": slug == SHOWN or role == Role.SECTION.value,
        }
        for (slug, role), person in people
    ]
    for person in county.administrators.values():
        found.append(
            {
                "role": person.name,
                "agency": "",
                "short": "",
                "account": person.username,
                "name": person.name,
                "password": password,
                "shown": True,
            }
        )
    return found
