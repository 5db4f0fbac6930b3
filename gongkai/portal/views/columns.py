"""Three of the statutory columns and 依申请公开; the guide stands in `guides`. 国办公开办函〔2019〕61号"""

from django.http import Http404, HttpRequest, HttpResponse

from gongkai import pages
from gongkai.catalogue import queries as catalogues
from gongkai.catalogue import statements
from gongkai.catalogue.models import Item, Statement
from gongkai.catalogue.sheets import guide as guides
from gongkai.organisations.queries import today
from gongkai.pages import public_page
from gongkai.portal import laws, meta, queries
from gongkai.portal.views import page

SHOWN = 10


@public_page
def system(request: HttpRequest) -> HttpResponse:
    """Rules on disclosure: the published documents, and the periods in force here with their sources."""
    authority = queries.competent()
    place, day = queries.place(authority), today()
    item = queries.column_item(queries.catalogue(authority), "system")
    pages.use("law", "day")
    context = {
        "item": item,
        "publications": queries.latest_of_item(item, SHOWN) if item else [],
        "tables": [
            ("主动公开要在多久之内", laws.said(laws.PUBLICATION, place, day)),
            ("申请公开，各步骤要多久", laws.said(laws.REQUEST, place, day)),
            ("对答复不服，多久之内可以提出", laws.said(laws.REMEDIES, place, day)),
        ],
        "day": day,
        "meta": meta.column("政府信息公开制度", "政府信息公开的法规、制度和现行期限"),
    }
    return page(request, "system.html", context, trail=[("政府信息公开制度", "")])


@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue in force as a tree of three levels, with what is published."""
    agencies = queries.agencies()
    found = queries.catalogue(queries.competent(agencies))
    context = {
        "catalogue": found,
        "nodes": queries.tree(found, queries.counts(found, agencies)) if found else [],
        "meta": meta.column("法定主动公开内容", "应当主动公开的政府信息目录"),
    }
    return page(request, "catalogue.html", context, trail=[("法定主动公开内容", "")])


@public_page
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item: what is published, on which basis, within which limit, by whom; and the newest of it."""
    authority = queries.competent()
    pages.use("law", "day")
    found = queries.item(code, queries.place(authority))
    if found is None:
        raise Http404("目录中没有这一事项")
    limit = catalogues.lawful(found, today())
    words = laws.rules.say(limit.rule.kind, limit.rule.value, limit.rule.unit, limit.rule.counted_from)
    context = {
        "item": found,
        "dropped": found.catalogue.state != found.catalogue.State.IN_FORCE,
        "limit": limit,
        "limit_words": words,
        "limit_page": limit.rule.name in laws.rules.names(found.catalogue.place),  # a local limit has no page
        "publications": queries.latest_of_item(found, SHOWN),
        "agencies": (agencies := _with_statements(found)),
        "sheet": queries.sheet_kind(found),
        "sheets": sum(1 for one, _ in agencies if one.count),
        "meta": meta.of_item(found),
    }
    return page(request, "item.html", context, trail=[("法定主动公开内容", "/catalogue/"), (found.name, "")])


def _with_statements(found: Item) -> list[tuple[queries.Held, Statement | None]]:
    """The responsible agencies: what each has published, and what it says of a period in which it had nothing."""
    agencies = queries.responsible(found)
    pages.use(statements.key(found.code))
    said = statements.public(found, [one.agency for one in agencies])
    return [(one, said.get(one.agency.pk)) for one in agencies]


@public_page
def annual(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Annual reports on disclosure work, by year of publication. 条例 Art. 50"""
    found = queries.column_item(queries.catalogue(queries.competent()), "annual")
    years = queries.years(found) if found else []
    if year is not None and year not in years:
        raise Http404("这一年没有年度报告")
    shown = year or (years[0] if years else None)
    context = {
        "item": found,
        "years": years,
        "year": shown,
        "publications": queries.of_year(found, shown) if found and shown else [],
        "meta": meta.column("政府信息公开年报", "各机关的政府信息公开工作年度报告"),
    }
    trail = [("政府信息公开年报", "/annual/" if year else "")] + ([(f"{year}年公布", "")] if year else [])
    return page(request, "annual.html", context, trail=trail)


# What each required part of an application means, in plain words; the list itself is law (foi.required_fields).
PLAIN = {
    "name": "个人写姓名，单位写名称。",
    "identity_proof": "个人附身份证件复印件，单位附登记证照复印件。",
    "contact": "电话和通信地址，答复和通知按此送达。",
    "description": "说清楚要哪一份：文件的名称、文号，或者什么时候、哪件事、由谁作出。",
    "form": "要纸质、电子文本还是当场查阅，怎样领取。",
}


@public_page
def apply(request: HttpRequest) -> HttpResponse:
    """How to apply today. Online application is not open; the page says so and names what is. 条例 Arts 27-36"""
    agencies = queries.agencies()
    authority = queries.competent(agencies)
    place, day = queries.place(authority), today()
    pages.use("law", "day")
    form = queries.column_item(queries.catalogue(authority), "apply")
    fields = laws.labels("foi.required_fields", place, day)
    context = {
        "authority": authority,
        "channels": guides.contact_lines(authority) if authority else [],
        "fields": [one | {"plain": PLAIN.get(one["code"], "")} for one in fields],
        "fields_source": getattr(laws.say("foi.required_fields", place, day), "source", ""),
        "periods": laws.said(laws.REQUEST, place, day),
        "remedies": laws.said(laws.REMEDIES, place, day),
        "sequence": laws.labels("remedies.sequence", place, day),
        "publications": queries.latest_of_item(form, SHOWN) if form else [],
        "meta": meta.column("依申请公开", "向谁申请、怎样写、多久答复、不服怎么办"),
    }
    return page(request, "apply.html", context, trail=[("依申请公开", "")])
