"""The queue: every task is tried again, and what a killed worker left in hand is taken up by the next."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from gongkai.jobs import MOST, RETRY
from gongkai.operate import serving, tasks
from gongkai.records import tasks as records
from gongkai.search import tasks as search

pytestmark = pytest.mark.django_db
OURS = {name: task for name, task in app.tasks.items() if not name.startswith(("builtin", "procrastinate."))}
# A periodic task that fails comes again by itself at its next time, and takes up what it missed.
PERIODIC = {one.task.name for one in app.periodic_registry.periodic_tasks.values()}


def _fetch() -> tuple[int, int | None]:
    """A new worker takes a job: (worker, job or None)."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
        return worker, cursor.fetchone()[0]


def _gone(worker: int) -> None:
    """What the queue does with a worker that was killed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers WHERE id = %s", [worker])


def _states() -> list[str]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("status", flat=True))


@pytest.mark.parametrize("name", sorted(set(OURS) - PERIODIC))
def test_every_task_is_tried_again(name: str) -> None:
    strategy = OURS[name].retry_strategy
    assert strategy is not None and getattr(strategy, "max_attempts", None), name


def test_a_job_that_waits_for_its_next_attempt_holds_up_nobody() -> None:
    first, second = search.index.defer(kind="record", id="1"), search.index.defer(kind="record", id="2")
    worker, job = _fetch()
    assert job == first
    row = Job(id=job, queue="search", lock="search", queueing_lock=None, task_name="search.index")
    decision = RETRY.get_retry_decision(exception=OSError(), job=row)
    app.job_manager.retry_job_by_id(job, retry_at=decision.retry_at, priority=decision.priority)
    assert _fetch()[1] == second
    assert RETRY.get_retry_decision(exception=OSError(), job=row.evolve(attempts=MOST)) is None


def test_what_a_killed_worker_left_is_taken_up_again() -> None:
    first, second = search.index.defer(kind="record", id="1"), search.index.defer(kind="record", id="2")
    worker, job = _fetch()
    assert job == first and _fetch()[1] is None  # its lock is held
    assert async_to_sync(tasks.take_up_interrupted)() == 0  # the worker lives
    _gone(worker)
    assert _fetch()[1] is None
    assert async_to_sync(tasks.take_up_interrupted)() == 1
    assert _states() == ["todo", "todo"]
    assert _fetch()[1] == second
    assert async_to_sync(tasks.take_up_interrupted)() == 0


def test_a_silent_worker_counts_as_gone() -> None:
    search.index.defer(kind="record", id="1")
    worker, _ = _fetch()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes' WHERE id = %s", [worker]
        )
    assert async_to_sync(tasks.take_up_interrupted)() == 1


def test_a_job_that_kills_its_worker_every_time_is_given_up() -> None:
    search.index.defer(kind="record", id="1")
    worker, _ = _fetch()
    _gone(worker)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s", [MOST])
    assert async_to_sync(tasks.take_up_interrupted)() == 0
    assert _states() == ["failed"]


def test_an_interrupted_job_whose_successor_waits_is_given_up() -> None:
    records.publish_due.defer(timestamp=1)
    worker, _ = _fetch()
    records.publish_due.defer(timestamp=2)
    _gone(worker)
    assert async_to_sync(tasks.take_up_interrupted)() == 0
    assert _states() == ["failed", "todo"]


def test_jobs_of_acts_that_the_worker_does_stand_in_the_acts_transaction() -> None:
    worker = serving.queue()
    assert worker.tasks["search.index"] is search.index and worker.connector is not app.connector
    with transaction.atomic():
        search.index.defer(kind="record", id="1")
        transaction.set_rollback(True)
    assert _states() == []
