"""All addresses of the instance, gathered from the apps that have a `urls.py`.

Staff screens live in their app below /desk/<app>/; public reading pages in `portal`; files below /files/.
"""

from django.contrib import admin
from django.urls import include, path

# Apps whose pages lie below /desk/<label>/, and those that own addresses at the root.
DESK = ("checks", "calendars", "ledger", "organisations", "review", "inquiries", "catalogue", "records", "ui")
ROOT = ("operate", "files", "desk", "portal")


urlpatterns = [
    path("desk/account/", include("allauth.account.urls")),
    path("desk/account/", include("allauth.mfa.urls")),
    path("desk/account/", include("allauth.usersessions.urls")),
    path("admin/", admin.site.urls),
    *(path(f"desk/{label}/", include(f"gongkai.{label}.urls")) for label in DESK),
    path("api/", include("gongkai.api.urls")),
    *(path("", include(f"gongkai.{label}.urls")) for label in ROOT),
]
