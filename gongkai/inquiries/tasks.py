"""Mail to whoever is asked and to whoever asked: it names no content, that stays behind the log-in."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from procrastinate.contrib.django import app

from gongkai.inquiries import policy
from gongkai.inquiries.models import Inquiry
from gongkai.jobs import RETRY
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency


def tell_asked(inquiry: Inquiry) -> None:
    """Queue the notice to the leaders of the asked agency; a body outside this system gets the printed slip."""
    if inquiry.agency_id is not None:
        mail_asked.defer(inquiry_id=inquiry.pk)


def tell_entered(inquiry: Inquiry) -> None:
    """Queue the notice that an answer was entered in an agency's name: whoever did not write that letter sees it."""
    if inquiry.agency_id is not None:
        mail_entered.defer(inquiry_id=inquiry.pk)


def tell_asking(inquiry: Inquiry) -> None:
    """Queue the notice of an answer or a decision to whoever asked."""
    mail_asking.defer(inquiry_id=inquiry.pk)


@app.task(name="inquiries.mail_asked", queue="mail", retry=RETRY)
def mail_asked(inquiry_id: int) -> None:
    """Tell who may answer, unless it was answered or called back meanwhile."""
    inquiry = Inquiry.objects.select_related("agency").get(pk=inquiry_id)
    if inquiry.state == Inquiry.State.ASKED and inquiry.agency is not None:
        _send(_leaders(inquiry.agency), "有一件征求意见请您答复", inquiry)


@app.task(name="inquiries.mail_entered", queue="mail", retry=RETRY)
def mail_entered(inquiry_id: int) -> None:
    """Tell the leaders in whose agency's name a letter was entered."""
    inquiry = Inquiry.objects.select_related("agency").get(pk=inquiry_id)
    if inquiry.agency is not None:
        _send(_leaders(inquiry.agency), "牵头机关登记了贵机关的来函答复，请核对", inquiry)


def _leaders(agency: Agency) -> list[str]:
    """Addresses of those who may answer for an agency."""
    people: dict[int, Any] = {}
    for role in policy.ANSWERS:
        people |= {one.pk: one for one in organisations.holders(agency, role)}
    return [one.email for one in people.values() if one.email]


@app.task(name="inquiries.mail_asking", queue="mail", retry=RETRY)
def mail_asking(inquiry_id: int) -> None:
    """Tell whoever asked that there is an answer."""
    inquiry = Inquiry.objects.select_related("asked_by").get(pk=inquiry_id)
    if inquiry.asked_by.email:
        _send([inquiry.asked_by.email], "您征求的意见有了答复", inquiry)


def _send(to: list[str], what: str, inquiry: Inquiry) -> None:
    if to:
        body = f"{what}（编号{inquiry.pk}）。\n\n请登录后办理：{settings.PUBLIC_URL}{inquiry.get_absolute_url()}\n"
        send_mail(f"【政务公开】{what}", body, settings.DEFAULT_FROM_EMAIL, to)
