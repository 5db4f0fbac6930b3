"""What was read from files: the original of a text, compared with it; reading versions of attachments, made by the
machine, mended by a person, compared with the file by another."""

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.files import actions as file_actions
from gongkai.files import clean, pictures
from gongkai.files.document import Document
from gongkai.files.models import File
from gongkai.files.pictures import Picture
from gongkai.ledger.queries import history
from gongkai.records import checking, originals, policy, reading_versions, states
from gongkai.records.actions.drafting import attach, locked, must_be_current, save_copy, tell_review
from gongkai.records.models import Attachment, Record
from gongkai.refusals import NotNow, NotYours, Refusal

log = logging.getLogger(__name__)
WAITING = (Record.State.DRAFT, Record.State.CORRECTING)


@transaction.atomic
def attach_pictures(
    *, record: Record, by: Any, html: str, found: tuple[Picture, ...], at: dt.datetime | None = None
) -> int:
    """Attach those of `found` that a text of the record shows and that are not attached yet; returns how many."""
    known = set(record.attachments.values_list("file__sha256", "name"))
    wanted = set(pictures.addresses(html))
    count = 0
    for one in found:
        if (one.sha256, one.name) in known or (one.sha256[:12], one.name) not in wanted:
            continue
        kind = one.name.rpartition(".")[2]
        file = file_actions.store(one.data, one.name, by, document=Document(kind, one.name))
        attach(record=record, by=by, file=file, name=one.name, at=at)
        count += 1
    return count


def note_original(
    *, record: Record, by: Any, sha256: str, laid_open: tuple[str, bytes], at: dt.datetime | None = None
) -> None:
    """Keep with a new draft what the file it was read from carries unseen; part of the act that opens the draft.

    `laid_open`: (name, content) of what can be looked into. Nothing is kept where there is nothing to say.
    """
    name, data = laid_open
    if notes := originals.notes_of(data, name):
        sealed = {"name": name}
        ledger.record(
            "records.original_read", record, by=by, at=at, sha256=sha256, notes=notes, count=len(notes), sealed=sealed
        )


@transaction.atomic
def compare_original(*, record: Record, by: Any, at: dt.datetime | None = None) -> None:
    """Say that the text was compared with the file it was read from, and says what may be public. 条例 Art. 17

    Raises NotYours, NotNow (state; nothing to compare, or compared already).
    """
    record = locked(record)
    policy.must(by, "edit", record, "核对原文件")
    states.must_allow("edit", record)
    entry, compared = originals.last(record)
    if entry is None or compared:
        raise NotNow("records.no_original", "没有需要与原文件核对的内容。", remedy="请直接办理下一步。")
    ledger.record("records.original_compared", record, by=by, at=at, sha256=entry.facts["sha256"])
    checking.run(record, by, at)


@transaction.atomic
def make_reading(
    *, attachment: Attachment, by: Any, at: dt.datetime | None = None, document: Document | None = None
) -> Attachment:
    """Make the reading version anew from the file (`document`: as it was just read).

    Raises NotYours, NotNow (state; nothing can be read).
    """
    record = locked(attachment.record)
    policy.must(by, "edit", record, "制作阅读版")
    target = states.must_allow("edit", record)
    attachment = _current(record, attachment)
    html, found = reading_versions.made_of(attachment.file, document)
    if not html:
        raise NotNow(
            "records.no_words",
            f"附件“{attachment.name}”没有可以读出的文字，不能自动生成阅读版。",
            remedy=attachment.file.note or "可以直接录入阅读版，也可以只公开原件。",
        )
    if html == attachment.reading:
        return attachment
    attach_pictures(record=record, by=by, html=html, found=found, at=at)
    record = locked(record)
    _write(record, attachment, html, by, target, at)
    machine = attachment.file.read_by_machine
    ledger.record("records.reading_made", record, by=by, at=at, **_facts(attachment), machine=machine)
    tell_review(record, by, at)
    return attachment


@transaction.atomic
def edit_reading(
    *, attachment: Attachment, by: Any, revision: int, html: str, at: dt.datetime | None = None
) -> Attachment:
    """Put a mended reading version in place, or none (""). Raises NotYours, NotNow (state; somebody was faster)."""
    record = locked(attachment.record)
    policy.must(by, "edit", record, "修改阅读版")
    target = states.must_allow("edit", record)
    attachment = _current(record, attachment)
    html = clean(html)
    if html == attachment.reading:
        return attachment
    must_be_current(record, revision)
    before = reading_versions.seen(attachment)
    _write(record, attachment, html, by, target, at)
    ledger.record("records.reading_edited", record, by=by, at=at, before={"reading": before}, **_facts(attachment))
    tell_review(record, by, at)
    return attachment


