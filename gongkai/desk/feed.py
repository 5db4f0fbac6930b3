"""The address of a person's calendar: signed, personal, void as soon as the password or the version changes."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from gongkai.organisations.models import User

SALT = "gongkai.desk.feed"


def _mark(user: User) -> str:
    return salted_hmac(SALT, f"{user.password}:{user.feed_version}", algorithm="sha256").hexdigest()[:20]


def address(user: Any) -> str:
    """The whole address, to be pasted into a calendar program."""
    token = signing.Signer(salt=SALT).sign(f"{user.pk}-{_mark(user)}")
    return f"{settings.PUBLIC_URL}/desk/worklist.ics?token={token}"


def person(token: str) -> User | None:
    """Whose calendar a token opens; None for a forged or void one and for a closed account."""
    try:
        pk, _, mark = signing.Signer(salt=SALT).unsign(token).partition("-")
        user = User.objects.filter(pk=int(pk), is_active=True).first()
    except (signing.BadSignature, ValueError):
        return None
    return user if user and constant_time_compare(mark, _mark(user)) else None
