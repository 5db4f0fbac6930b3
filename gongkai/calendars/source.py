"""``current()``: the calendar that holds now. Shipped years; with Django, the instance's own years laid over them.

Every process keeps its calendar and asks the database one small question before using it: how many announcements
there are and when the last was made. So a year announced in one process holds in all of them at once. Within one
web request the question is asked once: a list of five hundred due dates costs one query.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from gongkai import clock
from gongkai.calendars import shipped

_kept: tuple[Any, clock.Calendar] | None = None
_request: ContextVar[list[clock.Calendar] | None] = ContextVar("calendars_request", default=None)


def current(*, connect: bool = False) -> clock.Calendar:
    """The calendar that holds now.

    Without Django set up, the shipped years alone; ``connect=True`` (console) then sets Django up if an instance
    exists, and says so on standard error if its database cannot be asked.
    """
    if not connect:
        return _ask() if _django_ready() else shipped.calendar()
    if not _django_ready() and not _instance_exists():
        return shipped.calendar()
    try:
        _set_up()
        return _ask()
    except Exception as error:  # no server, no table, no right: the console still answers, and says from what
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        print(f"未能读取数据库中的放假安排，只使用随软件发布的年份（{reason}）。", file=sys.stderr)
        return shipped.calendar()


def forget(**_signal: Any) -> None:
    """Ask the database again: after an announcement and at the end of a request."""
    if _request.get() is not None:
        _request.set([])


def begin_request(**_signal: Any) -> None:
    """From here to the end of the request the calendar is asked for once (signal `request_started`)."""
    _request.set([])


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, the calendar is asked for once, as within a request: for work that counts many due dates."""
    if _request.get() is not None:
        yield
        return
    token = _request.set([])
    try:
        yield
    finally:
        _request.reset(token)


def end_request(**_signal: Any) -> None:
    """Outside requests every call asks (signal `request_finished`)."""
    _request.set(None)


def _ask() -> clock.Calendar:
    global _kept
    box = _request.get()
    if box:
        return box[0]
    from gongkai.calendars import queries

    version, kept = queries.version(), _kept
    if kept is None or kept[0] != version:
        kept = _kept = (version, shipped.with_tables(queries.own_tables()))
    if box is not None:
        box.append(kept[1])
    return kept[1]


def _django_ready() -> bool:
    """True if this process has Django's apps loaded and `calendars` is one of them."""
    registry = sys.modules.get("django.apps")
    return registry is not None and registry.apps.ready and registry.apps.is_installed("gongkai.calendars")


def _instance_exists() -> bool:
    folder = Path(os.environ.get("GONGKAI_DATA") or "data") / "postgres"
    return bool(os.environ.get("DATABASE_URL")) or folder.exists()


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    import django

    django.setup()
