"""Why published information is taken down, and what the public is told of it. 条例 Arts 6, 14, 15; 行政处罚法 48, 85

The kinds are law data (publication.removal_kinds): each has a sentence for the public, and says whether the agency adds
a note of its own. A code is never told outside: that something was secret would be a secret told.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongkai import calendars, clock, rules
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import checking, clocks, plans
from gongkai.records.models import Publication, Record
from gongkai.refusals import NotLawful, short_of

RULE = "publication.removal_kinds"
PENALTY = "penalty_changed"
OTHER = "other"
OUTCOMES = "publication.penalty_outcomes"
CLOCK = "publication.penalty_withdrawal"


@dataclass(frozen=True)
class Told:
    """What anybody may read of a removal: the day, the kind's own sentence, the agency's note."""

    on: dt.date
    said: str
    note: str


def kinds(place: str) -> list[dict[str, Any]]:
    """The kinds a clerk chooses among: code, label, article, public, note (required, optional or none)."""
    return plans.options(RULE, place)


def told(publication: Publication) -> Told | None:
    """What the public is told of what was taken down; None while it is in public."""
    if publication.withdrawn_at is None:
        return None
    day = timezone.localdate(publication.withdrawn_at)
    known = {str(one["code"]): one for one in rules.at(RULE, publication.agency.place, day).value}
    said = known.get(publication.withdrawn_kind, {}).get("public", "")
    return Told(day, str(said), publication.withdrawn_note)


def label_of(publication: Publication) -> str:
    """The kind in words, for the staff; "" for what was taken down before there were kinds."""
    found = {str(one["code"]): str(one["label"]) for one in kinds(publication.agency.place)}
    return found.get(publication.withdrawn_kind, publication.withdrawn_kind)


def must_be_said(record: Record, kind: str, note: str) -> tuple[dict[str, Any], str]:
    """(the kind, the public note without its margins). Raises NotLawful: no such kind; a note is missing, or told where
    the note itself would give away what had to go; a penalty's change that was not entered, or is passed over."""
    rule = rules.at(RULE, record.agency.place, today())
    chosen = next((one for one in kinds(record.agency.place) if one["code"] == kind), None)
    if chosen is None:
        raise NotLawful(
            "records.withdraw_kind", "撤下已经公开的信息，必须选择属于哪一种情形。", source=rules.cited(rule),
            remedy="请选择撤下的情形，对外说明按情形确定。",
        )  # fmt: skip
    _must_fit_the_penalty(record, kind)
    note = checking.must_be_clean(note, "公开说明")
    if chosen["note"] == "required" and (
        wrong := short_of(note, 8, f"“{chosen['label']}”的，必须向社会公开说明理由。")
    ):
        raise NotLawful(
            "records.withdraw_note", wrong, source=str(chosen["article"]),
            remedy="请写明原处罚决定的文号、被谁以什么文书变更或者撤销。不要写出当事人的姓名和号码。",
        )  # fmt: skip
    if chosen["note"] == "none" and note:
        raise NotLawful(
            "records.withdraw_note", f"“{chosen['label']}”的，不另写公开说明：说明本身可能泄露不应公开的内容。",
            source=rules.cited(rule), remedy="请清空公开说明；具体情况写在“理由”中，理由不公开。",
        )  # fmt: skip
    if note and record.title in note:
        raise NotLawful(
            "records.withdraw_note", "公开说明中不能写出已撤下信息的标题。", source=rules.cited(rule),
            remedy="请用文号或者“原信息”代替标题。",
        )  # fmt: skip
    return chosen, note


def _must_fit_the_penalty(record: Record, kind: str) -> None:
    source = rules.cited(rules.at(OUTCOMES, record.agency.place, today()))
    if kind == PENALTY and record.overturned is None:
        raise NotLawful(
            "records.penalty_unrecorded", "还没有登记处罚决定在哪一天、被什么文书变更或者撤销，不能按这种情形撤下。",
            source=source, remedy="请先在信息页面办理“登记处罚决定被变更、撤销”，撤回期限从那一天起算。",
        )  # fmt: skip
    if kind != PENALTY and record.overturned is not None:
        raise NotLawful(
            "records.penalty_passed_over",
            "这份处罚决定已经登记被变更或者撤销，撤回时必须公开说明理由，不能按其他情形撤下。",
            source=source, remedy="请选择处罚决定被变更、撤销的情形；登记有误的，请先取消登记。",
        )  # fmt: skip


# --- a penalty decision that no longer stands -----------------------------------------------------------------------


def outcomes(place: str) -> list[dict[str, Any]]:
    """What may happen to a penalty decision so that it has to be taken down: code, label."""
    return plans.options(OUTCOMES, place)


def clock_rule(record: Record, on: dt.date) -> Any:
    """The rule of the day the decision ceased to stand; today's for a day before there was one."""
    try:
        return rules.at(CLOCK, record.agency.place, on)
    except rules.NoRule:
        return rules.at(CLOCK, record.agency.place, today())


def due(record: Record) -> clock.Due | None:
    """Until when a penalty decision that no longer stands must be down; None where nothing was entered."""
    if record.overturned is None:
        return None
    event = clock.Event(
        "started", dt.date.fromisoformat(record.overturned["on"]), act="records.penalty_overturned",
        label=f"处罚决定{record.overturned['label']}",
    )  # fmt: skip
    return clock.due([event], clocks.kept(record.overturned["rule"]), calendars.current())


def waiting(agencies: Iterable[Agency]) -> Iterator[tuple[Record, clock.Due]]:
    """Penalty decisions in public that no longer stand, the oldest first."""
    live = (Record.State.PUBLISHED, Record.State.CORRECTING, Record.State.CORRECTION_REVIEW,
            Record.State.CORRECTION_APPROVED)  # fmt: skip
    found = Record.objects.filter(agency__in=agencies, overturned__isnull=False, state__in=live)
    for record in found.select_related("agency").order_by("pk"):
        until = due(record)
        if until is not None:
            yield record, until


def looks_like_a_penalty(record: Record) -> bool:
    """Whether to offer the entry at once: its column or its title speaks of penalties."""
    subjects = (record.item.subjects or [record.item.subject]) if record.item else []
    return "penalty_result" in subjects or "处罚" in record.title
