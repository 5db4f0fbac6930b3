"""The store of originals and its public copies."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from gongkai.files import actions, queries, settling, tasks, vault
from gongkai.files.models import File, PublicCopy
from gongkai.files.tests import makers
from gongkai.refusals import NotLawful, NotNow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    yield tmp_path


def _stored(text: str = "公开的内容。", name: str = "通知.txt") -> File:
    return actions.store(text.encode(), name, None)


def test_store_by_content(data_folder: Path) -> None:
    data = makers.word()
    file = actions.store(data, "通知.docx", None)
    path = data_folder / "files" / file.sha256[:2] / file.sha256[2:]
    assert path.read_bytes() == data
    assert stat.S_IMODE((data_folder / "files").stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (file.kind, file.size, file.unreadable) == ("docx", len(data), False)
    assert "坚持公开为常态" in file.text
    assert actions.store(data, "另一名称.docx", None) == file
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    with actions.open_private(file) as handle:
        assert handle.read() == data


def test_refused_files_leave_nothing(data_folder: Path) -> None:
    with pytest.raises(NotLawful):
        actions.store(b"MZ", "通知.pdf", None)
    assert File.objects.count() == 0
    assert not (data_folder / "files").exists()


def test_a_lost_original_is_said(data_folder: Path) -> None:
    file = _stored()
    vault.private_path(file.sha256).unlink()
    with pytest.raises(NotNow):
        actions.open_private(file)
    with pytest.raises(NotNow):
        actions.publish_copy(file)


def test_public_only_while_published(  # type: ignore[no-untyped-def]
    client: Client, data_folder: Path, django_capture_on_commit_callbacks
) -> None:
    file = _stored()
    address = f"/files/{file.sha256[:12]}/{quote('通知.txt')}"
    assert client.get(address).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.publish_copy(file) == address
        assert actions.publish_copy(file) == address
    copy = data_folder / "public" / "files" / file.hash12 / "通知.txt"
    assert copy.read_bytes() == "公开的内容。".encode()
    response = client.get(address)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == "公开的内容。".encode()  # type: ignore[attr-defined]
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == f"inline; filename*=UTF-8''{quote('通知.txt')}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies
    assert client.get(f"/files/{file.hash12}/{quote('别的.txt')}").status_code == 404
    assert client.post(address).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_copy(file)
        assert client.get(address).status_code == 404
    assert not copy.exists() and not copy.parent.exists()
    assert vault.private_path(file.sha256).exists()
    assert not queries.is_public(file)


def test_pages_are_saved_not_shown(client: Client, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    file = _stored("<!DOCTYPE html><p>页</p><script>alert(1)</script>", "页.html")
    with django_capture_on_commit_callbacks(execute=True):
        address = actions.publish_copy(file)
    assert client.get(address)["Content-Disposition"].startswith("attachment;")


def test_settle_all_repairs_the_public_tree(data_folder: Path) -> None:
    file = _stored()
    PublicCopy.objects.create(file=file, name="通知.txt")
    stray = data_folder / "public" / "files" / "0123456789ab" / "旧.txt"
    stray.parent.mkdir(parents=True)
    stray.write_text("撤下的")
    closed = vault.copy_out(file.sha256, "撤下的名称.txt")
    assert settling.settle_all() == 3
    assert not stray.exists() and not closed.exists()
    assert vault.public_path(file.sha256, "通知.txt").exists()
    assert settling.settle_all() == 0


def test_settle_all_decides_again_what_acts_have_changed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    closed, opened = _stored(), _stored("另一份公开的内容。", "另一份.txt")
    PublicCopy.objects.create(file=opened, name="另一份.txt")
    path = vault.copy_out(opened.sha256, "另一份.txt")
    monkeypatch.setattr(settling, "_missing", lambda: [(closed.pk, "通知.txt")])  # read before it was withdrawn
    monkeypatch.setattr(settling, "_strays", lambda: [path])  # read before it was published
    assert settling.settle_all() == 0
    assert path.exists() and not vault.public_path(closed.sha256, "通知.txt").exists()


def test_a_copy_that_is_being_written_is_not_cleared_away() -> None:
    file = _stored()
    PublicCopy.objects.create(file=file, name="通知.txt")
    settling.settle_all()
    young, old = (vault.public_path(file.sha256, f"{vault.UNFINISHED}{age}") for age in ("young", "old"))
    young.touch()
    _age(old)
    assert settling.settle_all() == 1
    assert young.exists() and not old.exists()


def test_one_copy_that_cannot_be_removed_does_not_keep_the_others_public(  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    files = [_stored(f"第{number}份公开的内容。", f"附件{number}.txt") for number in (1, 2, 3)]
    with django_capture_on_commit_callbacks(execute=True):
        for file in files:
            actions.publish_copy(file)
    remove, failures = vault.remove_copy, [OSError("disk")]

    def once(sha256: str, name: str) -> None:
        if failures:
            raise failures.pop()
        remove(sha256, name)

    monkeypatch.setattr(vault, "remove_copy", once)
    with django_capture_on_commit_callbacks(execute=True):
        for file in files:
            actions.withdraw_copy(file)
    paths = [vault.public_path(file.sha256, file.name) for file in files]
    assert [path.exists() for path in paths] == [True, False, False]
    job = ProcrastinateJob.objects.get(task_name="files.settle")
    tasks.settle(**job.args)
    assert not paths[0].exists()


def test_even_a_copy_whose_job_is_lost_stops_nothing(  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    def never(**_: object) -> None:
        raise OSError("database")

    files = [_stored(f"第{number}份公开的内容。", f"附件{number}.txt") for number in (1, 2)]
    PublicCopy.objects.bulk_create(PublicCopy(file=file, name=file.name) for file in files)
    settling.settle_all()
    settle = settling.settle
    monkeypatch.setattr(tasks.settle, "defer", never)
    monkeypatch.setattr(settling, "settle", lambda pk, name: settle(pk, name) if pk != files[0].pk else never())
    with django_capture_on_commit_callbacks(execute=True):
        for file in files:
            actions.withdraw_copy(file)
    assert not vault.public_path(files[1].sha256, files[1].name).exists()
    assert settling.settle_all() == 0  # it fails again, and is logged
    monkeypatch.undo()


def _age(path: Path) -> Path:
    path.touch()
    os.utime(path, (time.time() - 2 * settling.DAY,) * 2)
    return path


def test_an_upload_that_the_act_refused_is_swept_after_a_day() -> None:
    kept, refused = _stored(), _stored("被拒收的文件，写有个人信息。", "身份证.txt")
    File.objects.filter(pk=refused.pk).delete()  # the act was rolled back
    paths = [vault.private_path(file.sha256) for file in (kept, refused)]
    unfinished = _age(paths[0].parent / f"{vault.UNFINISHED}cut-short")
    os.utime(paths[0], (0, 0))
    assert settling.sweep() == 1 and paths[1].exists() and not unfinished.exists()  # perhaps still under way
    os.utime(paths[1], (0, 0))
    assert settling.sweep() == 1
    assert paths[0].exists() and not paths[1].exists()
    assert _stored("被拒收的文件，写有个人信息。", "身份证.txt").sha256 == refused.sha256 and paths[1].exists()


def test_an_orphan_that_is_just_uploaded_again_is_not_swept() -> None:
    sha256 = vault.write("没有登记的文件。".encode())
    path = vault.private_path(sha256)
    os.utime(path, (0, 0))
    uploading = connection.copy()
    try:
        with uploading.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [settling.UPLOADS, int(sha256[:7], 16)])
        assert settling.sweep() == 0 and path.exists()
    finally:
        uploading.close()
    assert settling.sweep() == 1
