"""What becomes of a public document: amended, repealed, expired, prolonged, left to expire. One step for each act."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, pages, search
from gongkai.organisations.queries import today
from gongkai.records import checking, policy, queries, redaction, standing, states
from gongkai.records.actions.drafting import locked
from gongkai.records.actions.outgoing import live_of, touched_keys
from gongkai.records.models import CleanUp, Publication, Record, ValidityChange
from gongkai.refusals import NotLawful, NotNow, short_of

Validity = Record.Validity
STATED = (Validity.IN_FORCE, Validity.AMENDED, Validity.EXPIRED, Validity.REPEALED)


@transaction.atomic
def set_validity(
    *,
    record: Record,
    by: Any,
    validity: str,
    on: dt.date,
    note: str = "",
    by_record: Record | None = None,
    at: dt.datetime | None = None,
) -> Record:
    """Say that a published document was amended, repealed or expired, from which day and by what. 国办发〔2017〕47号

    A day to come is lawful: the mark shows itself from that day. Raises NotYours, NotNow, NotLawful.
    """
    record = locked(record)
    policy.must(by, "set_validity", record, "标注有效性")
    states.must_allow("set_validity", record)
    if validity not in STATED:
        raise NotLawful("records.validity", "请选择有效性。", remedy="可选：有效、已修改、已失效、已废止。")
    if validity in (Validity.REPEALED, Validity.AMENDED) and not note.strip() and by_record is None:
        raise NotLawful(
            "records.validity_note",
            "标注废止或者修改，必须写明依据的文件。",
            remedy="请填写废止、修改它的文件名称或者文号。",
        )
    if by_record is not None and by_record.pk == record.pk:
        raise NotLawful("records.validity_itself", "文件不能修改、废止自己。", remedy="请填写另一份文件。")
    note = checking.must_be_clean(note, "依据文件")
    step(record, validity, on, by=by, at=at, note=note, by_record=by_record)
    show(record)
    return record


def step(
    record: Record,
    validity: str,
    on: dt.date,
    *,
    by: Any,
    at: dt.datetime | None = None,
    note: str = "",
    until: dt.date | None = None,
    by_record: Record | None = None,
    clean_up: CleanUp | None = None,
    act: str = "records.validity_set",
    reason: str = "",
) -> ValidityChange:
    """Write one step with its entry in the ledger. The record is locked, who and when were asked before.

    `note` stands beside the mark in public; `reason` stays in the ledger. Raises NotLawful (it names what is closed).
    """
    redaction.must_not_name(record, note, "依据文件")
    before = {"validity": record.validity, "on": record.validity_on}
    change = ValidityChange.objects.create(
        record=record, validity=validity, on=on, until=until, note=note, by_record=by_record, clean_up=clean_up,
        made_at=at or timezone.now(),
    )  # fmt: skip
    keep_last(record)
    record.save(update_fields=["validity", "validity_on", "validity_note"])
    ledger.record(
        act,
        record,
        by=by,
        at=at,
        before=before,
        after={"validity": validity, "on": on, **({"until": until} if until else {})},
        reason=reason or note,
        label=str(Validity(validity).label) if validity else "",
        **({"source": by_record.pk} if by_record else {}),
        **({"clean_up": clean_up.pk} if clean_up else {}),
    )
    return change


def keep_last(record: Record) -> None:
    """The last word in time, as columns: what lists of staff and exports ask for without the steps."""
    steps = standing.counted(ValidityChange.objects.filter(record=record))
    if steps:
        last = steps[-1]
        record.validity, record.validity_on, record.validity_note = last.validity, last.on, last.note
    else:
        record.validity = Validity.IN_FORCE if record.normative else Validity.NONE
        record.validity_on, record.validity_note = None, ""


def show(*records: Record) -> None:
    """Let search and every page that names the records follow."""
    keys = {f"record:{record.pk}" for record in records}
    for record in records:
        live = live_of(record)
        keys |= set(touched_keys(live)) if live else set()
        search.touch("record", str(record.pk))
    pages.touch(keys)


def _in_force(record: Record, what: str) -> tuple[Publication, standing.Standing]:
    """The public version and its standing today. Raises NotNow (not public), NotLawful (ended; no term)."""
    public = queries.publication_of(record)
    if public is None:
        raise NotNow("records.not_live", "这份文件没有公开，不能办理。", remedy="请刷新页面。")
    held = standing.of_publication(public, today())
    if held.validity in standing.ENDED:
        raise NotLawful(
            "records.renew_ended",
            f"这份文件已经{held.label}，不能再{what}。",
            remedy="需要继续实行的，请重新制定、公布文件。",
        )
    if held.expires_on is None:
        raise NotLawful(
            "records.renew_no_term",
            "这份文件没有写明失效日期，不需要办理。",
            remedy="失效日期漏填的，请先办理更正。",
        )
    return public, held


@transaction.atomic
def renew(
    *,
    record: Record,
    by: Any,
    until: dt.date,
    reason: str,
    note: str = "",
    by_record: Record | None = None,
    at: dt.datetime | None = None,
) -> Record:
    """Prolong the term of a document before it ends, by a decision that is named. The text stays as it is.

    Prolonging is a decision of the maker that is made public itself: `by_record`, or `note` where it stands elsewhere.
    Raises NotYours, NotNow, NotLawful (ended, no term, not later, no decision, no reason).
    """
    record = locked(record)
    policy.must(by, "renew", record, "延长有效期")
    states.must_allow("renew", record)
    _, held = _in_force(record, "延长有效期")
    assert held.expires_on is not None
    if until <= held.expires_on:
        raise NotLawful(
            "records.renew_day",
            f"新的失效日期 {until} 不晚于现在的 {held.expires_on}。",
            remedy="请填写更晚的日期；需要提前结束的，请标注失效或者废止。",
        )
    note = checking.must_be_clean(note, "延长有效期的文件")
    if by_record is None and not note:
        raise NotLawful(
            "records.renew_document",
            "延长有效期必须写明作出决定的文件。",
            remedy="请先公开延长有效期的决定，再填写它的名称或者文号。",
        )
    reason = checking.must_be_clean(reason, "理由")
    if wrong := short_of(reason, 4, "延长有效期必须写明理由。"):
        raise NotLawful("records.reason", wrong, remedy="请写明评估的结论。")
    day = timezone.localdate(at) if at else today()
    stands = Validity.AMENDED if held.validity == Validity.AMENDED else Validity.IN_FORCE
    facts: dict[str, Any] = {"by": by, "at": at, "note": note}
    # What was planned to end with the old term (`let_expire`) goes on as well.
    planned = list(record.validity_changes.filter(on__gt=day, on__lte=until, validity=Validity.EXPIRED, by_record=None))
    step(record, stands, day, until=until, by_record=by_record, reason=reason, act="records.renewed", **facts)
    for one in planned:
        step(record, stands, one.on, **facts)
    show(record)
    return record


@transaction.atomic
def let_expire(*, record: Record, by: Any, reason: str, at: dt.datetime | None = None) -> Record:
    """Decide that the document ends with its term: the warning goes, the mark comes on the day.

    Raises NotYours, NotNow, NotLawful (ended, no term, no reason).
    """
    record = locked(record)
    policy.must(by, "renew", record, "到期失效")
    states.must_allow("renew", record)
    _, held = _in_force(record, "办理到期失效")
    reason = checking.must_be_clean(reason, "理由")
    if wrong := short_of(reason, 4, "决定到期失效必须写明理由。"):
        raise NotLawful("records.reason", wrong, remedy="请写明评估的结论。")
    assert held.expires_on is not None
    step(
        record, Validity.EXPIRED, held.expires_on, by=by, at=at, note="有效期届满", reason=reason,
        act="records.expiry_accepted",
    )  # fmt: skip
    show(record)
    return record
