"""Lists of records, newest first, their pages numbered from the oldest."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from gongkai import pages
from gongkai.catalogue import statements
from gongkai.catalogue.models import Item
from gongkai.pages import public_page
from gongkai.portal import lists, meta, queries
from gongkai.portal.views import Trail, agency_or_404, page, prefix


def _listed(
    request: HttpRequest, name: str, number: int | None, *, title: str, base: str, trail: Trail, **context: Any
) -> HttpResponse:
    """A page of the list `name` at the address `base`; the page after the last full one is the front."""
    try:
        turn = lists.turn(name, number)
    except LookupError as error:
        if number and number > 1 and pages.numbering(name, lists.SIZE).full == number - 1:
            return HttpResponseRedirect(prefix(request) + base)
        raise Http404("没有这一页") from error
    facts = {"turn": turn, "title": title, "base": base} | context
    facts.setdefault("meta", meta.column(title))
    return page(request, "list.html", facts, trail=[*trail, (title, "")])


@public_page
def everything(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """All that is public."""
    return _listed(request, "all", number, title="全部政府信息", base="/list/", trail=[], feed="/feed.xml")


@public_page
def normative(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Normative documents (行政规范性文件)."""
    trail = [("法定主动公开内容", "/catalogue/")]
    return _listed(request, "normative", number, title="行政规范性文件", base="/normative/list/", trail=trail)


@public_page
def of_agency(request: HttpRequest, agency_id: int, number: int | None = None) -> HttpResponse:
    """What an agency has published."""
    agency = agency_or_404(agency_id)
    base = f"/agencies/{agency.pk}/"
    return _listed(
        request,
        f"agency:{agency.pk}",
        number,
        title=f"{agency.short_name}公开的信息",
        base=f"{base}list/",
        trail=[("公开机关", "/agencies/"), (agency.short_name, base)],
        feed=f"{base}feed.xml",
    )


def _item_or_404(code: str) -> Item:
    found = queries.item(code, queries.place(queries.competent()))
    if found is None:
        raise Http404("目录中没有这一事项")
    return found


@public_page
def of_item(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """What is published under a catalogue item."""
    item = _item_or_404(code)
    base = f"/catalogue/{item.code}/"
    trail = [("法定主动公开内容", "/catalogue/"), (item.name, base)]
    return _listed(
        request, f"item:{code}", number, title=f"{item.name}：全部信息", base=f"{base}list/", trail=trail,
        meta=meta.of_item(item),
    )  # fmt: skip


@public_page
def of_both(request: HttpRequest, agency_id: int, code: str, number: int | None = None) -> HttpResponse:
    """What an agency has published under an item."""
    agency, item = agency_or_404(agency_id), _item_or_404(code)
    base = f"/agencies/{agency.pk}/"
    if number is None:
        pages.use(statements.key(code), "day")
    return _listed(
        request,
        f"item:{code}:agency:{agency.pk}",
        number,
        title=f"{agency.short_name}：{item.name}",
        base=f"{base}catalogue/{code}/list/",
        trail=[("公开机关", "/agencies/"), (agency.short_name, base)],
        meta=meta.of_item(item),
        nothing=statements.public(item, [agency]).get(agency.pk) if number is None else None,
        sheet=queries.sheet_address(agency, item) if number is None else "",
    )
