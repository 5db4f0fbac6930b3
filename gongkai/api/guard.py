"""The manners of every address of the interface: reading only, limits, caching, and scripts of other sites.

Nothing here looks at a session, a cookie or a person, so forms of other sites have nothing to misuse: an address that
only reads answers every other method with 405 before anything else, and therefore asks for no form token.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import parse_http_date_safe

from gongkai.api.errors import DO, Refused, answer, shown
from gongkai.organisations import limits

METHODS = "GET, HEAD, OPTIONS"
MAX_AGE = 60  # seconds, as on public pages: a take-down reaches every reader within this
WINDOW = 60  # seconds over which questions are counted
PREFLIGHT_AGE = 86_400
View = Callable[..., HttpResponse]


def reading(parameters: frozenset[str] = frozenset()) -> Callable[[View], View]:
    """Wrap a view of the interface. `parameters`: the names that may stand in its query, once each."""

    def wrap(inner: View) -> View:
        @wraps(inner)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                response = _answer(inner, request, parameters, args, kwargs)
            except Refused as refused:
                response = answer(refused)
                if refused.status == 405:
                    response["Allow"] = METHODS
                if "retry_after" in refused.facts:
                    response["Retry-After"] = str(refused.facts["retry_after"])
            return _for_everybody(response)

        view.csrf_exempt = True  # type: ignore[attr-defined]
        return view

    return wrap


def _answer(
    inner: View, request: HttpRequest, parameters: frozenset[str], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD"):
        message = "本接口只供读取，请用 GET 方法。要申请、投诉或者纠错，请使用网站的相应页面。"
        raise Refused(405, "method_not_allowed", message, allow=METHODS)
    within_limit(request)
    _known_once(request, parameters)
    asked, request.method = request.method, "GET"  # HEAD is answered as GET; the server sends the head alone
    try:
        return _cached(request, inner(request, *args, **kwargs))
    finally:
        request.method = asked


def _known_once(request: HttpRequest, parameters: frozenset[str]) -> None:
    """A misspelt filter would quietly answer with everything, a repeated one with half: both are said."""
    try:
        asked = request.GET
    except TooManyFieldsSent as error:
        raise Refused(422, "too_many_parameters", f"参数太多。{DO}") from error
    for name in asked:
        if name not in parameters:
            message = f"没有“{shown(name)}”这个参数。{DO}"
            raise Refused(422, "unknown_parameter", message, parameter=shown(name), known=sorted(parameters))
        if len(asked.getlist(name)) > 1:
            message = f"参数 {name} 出现了{len(asked.getlist(name))}次，只能出现一次。"
            raise Refused(422, "repeated_parameter", message, parameter=name)


def within_limit(request: HttpRequest) -> None:
    """Count the question for the address it comes from, found as for log-in limits. Refused(429) beyond the rate."""
    rate = settings.API_RATE
    count, wait = limits.asked(request, "api", WINDOW)
    if count > rate:
        message = f"您的网络地址在{WINDOW}秒内查询超过{rate}次，请在{wait}秒后再试。整批取用请每页多取，或者下载 CSV。"
        raise Refused(429, "too_many_requests", message, retry_after=wait, limit=rate, window=WINDOW)


def _cached(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """ETag by content, Last-Modified where the view knows it, 304 when nothing changed."""
    if response.status_code != 200:
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    modified = parse_http_date_safe(response["Last-Modified"]) if response.has_header("Last-Modified") else None
    found = get_conditional_response(request, etag=response["ETag"], last_modified=modified, response=response)
    return found if isinstance(found, HttpResponse) else response


def _for_everybody(response: HttpResponse) -> HttpResponse:
    """Public data may be read by scripts of every site; errors are not kept."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response["Access-Control-Max-Age"] = str(PREFLIGHT_AGE)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if response.status_code >= 400:
        response["Cache-Control"] = "no-store"
    return response
