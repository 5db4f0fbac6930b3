"""Mail to an agency that was reminded, sent by a worker after the act's transaction has committed."""

from django.conf import settings
from django.core.mail import send_mail
from procrastinate.contrib.django import app

from gongkai.catalogue import policy
from gongkai.jobs import RETRY
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency


def tell_agency(agency: Agency, count: int) -> None:
    """Queue the notice; a job of the act's own transaction."""
    mail_reminded.defer(agency_id=agency.pk, count=count)


@app.task(name="catalogue.mail_reminded", queue="mail", retry=RETRY)
def mail_reminded(agency_id: int, count: int) -> None:
    """Tell the agency's disclosure officers and drafters. Mail passes foreign servers: it names no content."""
    people = {person for role in policy.REMINDED for person in organisations.holders(agency_id, role)}
    to = sorted(person.email for person in people if person.email)
    if not to:
        return
    what = f"您单位有{count}项公开事项被催办"
    url = f"{settings.PUBLIC_URL}/desk/catalogue/board/agencies/{agency_id}/?reminded=on"
    body = f"{what}。\n\n请登录后办理：{url}\n"
    send_mail(f"【政务公开】{what}", body, settings.DEFAULT_FROM_EMAIL, to)
