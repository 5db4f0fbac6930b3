"""A new draft from a file: the words and fields that were read are proposals for the clerk to correct."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from gongkai.catalogue import queries as catalogue
from gongkai.catalogue.models import Item
from gongkai.files import actions as file_actions
from gongkai.files.document import Document
from gongkai.files.models import File
from gongkai.organisations.models import Agency
from gongkai.records import actions, checking, content, proposing, reading_versions
from gongkai.records.actions.reading import attach_pictures, note_original
from gongkai.records.editing import attach, make_if_possible
from gongkai.records.models import Attachment, Genre, Record

NOTHING_READ = "文件内容未能读出，已作为附件保存，请录入标题和正文。"
KEPT = 20  # reading reports and keys of forms kept in a session


@transaction.atomic
def open_draft(*, session_key: str, agency: Agency, by: Any, data: dict[str, Any]) -> Record:
    """Open the draft the form asks for; the same form sent twice gives the same draft.

    The row of the session is the lock under which the second click waits for the first. Raises NotYours, NotLawful.
    """
    Session.objects.select_for_update().filter(session_key=session_key).first()
    store = SessionStore(session_key=session_key)
    made = store.get("records.made", {})
    if data["key"] in made:
        return Record.objects.get(pk=made[data["key"]])
    record, report = _make(agency, by, data)
    store["records.made"] = dict(list((made | {data["key"]: record.pk}).items())[-KEPT:])
    reports = store.get("records.read", {}) | {str(record.pk): report}
    store["records.read"] = dict(list(reports.items())[-KEPT:])
    store.save()
    return record


def item_for(agency: Agency, code: str) -> Item | None:
    """The item the draft was begun from, if the agency must publish it."""
    return catalogue.items_for(agency).filter(code=code).first() if code and code.isprintable() else None


def _make(agency: Agency, by: Any, data: dict[str, Any]) -> tuple[Record, dict[str, Any] | None]:
    main, item = data["main"], item_for(agency, data.get("item", ""))
    if not main:
        record = actions.create(agency=agency, by=by, item=item)
        report = None
    else:
        file, document, laid_open = file_actions.store_and_lay_open(main.read(), main.name, by)
        changes = proposals(document)
        record = actions.create(
            agency=agency, by=by, changes=changes, genre=genre_of(changes.get("title", "")), item=item
        )
        report = told(main.name, document, file.note) | _of_scan(file)
        if document is not None and changes.get("html"):
            note_original(record=record, by=by, sha256=file.sha256, laid_open=laid_open)
        if document is not None and document.pictures:
            attach_pictures(record=record, by=by, html=document.html, found=document.pictures)
        if data["keep"] or not changes.get("html"):
            attachment = actions.attach(record=record, by=by, file=file, name=main.name)
            if file.text:
                make_if_possible(attachment, by)
            report["kept"] = True
    for upload in data["files"]:
        attach(record, upload, by)
    checking.run(Record.objects.get(pk=record.pk), by)
    return record, report


def _of_scan(file: File) -> dict[str, Any]:
    """What happens to a scan now, for the page that shows the report."""
    if not file.waits_for_machine:
        return {}
    return {"waiting": reading_versions.state(Attachment(file=file, name=file.name)).notes}


def report_of(record: Record, session: Any) -> dict[str, Any] | None:
    """What the reading of the file told, as it is now: a scan that was waiting may have its words since."""
    report: dict[str, Any] | None = session.get("records.read", {}).get(str(record.pk))
    if not report or not report.get("waiting"):
        return report
    files = [one.file for one in record.attachments.select_related("file")]
    if any(file.waits_for_machine for file in files):
        return report
    told = any(file.read_by_machine for file in files)
    kept = [one for one in report["warnings"] if not (told and one.startswith("扫描件"))]
    return report | {"waiting": [], "scanned": told, "warnings": kept}


def proposals(document: Document | None) -> dict[str, Any]:
    """What the file says, as changes of the working copy."""
    if document is None:
        return {}
    found = {"title": document.title, "html": document.html, "number": document.number, "date_made": document.date_made}
    found |= proposing.days(document.text)
    return {name: value for name, value in found.items() if value}


def genre_of(title: str) -> str:
    """The kind of paper that a title ends with; a notice where it says nothing."""
    bare = title.rstrip("》）) ")
    for value, label in Genre.choices:
        if bare.endswith(label.split("（")[0]):
            return value
    return Genre.NOTICE


def told(name: str, document: Document | None, note: str = "") -> dict[str, Any]:
    """The report of the reading: what was found, what was not, what to look at."""
    if document is None:
        return {
            "name": name,
            "read": [],
            "missing": ["标题", "正文"],
            "warnings": [note, "文件已作为附件保存，请录入标题和正文。"] if note else [NOTHING_READ],
        }
    facts = [
        ("标题", document.title),
        ("发文字号", document.number),
        ("成文日期", document.date_made.isoformat() if document.date_made else ""),
        ("正文", f"{len(document.text):,}字" if document.text else ""),
    ]
    stated = [(content.DATE_FIELDS[name], day.isoformat()) for name, day in proposing.days(document.text).items()]
    return {
        "name": name,
        "read": [(label, value[: content.MAX_TITLE]) for label, value in [*facts, *stated] if value],
        "missing": [label for label, value in facts if not value],
        "warnings": list(document.warnings)[:12],
        "left_out": len(document.left_out),
    }
