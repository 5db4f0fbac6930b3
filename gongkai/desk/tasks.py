"""Work of the desk done by a worker."""

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from gongkai.desk import digest as letters
from gongkai.jobs import RETRY
from gongkai.organisations.models import User


@app.periodic(cron="30 0 * * *")  # counted in UTC: 08:30 in Beijing
@app.task(name="desk.digest", queue="mail", queueing_lock="desk.digest", pass_context=False)
def digest(timestamp: int) -> None:
    """On a working day: one job a person, so that one bad address holds up nobody else."""
    day = timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
    for person_id in letters.people(day):
        digest_one.defer(person_id=person_id, day=day.isoformat())


@app.task(name="desk.digest_one", queue="mail", retry=RETRY)
def digest_one(person_id: int, day: str) -> None:
    """The mail of one person, from the worklist as it is now."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person and person.email:
        letters.send(person, dt.date.fromisoformat(day))
