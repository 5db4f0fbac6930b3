"""How people log in: accounts are opened by the system administrator, so nobody can sign up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """allauth's adapter without sign-up."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
