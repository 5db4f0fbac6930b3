"""Elder mode without script: the same pages, rendered live below /elder/."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import resolve

ADDRESSES = "gongkai.portal.urls"
# For programs, not for readers; and no form of a form.
NOT_PAGES = {"feed", "agency_feed", "sitemap", "sitemap_shard", "robots", "elder", "elder_home", "hant", "hant_home"}


def same(request: HttpRequest, path: str) -> HttpResponseBase:
    """What the view of the same address answers; the prefix in `request.path` tells the templates the form."""
    match = resolve(f"/{path}", urlconf=ADDRESSES)
    if match.url_name in NOT_PAGES:
        raise Http404("这一页没有这种版本")
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer


def elder(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """The page in large type."""
    return same(request, path)
