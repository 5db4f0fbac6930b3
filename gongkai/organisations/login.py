"""How people log in: accounts are opened by the system administrator, so nobody can sign up; words are Chinese.

allauth does the work; these adapters make its acts ours (a changed password stands in the ledger) and its secrets safe.
"""

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError

from gongkai.organisations import access

SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class Adapter(DefaultAccountAdapter):
    """allauth's adapter without sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "该账号已经停用，请联系本单位系统管理员。",
        "enter_current_password": "原密码不正确，请重新输入。",
        "incorrect_password": "密码不正确，请重新输入。",
        "too_many_login_attempts": "登录失败次数过多，为保护账号，请五分钟后再试。忘记密码的，请联系系统管理员。",
        "username_password_mismatch": "账号或密码不正确，请重新输入。忘记密码的，请联系本单位系统管理员重置。",
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def add_message(
        self, request: Any, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Nobody needs to be told that he has logged in."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

    def clean_password(self, password: str, user: Any = None) -> str:
        """Beside the usual checks: a new password is another one."""
        if user is not None and user.check_password(password):
            raise ValidationError("新密码不能与原密码相同，请另设一个。")
        return str(super().clean_password(password, user))

    def set_password(self, user: Any, password: str) -> None:
        access.change_password(user=user, password=password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who typed the password minutes ago is not asked for it again to set up the second factor."""
        records = context.request.session.get("account_authentication_methods", [])
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_password_change_redirect_url(self, request: Any) -> str:
        return "/desk/"


def _fernet() -> Fernet:
    key = hashlib.sha256(b"gongkai.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class SecondFactor(DefaultMFAAdapter):
    """Secrets lie encrypted in the database; where staff must have a second factor they cannot drop it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "动态口令不正确。请核对手机时间是否准确，等下一个口令出现后再输入。",
        "cannot_delete_authenticator": "本单位要求使用动态口令，不能自行解除。更换手机的，请联系本单位安全管理员。",
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not settings.STAFF_TOTP_REQUIRED

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)
