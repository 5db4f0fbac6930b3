"""All addresses of the instance, gathered from the apps that have a `urls.py`.

Staff screens live in their app below /desk/<app>/; public reading pages in `portal`; files below /files/.
"""

from importlib.util import find_spec

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

# Apps whose pages lie below /desk/<label>/, and those that own addresses at the root.
DESK = ("calendars", "ledger", "organisations", "checks", "review", "catalogue", "records", "ui")
ROOT = ("operate", "files", "desk", "portal")


def _included() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for label in DESK:
        if apps.is_installed(f"gongkai.{label}") and find_spec(f"gongkai.{label}.urls"):
            found.append(path(f"desk/{label}/", include(f"gongkai.{label}.urls")))
    for label in ROOT:
        if apps.is_installed(f"gongkai.{label}") and find_spec(f"gongkai.{label}.urls"):
            found.append(path("", include(f"gongkai.{label}.urls")))
    return found


urlpatterns = [
    path("desk/account/", include("allauth.account.urls")),
    path("desk/account/", include("allauth.mfa.urls")),
    path("desk/account/", include("allauth.usersessions.urls")),
    path("admin/", admin.site.urls),
    *_included(),
]
