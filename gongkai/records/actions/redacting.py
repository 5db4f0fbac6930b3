"""Making the public part of what stays closed: a record of its own, into which the closed words never come."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.files import actions as file_actions
from gongkai.files import vault
from gongkai.files.pdf_safely import redact_safely
from gongkai.files.redacting import Box
from gongkai.files.uncovered import words_left
from gongkai.records import checking, content, policy, redaction, states
from gongkai.records.actions import joint
from gongkai.records.actions.drafting import locked, must_be_current, save_copy, tell_review
from gongkai.records.models import Attachment, Genre, Record
from gongkai.records.redaction import Removal
from gongkai.refusals import NotLawful, NotNow
from gongkai.review import queries as review_queries
from gongkai.review.models import Escalation

MARK_AGAIN = "您所作的选择仍在页面上，已经对应到现在的段落。请逐段核对后再提交。"


@dataclass(frozen=True)
class Kept:
    """An attachment that goes into the public part: as it is, or with boxes (page → shares of the page) blacked out."""

    attachment: int
    boxes: Mapping[int, Sequence[Box]] | None = None
    ground: str = ""
    name: str = ""


@transaction.atomic
def make_public_part(
    *,
    record: Record,
    by: Any,
    revision: int,
    removals: Iterable[Removal],
    kept: Iterable[Kept] = (),
    images: bool = False,
    ground: str = "",
    at: dt.datetime | None = None,
) -> Record:
    """Open the public part of `record` as a new draft without the removed words; attachments are left out unless kept.

    `ground` is that of attachments left out; `revision` the one on which the clerk marked what stays closed. Raises
    NotYours, NotNow (state; somebody was faster; nothing found to be closed), NotLawful (no ground; nothing removed;
    words still there). The original is not changed and never becomes public.
    """
    record = locked(record)
    policy.must(by, "public_part", record, "制作公开部分")
    states.must_allow("public_part", record)
    must_be_current(record, revision, MARK_AGAIN)
    _must_be_closed(record)
    removals, chosen = list(removals), {one.attachment: one for one in kept}
    redaction.must_be_lawful(removals, record.agency.place)
    part = _open(record, by, at)
    cuts = _cut(record, part, removals, images)
    if record.attribute == Record.Attribute.PROACTIVE:  # it was due before: making a part gains no time
        part.content = part.content | {"inherits": "original"}
    _same_makers(record, part)
    attached, out = _attachments(record, part, chosen, by, [one.fragment for one in removals])
    # By content: the same file under another name, kept as it is, is not closed.
    closed = set(record.attachments.values_list("file__sha256", flat=True))
    closed -= set(part.attachments.values_list("file__sha256", flat=True))
    _must_have_grounds(ground, out, chosen, record)
    part.redactions = [
        *_places(cuts),
        *attached,
        *({"place": place, "ground": ground, "note": "整份不予公开"} for place in out),
    ]
    _must_remove(part, removals)
    part.save()
    _note(record, part, by, at, "records.public_part_made", removals, len(part.redactions), closed)
    facts = {"places": len(part.redactions), "original": record.pk}
    ledger.record("records.created", part, by=by, at=at, parts=content.parts(part))
    ledger.record("records.public_part_opened", part, by=by, at=at, **facts)
    redaction.must_be_gone(part)
    checking.run(part, by, at)
    return part


def _must_be_closed(record: Record) -> None:
    if record.attribute in (Record.Attribute.ON_REQUEST, Record.Attribute.WITHHELD) or found_partial(record):
        return
    raise NotNow(
        "records.not_closed",
        "这条信息是主动公开的，保密审查也没有认定部分不公开，不需要制作公开部分。",
        source=redaction.source(),
        remedy="确有不能公开的内容的，请先由保密审查退回，或者改变公开属性。",
    )


def found_partial(record: Record) -> bool:
    """Whether the secrecy review found that a part stays closed: by its form, with its return or from above."""
    kind, identifier = ledger.reference(record)
    review = review_queries.live(kind, identifier, "publication")
    if review is None:
        return False
    partial = Escalation.Conclusion.PARTIAL
    if any(one.conclusion == partial for one in review.escalations.all()):
        return True
    return any(one.form.get("conclusion") == "partial" for one in review.signatures.all())


def _open(record: Record, by: Any, at: dt.datetime | None) -> Record:
    moment = at or timezone.now()
    return Record.objects.create(
        agency=record.agency,
        genre=Genre.INFORMATION,  # it is not issued: the document it comes from was
        item=record.item,
        attribute=Record.Attribute.PROACTIVE,
        redacted_of=record,
        drafter=by if by is not ledger.SYSTEM else None,
        edited_by=by if by is not ledger.SYSTEM else None,
        created_at=moment,
        edited_at=moment,
        revision=1,
    )


def _cut(source: Record, part: Record, removals: list[Removal], images: bool = False) -> list[tuple[str, int, Removal]]:
    """Fill `part` with the words of `source` without the removed ones; (label, paragraph, removal) of every place."""
    found: list[tuple[str, int, Removal]] = []
    filled: dict[str, Any] = {}
    for name, value in source.content.items():
        if name not in content.TEXT_FIELDS and name not in content.DATE_FIELDS and name != "html":
            continue
        text = str(value or "")
        cut = redaction.cut_html(text, removals, images) if name == "html" else redaction.cut_text(text, removals)
        filled[name] = cut.text if cut.places or name == "html" else value
        if name == "joint_issuers" and cut.places:
            raise NotLawful(
                "records.redaction_maker",
                "共同制作机关必须写明，并且要征得它们同意，不能除去它们的名称。",
                source=redaction.source(),
                remedy="请不要选择单位的名称；确实不能公开制作机关的，整份不公开。",
            )
        label = "正文" if name == "html" else content.TEXT_FIELDS.get(name, "")
        found += [(label, number, removal) for number, removal in cut.places]
    kept = content.CLOCK if source is part else content.START_FIELDS
    part.content = content.tidy(filled) | {name: source.content[name] for name in kept if source.content.get(name)}
    return found


def _same_makers(record: Record, part: Record) -> None:
    """Who made the original made its part: they are asked about it too (条例 Art. 11)."""
    rows = [(one.agency, one.name) for one in record.joint.select_related("agency")]
    if makers := rows or joint.from_text(part.content.get("joint_issuers", "")):
        joint.write(part, makers)


def _places(cuts: list[tuple[str, int, Removal]]) -> list[dict[str, str]]:
    return [
        {"place": f"正文第{number}段" if label == "正文" else label, "ground": one.ground, "note": one.note.strip()}
        for label, number, one in cuts
    ]


def _attachments(
    record: Record, part: Record, chosen: dict[int, Kept], by: Any, removed: list[str]
) -> tuple[list[dict[str, str]], list[str]]:
    """Copy the chosen attachments; returns the places blacked out and the names of places left out."""
    blacked: list[dict[str, str]] = []
    out: list[str] = []
    for number, one in enumerate(record.attachments.select_related("file"), start=1):
        how = chosen.get(one.pk)
        if how is None:
            out.append(f"附件{number}")
            continue
        name = how.name.strip() or one.name
        file = one.file
        if how.boxes is not None:
            if file.kind != "pdf":
                raise NotLawful(
                    "records.redaction_pdf",
                    f"附件{number}不是PDF，不能遮盖。",
                    source=redaction.source(),
                    remedy="请另存为PDF后遮盖，或者整份不公开。",
                )
            original = vault.private_path(file.sha256).read_bytes()
            _must_be_covered(original, how, number, removed)
            data = redact_safely(original, how.boxes)
            file = file_actions.store(data, name, by)
            pages = "、".join(str(page) for page in sorted(how.boxes))
            blacked.append({"place": f"附件{number}第{pages}页", "ground": how.ground, "note": ""})
        Attachment.objects.create(record=part, file=file, name=name, order=number)
    return blacked, out


def _must_be_covered(original: bytes, how: Kept, number: int, removed: list[str]) -> None:
    """What goes out of the text may not stand open on a page that becomes a picture: no later check reads it there."""
    for page, words in words_left(original, how.boxes or {}).items():
        left = redaction.normal(words)
        if any(redaction.normal(one) in left for one in removed):
            raise NotLawful(
                "records.redaction_open",
                f"附件{number}第{page}页还有要除去的文字没有遮盖。",
                source=redaction.source(),
                remedy="请在这一页上框住它，或者整页遮盖。",
                field=f"pages{how.attachment}",
            )


def _must_have_grounds(ground: str, out: list[str], chosen: dict[int, Kept], record: Record) -> None:
    asked = [Removal("附件整份", ground)] if out else []
    asked += [Removal("附件遮盖", one.ground) for one in chosen.values() if one.boxes is not None]
    redaction.must_be_lawful(asked, record.agency.place)


def _must_remove(part: Record, removals: list[Removal]) -> None:
    if not part.redactions:
        raise NotLawful(
            "records.redaction_none",
            "没有除去任何内容：所写的文字在正文、著录项和附件中都没有找到。" if removals else "没有选择不公开的内容。",
            source=redaction.source(),
            remedy="请勾选整段，或者照原文填写要除去的文字。",
        )


def _note(
    original: Record,
    part: Record,
    by: Any,
    at: dt.datetime | None,
    act: str,
    removals: list[Removal],
    places: int,
    files: Iterable[str] = (),
) -> None:
    """On the original's chain: words, and hashes of files that stay closed, lie sealed; the entry names the part."""
    removed = {"fragments": [one.fragment for one in removals], "files": sorted(files)}
    ledger.record(act, original, by=by, at=at, sealed=removed, part=part.pk, places=places)


