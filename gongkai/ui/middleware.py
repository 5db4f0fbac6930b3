"""Turns a refusal into a page, a part of a page, or JSON. Refusals are answers, not faults."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from gongkai.refusals import NotYours, Refusal

NOT_FOUND = {"code": "not_found", "message": "没有找到这一页。"}


class RefusalMiddleware:
    """Stands innermost, so that every view's refusal reaches it before any other handler."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return answer(request, exception)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The response to a refusal: 403, 409 or 422; 404 for strangers, who do not learn that it exists."""
    if isinstance(refusal, NotYours) and not _known(request):
        return JsonResponse(NOT_FOUND, status=404) if wants_json(request) else not_found(request)
    if wants_json(request):
        return JsonResponse(as_json(refusal), status=refusal.status, json_dumps_params={"ensure_ascii": False})
    template = "ui/parts/refusal.html" if getattr(request, "htmx", False) else "ui/refusal.html"
    return render(request, template, {"refusal": refusal, "back": _back(request)}, status=refusal.status)


def not_found(request: HttpRequest) -> HttpResponse:
    """The same page as for any address that does not exist."""
    return render(request, "404.html", {"exception": Http404()}, status=404)


def as_json(refusal: Refusal) -> dict[str, Any]:
    """{"code", "message", "source", "remedy", "facts"}; what JSON does not know becomes text."""
    facts = {key: _plain(value) for key, value in refusal.facts.items()}
    return {
        "code": refusal.code,
        "message": refusal.message,
        "source": refusal.source,
        "remedy": refusal.remedy,
        "facts": facts,
    }


def wants_json(request: HttpRequest) -> bool:
    """Programs say so in Accept, or come by /api/."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _known(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "user", None), "is_authenticated", False))


def _back(request: HttpRequest) -> str:
    """Where the person came from, on this site only; "" when unknown."""
    referer = request.headers.get("Referer", "")
    root = request.build_absolute_uri("/")
    return "/" + referer[len(root) :] if referer.startswith(root) else ""
