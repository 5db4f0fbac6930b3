"""Agencies: who they are, what they do, what they have published and must publish."""

from django.http import HttpRequest, HttpResponse

from gongkai import pages
from gongkai.pages import public_page
from gongkai.portal import meta, queries
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
    """One agency's page on the platform. 遵义 第七条: a page of its own for each unit."""
    found = agency_or_404(agency_id)
    pages.use("agencies", f"agency:{found.pk}", f"list:agency:{found.pk}")
    facts = [
        ("办公地址", found.address), ("办公时间", found.hours), ("联系电话", found.phone), ("传真", found.fax),
        ("电子邮箱", found.email), ("政府信息公开工作机构", found.disclosure_office),
        ("上级主管部门", found.superior_department),
    ]  # fmt: skip
    context = {
        "agency": found,
        "ended": f"该机关已于 {found.to_on} 终止，此前公开的信息保留在这里。" if found.to_on else "",
        "successor_url": f"{prefix(request)}/agencies/{found.successor_id}/" if found.successor_id else "",
        "facts": [fact for fact in facts if fact[1]],
        "offices": list(found.offices.filter(to_on=None)),
        "subordinates": list(found.children.filter(to_on=None)),
        "publications": records.latest(SHOWN, agency=found),
        "duties": queries.duties(found),
        "meta": meta.column(found.name, found.duties or f"{found.name}公开的政府信息", "公开机关"),
    }
    return page(request, "agency.html", context, trail=[("公开机关", "/agencies/"), (found.short_name, "")])
