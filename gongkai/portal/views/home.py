"""The home page."""

from django.http import HttpRequest, HttpResponse

from gongkai import pages
from gongkai.pages import public_page
from gongkai.portal import queries
from gongkai.portal.views import page
from gongkai.records import queries as records

LATEST = 10


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then what is new, by matter and by agency. Nothing moves."""
    agencies = queries.agencies()
    found = queries.catalogue(queries.competent(agencies))
    pages.use("list:all")
    nodes = queries.tree(found, queries.counts(found, agencies)) if found else []
    context = {
        "latest": records.latest(LATEST),
        "groups": queries.main_groups(nodes),
        "agencies": queries.grouped(agencies),
    }
    return page(request, "home.html", context)
