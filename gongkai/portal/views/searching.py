"""Search: words, numbers in any spelling, filters in the address. It never fails on what is typed."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from gongkai import search as engine
from gongkai.catalogue.models import Item
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.pages import public_page
from gongkai.portal import meta, queries, reading
from gongkai.portal.views import page

LONGEST = 200
SIZE = 10
EARLIEST = 1949
FILTERS = ("agency", "item", "year", "sort")


@public_page(recorded=False)
def search(request: HttpRequest) -> HttpResponse:
    """The answer to a question, or the empty form."""
    agencies = queries.agencies()
    found = queries.catalogue(queries.competent(agencies))
    items = list(found.items.all()) if found else []
    asked = _asked(request, agencies, items)
    filters = {name: asked[name] for name in ("agency", "item", "year") if asked[name]}
    answer = None
    if asked["q"] or filters:
        sort = asked["sort"] or "relevance"
        answer = engine.find(asked["q"], page=asked["page"], size=SIZE, sort=sort, kind="record", **filters)
        if asked["page"] > max(1, answer.pages):  # an old address, or one typed: the last page there is
            asked["page"] = max(1, answer.pages)
            answer = engine.find(asked["q"], page=asked["page"], size=SIZE, sort=sort, kind="record", **filters)
    context: dict[str, Any] = {
        "q": asked["q"],
        "asked": asked,
        "agencies": agencies,
        "items": items,
        "years": range(today().year, today().year - 15, -1),
        "answer": answer,
        "meta": meta.column("搜索政府信息", "按标题、正文、文号、索引号查找已经公开的政府信息"),
        "hits": [_hit(asked["q"], hit) for hit in answer.results] if answer else [],
        "newer": _address(asked, asked["page"] - 1) if answer and asked["page"] > 1 else "",
        "older": _address(asked, asked["page"] + 1) if answer and asked["page"] < answer.pages else "",
        "suggestions": [(one, _address(asked | {"q": one.text}, 1, one.without_filters)) for one in answer.suggestions]
        if answer
        else [],
    }
    return page(request, "search.html", context, trail=[("搜索", "")])


def _asked(request: HttpRequest, agencies: list[Agency], items: list[Item]) -> dict[str, Any]:
    """What was asked, with everything unknown left out: a mistyped filter is no filter."""
    given = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ("q", "page", *FILTERS)}
    year = given["year"] if given["year"].isascii() and given["year"].isdigit() and len(given["year"]) == 4 else ""
    number = int(given["page"]) if given["page"].isascii() and given["page"].isdigit() and len(given["page"]) < 5 else 1
    return {
        "q": given["q"][:LONGEST],
        "agency": given["agency"] if given["agency"] in {str(one.pk) for one in agencies} else "",
        "item": given["item"] if given["item"] in {one.code for one in items} else "",
        "year": year if year and EARLIEST <= int(year) <= today().year + 1 else "",
        "sort": "date" if given["sort"] == "date" else "",
        "page": max(1, number),
    }


def _address(asked: dict[str, Any], number: int, bare: bool = False) -> str:
    """The query string of the same question on another page; `bare`: without its filters."""
    kept = {"q": asked["q"]} | ({} if bare else {name: asked[name] for name in FILTERS if asked[name]})
    return "?" + urlencode(kept | ({"page": number} if number > 1 else {}))


def _hit(asked: str, hit: engine.Hit) -> dict[str, Any]:
    publication = hit.object
    exact = asked and (
        (publication.number_key and engine.number_key(asked) == publication.number_key)
        or (publication.index_key and engine.index_key(asked) == publication.index_key)
    )
    return {
        "publication": publication,
        "title": hit.title_html,
        "snippet": hit.snippet_html,
        "exact": bool(exact),
        "out_of_force": reading.out_of_force(publication),
        "ends_soon": reading.ends_soon(publication),
    }
