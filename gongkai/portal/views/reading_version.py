"""The reading version of an attachment, beside the file that prevails; 410 with its record."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from gongkai import pages
from gongkai.pages import public_page
from gongkai.portal import meta, queries, reading
from gongkai.portal.views import page
from gongkai.portal.views.records import record_trail
from gongkai.records import queries as records
from gongkai.records import removal_kinds
from gongkai.records.models import Publication


@public_page
def reading_version(request: HttpRequest, record_id: int, number: int) -> HttpResponse:
    """Attachment `number` (from 1, as they stand in the published version) as a page."""
    pages.use(f"record:{record_id}")
    publication = records.last_publication(record_id)
    if publication is None:
        raise Http404("没有这条信息")
    if publication.withdrawn_at is not None:
        context = {"authority": queries.competent(), "told": removal_kinds.told(publication)}
        return page(request, "gone.html", context, status=410)
    one = next((one for one in reading.attachments(publication) if one["number"] == number and one["reading"]), None)
    if one is None:
        raise Http404("没有这个附件的阅读版")
    trail = [*record_trail(publication)[:-1], (publication.title, publication.get_absolute_url()), (one["name"], "")]
    return page(request, "reading_version.html", _context(publication, one), trail=trail)


def _context(publication: Publication, one: dict[str, Any]) -> dict[str, Any]:
    found = meta.of_record(publication)
    return {
        "publication": publication,
        "one": one,
        "html": reading.wrapped(one["reading"]),
        "out_of_force": reading.out_of_force(publication),
        "meta": found,
    }
