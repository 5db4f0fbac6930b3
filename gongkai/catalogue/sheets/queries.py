"""Reading sheets: what is public, what it was before, what must follow a change and by when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai import calendars, clock, rules
from gongkai.catalogue.sheets.elements import Change
from gongkai.catalogue.sheets.kinds import Kind, of
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today


def published(kind: Kind, agency: Agency) -> Any | None:
    """The version in public, None while there is none."""
    return versions(kind, agency).first()


def versions(kind: Kind, agency: Agency) -> QuerySet[Any]:
    """Every version that was ever public, newest first."""
    found: QuerySet[Any] = kind.versions.objects.filter(sheet__agency=agency).order_by("-number")
    return found


def version(kind: Kind, agency: Agency, number: int) -> Any | None:
    """One version of an agency's sheet, None where there is none of that number."""
    return versions(kind, agency).filter(number=number).first()


def newest(kind: Kind, agencies: Iterable[Agency | int] | None = None) -> dict[int, Any]:
    """Agency key -> its version in public, in one query; for all agencies where none are named."""
    found = kind.versions.objects.select_related("sheet__agency").order_by("sheet", "-number").distinct("sheet")
    if agencies is not None:
        found = found.filter(sheet__agency__in=agencies)
    return {one.sheet.agency_id: one for one in found}


def sheet_of(kind: Kind, agency: Agency) -> Any | None:
    """The working copy, None while nobody has begun."""
    return kind.sheets.objects.filter(agency=agency).select_related("agency", "edited_by", "drafter").first()


@dataclass(frozen=True)
class Stale:
    """A published sheet that facts or law have overtaken: what changed, since when, by when it must follow.

    `due_on` is None where the place's rule gives no number (及时); `provisional`: a holiday notice may move it.
    """

    version: Any
    changes: tuple[Change, ...]
    since: dt.date
    rule: rules.Rule
    due_on: dt.date | None
    provisional: bool

    @property
    def late(self) -> bool:
        """The day has passed."""
        return self.due_on is not None and self.due_on < today()

    @property
    def words(self) -> str:
        """联系电话、传真号码已变更."""
        return "、".join(one.label for one in self.changes) + "已变更"


# Units without a number: the law says how soon, not until which day.
UNCOUNTED = ("prompt", "dynamic", "as_needed", "scheduled", "immediate")


def stale(found: Any, day: dt.date | None = None) -> Stale | None:
    """Whether a published version still says what facts and law say; None where it does. 条例 Art. 12 (及时更新)"""
    day, kind, agency = day or today(), of(found), found.sheet.agency
    changes = kind.changed(agency, found.content, found.published_at, day)
    if not changes:
        return None
    since = min(one.on for one in changes)
    rule = kind.update_rule(agency, since)
    if rule.unit in UNCOUNTED:
        return Stale(found, tuple(changes), since, rule, None, False)
    event = clock.Event("started", since, act="organisations.agency_changed", label="信息变动")
    due = clock.due([event], rule, calendars.current())
    return Stale(found, tuple(changes), since, rule, due.due_on, due.provisional)


def began(one: Stale) -> dt.datetime:
    """The moment from which the worklist counts."""
    return timezone.make_aware(dt.datetime.combine(one.since, dt.time.min))
