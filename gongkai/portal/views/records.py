"""The record page and its print version; 410 for what was taken down."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from gongkai import pages
from gongkai.pages import public_page
from gongkai.portal import meta, queries, reading
from gongkai.portal.views import Trail, page
from gongkai.records import queries as records
from gongkai.records.models import Publication, Record


def _answer(request: HttpRequest, record_id: int, template: str) -> HttpResponse:
    pages.use(f"record:{record_id}")
    publication = records.last_publication(record_id)
    if publication is None:
        raise Http404("没有这条信息")
    if publication.withdrawn_at is not None:
        return page(request, "gone.html", {"authority": queries.competent()}, status=410)
    return page(request, template, _context(publication), trail=_trail(publication))


def _context(publication: Publication) -> dict[str, Any]:
    record = publication.record
    held = reading.validity(publication)
    corrected = publication.note if publication.published_at != publication.first_published_at else ""
    return {
        "publication": publication,
        "html": reading.body(publication),
        "rows": reading.header(publication),
        "out_of_force": reading.out_of_force(publication),
        "validity_text": _validity_text(record, held),
        "correction": corrected,
        "attachments": reading.attachments(publication),
        "link": reading.link(publication),
        "meta": meta.of_record(publication),
    }


def _validity_text(record: Record, held: str) -> str:
    """What the banner says under the word: since when, what it means, by what."""
    meaning = {
        Record.Validity.NOT_YET: "到下表所列的实施日期才开始施行。",
        Record.Validity.AMENDED: "部分内容已经改变，请以修改后的文本为准。",
    }.get(Record.Validity(held), "不再作为行政管理的依据。") if held else ""  # fmt: skip
    if held != record.validity:
        return meaning
    since = f"自 {record.validity_on} 起，" if record.validity_on else ""
    return f"{since}{meaning}" + (f"依据：{record.validity_note}" if record.validity_note else "")


def _trail(publication: Publication) -> Trail:
    item = publication.item
    if item is None:
        return [("全部政府信息", "/list/"), (publication.title, "")]
    return [("法定主动公开内容", "/catalogue/"), (item.name, f"/catalogue/{item.code}/"), (publication.title, "")]


@public_page
def record(request: HttpRequest, record_id: int) -> HttpResponse:
    """One record: one address for ever, whatever version is current."""
    return _answer(request, record_id, "record.html")


@public_page
def printed(request: HttpRequest, record_id: int) -> HttpResponse:
    """The record alone on the page, for paper."""
    return _answer(request, record_id, "print.html")
