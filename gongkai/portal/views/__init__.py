"""The public pages, one module a kind. A view fetches, says which facts it used, and renders."""

from typing import Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse

from gongkai.organisations.models import Agency
from gongkai.ui.context import split

Trail = list[tuple[str, str]]


def prefix(request: HttpRequest) -> str:
    """ "/elder" while the page is rendered in elder mode, "/hant" in traditional characters."""
    return split(request.path)[0]


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, trail: Trail | None = None, status: int = 200
) -> TemplateResponse:
    """Render a public page. `trail`: (label, address) below the home page, the page itself last with ""."""
    before = prefix(request)
    if trail is not None:
        full = [("首页", "/"), *trail]
        context["trail"] = [(label, f"{before}{url}" if url else "") for label, url in full]
    return TemplateResponse(request, f"portal/{template}", context, status=status)


def agency_or_404(agency_id: int) -> Agency:
    """An agency, living or ended: what it published stays."""
    found = Agency.objects.filter(pk=agency_id).select_related("successor").first()
    if found is None:
        raise Http404("没有这个机关")
    return found
