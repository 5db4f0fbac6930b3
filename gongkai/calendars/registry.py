"""Where upper apps say which open due dates hang on the calendar. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from gongkai import clock


@dataclass(frozen=True, slots=True)
class OpenDate:
    """One open due date. ``key`` tells it apart within its source; ``label`` and ``url`` are shown to the clerk."""

    key: str
    label: str
    url: str
    due_on: date | None


Source = Callable[[clock.Calendar], Iterable[OpenDate]]
_sources: dict[str, Source] = {}


def register_dates(name: str, dates: Source) -> None:
    """Register a source of open due dates. ``name``: Chinese, shown as the group's heading (依申请公开答复期限).

    ``dates(calendar)`` counts every open due date with the calendar it is given. Registering a name again replaces it.
    """
    _sources[name] = dates


def sources() -> dict[str, Source]:
    """The registered sources by name."""
    return dict(_sources)
