"""Saving what the editor says, in one transaction, and what else of it a colleague has saved meanwhile."""

from typing import Any

from django.db import transaction

from gongkai.files import Document, text_of
from gongkai.files import actions as file_actions
from gongkai.organisations.models import Agency
from gongkai.records import (
    actions,
    checking,
    content,
    lifting_forms,
    naming,
)
from gongkai.records.actions.joint import from_text
from gongkai.records.actions.relating import Claim
from gongkai.records.edit_form import LABELS, EditForm
from gongkai.records.models import Attachment, Record, Relation
from gongkai.refusals import NotLawful, NotNow


def save(form: EditForm, by: Any) -> Record:
    """Everything the form says, as the acts it consists of; all of it or nothing. Raises what the acts raise.

    Uploads are read before the transaction: that may take a minute, in which nobody else could save or sign.
    """
    return _save(form, by, [_read(upload) for upload in form.cleaned_data["files"]])


@transaction.atomic
def _save(form: EditForm, by: Any, uploads: list[tuple[str, file_actions.Upload]]) -> Record:
    data, record = form.cleaned_data, form.record
    try:
        record = actions.edit(record=record, by=by, revision=data["revision"], changes=form.changes(), **form.columns())
    except NotNow as refusal:
        if refusal.code == "records.edited_meanwhile" and is_saved(form, by):
            return Record.objects.get(pk=record.pk)  # the same form, sent twice
        raise
    wanted = (data["attribute"], data["ground"], data["attribute_reason"].strip())
    said, now = lifting_forms.given(data), (record.attribute, record.ground, record.attribute_reason)
    if data["attribute"] and (wanted != now or lifting_forms.differs(said, record)):
        record = actions.determine_attribute(
            record=record, by=by, attribute=wanted[0], ground=wanted[1], reason=wanted[2], exceptions=said
        )
    for attachment in record.attachments.filter(pk__in=data.get("remove") or []):
        actions.detach(attachment=attachment, by=by)
    for name, upload in uploads:
        _attach(record, name, upload, by)
    record = _save_documents(form, Record.objects.get(pk=record.pk), by)
    record = Record.objects.select_related("agency", "item").get(pk=record.pk)
    if data.get("compared"):
        actions.compare_original(record=record, by=by)
    checking.run(record, by)
    return record


def _save_documents(form: EditForm, record: Record, by: Any) -> Record:
    """Joint issuers and relations as the form says. A new relation names its document, which is looked up."""
    data = form.cleaned_data
    agencies = {str(one.pk): one for one in Agency.objects.filter(pk__in=data["joint_agencies"])}
    chosen = [agencies[key] for key in data["joint_agencies"] if key in agencies]
    others = [name for _, name in from_text(data["joint_others"])]
    record = actions.set_joint(record=record, by=by, revision=record.revision, agencies=chosen, names=others)
    kept = [
        one for one in record.relations.select_related("target") if str(one.pk) not in data.get("relation_remove", [])
    ]
    claims = [Claim(one.kind, one.target, one.title, one.number, one.on) for one in kept]
    for one in (form.repeals[key] for key in data.get("relation_said") or []):
        claims.append(Claim(Relation.Kind.REPEALS, one.target, one.said.title or one.said.number, one.said.number))
    if data["relation_kind"] or data["relation_target"]:
        claims.append(_claim(data, by))
    if len(claims) == record.relations.count() == len(kept):
        return record
    return actions.set_relations(record=record, by=by, revision=record.revision, claims=claims)


def _claim(data: dict[str, Any], by: Any) -> Claim:
    """The relation typed in. Raises NotLawful where its document is not found."""
    named = data["relation_target"].strip()
    if data["relation_outside"]:
        return Claim(data["relation_kind"], None, named, data["relation_number"], data["relation_on"])
    target = naming.one(named, by)
    if named and target is None:
        raise NotLawful(
            "records.relation_unknown",
            f"没有找到“{named}”。",
            remedy="请核对文号、索引号或者标题；它不在本系统公开的，请勾选下面的一项，按所写的名称登记。",
        )
    return Claim(data["relation_kind"], target, on=data["relation_on"])


def attach(record: Record, upload: Any, by: Any) -> None:
    """An uploaded file, through the gate, as an attachment with its reading version. Raises NotLawful("files.…")."""
    _attach(record, *_read(upload), by)


def _read(upload: Any) -> tuple[str, file_actions.Upload]:
    return upload.name, file_actions.read_upload(upload.read(), upload.name)


def _attach(record: Record, name: str, upload: file_actions.Upload, by: Any) -> None:
    file = file_actions.keep(upload, by)
    attachment = actions.attach(record=record, by=by, file=file, name=name)
    if file.text:
        make_if_possible(attachment, by, upload.document)


def make_if_possible(attachment: Attachment, by: Any, document: Document | None = None) -> None:
    """The reading version, where the file gives one; without it the file is public as it is."""
    try:
        actions.make_reading(attachment=attachment, by=by, document=document)
    except NotNow as refusal:
        if refusal.code != "records.no_words":
            raise


def is_saved(form: EditForm, by: Any) -> bool:
    """Whether what the form says is what `by` saved last: a double click, not a second editor."""
    record = Record.objects.get(pk=form.record.pk)
    same = all(record.content.get(name, "") == value for name, value in content.tidy(form.changes()).items())
    columns = form.columns()
    return (
        record.edited_by_id == by.pk
        and same
        and (record.genre, record.normative) == (columns["genre"], columns["normative"])
        and record.item_id == (columns["item"].pk if columns["item"] else None)
    )


def differences(form: EditForm, record: Record) -> list[tuple[str, str, str, bool]]:
    """(label, saved, hers, long) of the fields in which what she typed differs from what was saved meanwhile."""
    found = []
    for name, value in form.changes().items():
        saved = record.content.get(name) or ""
        if name == "html":
            before, after = text_of(saved), text_of(value or "")
        else:
            before, after = str(saved), str(value or "")
        if before != after:
            label = "正文" if name == "html" else LABELS[name]
            found.append((label, before, after, name in ("html", "summary")))
    return found
