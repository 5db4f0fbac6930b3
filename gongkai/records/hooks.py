"""What `records` tells the apps below it: review, checks, calendars."""

from collections.abc import Iterator
from typing import Any

from gongkai import calendars, clock
from gongkai.records import checking, clocks, comparing, content, plans, policy, queries, states
from gongkai.records.models import Record
from gongkai.refusals import NotNow
from gongkai.review import Material, Subject
from gongkai.review.models import Review


def _approved(record: Record, review: Review, by: Any) -> None:
    """All steps hold: freeze what was approved. Raises NotLawful when an edit left something missing."""
    from gongkai.records.actions.outgoing import make_version

    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    plans.must_be_complete(record)
    if content.parts(record) != review.parts:
        raise NotNow("records.not_reviewed", "材料与审核的内容不一致。", remedy="请刷新页面后重新办理。")
    again = record.issued_on is not None and record.state == Record.State.IN_REVIEW
    record.state = states.must_allow("approved_again" if again else "approved", record)
    record.save(update_fields=["state"])
    make_version(record, review.drafter)


def _returned(record: Record, review: Review, by: Any) -> None:
    record = Record.objects.select_for_update().get(pk=record.pk)
    record.state = states.must_allow("returned", record)
    record.save(update_fields=["state"])


def _material(record: Record, person: Any, before: tuple[str, dict[str, Any]] | None) -> Material:
    """The working copy as a signer sees it, compared with what was signed before, else with what is public."""
    from gongkai.records import finding

    now = comparing.snapshot(record)
    if before is None and (public := queries.publication_of(record)) is not None:
        before = ("现在公开的内容", comparing.of_version(public.version))
    found = finding.shown(record, person)
    place = record.agency.place
    return Material(
        title=record.title,
        html=record.content.get("html", ""),
        header=comparing.rows(now["metadata"], place),
        files=[one | {"url": f"/desk/records/{record.pk}/files/{one['sha256']}/"} for one in now["attachments"]],
        findings=found["items"],
        open_findings=found["open"],
        marked=found["marked"],
        changes=comparing.changes(before[1], now, place) if before else [],
        compared_with=before[0] if before else "",
    )


def review_subject() -> Subject:
    """Callbacks for `review.register`."""
    return Subject(
        on_approved=_approved,
        on_returned=_returned,
        disclosing=lambda record: record.attribute == Record.Attribute.PROACTIVE,
        title=lambda record: record.title,
        url=lambda record: record.get_absolute_url(),
        before_signing=checking.before_signing,
        snapshot=comparing.snapshot,
        material=_material,
    )


def may_override(person: Any, record: Record) -> bool:
    """Whether `person` may answer for a blocking finding on `record`."""
    return policy.may(person, "override", record)


def open_dates(calendar: clock.Calendar) -> Iterator[calendars.OpenDate]:
    """The due date under `calendar` of every record whose publication clock runs: what a new calendar would move."""
    for record in queries.unpublished_due(Record.objects.values("agency")):
        due = clocks.due(record, calendar)
        if due is None:
            continue
        yield calendars.OpenDate(
            key=str(record.pk),
            label=f"{record.agency}：{record.title}",
            url=record.get_absolute_url(),
            due_on=due.due_on,
        )


def no_open_reviews(agency: Any, by: Any) -> NotNow | None:
    """Gate of ending an agency: what is under way would wait for nobody."""
    busy = Record.objects.filter(agency=agency).exclude(
        state__in=[Record.State.PUBLISHED, Record.State.WITHDRAWN, Record.State.ABANDONED, Record.State.DRAFT]
    )
    count = busy.count()
    if count == 0:
        return None
    return NotNow(
        "records.agency_busy",
        f"{agency}还有{count}条信息正在审核、待公开或者更正中。",
        source="政府信息公开条例(国令711号) 第十条",
        remedy="请先办结或者撤回，再终止机关。",
    )
