"""Publications as lines that any program reads, and that `gongkai records import` takes back word for word.

Serves 条例 Art. 25 (information is handed to archives and public libraries) and moving to another system.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.utils import timezone

from gongkai.files import text_of, vault
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import content, moving_steps, queries, standing, timeline
from gongkai.records.importing import SCHEMA
from gongkai.records.models import Genre, Publication, Record

CHUNK = 200  # publications in memory at a time
CELL = 32_000  # characters that a cell of a workbook holds
HEADS = {
    "title": "标题",
    "number": "发文字号",
    "date_made": "成文日期",
    "agency": "发布机构",
    "index_number": "索引号",
    "published": "发布日期",
    "genre": "公文种类",
    "item_name": "公开事项",
    "validity": "有效性",
    "text": "正文",
    "url": "网址",
    "attachments": "附件",
}


@dataclass
class Told:
    """How many were written, and of how many the text did not fit."""

    count: int = 0
    cut: int = 0


def rows(*, agency: Agency | None = None, since: dt.date | None = None) -> Iterator[dict[str, Any]]:
    """Live publications in the order in which they came, of one agency, first or again published since a day.

    `CHUNK` of them at a time, each chunk in a fixed number of queries.
    """
    found = queries.live().defer(None).defer("record__content").order_by("id")
    if agency is not None:
        found = found.filter(agency=agency)
    if since is not None:
        found = found.filter(published_at__gte=timezone.make_aware(dt.datetime.combine(since, dt.time.min)))
    waiting = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(waiting, CHUNK)):
        causes = timeline.public_causes([step for one in chunk for step in one.record.validity_changes.all()])
        yield from (as_row(one, causes) for one in chunk)


def as_row(publication: Publication, causes: Mapping[int, Publication]) -> dict[str, Any]:
    """Every header field, clean HTML, plain text, attachments by name and hash. Empty fields are left out.

    `validity` with its day and note is that of today; `validity_steps` are all of them, those to come too. `causes`:
    live publications of the documents behind steps, by record.
    """
    record, version = publication.record, publication.version
    held, steps = standing.of_publication(publication, today()), record.validity_changes.all()
    first = timezone.localtime(publication.first_published_at)
    named = {name: version.metadata.get(name, "") for name in (*content.TEXT_FIELDS, *content.DATE_FIELDS)}
    row: dict[str, Any] = {
        "schema": SCHEMA,
        "title": publication.title,
        "agency": publication.agency_name,
        "index_number": publication.index_number,
        "published": first.date().isoformat(),
        "published_at": first.isoformat(),
        "version": version.number,
        "genre": record.genre,
        "normative": record.normative,
        "item": publication.item.code if publication.item else "",
        "item_name": publication.item.path if publication.item else "",
        "validity": held.validity,
        "validity_on": held.since.isoformat() if held.validity and held.since else "",
        "validity_note": _note(held, causes),
        "validity_steps": moving_steps.written(steps, causes),
        "url": publication.get_absolute_url(),
        "html": version.content["html"],
        "text": text_of(version.content["html"]),
        "attachments": [{"name": one["name"], "sha256": one["sha256"]} for one in version.attachments],
    }
    row = named | row | {"number": publication.number}
    return {name: value for name, value in row.items() if value not in ("", None, [])}


def _note(held: standing.Standing, causes: Mapping[int, Publication]) -> str:
    return timeline.note_of(held.change, causes.get(held.change.by_record_id or 0)) if held.change else ""


def _with_files(row: dict[str, Any], folder: Path | None) -> dict[str, Any]:
    """The row with its files written below `folder`, named as paths from where the folder stands."""
    if folder is None:
        return row
    written = []
    for one in row.get("attachments", []):
        target = folder / one["sha256"][:12] / Path(one["name"]).name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(vault.private_path(one["sha256"]).read_bytes())
        written.append(one | {"name": target.relative_to(folder.parent).as_posix()})
    return row | ({"attachments": written} if written else {})


def to_jsonl(rows: Iterable[dict[str, Any]], out: TextIO, folder: Path | None) -> Told:
    """One JSON object a line."""
    told = Told()
    for row in rows:
        row = _with_files(row, folder)
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        told.count += 1
    return told


def to_xlsx(rows: Iterable[dict[str, Any]], path: Path, folder: Path | None) -> Told:
    """A workbook for people; a text that no cell holds is cut and says so."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("已公开信息")
    sheet.append(list(HEADS.values()))
    told = Told()
    for row in rows:
        values = _words(_with_files(row, folder))
        told.count += 1
        told.cut += len(values["text"]) > CELL
        cells = []
        for name in HEADS:
            text = ILLEGAL_CHARACTERS_RE.sub("", values[name])
            cell = WriteOnlyCell(sheet, text if len(text) <= CELL else f"{text[:CELL]}……（正文过长，后文见网页）")
            cell.data_type = "s"  # a title that begins with “=” is no formula
            cells.append(cell)
        sheet.append(cells)
    book.save(path)
    return told


def _words(row: dict[str, Any]) -> dict[str, str]:
    """The columns of the workbook in words."""
    values = {name: str(row.get(name, "")) for name in HEADS}
    values["genre"] = str(Genre(row["genre"]).label)
    values["validity"] = str(Record.Validity(row.get("validity", "")).label) if row.get("validity") else ""
    values["attachments"] = "；".join(one["name"] for one in row.get("attachments", []))
    return values
