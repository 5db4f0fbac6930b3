"""What must be done before anything else on the desk: an own password, then a second factor.

Also closes the pages of allauth that have no place here: sign-up, e-mail addresses, reset by e-mail (accounts are
reset by the system administrator).
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

PLACES = ("/desk/", "/admin/")
ALWAYS = {"account_login", "account_logout", "account_reauthenticate", "mfa_authenticate"}
PASSWORD = {"account_change_password"}
SECOND_FACTOR = {"mfa_activate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}
CLOSED = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
LOGIN = "/desk/login/"
KEPT = "second_factor"


class FirstThingsMiddleware:
    """Stands after log-in and before every view of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Where the person has to go first, or None."""
        if not request.path.startswith(PLACES):
            return None
        name = getattr(request.resolver_match, "url_name", "") or ""
        if name in CLOSED:
            raise Http404
        if request.path == "/desk/account/login/":  # allauth's own page would remember a computer for weeks
            query = request.META.get("QUERY_STRING", "")
            return redirect(LOGIN + (f"?{query}" if query else ""))
        if name in ALWAYS or not request.user.is_authenticated:
            return None
        if request.user.must_change_password:
            return None if name in PASSWORD else redirect("account_change_password")
        if name not in SECOND_FACTOR | PASSWORD and must_set_up(request):
            return redirect("mfa_activate_totp")
        return None

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """allauth hands its pages a `site` of its own; ours comes from the context processor."""
        context = response.context_data
        if context and request.path.startswith(PLACES[0]) and not isinstance(context.get("site"), dict):
            context.pop("site", None)
        return response


def must_set_up(request: HttpRequest) -> bool:
    """Whether the person has no second factor though staff must have one. Asked once a session."""
    if not settings.STAFF_TOTP_REQUIRED or request.session.get(KEPT):
        return False
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        request.session[KEPT] = True
        return False
    return True
