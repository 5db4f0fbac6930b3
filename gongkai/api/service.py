"""The service: its description, its errors, and the addresses made of its operations."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer

from gongkai.api import errors
from gongkai.api.guard import reading
from gongkai.api.shapes import Error
from gongkai.api.telling import ROOT, absolute

VERSION = "1.0.0"
TITLE = "政府信息公开数据接口"
ABOUT = (
    "已经公开的政府信息、公开目录、机关和规则，供程序读取。只读，不用登记，不用密钥。"
    "列表按游标翻页：把 next_cursor 原样放进 cursor，或者直接取 next。"
    "错误一律为 code、message、facts 三项，message 说明错在哪里、怎样改正。"
)
REFUSALS = {422: Error, 429: Error}  # what every operation may answer besides its own
MISSING = {404: Error} | REFUSALS


class Renderer(BaseRenderer):
    """JSON with Chinese as Chinese."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return errors.encode(_plain(data))


def _plain(value: Any) -> Any:
    """Dates and moments as ISO text."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


# No pages of Swagger: they would load scripts from elsewhere. /api/ tells people, openapi.json tells programs.
api = NinjaAPI(
    title=TITLE, version=VERSION, description=ABOUT, docs_url=None, openapi_url=None, renderer=Renderer()
)  # fmt: skip


@api.exception_handler(errors.Refused)
def _refused(request: HttpRequest, refused: errors.Refused) -> HttpResponse:
    return errors.answer(refused)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, found: ValidationError) -> HttpResponse:
    return errors.answer(errors.from_validation(found))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, found: Http404) -> HttpResponse:
    return errors.answer(errors.not_found("所要的内容"))


def addresses() -> list[URLPattern]:
    """The operations as addresses below /api/v1, each with the manners of `guard`."""
    found = []
    named = {route: view for _, router in api._routers for route, view in router.path_operations.items()}
    for one in api.urls[0]:
        if not isinstance(one, URLPattern) or one.name == "api-root":
            continue
        operation = next(view for view in named.values() if view.url_name == one.name).operations[0]
        asked = frozenset(name for model in operation.models if model.__ninja_param_source__ == "query"
                          for name in model.__ninja_flatten_map__)  # fmt: skip
        found.append(URLPattern(one.pattern, reading(asked)(one.callback), one.default_args, one.name))
    return found


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"{ROOT.strip('/')}/"))
    found["servers"] = [{"url": absolute("") or "/"}]
    for methods in found["paths"].values():
        for operation in methods.values():
            for parameter in operation["parameters"]:
                parameter["schema"] = _said(parameter["schema"])
    return found


def _said(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out has the type of its value: in an address nothing is spelt “null”."""
    left = {name: value for name, value in schema.items() if name not in ("anyOf", "title", "description")}
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null":
            left |= one
    return {name: value for name, value in left.items() if (name, value) != ("default", None)}
