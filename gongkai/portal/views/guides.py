"""公开指南: the published version alone, its date and the earlier ones. 条例 Art. 12; 国办公开办函〔2019〕61号"""

from django.http import Http404, HttpRequest, HttpResponse

from gongkai import pages
from gongkai.catalogue.sheets import queries as sheets
from gongkai.catalogue.sheets.kinds import GUIDE
from gongkai.pages import public_page
from gongkai.portal import meta, queries
from gongkai.portal.views import agency_or_404, page, prefix

TITLE = "政府信息公开指南"


@public_page
def guide(request: HttpRequest, agency_id: int | None = None) -> HttpResponse:
    """The guide of the competent authority, or of one agency; then where every agency's is found.

    Until one is published the page says so: half a guide would mislead.
    """
    agencies = queries.agencies()
    chosen = agency_or_404(agency_id) if agency_id else queries.competent(agencies)
    pages.use(*(["guides"] if not agency_id else []), *([f"guide:{chosen.pk}"] if chosen else []))
    versions = list(sheets.versions(GUIDE, chosen)) if chosen else []
    public = {} if agency_id else sheets.newest(GUIDE)
    context = {
        "agency": chosen,
        "own": agency_id is not None,
        "version": versions[0] if versions else None,
        "earlier": versions[1:],
        "agencies": [(one, public.get(one.pk)) for one in agencies],
        "meta": meta.column(TITLE, "怎样查找、怎样申请政府信息，向谁询问"),
    }
    trail = [(TITLE, "/guide/" if agency_id else "")]
    trail += [(chosen.short_name, "")] if agency_id and chosen else []
    return page(request, "guide.html", context, trail=trail)


@public_page
def version(request: HttpRequest, agency_id: int, number: int) -> HttpResponse:
    """A guide as it was once published, under the name of the time."""
    agency = agency_or_404(agency_id)
    pages.use(f"guide:{agency.pk}")
    versions = list(sheets.versions(GUIDE, agency))
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Http404("没有这一版指南")
    base = f"/guide/{agency.pk}/"
    context = {
        "agency": agency,
        "version": found,
        "current": f"{prefix(request)}{base}",
        "latest": versions[0],
        "meta": meta.column(f"{found.agency_name}{TITLE}第{number}版", kind=TITLE),
    }
    trail = [(TITLE, "/guide/"), (agency.short_name, base), (f"第{number}版", "")]
    return page(request, "guide_version.html", context, trail=trail)
