"""Acts on the means of logging in: passwords, second factors, the address of a person's calendar.

Three administrators apart: the system administrator gives a new password, the security administrator takes away a
lost second factor. So no single administrator can log in as somebody else, and both acts stand in the ledger.
"""

import datetime as dt
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from gongkai import ledger
from gongkai.organisations import policy
from gongkai.organisations.models import User
from gongkai.refusals import NotNow

# No 0 O 1 l I: a one-time password is read aloud and typed by hand.
LETTERS = "abcdefghijkmnpqrstuvwxyz"
DIGITS = "23456789"


def one_time_password() -> str:
    """Four groups such as `kzmt-4729-rwqe-8352`."""
    groups = ["".join(secrets.choice(kind) for _ in range(4)) for kind in (LETTERS, DIGITS) * 2]
    return "-".join(groups)


@transaction.atomic
def reset_password(*, user: User, by: Any, reason: str, at: dt.datetime | None = None) -> str:
    """Give an account a one-time password and return it; it is stored nowhere in clear.

    Every session of the account ends; the second factor stays. Raises NotYours, NotNow for a closed account.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    if not user.is_active:
        raise NotNow(
            "organisations.account_closed", f"账号“{user.username}”已经停用。", remedy="停用的账号不能重置密码。"
        )
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    ledger.record("organisations.password_reset", user, by=by, at=at, reason=reason)
    return password


@transaction.atomic
def change_password(*, user: User, password: str, at: dt.datetime | None = None) -> None:
    """The person sets an own password (its strength was checked by the form); addresses of calendars become void."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    ledger.record("organisations.password_changed", user, by=user, at=at)


@transaction.atomic
def reset_second_factor(*, user: User, by: Any, reason: str, at: dt.datetime | None = None) -> None:
    """Take away TOTP and recovery codes (a lost telephone) and end all sessions; the next log-in sets them up anew."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_security(by)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise NotNow("organisations.no_second_factor", f"账号“{user.username}”没有绑定动态口令。", remedy="无需办理。")
    for session in UserSession.objects.filter(user=user):
        session.end()
    ledger.record("organisations.second_factor_reset", user, by=by, at=at, reason=reason)


@transaction.atomic
def renew_feed(*, user: User, at: dt.datetime | None = None) -> User:
    """Make the old address of the person's calendar void."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.feed_version += 1
    user.save(update_fields=["feed_version"])
    ledger.record("organisations.feed_renewed", user, by=user, at=at)
    return user
