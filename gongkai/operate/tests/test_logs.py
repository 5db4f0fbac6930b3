"""What somebody types, what is refused and what breaks leaves no word of a document in the log."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from procrastinate import testing as queue_testing
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from gongkai.operate import logs
from gongkai.operate.tests.canaries import BIRD, leaks
from gongkai.records import actions, editing
from gongkai.records.models import Record
from gongkai.records.tests.test_views import form_of
from gongkai.refusals import NotLawful
from gongkai.search import tasks
from gongkai.testing import County

pytestmark = pytest.mark.django_db
TEXT = f"<p>{BIRD}</p>"


@pytest.fixture
def clerk(county: County) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(county["drafter"])
    return client


def written(records: list[logging.LogRecord]) -> str:
    """The lines that the instance writes of these records."""
    ours = [one for one in logging.getLogger().handlers if isinstance(one.formatter, logs.WithoutWords)]
    assert ours, "the console does not write as the settings say"
    return "\n".join(ours[0].format(record) for record in records)


def told(records: list[logging.LogRecord]) -> bytes:
    """Message, arguments, and the text of an exception of each record."""
    return "\n".join(f"{one.getMessage()} {one.args!r} {one.exc_text or ''}" for one in records).encode()


def breaks(*args: Any, **kwargs: Any) -> Any:
    """A fault with the document in its variables, as most are."""
    document = f"{BIRD}{args}{kwargs}"
    return len(document) // 0


def refuses_a_row(form: Any, by: Any) -> Any:
    """A fault of the database, which quotes the whole row that it did not take."""
    Record.objects.filter(pk=form.record.pk).update(content={"title": BIRD}, state=None)


def test_what_is_refused_is_not_repeated(
    clerk: Client, county: County, draft: Record, caplog: pytest.LogCaptureFixture
) -> None:
    address = reverse("records:edit", args=[draft.pk])
    stale = form_of(draft, title=f"我的标题{BIRD}", html=TEXT)
    actions.edit(record=draft, by=county["drafter"], revision=stale["revision"], changes={"html": f"<p>别的{BIRD}</p>"})
    bad = SimpleUploadedFile(f"{BIRD}.docx", b"MZ" + BIRD.encode() * 100)
    with caplog.at_level(logging.DEBUG):
        assert clerk.post(address, stale).status_code == 409
        marked = form_of(draft, title=f"机密★1年 {BIRD}", html=TEXT, number=f"{BIRD}〔2026〕1号")
        assert clerk.post(address, marked | {"date_made": f"{BIRD}"}).status_code == 422
        assert clerk.post(address, form_of(draft, html=TEXT, attribute="withheld")).status_code == 422
        assert clerk.post(address, form_of(draft, html=TEXT, files=[bad])).status_code == 422
        clerk.post(address, marked | {"submit": "1"})
    assert len(caplog.records) >= 4, "nothing was logged: the test proves nothing"
    assert not leaks(told(caplog.records)) and not leaks(written(caplog.records).encode())


def test_a_job_that_fails_says_which_and_where(
    draft: Record, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tasks, "index_now", breaks)
    with caplog.at_level(logging.DEBUG), app.replace_connector(queue_testing.InMemoryConnector()) as queue:
        tasks.index.configure().defer(kind="record", id=str(draft.pk))
        queue.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    lines = written(caplog.records)
    assert "search.index" in lines and "ZeroDivisionError" in lines and "in breaks" in lines
    assert not leaks(told(caplog.records)) and not leaks(lines.encode())


def test_jobs_carry_keys_alone(county: County, draft: Record) -> None:
    """What stands in the queue is repeated by every line about the job."""
    content = {"title": f"标题{BIRD}", "html": TEXT}
    actions.edit(record=draft, by=county["drafter"], revision=draft.revision, changes=content)
    actions.submit(record=Record.objects.get(pk=draft.pk), by=county["drafter"])
    kept = [*ProcrastinateJob.objects.values_list("args", "lock", "queueing_lock")]
    assert kept and not leaks(repr(kept).encode())


@pytest.mark.parametrize("fault", [breaks, refuses_a_row])
def test_a_fault_is_told_without_the_document(
    clerk: Client, draft: Record, fault: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(editing, "save", fault)
    address = reverse("records:edit", args=[draft.pk])
    data = form_of(draft, title=f"标题{BIRD}", html=TEXT)
    answer = clerk.post(address, data)
    assert answer.status_code == 500 and not leaks(answer.content)
    lines = written(caplog.records)
    assert address in lines and f"in {fault.__name__}" in lines
    assert not leaks(lines.encode())
    # Only the database quotes the row itself; that is why the log has a format of its own.
    assert leaks(told(caplog.records)) == (fault is refuses_a_row)


def test_what_may_be_said_of_a_fault() -> None:
    assert (
        logs.said(IntegrityError(f'violates "records_number_once"\nDETAIL: {BIRD}')) == 'violates "records_number_once"'
    )
    assert logs.said(ConnectionRefusedError(111, "Connection refused")) == "Connection refused"
    assert logs.said(FileNotFoundError(2, "No such file or directory", f"{BIRD}.txt")) == "No such file or directory"
    assert logs.said(NotLawful("files.marked", f"文件《{BIRD}》标有密级。")) == "files.marked"
    for error in (ValueError(BIRD), KeyError(BIRD), OSError(BIRD), ModuleNotFoundError(), RuntimeError()):
        assert not leaks(logs.said(error).encode()), error


def test_causes_are_told_first() -> None:
    try:
        try:
            int(BIRD)
        except ValueError as error:
            raise RuntimeError(BIRD) from error
    except RuntimeError as error:
        lines = logs.WithoutWords().formatException((type(error), error, error.__traceback__))
    assert lines.index("builtins.ValueError") < lines.index("builtins.RuntimeError") and not leaks(lines.encode())
