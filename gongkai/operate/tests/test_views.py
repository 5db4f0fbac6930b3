"""`/healthz` for load balancers."""

import pytest
from django.test import Client

from gongkai.operate import health

ALL = ("database", "search", "queue")


@pytest.mark.django_db
def test_without_a_worker_the_instance_is_unwell(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "ok"
    assert answer.json()["queue"] == "no worker"
    assert not answer.cookies


def test_all_well_is_200(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "report", lambda: dict.fromkeys(ALL, "ok"))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert "no-store" in answer.headers["Cache-Control"]


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_a_waiting_job_is_late_after_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from django.db import connection
    from procrastinate.contrib.django import app

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    app.configure_task("gongkai.operate.nothing", allow_unknown=True).defer()
    assert health.report()["queue"] == "ok"
    monkeypatch.setattr(health, "LATE_AFTER", timedelta(seconds=-1))
    assert health.report()["queue"] == "late"
