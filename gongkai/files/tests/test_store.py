"""The store of originals and its public copies."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from gongkai.files import actions, queries, vault
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
    assert actions.settle_all() == 2
    assert not stray.exists()
    assert vault.public_path(file.sha256, "通知.txt").exists()
    assert actions.settle_all() == 0
