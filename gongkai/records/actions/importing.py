"""Taking over records that were published elsewhere. The ledger says 'imported'; no signature is invented."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.catalogue.models import Item
from gongkai.organisations.models import Agency
from gongkai.records import content, numbers
from gongkai.records.actions import joint
from gongkai.records.actions.outgoing import make_version, put_out
from gongkai.records.actions.validity import keep_last
from gongkai.records.models import Attachment, Genre, Record, ValidityChange, Version
from gongkai.records.moving_steps import Step
from gongkai.refusals import NotLawful, NotYours


@transaction.atomic
def take_over(
    *,
    agency: Agency,
    by: Any,
    key: str,
    changes: dict[str, Any],
    origin: str,
    index_number: str = "",
    item: Item | None = None,
    genre: str = Genre.INFORMATION,
    normative: bool = False,
    validity: str = "",
    steps: list[Step] | None = None,
    published_at: dt.datetime | None = None,
    files: list[Any] | None = None,
    warnings: list[str] | None = None,
    at: dt.datetime | None = None,
) -> Record | None:
    """Enter one record that was public before this system; None if `key` was imported already (idempotent).

    `key` is the SHA-256 of what was read; `origin` names file and line; `steps` the whole life of its validity, where
    the source tells it, else `validity` is the first step. Keeps an old index number that is free,
    gives a new one otherwise. Raises NotYours (only the console may), NotLawful (no title).
    """
    _must_be_console(by)
    if Record.objects.filter(import_key=key).exists():
        return None
    tidied = content.tidy(changes)
    if not tidied.get("title"):
        raise NotLawful("records.import_title", f"{origin}：没有读出标题。", remedy="请在来源中补上标题后再导入。")
    now = at or timezone.now()
    moment = published_at or now
    try:
        with transaction.atomic():
            record = _create(agency, key, tidied, item, now, genre=genre, normative=normative, validity=validity)
    except IntegrityError:  # another process imported the same key meanwhile
        return None
    version = _put_out(record, files or [], index_number, moment, steps)
    ledger.record(
        "records.imported",
        record,
        by=by,
        at=at,
        origin=origin,
        parts=version.parts,
        index_number=record.index_number,
        old_index_number=index_number,
        published_at=published_at,
        warnings=warnings or [],
    )
    return record


def _must_be_console(by: Any) -> None:
    if by is not ledger.SYSTEM:
        raise NotYours(
            "records.import",
            "导入原有资料会不经审核直接公开，只能由系统管理员在服务器上用命令办理。",
            source="政府信息公开条例第十七条",
            remedy="请联系系统管理员；要公开新的信息，请起草并送审。",
        )


def _put_out(
    record: Record, files: list[Any], index_number: str, moment: dt.datetime, steps: list[Step] | None
) -> Version:
    """Complete what was created and make it public as of `moment`."""
    for order, file in enumerate(files, start=1):
        Attachment.objects.create(record=record, file=file, name=file.name, order=order)
    record.index_number = _index_number(record, index_number, moment)
    record.number = record.content.get("number", "")
    record.issued_on = content.date_of(record.content, "date_made")
    record.state = Record.State.PUBLISHED
    if makers := record.content.get("joint_issuers"):
        joint.enter(record, joint.from_text(makers))
    record.save()
    if steps is None:
        _first_step(record, moment)
    else:
        _all_steps(record, steps)
    version = make_version(record, ledger.SYSTEM)
    put_out(record, version, moment)
    return version


def _first_step(record: Record, moment: dt.datetime) -> None:
    """What the source said of a document's validity is the first step of its timeline, from the day it was public."""
    if record.validity in (Record.Validity.AMENDED, Record.Validity.EXPIRED, Record.Validity.REPEALED):
        day = record.validity_on or timezone.localdate(moment)
        ValidityChange.objects.create(
            record=record, validity=record.validity, on=day, note=record.validity_note, made_at=timezone.now()
        )


def _all_steps(record: Record, steps: list[Step]) -> None:
    """The steps of another instance, in their order; what holds today follows from them and the document's dates."""
    for one in steps:
        ValidityChange.objects.create(
            record=record, validity=one.validity, on=one.on, until=one.until, note=one.note, made_at=timezone.now()
        )
    keep_last(record)
    record.save(update_fields=["validity", "validity_on", "validity_note"])


def _create(
    agency: Agency, key: str, tidied: dict[str, Any], item: Item | None, now: dt.datetime, **columns: Any
) -> Record:
    return Record.objects.create(
        agency=agency,
        item=item,
        content=tidied,
        attribute=Record.Attribute.PROACTIVE,
        imported=True,
        import_key=key,
        created_at=now,
        edited_at=now,
        revision=1,
        **columns,
    )


def _index_number(record: Record, old: str, moment: dt.datetime) -> str:
    if old and not Record.objects.filter(index_number=old).exists():
        return old
    return numbers.next_index_number(record.agency, timezone.localdate(moment).year)
