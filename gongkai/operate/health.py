"""Is the instance well? What a load balancer and a person on call ask. Nothing here names versions or paths."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

# A worker writes its heartbeat every ten seconds; a job waits for a free worker, not for minutes.
SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=15)


def report() -> dict[str, str]:
    """ "ok" or what is wrong, for database, search and queue."""
    found = {"database": _database()}
    if found["database"] != "ok":
        return found | {"search": "unknown", "queue": "unknown"}
    return found | {"search": _search(), "queue": _queue()}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _search() -> str:
    from gongkai.search.index import the_index

    return "ok" if the_index().healthy else "no index"


def _queue() -> str:
    from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

    now = timezone.now()
    if not ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - SILENT_AFTER).exists():
        return "no worker"
    waiting = ProcrastinateJob.objects.filter(status="todo")
    due = waiting.filter(scheduled_at__lt=now - LATE_AFTER) | waiting.filter(
        scheduled_at=None, procrastinateevent__type="deferred", procrastinateevent__at__lt=now - LATE_AFTER
    )
    return "late" if due.exists() else "ok"
