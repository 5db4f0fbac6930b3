"""The record page and its print version; 410 for what was taken down."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from gongkai import pages
from gongkai.organisations.queries import today
from gongkai.pages import public_page
from gongkai.portal import meta, queries, reading
from gongkai.portal.views import Trail, page
from gongkai.records import queries as records
from gongkai.records import related, removal_kinds, timeline
from gongkai.records.models import Publication

PLAIN = ("成文", "向社会公开", "公开更正后的文本")  # steps that the header and the note of a correction tell already


def _answer(request: HttpRequest, record_id: int, template: str) -> HttpResponse:
    pages.use(f"record:{record_id}")
    publication = records.last_publication(record_id)
    if publication is None:
        raise Http404("没有这条信息")
    if publication.withdrawn_at is not None:
        context = {"authority": queries.competent(), "told": removal_kinds.told(publication)}
        return page(request, "gone.html", context, status=410)
    return page(request, template, _context(publication), trail=record_trail(publication))


def _context(publication: Publication) -> dict[str, Any]:
    editions, html = reading.editions(publication), reading.body(publication)
    first, further = reading.header(publication)
    return {
        "publication": publication,
        "html": html,
        "taken_out": reading.taken_out(publication),
        "rows": first,
        "further": further,
        "validity": reading.banner(publication),
        "related": related.shown(publication),
        "steps": _steps(publication, editions[1:]),
        "correction": publication.note if reading.corrected_on(publication) else "",
        "editions": editions if len(editions) > 1 else [],
        "attachments": reading.attachments(publication),
        "link": reading.link(publication),
        "meta": meta.of_record(publication, html),
    }


def _steps(publication: Publication, former: list[Publication]) -> list[timeline.Step]:
    """The timeline, where there is more to tell than that the information was made and published."""
    found = timeline.of(publication, today(), former)
    return found if any(step.words not in PLAIN for step in found) else []


def record_trail(publication: Publication) -> Trail:
    """The way to a record's page."""
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
