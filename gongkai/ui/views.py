"""The gallery: every component with real long titles, with nothing, with too much, and with errors."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.ui import gallery as samples


def _must_be_staff(request: HttpRequest) -> None:
    if not settings.DEBUG and not getattr(getattr(request, "user", None), "is_staff", False):
        raise Http404


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The components of the desk."""
    _must_be_staff(request)
    context = {
        "frame": "desk/base.html",
        "nav": samples.NAV,
        "agency": "示范县人民政府办公室政务公开科",
        **samples.desk(),
    }
    return render(request, "ui/gallery.html", context)


@require_safe
def public_gallery(request: HttpRequest) -> HttpResponse:
    """A record page, a list and a form as citizens see them."""
    _must_be_staff(request)
    return render(request, "ui/public_gallery.html", samples.public())
