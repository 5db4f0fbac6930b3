"""A backup is proven by restoring it; a damaged one changes nothing."""

import gzip
import io
import json
import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gongkai import embedded
from gongkai.operate import instance
from gongkai.operate.backup import back_up
from gongkai.operate.restore import restore
from gongkai.refusals import Refusal

# As much of an instance as backup and restore look at, with a table that, like the ledger, refuses changes.
TABLES = """
CREATE TABLE django_migrations (app text, name text);
INSERT INTO django_migrations VALUES ('ledger', '0001_ledger');
CREATE TABLE entry (id int PRIMARY KEY, act text);
INSERT INTO entry VALUES (1, '公开'), (2, E'SET transaction_timeout = 0;\\n');
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append-only'; END $$;
CREATE TRIGGER entry_keep BEFORE UPDATE OR DELETE ON entry EXECUTE FUNCTION refuse();
"""


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small instance with a database, a file, a key and a search index."""
    folder = tmp_path / "live"
    _use(folder, monkeypatch)
    with psycopg.connect(embedded.url(folder / "postgres", fast=True)) as connection:
        connection.execute(TABLES)  # type: ignore[arg-type]
    for name in ("files/ab/abcd", "keys/ledger", "search/CURRENT"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(name.encode())
    before = os.umask(0)
    os.umask(before)
    yield folder
    os.umask(before)
    for other in tmp_path.iterdir():
        if other.is_dir():
            embedded.stop(other / "postgres")


def _use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DATA", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def _acts() -> list[str]:
    with instance.connect(instance.database_url()) as connection:
        return [str(row[0]) for row in connection.execute("SELECT act FROM entry ORDER BY id").fetchall()]


def _rewritten(source: Path, changed: dict[str, bytes]) -> Path:
    """A copy of a backup in which some members are others."""
    target = source.with_name("changed.tar.gz")
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            held = old.extractfile(member)
            data = changed.pop(member.name, held.read() if held else b"")
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
        for name, data in changed.items():
            added = tarfile.TarInfo(name)
            added.size = len(data)
            new.addfile(added, io.BytesIO(data))
    return target


def test_what_was_backed_up_comes_back(live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = back_up(tmp_path / "b.tar.gz")
    acts = _acts()
    _use(tmp_path / "drill", monkeypatch)
    restore(tmp_path / "b.tar.gz")
    assert _acts() == acts
    assert (tmp_path / "drill" / "files" / "ab" / "abcd").read_bytes() == b"files/ab/abcd"
    assert (tmp_path / "drill" / "keys" / "ledger").exists()
    assert set(manifest["members"]) == {"database.dump", "data/files/ab/abcd", "data/keys/ledger"}  # type: ignore[call-overload]
    with (
        instance.connect(instance.database_url()) as connection,
        pytest.raises(psycopg.errors.RaiseException),
    ):
        connection.execute("DELETE FROM entry")


def test_backup_and_restored_folders_are_private(live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(tmp_path / "b.tar.gz")
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600
    _use(tmp_path / "drill", monkeypatch)
    restore(tmp_path / "b.tar.gz")
    for path in (tmp_path / "drill" / "files").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_an_existing_backup_is_never_overwritten(live: Path, tmp_path: Path) -> None:
    (tmp_path / "b.tar.gz").write_text("older")
    with pytest.raises(Refusal) as refused:
        back_up(tmp_path / "b.tar.gz")
    assert refused.value.code == "operate.exists"
    assert (tmp_path / "b.tar.gz").read_text() == "older"


def test_an_instance_that_is_not_set_up_is_not_backed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(tmp_path / "empty", monkeypatch)
    with pytest.raises(Refusal) as refused:
        back_up(tmp_path / "b.tar.gz")
    embedded.stop(tmp_path / "empty" / "postgres")
    assert refused.value.code == "operate.not_set_up"
    assert [path.name for path in tmp_path.iterdir()] == ["empty"], "no unfinished file is left"


def test_an_instance_with_content_is_replaced_only_when_told(live: Path, tmp_path: Path) -> None:
    back_up(tmp_path / "b.tar.gz")
    with instance.connect(instance.database_url()) as connection:
        connection.execute("INSERT INTO entry VALUES (3, 'later')")
    with pytest.raises(Refusal) as refused:
        restore(tmp_path / "b.tar.gz")
    assert refused.value.code == "operate.not_empty"
    assert len(_acts()) == 3
    restore(tmp_path / "b.tar.gz", replace=True)
    assert len(_acts()) == 2
    aside = next(path for path in tmp_path.iterdir() if path.name.startswith("live-before-"))
    assert (aside / "files" / "ab" / "abcd").exists(), "what was there is kept aside"
    assert not (live / "search").exists(), "the index of what was there is not kept"


@pytest.mark.parametrize(
    "name", ["database.dump", "data/files/ab/abcd", "data/files/added", "../outside", "data/../../x"]
)
def test_a_changed_backup_changes_nothing(live: Path, tmp_path: Path, name: str) -> None:
    back_up(tmp_path / "b.tar.gz")
    acts = _acts()
    changed = _rewritten(tmp_path / "b.tar.gz", {name: b"changed"})
    with pytest.raises(Refusal) as refused:
        restore(changed, replace=True)
    assert refused.value.code == "operate.damaged"
    assert _acts() == acts
    assert (live / "files" / "ab" / "abcd").read_bytes() == b"files/ab/abcd"


def test_a_cut_off_backup_is_refused(live: Path, tmp_path: Path) -> None:
    back_up(tmp_path / "b.tar.gz")
    (tmp_path / "cut.tar.gz").write_bytes((tmp_path / "b.tar.gz").read_bytes()[:-2000])
    with pytest.raises(Refusal) as refused:
        restore(tmp_path / "cut.tar.gz", replace=True)
    assert refused.value.code == "operate.damaged"


def test_a_dump_that_fails_half_way_leaves_the_database_as_it_was(live: Path, tmp_path: Path) -> None:
    back_up(tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        manifest = json.load(archive.extractfile("manifest.json") or io.BytesIO())
        dump = (archive.extractfile("database.dump") or io.BytesIO()).read()
    broken = dump[: len(dump) // 2]
    import hashlib

    manifest["members"]["database.dump"] = {"size": len(broken), "sha256": hashlib.sha256(broken).hexdigest()}
    changed = _rewritten(
        tmp_path / "b.tar.gz", {"database.dump": broken, "manifest.json": json.dumps(manifest).encode()}
    )
    acts = _acts()
    with pytest.raises(Refusal) as refused:
        restore(changed, replace=True)
    assert refused.value.code == "operate.restore_failed"
    assert _acts() == acts


@pytest.mark.parametrize("content", [b"", b"not a backup", gzip.compress(b"not a tar")], ids=["empty", "text", "gzip"])
def test_another_file_is_no_backup(live: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(Refusal) as refused:
        restore(tmp_path / "other", replace=True)
    assert refused.value.code == "operate.damaged"


def test_the_password_is_not_among_the_arguments() -> None:
    where, environment = instance.tool_arguments("postgresql://gongkai:secret@/gongkai?host=%2Frun%2Fx")
    assert "secret" not in where
    assert environment["PGPASSWORD"] == "secret"
