"""What programs read: feeds, sitemap, robots.txt."""

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai import pages
from gongkai.catalogue.models import Catalogue
from gongkai.pages import public_page
from gongkai.portal import feeds, queries
from gongkai.portal.views import agency_or_404
from gongkai.records import queries as records
from gongkai.ui.context import site_facts

XML = "application/xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
STANDING = ("/", "/guide/", "/system/", "/catalogue/", "/annual/", "/apply/", "/agencies/", "/list/", "/rules/",
            "/points/", "/accessibility/")  # fmt: skip


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest publications of all agencies."""
    pages.use("list:all")
    newest = records.latest(feeds.LENGTH)
    pages.use(*(f"record:{one.record_id}" for one in newest))
    title = f"{site_facts()['name']}政府信息公开"
    return HttpResponse(feeds.atom(newest, title=title, page="/list/", address="/feed.xml"), content_type=ATOM)


@public_page
def agency_feed(request: HttpRequest, agency_id: int) -> HttpResponse:
    """The newest publications of one agency."""
    agency = agency_or_404(agency_id)
    pages.use("agencies", f"list:agency:{agency.pk}")
    newest = records.of_agency(agency, feeds.LENGTH)
    base = f"/agencies/{agency.pk}/"
    title = f"{agency.name}政府信息公开"
    return HttpResponse(feeds.atom(newest, title=title, page=base, address=f"{base}feed.xml"), content_type=ATOM)


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: part 0 are standing pages, part n the records of `of_sitemap_part(n)`."""
    shards = range(records.sitemap_part(queries.highest_record()) + 1)
    pages.use(f"sitemap:{len(shards)}")  # the first record of the next part lengthens the index
    addresses = [f"{settings.PUBLIC_URL}/sitemap-{number}.xml" for number in shards]
    return render(request, "portal/sitemap_index.xml", {"addresses": addresses}, content_type=XML)


@public_page
def sitemap_shard(request: HttpRequest, number: int) -> HttpResponse:
    """One part of the sitemap."""
    if number > records.sitemap_part(queries.highest_record()):
        raise Http404("没有这一部分")
    entries = _standing() if number == 0 else _records(number)
    return render(request, "portal/sitemap.xml", {"entries": entries}, content_type=XML)


def _records(number: int) -> list[tuple[str, object]]:
    pages.use(f"sitemap:{number}")
    found = queries.shard(*records.of_sitemap_part(number))
    return [(f"{settings.PUBLIC_URL}/records/{record_id}/", published) for record_id, published in found]


def _standing() -> list[tuple[str, object]]:
    agencies = queries.agencies()
    found = queries.catalogue(queries.competent(agencies))
    paths = [*STANDING, *(f"/agencies/{one.pk}/" for one in agencies), *_items(found)]
    return [(settings.PUBLIC_URL + path, None) for path in paths]


def _items(found: Catalogue | None) -> Iterable[str]:
    codes = found.items.values_list("code", flat=True) if found else []
    return (f"/catalogue/{code}/" for code in codes)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be indexed once; answers to questions and the desk may not."""
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /search/",
        "Disallow: /elder/",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
