"""Public reading pages: the same for every visitor, cached by content, their facts noted."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from gongkai.pages.actions import record
from gongkai.pages.collector import collect

MAX_AGE = 60  # seconds a browser or proxy may show a page without asking again; a take-down reaches it within this
Args = ParamSpec("Args")
View = Callable[Concatenate[HttpRequest, Args], HttpResponse]


def _session_used(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "session", None), "accessed", False))


def _must_be_the_same_for_all(request: HttpRequest, response: HttpResponse, used_before: bool) -> None:
    """A cookie would make the page differ between visitors; that is a mistake in the view, so it fails
    loudly.
    """
    used = _session_used(request) and not used_before
    if used or response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        raise ImproperlyConfigured(f"public page {request.path} uses a cookie, session or form token")


def public_page(view: View[Args] | None = None, *, recorded: bool = True, max_age: int = MAX_AGE) -> Any:
    """A public reading page: GET and HEAD only, no cookie, ETag, Last-Modified, Cache-Control, 304 when
    unchanged.

    The facts the view used (`pages.use`) are kept under the path; a GET writes only when they or the content
    changed. `recorded=False` for pages that answer a question in the address (search) and are not part of
    the static tree. Raises ImproperlyConfigured when the view touches session, cookies or a form token.
    """

    def wrap(inner: View[Args]) -> View[Args]:
        @wraps(inner)
        def answer(request: HttpRequest, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
            used_before = _session_used(request)  # by a middleware: not the view's doing
            with collect() as keys:
                response = inner(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            _must_be_the_same_for_all(request, response, used_before)
            if response.status_code != 200 or response.streaming:
                return response
            return _cached(request, response, keys if recorded and not request.GET else None, max_age)

        return answer

    return wrap(view) if view else wrap


def _cached(request: HttpRequest, response: HttpResponse, keys: set[str] | None, max_age: int) -> HttpResponse:
    etag = hashlib.sha256(response.content).hexdigest()[:32]
    response["ETag"] = f'"{etag}"'
    patch_cache_control(response, public=True, max_age=max_age)
    page = record(request.path, keys, etag=etag) if keys is not None else None
    modified = int(page.rendered_at.timestamp()) if page else None
    if modified:
        response["Last-Modified"] = http_date(modified)
    found = get_conditional_response(request, etag=response["ETag"], last_modified=modified, response=response)
    return found if isinstance(found, HttpResponse) else response