@transaction.atomic
def proofread_reading(*, attachment: Attachment, by: Any, seen: str, at: dt.datetime | None = None) -> Attachment:
    """Say that the reading version was compared with the file and says the same.

    `seen` is the digest of what was compared. Raises NotYours (no post; wrote it himself), NotNow (state; changed
    meanwhile; there is none).
    """
    record = locked(attachment.record)
    policy.must(by, "edit", record, "核对阅读版")
    states.must_allow("edit", record)
    attachment = _current(record, attachment)
    if not attachment.reading or seen != reading_versions.seen(attachment):
        raise NotNow(
            "records.reading_changed", "阅读版已经改动，您核对的不是现在的内容。", remedy="请刷新页面，核对后再确认。"
        )
    if by is not ledger.SYSTEM and writer_of(record, attachment) == by.pk:
        raise NotYours(
            "records.reading_own",
            "阅读版是您修改的，应当由另一位同事与原件核对。",
            remedy="请通知同事打开这一页核对。",
        )
    if attachment.proofread_by_id is not None:
        return attachment
    attachment.proofread_by = by if by is not ledger.SYSTEM else None
    attachment.proofread_at = at or timezone.now()
    attachment.save(update_fields=["proofread_by", "proofread_at"])
    ledger.record("records.reading_proofread", record, by=by, at=at, **_facts(attachment))
    return attachment


def writer_of(record: Record, attachment: Attachment) -> int | None:
    """The key of the person who last wrote on the reading version by hand; None where the machine made it."""
    acts = history(record).filter(act__in=("records.reading_made", "records.reading_edited"))
    last = acts.filter(facts__sha256=attachment.file.sha256).order_by("-number").first()
    return last.actor_id if last is not None and last.act == "records.reading_edited" else None


def machine_has_read(file: File) -> None:
    """A scan's words came in: one job for every record that has the file and is not public.

    Not done here: the file is locked, and acts lock a record before its files.
    """
    from gongkai.records import tasks

    records = Record.objects.filter(attachments__file=file).exclude(state__in=_ENDED).distinct()
    for record_id in records.order_by("pk").values_list("pk", flat=True):
        tasks.take_words.defer(record_id=record_id, file_id=file.pk)


def take_words(record_id: int, file_id: int) -> None:
    """A draft gets the reading version of a scan that was read meanwhile, and the record is checked again.

    Safe to repeat. A refusal (another was faster, the record has moved on) leaves the record as it is.
    """
    for attachment in Attachment.objects.filter(
        record_id=record_id, file_id=file_id, reading="", record__state__in=WAITING
    ).select_related("record", "file"):
        shown = reading_versions.is_shown(attachment, [attachment.record.content.get("html", "")])
        if attachment.file.text and not shown:
            try:
                make_reading(attachment=attachment, by=ledger.SYSTEM)
            except Refusal as refusal:
                log.info("no reading version for attachment %s: %s", attachment.pk, refusal.code)
    record = Record.objects.select_related("agency", "item").filter(pk=record_id).exclude(state__in=_ENDED).first()
    if record is not None:
        checking.run(record, ledger.SYSTEM)


_ENDED = (Record.State.PUBLISHED, Record.State.WITHDRAWN, Record.State.ABANDONED)


def _current(record: Record, attachment: Attachment) -> Attachment:
    found = record.attachments.select_related("file", "proofread_by").filter(pk=attachment.pk).first()
    if found is None:
        raise NotNow("records.detached", f"附件“{attachment.name}”已经删除。", remedy="请刷新页面。")
    return found


def _write(record: Record, attachment: Attachment, html: str, by: Any, target: str, at: dt.datetime | None) -> None:
    attachment.reading, attachment.proofread_by, attachment.proofread_at = html, None, None
    attachment.save(update_fields=["reading", "proofread_by", "proofread_at"])
    save_copy(record, by, target, at)


def _facts(attachment: Attachment) -> dict[str, Any]:
    return {
        "attachment": attachment.pk,
        "sha256": attachment.file.sha256,
        "reading": reading_versions.seen(attachment),
        "sealed": {"name": attachment.name},
    }
