"""Storing originals, and opening or closing their public copies.

These take part in the act that calls them (a record's draft, publication, take-down), which owns the transaction and
writes the ledger: a file by itself is no subject of law.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import IO, Any
from urllib.parse import quote

from django.db import transaction
from django.utils import timezone

from gongkai.files import conversion, ocr, registry, vault
from gongkai.files.admission import SIZE_LIMIT, Accepted, gate, safe_name
from gongkai.files.document import Document
from gongkai.files.isolation import read_safely
from gongkai.files.kinds import BY_ENDING, KINDS
from gongkai.files.models import File, PublicCopy
from gongkai.files.pictures import Picture
from gongkai.files.reading import of_pages
from gongkai.files.settling import hold, settle_later
from gongkai.refusals import NotLawful, NotNow, Refusal

PICTURES = ("png", "jpg")


@dataclass(frozen=True)
class Upload:
    """What was admitted and read, and is not kept yet: bytes, what the gate said, the document or why there is none.

    `laid_open`: (name, content) of what the words were read from: the file, or what it became. An old office file
    cannot be looked into; what LibreOffice made of it can, for whatever it carries unseen.
    """

    data: bytes
    accepted: Accepted
    document: Document | None
    note: str = ""
    laid_open: tuple[str, bytes] = ("", b"")


def read_upload(data: bytes, name: str, *, limit: int = SIZE_LIMIT) -> Upload:
    """Admit and read an upload. It takes seconds, an old office file a minute: done before an act locks its record.

    Raises NotLawful("files.…") as `gate` does.
    """
    return Upload(data, *_read(data, name, limit))


def store(data: bytes, name: str, by: Any, *, limit: int = SIZE_LIMIT, document: Document | None = None) -> File:
    """Admit, keep and read an upload; the same bytes give the same File, which keeps its first name.

    `by` is the User or None (import). Raises NotLawful("files.…") as `gate` does; nothing is kept then. A file whose
    words cannot be read although it is well formed is kept and marked `unreadable`. `document`: already read (import);
    then the file is not read a second time.
    """
    if document is not None:
        return keep(Upload(data, gate(name, data, limit=limit), document), by)
    return store_and_read(data, name, by, limit=limit)[0]


def store_and_read(data: bytes, name: str, by: Any, *, limit: int = SIZE_LIMIT) -> tuple[File, Document | None]:
    """Like `store`, with the Document that was read: for the form that proposes title, number and text."""
    return store_and_lay_open(data, name, by, limit=limit)[:2]


def store_and_lay_open(
    data: bytes, name: str, by: Any, *, limit: int = SIZE_LIMIT
) -> tuple[File, Document | None, tuple[str, bytes]]:
    """Like `store_and_read`, with the (name, content) of what the words were read from."""
    upload = read_upload(data, name, limit=limit)
    return keep(upload, by), upload.document, upload.laid_open


@transaction.atomic
def keep(upload: Upload, by: Any) -> File:
    """Keep what `read_upload` read, in the transaction of the act that takes it."""
    accepted, document = upload.accepted, upload.document
    hold(accepted.sha256)
    vault.write(upload.data)  # before the row: what the act then refuses is swept a day later (`settling.sweep`)
    words = {
        "text": document.words.replace("\x00", "") if document else "",
        "unreadable": document is None or not document.words,
        "note": upload.note,
        "scanned": bool(document and document.scanned),
    }
    file, made = File.objects.get_or_create(
        sha256=accepted.sha256,
        defaults={
            "name": accepted.name,
            "kind": accepted.kind,
            "media_type": accepted.media_type,
            "size": accepted.size,
            "uploaded_by": by if by is not None and getattr(by, "pk", None) else None,
            **words,
        },
    )
    if not made and file.unreadable and not words["unreadable"]:  # what reads it was installed since
        File.objects.filter(pk=file.pk).update(**words)
        file.refresh_from_db()
    if (file.ocr is None or file.ocr["state"] == "failed") and (file.scanned or file.kind in PICTURES):
        _have_read(file, list(document.scanned) if document else [])
    return file


_Read = tuple[Accepted, Document | None, str, tuple[str, bytes]]


def _read(data: bytes, name: str, limit: int) -> _Read:
    """(what the gate said, the document, why there is none, what it was read from)."""
    kind = BY_ENDING.get(name.rpartition(".")[2].lower())
    try:
        if kind is not None and kind.code in conversion.TARGETS:
            return _converted(data, name, limit)
        return *read_safely(name, data, limit=limit), "", (name, data)
    except NotLawful as refusal:
        if refusal.code != "files.unreadable" or not refusal.facts.get("reason"):
            raise
        return gate(name, data, limit=limit), None, f"{refusal.message}{refusal.remedy}", (name, data)


def _converted(data: bytes, name: str, limit: int) -> _Read:
    """The document of an old or foreign office file; the file itself stays what it is."""
    accepted = gate(name, data, limit=limit)
    try:
        made, content = conversion.convert(accepted.name, data, accepted.kind)
        _, document = read_safely(made, content)
    except NotLawful as refusal:
        return accepted, None, f"{refusal.message}{refusal.remedy}", (name, data)
    hint = f"原件是{KINDS[accepted.kind].label}，文字由LibreOffice转换后读取，版式可能有出入，请对照原件核对。"
    return accepted, replace(document, kind=accepted.kind, warnings=[hint, *document.warnings]), "", (made, content)


def whole_of(file: File) -> tuple[str, tuple[Picture, ...]]:
    """(HTML of everything a stored file says, the pictures it points to); ("", ()) where nothing can be read.

    Reads the file again, which takes a second or two; a scan's words are those the machine read.
    """
    if file.read_by_machine and file.ocr:
        return str(file.ocr["html"]), ()
    with open_private(file) as source:
        document = _read(source.read(), file.name, SIZE_LIMIT)[1]
    return (document.whole, document.pictures) if document else ("", ())


def _have_read(file: File, scanned: list[int]) -> None:
    """Ask the worker to read scanned pages, once the surrounding transaction has committed."""
    from gongkai.files import tasks

    state = "waiting" if ocr.available() else "missing"
    kept = "" if file.ocr else file.note  # of a reading that failed, nothing is left when it is tried again
    file.ocr = {"state": state, "scanned": scanned}
    file.note = kept or ("" if ocr.available() else str(ocr.missing()))
    file.save(update_fields=["ocr", "note"])
    if state == "waiting":
        tasks.read_scan.defer(file_id=file.pk)


def read_scan(file_id: int) -> File:
    """Read what waits for the machine and keep the words; safe to repeat. What asked to know is told.

    The words stand by themselves: what comes of them for the records that hold the file is further work of the queue,
    so that no refusal there loses them. A file that cannot be read is marked as failed, with the reason.
    """
    file = File.objects.get(pk=file_id)
    if not file.ocr or file.ocr["state"] in ("done", "missing", "failed"):
        return file
    scanned = tuple(file.ocr["scanned"])
    try:
        with open_private(file) as source:
            data = source.read()
        pages = ocr.read(file.name, data, file.kind, scanned)
    except Refusal as refusal:
        return reading_failed(file_id, f"{refusal.message}{refusal.remedy}")
    document = of_pages(file.name, file.kind, [page.text for page in pages])
    found = ocr.summary(pages) | {
        "scanned": list(scanned),
        "left_out": max(len(scanned) - ocr.PAGES_LIMIT, 0),
        "done_at": timezone.now().isoformat(),
        "html": document.whole,
    }
    with transaction.atomic():
        file = File.objects.select_for_update().get(pk=file_id)
        file.text, file.ocr, file.note = document.words.replace("\x00", ""), found, ""
        file.unreadable = not file.text and file.kind not in PICTURES
        file.save(update_fields=["text", "ocr", "note", "unreadable"])
        registry.tell_read(file)
    return file


def reading_failed(file_id: int, why: str) -> File:
    """Say that the machine did not read a file, and why; the same file uploaded again is tried again."""
    file = File.objects.get(pk=file_id)
    found = {"state": "failed", "scanned": list(file.ocr["scanned"] if file.ocr else [])}
    File.objects.filter(pk=file.pk).update(ocr=found, note=why[:500])
    file.refresh_from_db()
    return file


def open_private(file: File) -> IO[bytes]:
    """The original's bytes, open for reading; NotNow("files.lost") when the store has lost them."""
    try:
        return vault.private_path(file.sha256).open("rb")
    except FileNotFoundError as error:
        remedy = "请管理员从备份中恢复，或者重新上传同一文件。"
        raise NotNow("files.lost", f"文件“{file.name}”的原件不在存储中。", remedy=remedy) from error


def address(file: File, name: str = "") -> str:
    """The public address of `file` under `name` (default: its own): /files/<hash12>/<name>, quoted."""
    return f"/files/{file.hash12}/{quote(safe_name(name or file.name))}"


def publish_copy(file: File, name: str = "") -> str:
    """Open `file` to the public under `name`; returns its address. Repeating it changes nothing.

    The copy appears when the surrounding transaction commits, so that a rolled-back publication leaves nothing.
    """
    with open_private(file):
        pass
    public = safe_name(name or file.name)
    PublicCopy.objects.get_or_create(file=file, name=public)
    settle_later(file, public)
    return address(file, public)


def withdraw_copy(file: File, name: str = "") -> None:
    """Close the public copy called `name`, or all copies of `file`. The address answers 404 once the act commits.

    A file that several publications share is closed only by its last one: the caller asks that first.
    """
    copies = PublicCopy.objects.filter(file=file)
    copies = copies.filter(name=safe_name(name)) if name else copies
    for public in list(copies.values_list("name", flat=True)):
        settle_later(file, public)
    copies.delete()
