"""The morning mail: what is late, due today or due within days, one mail a person, none when there is nothing."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from gongkai import calendars
from gongkai.desk import queries
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import User

AHEAD = 3  # working days: from here on the lamp is yellow


def people(day: dt.date) -> list[int]:
    """Whom to ask about: nobody on a day of rest, else everybody with a post and an address."""
    if not calendars.current().is_working_day(day):
        return []
    found = organisations.workers().exclude(email="").filter(pk__in=organisations.on_duty(day))
    return list(found.values_list("pk", flat=True))


def due(person: Any, day: dt.date) -> list[queries.Row]:
    """Rows late, due on the day or within the next working days."""
    return [row for row in queries.rows(person, day) if row.left is not None and row.left <= AHEAD]


def send(person: User, day: dt.date) -> bool:
    """Send the person's mail; False where nothing is due."""
    found = due(person, day)
    if not found:
        return False
    late = [row for row in found if row.late]
    subject = f"【政务公开】待办提醒：已超期 {len(late)} 件，即将到期 {len(found) - len(late)} 件"
    context = {"person": person, "late": late, "soon": [row for row in found if not row.late],
               "base": settings.PUBLIC_URL}  # fmt: skip
    send_mail(subject, render_to_string("desk/digest.txt", context), settings.DEFAULT_FROM_EMAIL, [person.email])
    return True
