"""The page that tells people what programs may ask here, and the answer to every address there is not."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from gongkai.api import dcat, guard, parameters, queries, service
from gongkai.api.errors import not_found, shown
from gongkai.api.telling import ROOT, absolute
from gongkai.pages import public_page
from gongkai.ui import context

TAGS = {"records": "政府信息", "catalogue": "公开目录", "agencies": "机关", "rules": "规则", "description": "描述"}


@public_page
def page(request: HttpRequest) -> HttpResponse:
    """What there is, how to ask, examples, errors, limits. Made of the description itself, so that it is true."""
    site = context.site(request)["site"]
    facts = {
        "site": site | {"elder_url": "/elder/"},  # this page is for people who write programs: it has no elder form
        "groups": [(label, _operations(tag)) for tag, label in TAGS.items()],
        "base": absolute(ROOT),
        "terms": site.get("data_terms") or dcat.TERMS,
        "licence": site.get("data_license", ""),
        "rate": settings.API_RATE,
        "window": guard.WINDOW,
        "settled": int(queries.SETTLED.total_seconds()),
        "most": parameters.MOST_RECORDS,
        "most_rows": parameters.MOST_ROWS,
        "trail": [("首页", "/"), ("数据接口", "")],
        "meta": {"ColumnName": "数据接口", "ColumnDescription": "供程序读取已公开的政府信息",
                 "ColumnKeywords": "数据接口,开放数据", "ColumnType": "政府信息公开"},
    }  # fmt: skip
    return TemplateResponse(request, "api/page.html", facts)


def _operations(tag: str) -> list[dict[str, Any]]:
    found = []
    for path, methods in service.schema()["paths"].items():
        for operation in methods.values():
            if tag in operation["tags"]:
                found.append({
                    "path": path,
                    "summary": operation["summary"],
                    "description": operation.get("description", ""),
                    "parameters": [
                        {"name": one["name"], "description": one.get("description", "")}
                        for one in operation["parameters"] if one["in"] == "query"
                    ],
                })  # fmt: skip
    return found


@guard.reading()
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Below /api/v1 even what is not there is told as JSON."""
    raise not_found(f"接口地址“{shown(request.path)}”")
