"""``current()``: the calendar that holds now. Shipped years; with Django, the instance's own years laid over them.

Every process keeps its calendar and asks the database one small question before using it: how many announcements
there are and when the last was made. So a year announced in one process holds in all of them at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from gongkai import clock
from gongkai.calendars import shipped

_kept: tuple[Any, clock.Calendar] | None = None


def current(*, connect: bool = False) -> clock.Calendar:
    """The calendar that holds now.

    Without Django set up, the shipped years alone; ``connect=True`` (console) then sets Django up if an instance
    exists, and says so on standard error if its database cannot be asked.
    """
    global _kept
    if not _django_ready() and not (connect and _instance_exists() and _set_up()):
        return shipped.calendar()
    from gongkai.calendars import queries

    try:
        version = queries.version()
    except _database_error() as error:
        if not connect:
            raise
        print(
            f"未能读取数据库中的放假安排，只使用随软件发布的年份（{str(error).splitlines()[0]}）。",
            file=sys.stderr,
        )
        return shipped.calendar()
    kept = _kept
    if kept is None or kept[0] != version:
        kept = _kept = (version, shipped.with_tables(queries.own_tables()))
    return kept[1]


def _django_ready() -> bool:
    """True if this process has Django's apps loaded and `calendars` is one of them."""
    apps = sys.modules.get("django.apps")
    return apps is not None and apps.apps.ready and apps.apps.is_installed("gongkai.calendars")


def _instance_exists() -> bool:
    return (
        bool(os.environ.get("DATABASE_URL"))
        or (Path(os.environ.get("GONGKAI_DATA") or "data") / "postgres").exists()
    )


def _set_up() -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    import django

    django.setup()
    return _django_ready()


def _database_error() -> type[Exception]:
    from django.db import Error

    return Error