@transaction.atomic
def redact_more(
    *, record: Record, by: Any, revision: int, removals: Iterable[Removal], at: dt.datetime | None = None
) -> Record:
    """Take further words out of a public part. Steps that saw the text are open again.

    Raises NotYours, NotNow (state; somebody was faster), NotLawful (no public part; no ground; not found).
    """
    record = locked(record)
    policy.must(by, "redact", record, "再除去内容")
    target = states.must_allow("redact", record)
    must_be_current(record, revision, MARK_AGAIN)
    removals = list(removals)
    if record.redacted_of is None:
        raise NotNow("records.no_part", "这条信息不是部分公开的公开部分。", remedy="请在原件上制作公开部分。")
    redaction.must_be_lawful(removals, record.agency.place)
    cuts = _cut(record, record, removals, images=True)
    if not cuts:
        _must_remove(Record(redactions=[]), removals)
    record.redactions = [*record.redactions, *_places(cuts)]
    save_copy(record, by, target, at)
    _note(record.redacted_of, record, by, at, "records.part_redacted", removals, len(cuts))
    ledger.record("records.redacted", record, by=by, at=at, places=len(cuts), parts=content.parts(record))
    redaction.must_be_gone(record)
    checking.run(record, by, at)
    tell_review(record, by, at)
    return record
