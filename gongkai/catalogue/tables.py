"""A table of text cells as a csv or xlsx file that office programs open."""

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(value: object) -> str:
    """A cell that begins like a formula would be computed by the spreadsheet that opens it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a mark, so that office programs read it as such."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([safe(value) for value in row] for row in rows)
    return ("\ufeff" + buffer.getvalue()).encode()


def as_xlsx(title: str, rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet; the first row stays in sight."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title, sheet.freeze_panes = title[:31], "A2"
    for row in rows:
        sheet.append([safe(value) for value in row])
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(kind: str, name: str, data: bytes) -> HttpResponse:
    """The file as an answer; `kind` csv or xlsx."""
    response = HttpResponse(data, content_type=MEDIA[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return response
