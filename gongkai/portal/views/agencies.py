"""Agencies: who they are, what they do, what they have published and must publish."""

from django.http import Http404, HttpRequest, HttpResponse

from gongkai import pages
from gongkai.catalogue.sheets import queries as sheets
from gongkai.catalogue.sheets.kinds import PROFILE
from gongkai.pages import public_page
from gongkai.portal import meta, profiles, queries
from gongkai.portal.views import agency_or_404, page, prefix
from gongkai.records import queries as records

SHOWN = 10


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All agencies by kind."""
    context = {
        "groups": queries.grouped(queries.agencies()),
        "meta": meta.column("公开机关", "公开政府信息的各机关"),
    }
    return page(request, "agencies.html", context, trail=[("公开机关", "")])


@public_page
def agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency's page on the platform. 遵义 第七条: a page of its own for each unit; 条例 Art. 20 item 2"""
    found = agency_or_404(agency_id)
    pages.use("agencies", f"agency:{found.pk}", f"list:agency:{found.pk}")
    profile = profiles.published(found)
    context = {
        "agency": found,
        "profile": profile,
        "ended": f"该机关已于 {found.to_on} 终止，此前公开的信息保留在这里。" if found.to_on else "",
        "former_names": list(found.former_names.all()),
        "predecessors": list(found.predecessors.order_by("to_on", "order")),
        "successor_url": f"{prefix(request)}/agencies/{found.successor_id}/" if found.successor_id else "",
        "publications": records.of_agency(found, SHOWN),
        "duties": queries.duties(found),
        "meta": meta.column(found.name, found.duties or f"{found.name}公开的政府信息", "公开机关"),
    }
    context |= profiles.shown(profile.content) if profile else profiles.registered(found)
    return page(request, "agency.html", context, trail=[("公开机关", "/agencies/"), (found.short_name, "")])


@public_page
def past(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Every version of the agency's profile, newest first, under the name it then had."""
    found = agency_or_404(agency_id)
    pages.use(f"agency:{found.pk}")
    versions = list(sheets.versions(PROFILE, found))
    if not versions:
        raise Http404("还没有发布过机构概况")
    context = {
        "agency": found,
        "versions": versions,
        "meta": meta.column(f"{found.name}机构概况的历次版本", kind="公开机关"),
    }
    trail = [("公开机关", "/agencies/"), (found.short_name, f"/agencies/{found.pk}/"), ("历次版本", "")]
    return page(request, "agency_history.html", context, trail=trail)


@public_page
def version(request: HttpRequest, agency_id: int, number: int) -> HttpResponse:
    """A profile as it was published. Photos of former leaders are not kept in public."""
    found = agency_or_404(agency_id)
    pages.use(f"agency:{found.pk}")
    versions = list(sheets.versions(PROFILE, found))
    shown = next((one for one in versions if one.number == number), None)
    if shown is None:
        raise Http404("没有这一版机构概况")
    base = f"/agencies/{found.pk}/"
    newest = shown is versions[0]
    context = {
        "version": shown,
        "newest": newest,
        "current": f"{prefix(request)}{base}",
        "meta": meta.column(f"{shown.agency_name}机构概况第{number}版", kind="公开机关"),
        **profiles.shown(shown.content, portraits=newest),
    }
    trail = [
        ("公开机关", "/agencies/"),
        (found.short_name, base),
        ("历次版本", f"{base}history/"),
        (f"第{number}版", ""),
    ]
    return page(request, "agency_version.html", context, trail=trail)
