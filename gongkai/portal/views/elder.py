"""Elder mode without script: the same pages, rendered live below /elder/."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import resolve

ADDRESSES = "gongkai.portal.urls"
# For programs, not for readers; and no elder page of an elder page.
NOT_PAGES = {"feed", "agency_feed", "sitemap", "sitemap_shard", "robots", "elder", "elder_home"}


def elder(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Answer with the view of the same address; the prefix in `request.path` makes the templates large."""
    match = resolve(f"/{path}", urlconf=ADDRESSES)
    if match.url_name in NOT_PAGES:
        raise Http404("没有这一页的长者版")
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer
