"""The operations: fetch, tell, say where the next page is."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date, urlencode
from ninja import Path, Query

from gongkai import rules
from gongkai.api import cursors, dcat, parameters, queries, shapes, sheet, telling
from gongkai.api.errors import JSON, Refused, encode, not_found, shown
from gongkai.api.service import MISSING, REFUSALS, api, schema
from gongkai.catalogue import queries as catalogues
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import midnight, today
from gongkai.records import removal_kinds, standing
from gongkai.records.models import Publication

GONE = {410: shapes.Error}
FORMS: dict[str, Any] = {
    "csv": {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
    "jsonld": {"responses": {200: {"content": {dcat.MEDIA: {"schema": {"type": "object"}}}}}},
    "object": {"responses": {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}},
}


def _next(request: HttpRequest, response: HttpResponse, cursor: str | None) -> dict[str, Any]:
    """`next` and `next_cursor` of a page, and the same in the Link header."""
    if cursor is None:
        return {"next": None, "next_cursor": None}
    asked = {name: str(value) for name, value in request.GET.items() if name != "cursor"}
    address = f"{telling.absolute(request.path)}?{urlencode(asked | {'cursor': cursor})}"
    response["Link"] = f'<{address}>; rel="next"'
    return {"next": address, "next_cursor": cursor}


def _page_of(chosen: Any) -> tuple[list[Publication], str | None]:
    """The publications of a page and the cursor of the next one. A cursor brings its order with it."""
    found = queries.publications(chosen)
    order, after = _place_in(chosen)
    sort = queries.as_entered if order == "entered" else queries.newest_first
    rows = list(sort(found, after)[: chosen.limit + 1])
    page = rows[: chosen.limit]
    if len(rows) <= chosen.limit:
        return page, None
    last = page[-1]
    place = (last.pk,) if order == "entered" else (last.first_published_at, last.record_id)
    return page, cursors.make(order, *place)


def _place_in(chosen: Any) -> tuple[str, list[Any] | None]:
    if not chosen.cursor:
        return chosen.order, None
    if cursors.kind(chosen.cursor) == "entered":
        return "entered", cursors.read(chosen.cursor, "entered", int)
    return "newest", cursors.read(chosen.cursor, "newest", dt.datetime, int)


@api.get("/records", response={200: shapes.Records} | REFUSALS, url_name="records", operation_id="records",
         summary="已公开的政府信息", tags=["records"])  # fmt: skip
def records(request: HttpRequest, response: HttpResponse, asked: Query[parameters.Records]) -> dict[str, Any]:
    """按机构、事项、年份、文号、有效性和日期筛选，每条为全部著录项，不含正文。"""
    page, cursor = _page_of(asked)
    return {"records": telling.records(page), **_next(request, response, cursor)}


@api.get("/records.csv", response={200: None} | REFUSALS, url_name="records_csv", operation_id="records_csv",
         summary="同上，CSV 表格", tags=["records"], openapi_extra=FORMS["csv"])  # fmt: skip
def records_csv(request: HttpRequest, asked: Query[parameters.Rows]) -> HttpResponse:
    """首行为列名；下一页的地址在 Link 响应头中。"""
    page, cursor = _page_of(asked)
    made = HttpResponse(sheet.text(telling.records(page)), content_type="text/csv; charset=utf-8")
    made["Content-Disposition"] = 'attachment; filename="records.csv"'
    _next(request, made, cursor)
    return made


def _public(record_id: int) -> Publication:
    """The current publication. 404 for what never was public, 410 for what was taken down."""
    found = queries.publication(record_id)
    if found is None:
        raise not_found(f"编号为 {record_id} 的已公开信息")
    if found.withdrawn_at is not None:
        at = timezone.localtime(found.withdrawn_at)
        message = f"这条信息已于 {at:%Y-%m-%d} 撤下，不再公开。请删除您保存的副本；其他撤下的信息见 /api/v1/changes。"
        told = removal_kinds.told(found)
        why = {"reason": told.said, "note": told.note} if told else {}
        raise Refused(410, "gone", message, id=record_id, withdrawn_at=at.isoformat(), **why)
    return found


@api.get("/records/{record_id}", response={200: shapes.FullRecord} | MISSING | GONE, url_name="record",
         operation_id="record", summary="一条信息，含正文", tags=["records"])  # fmt: skip
def record(request: HttpRequest, response: HttpResponse, record_id: Path[parameters.Key]) -> dict[str, Any]:
    """现行版本。已撤下的答复 410，只有撤下的时间、对外说明的情形和公开说明。"""
    found = _public(record_id)
    told = telling.full(found)
    response["Last-Modified"] = http_date(_modified(found).timestamp())
    return told


def _modified(found: Publication) -> dt.datetime:
    """When an act, or a date that came, last changed what is told."""
    come = [midnight(day) for day in standing.moving_days(found) if day <= today()]
    return max([found.published_at, *come, *filter(None, [queries.last_act(found)])])


@api.get("/records/{record_id}/versions", response={200: shapes.Versions} | MISSING | GONE, url_name="versions",
         operation_id="versions", summary="一条信息的历次公开", tags=["records"])  # fmt: skip
def versions(request: HttpRequest, record_id: Path[parameters.Key]) -> dict[str, Any]:
    """各版公开和更正的时间、更正说明，由旧到新；更正前的文字不再提供。"""
    found = _public(record_id)
    told = [telling.version(one) for one in queries.versions(record_id)]
    return {"id": record_id, "title": found.title, "versions": told}


@api.get("/changes", response={200: shapes.Changes} | REFUSALS, url_name="changes", operation_id="changes",
         summary="公开、更正、标注有效性和撤下的先后", tags=["records"])  # fmt: skip
def changes(request: HttpRequest, response: HttpResponse, asked: Query[parameters.Changes]) -> dict[str, Any]:
    """供同步使用：保存 next_cursor，下次从那里接着读。只有编号和时间，没有内容。"""
    (after,) = cursors.read(asked.cursor, "changes", int) or (0,)
    rows = queries.changes(after, asked.limit + 1)
    page = rows[: asked.limit]
    public = queries.ever_public({record_id for _, record_id in page})
    cursor = cursors.make("changes", page[-1][0].pk if page else after)
    told = [{"id": record_id, "what": queries.CHANGES[entry.act], "at": timezone.localtime(entry.recorded_at),
             "self": telling.absolute(f"{telling.ROOT}/records/{record_id}")}
            for entry, record_id in page if record_id in public]  # fmt: skip
    return {"changes": told, "more": len(rows) > asked.limit, **_next(request, response, cursor)}


def _place() -> str:
    found = queries.authority()
    return found.place if found else str(settings.PLACE)


@api.get("/catalogue/items", response={200: shapes.Items} | REFUSALS, url_name="items", operation_id="items",
         summary="现行公开目录的事项", tags=["catalogue"])  # fmt: skip
def items(request: HttpRequest, response: HttpResponse, asked: Query[parameters.Items]) -> dict[str, Any]:
    """各事项的内容、依据、时限、责任单位和已公开的条数，按目录的顺序。"""
    after = cursors.read(asked.cursor, "items", int, int)
    found = catalogues.in_force(_place())
    if found is None:
        return {"catalogue": None, "items": [], **_next(request, response, None)}
    rows = list(queries.items(found, asked.column, after)[: asked.limit + 1])
    page = rows[: asked.limit]
    held = queries.held_by("item__code", [one.code for one in page])
    cursor = cursors.make("items", page[-1].order, page[-1].number) if len(rows) > asked.limit else None
    told = [telling.item(one, held.get(one.code, (0, None))) for one in page]
    facts = {name: getattr(found, name) for name in shapes.Catalogue.model_fields}
    return {"catalogue": facts, "items": told, **_next(request, response, cursor)}


@api.get("/catalogue/items/{code}", response={200: shapes.Item} | MISSING, url_name="item", operation_id="item",
         summary="一个公开事项", tags=["catalogue"])  # fmt: skip
def item(request: HttpRequest, code: Path[parameters.Code]) -> dict[str, Any]:
    """现行目录中的事项。"""
    catalogue = catalogues.in_force(_place())
    found = queries.items(catalogue, None, None).filter(code=code).first() if catalogue else None
    if found is None:
        raise not_found(f"编码为“{shown(code)}”的公开事项")
    return telling.item(found, queries.held_by("item__code", [code]).get(code, (0, None)))


@api.get("/agencies", response={200: shapes.Agencies} | REFUSALS, url_name="agencies", operation_id="agencies",
         summary="机关", tags=["agencies"])  # fmt: skip
def agencies(request: HttpRequest, response: HttpResponse, asked: Query[parameters.Agencies]) -> dict[str, Any]:
    """机关的名称、联系方式、存续期间和承接的机关。"""
    after = cursors.read(asked.cursor, "agencies", int, int)
    rows = list(queries.agencies(asked.ended == "true", after)[: asked.limit + 1])
    page = rows[: asked.limit]
    held = queries.held_by("agency_id", [one.pk for one in page])
    cursor = cursors.make("agencies", page[-1].order, page[-1].pk) if len(rows) > asked.limit else None
    told = [telling.agency(one, held.get(one.pk, (0, None))) for one in page]
    return {"agencies": told, **_next(request, response, cursor)}


@api.get("/agencies/{agency_id}", response={200: shapes.Agency} | MISSING, url_name="agency", operation_id="agency",
         summary="一个机关", tags=["agencies"])  # fmt: skip
def agency(request: HttpRequest, agency_id: Path[parameters.Key]) -> dict[str, Any]:
    """现有的，或者已经终止的机关。"""
    found: Agency | None = queries.agencies(True, None).filter(pk=agency_id).first()
    if found is None:
        raise not_found(f"编号为 {agency_id} 的机关")
    return telling.agency(found, queries.held_by("agency_id", [agency_id]).get(agency_id, (0, None)))


def _where(asked: parameters.RuleAsked) -> tuple[str, dt.date]:
    """Place and day of a question about rules."""
    return asked.place or _place(), asked.on or today()


@api.get("/rules", response={200: shapes.Rules} | REFUSALS, url_name="rules", operation_id="rules",
         summary="某地某日有效的规则", tags=["rules"])  # fmt: skip
def the_rules(request: HttpRequest, response: HttpResponse, asked: Query[parameters.Rules]) -> dict[str, Any]:
    """期限、日期、数额、清单和程序，逐条注明出处和是否核对过原文。"""
    place, on = _where(asked)
    (after,) = cursors.read(asked.cursor, "rules", str) or ("",)
    found: list[rules.Rule] = []
    for name in rules.names(place):
        if name > after and len(found) <= asked.limit:
            try:
                found.append(rules.at(name, place, on))
            except rules.NoRule:  # not yet, or no longer, in force on that day
                continue
    page = found[: asked.limit]
    cursor = cursors.make("rules", page[-1].name) if len(found) > asked.limit else None
    told = [telling.rule(one) for one in page]
    return {"place": place, "on": on, "rules": told, **_next(request, response, cursor)}


@api.get("/rules/{name}", response={200: shapes.RuleHistory} | MISSING, url_name="rule", operation_id="rule",
         summary="一条规则和它的沿革", tags=["rules"])  # fmt: skip
def rule(request: HttpRequest, name: Path[parameters.Name], asked: Query[parameters.RuleAsked]) -> dict[str, Any]:
    """某地某日的规定，以及此前此后各个时期的规定。"""
    place, on = _where(asked)
    try:
        found = rules.at(name, place, on)
    except rules.NoRule as error:
        raise Refused(404, "no_rule", str(error), name=name, place=place, on=on.isoformat()) from error
    return {"rule": telling.rule(found), "history": [telling.rule(one) for one in rules.history(name, place)]}


@api.get("/catalog.jsonld", response={200: None} | REFUSALS, url_name="catalog", operation_id="catalog",
         summary="开放数据描述（DCAT）", tags=["description"], openapi_extra=FORMS["jsonld"])  # fmt: skip
def catalog(request: HttpRequest) -> HttpResponse:
    """全部信息和各一级目录为数据集，各有 JSON 和 CSV 两种形式。"""
    return HttpResponse(encode(dcat.catalog()), content_type=dcat.MEDIA)


@api.get("/openapi.json", response={200: None} | REFUSALS, url_name="openapi", operation_id="openapi",
         summary="本接口的 OpenAPI 描述", tags=["description"], openapi_extra=FORMS["object"])  # fmt: skip
def openapi(request: HttpRequest) -> HttpResponse:
    """全部地址、参数、答复和错误。"""
    return HttpResponse(encode(schema()), content_type=JSON)
