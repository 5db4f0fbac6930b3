"""Django's admin holds nothing that is a subject of law: the queue and who is logged in, both to look at only.

Accounts, agencies, posts, records and the ledger change by acts, on their own screens. Log-in is the desk's.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest
from django.views.generic import RedirectView
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateJob

from gongkai.organisations.policy import is_system

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Its own page would change a password past the ledger, and past the duty to change a one-time password.
admin.site.password_change = RedirectView.as_view(pattern_name="account_change_password")  # type: ignore[assignment]
admin.site.site_header = admin.site.site_title = "系统运行情况"
admin.site.index_title = "后台任务和登录"
admin.site.site_url = "/desk/"
for model in list(admin.site._registry):
    admin.site.unregister(model)


class LookOnly(admin.ModelAdmin):
    """The system administrator may look; nobody may add, change or delete."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_system(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_system(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ProcrastinateJob)
class JobAdmin(LookOnly, ProcrastinateJobAdmin):
    """Jobs of the queue and what became of them."""

    inlines = []


@admin.register(UserSession)
class SessionAdmin(LookOnly):
    """Who is logged in from where. The session's key is a secret and is not shown."""

    list_display = ("user", "ip", "user_agent", "created_at", "last_seen_at")
    fields = list_display
    ordering = ("-created_at",)
