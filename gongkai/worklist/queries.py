"""Items of a person's worklist, gathered from registered sources, and the same as an iCalendar feed (RFC 5545)."""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import calendars

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Item:
    """One thing to do. `due_on` may be None; `provisional` marks a date in a year not yet announced."""

    kind: str  # registered name of the source, used as filter
    act: str  # what to do, a verb phrase: 审核, 补充公开属性
    title: str
    url: str
    agency: str = ""
    due_on: dt.date | None = None
    provisional: bool = False
    source: str = ""  # the rule behind the date
    from_whom: str = ""
    since: dt.datetime | None = None
    note: str = ""
    urgent: bool = False  # before everything that has a day: harm goes on while it waits


@dataclass(frozen=True)
class _Source:
    label: str
    items: Callable[[Any], Iterable[Item]] = field(repr=False)


_SOURCES: dict[str, _Source] = {}


def register_source(kind: str, label: str, items: Callable[[Any], Iterable[Item]]) -> None:
    """Add a source: `items(person)` yields what that person must do."""
    _SOURCES[kind] = _Source(label, items)


def kinds() -> dict[str, str]:
    """Registered kinds and their Chinese labels, for the filter."""
    return {kind: source.label for kind, source in _SOURCES.items()}


def _of(name: str, person: Any) -> list[Item]:
    """The items of one source; a source that fails says so in the list instead of taking the whole list away."""
    try:
        with transaction.atomic():
            return list(_SOURCES[name].items(person))
    except Exception:
        log.exception("worklist source %s failed for %s", name, person.pk)
        label = _SOURCES[name].label
        return [Item(kind=name, act="联系系统管理员", title=f"“{label}”类待办计算出错，没有列全", url="/desk/")]


def _items(names: list[str], person: Any) -> list[Item]:
    """All sources at once; where one fails each is asked by itself, so that the others are still listed."""
    try:
        with transaction.atomic():
            return [item for name in names for item in _SOURCES[name].items(person)]
    except Exception:
        return [item for name in names for item in _of(name, person)]


@calendars.asked_once()
def for_person(person: Any, kind: str = "") -> list[Item]:
    """Everything `person` must do, what is urgent on top, then what is due first; undated items after, oldest first."""
    found = _items([name for name in _SOURCES if kind in ("", name)], person)
    far, epoch = dt.date.max, timezone.make_aware(dt.datetime(2000, 1, 1))
    return sorted(found, key=lambda item: (not item.urgent, item.due_on or far, item.since or epoch, item.title))


def _uid(item: Item) -> str:
    """Stable between requests and processes, so that a calendar updates an entry instead of doubling it."""
    return hashlib.sha256(f"{item.url}|{item.act}".encode()).hexdigest()[:24]


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> str:
    """RFC 5545 3.1: lines of at most 75 octets, never cutting a character."""
    parts, current = [], b""
    for char in line:
        encoded = char.encode()
        if len(current) + len(encoded) > 73:
            parts.append(current.decode())
            current = b""
        current += encoded
    return "\r\n ".join([*parts, current.decode()])


def calendar_feed(person: Any, base_url: str) -> str:
    """The dated items of `person` as text/calendar. `base_url` has no trailing slash."""
    stamp = timezone.now().astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gongkai//worklist//ZH", "X-WR-CALNAME:政务公开待办"]
    for item in for_person(person):
        if item.due_on is None:
            continue
        summary = f"{item.act}：{item.title}" + ("（日期暂定）" if item.provisional else "")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{item.kind}-{_uid(item)}@gongkai",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{item.due_on:%Y%m%d}",
            f"SUMMARY:{_escape(summary)}",
            f"DESCRIPTION:{_escape(item.source)}",
            f"URL:{base_url}{item.url}",
            "END:VEVENT",
        ]
    return "\r\n".join(_fold(line) for line in [*lines, "END:VCALENDAR", ""])
