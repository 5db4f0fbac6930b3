"""The embedded server: starts by itself, is shared, recovers, and lets nobody in who should not be."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gongkai import embedded
from gongkai.refusals import Refusal

USE_AND_WAIT = """
import sys
from pathlib import Path
from gongkai import embedded
print(embedded.url(Path(sys.argv[1]), fast=True), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server that several tests of this module use, and may stop."""
    folder = tmp_path_factory.mktemp("pg")
    yield folder
    embedded.stop(folder)


def _answers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def _another_process(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USE_AND_WAIT, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _wait_until_stopped(folder: Path) -> bool:
    for _ in range(200):
        if not embedded.running(folder):
            return True
        time.sleep(0.05)
    return False


def test_the_role_is_restricted(shared: Path) -> None:
    with psycopg.connect(embedded.url(shared, fast=True)) as connection:
        flags = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles "
            "WHERE rolname = current_user"
        ).fetchone()
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert flags == (False,) * 5
    assert owner == ("gongkai",)


def test_the_tester_may_create_databases_and_no_more(shared: Path) -> None:
    with psycopg.connect(embedded.test_url(shared).replace("/gongkai?", "/postgres?")) as connection:
        flags = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert flags == (False, False, True)


def test_nobody_enters_without_a_password(shared: Path) -> None:
    embedded.url(shared, fast=True)
    socket = str(shared / "socket")
    for user in ("postgres", "gongkai", "somebody"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host=socket, user=user, dbname="postgres", password="guess")


def test_nothing_listens_on_tcp(shared: Path) -> None:
    with psycopg.connect(embedded.url(shared, fast=True)) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_its_log_repeats_neither_rows_nor_statements(shared: Path) -> None:
    with psycopg.connect(embedded.url(shared, fast=True)) as connection:
        connection.execute("CREATE TEMPORARY TABLE drafts (title text NOT NULL, number int NOT NULL)")
        with pytest.raises(psycopg.errors.NotNullViolation, match="鸻甲"):
            connection.execute("INSERT INTO drafts VALUES ('鸻甲', NULL)")
    log = (shared / "log").read_text(encoding="utf-8")
    assert 'null value in column "number"' in log and "鸻甲" not in log


def test_folders_and_passwords_are_private(shared: Path) -> None:
    embedded.url(shared, fast=True)
    for name in ("", "cluster", "socket"):
        assert stat.S_IMODE((shared / name).stat().st_mode) == 0o700, name
    for name in ("superuser", "gongkai", "tester"):
        assert stat.S_IMODE((shared / name).stat().st_mode) == 0o600, name


def test_two_processes_starting_at_once_share_one_server(tmp_path: Path) -> None:
    first, second = _another_process(tmp_path), _another_process(tmp_path)
    assert first.stdout and second.stdout
    urls = {first.stdout.readline().strip(), second.stdout.readline().strip()}
    assert len(urls) == 1
    assert _answers(urls.pop())
    first.communicate("")
    assert embedded.running(tmp_path), "the second still uses it"
    second.communicate("")
    assert _wait_until_stopped(tmp_path), "the last one stops it"


def test_a_user_killed_hard_does_not_keep_the_server_for_ever(tmp_path: Path) -> None:
    killed, orderly = _another_process(tmp_path), _another_process(tmp_path)
    assert killed.stdout and orderly.stdout
    killed.stdout.readline()
    orderly.stdout.readline()
    killed.kill()
    killed.wait()
    orderly.communicate("")
    assert _wait_until_stopped(tmp_path)


def test_facts_outlive_a_server_killed_hard(shared: Path) -> None:
    embedded.stop(shared)
    url = embedded.url(shared)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
    busy = psycopg.connect(url)
    os.kill(int((shared / "cluster" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert _wait_until_stopped(shared)
    with psycopg.connect(embedded.url(shared)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (1,)
    busy.close()


def test_a_pid_that_somebody_else_has_now_does_not_hinder_the_start(shared: Path) -> None:
    embedded.url(shared, fast=True)
    left = (shared / "cluster" / "postmaster.pid").read_text().split("\n", 1)[1]
    embedded.stop(shared)
    (shared / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n{left}")
    assert not embedded.running(shared)
    assert _answers(embedded.url(shared, fast=True))


def test_a_server_told_to_stop_by_somebody_else_is_started_again(shared: Path) -> None:
    embedded.url(shared, fast=True)
    pid_file = shared / "cluster" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
    # Until the server has taken the signal in, nobody can know that it was told to stop.
    with contextlib.suppress(FileNotFoundError):  # it may go between two looks
        while "ready" in pid_file.read_text():
            time.sleep(0.01)
    with psycopg.connect(embedded.url(shared, fast=True)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_long_path_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    url = embedded.url(folder, fast=True)
    try:
        assert _answers(url)
        socket = embedded.socket_folder(folder.resolve())
        assert folder not in socket.parents
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    finally:
        embedded.stop(folder)
        socket.rmdir()


def test_an_interrupted_first_start_is_made_good(tmp_path: Path) -> None:
    (tmp_path / "cluster.new" / "base").mkdir(parents=True)
    assert _answers(embedded.url(tmp_path, fast=True))
    embedded.stop(tmp_path)


def test_a_damaged_disposable_cluster_is_made_anew(tmp_path: Path) -> None:
    embedded.url(tmp_path, fast=True)
    embedded.stop(tmp_path)
    (tmp_path / "cluster" / "global" / "pg_control").write_bytes(b"damaged")
    assert _answers(embedded.url(tmp_path, fast=True))
    embedded.stop(tmp_path)


def test_a_damaged_cluster_with_facts_is_left_alone_and_named(tmp_path: Path) -> None:
    embedded.url(tmp_path, fast=True)
    embedded.stop(tmp_path)
    control = tmp_path / "cluster" / "global" / "pg_control"
    control.write_bytes(b"damaged")
    with pytest.raises(embedded.ServerFailed) as refused:
        embedded.url(tmp_path)
    assert str(tmp_path / "log") in str(refused.value)
    assert control.read_bytes() == b"damaged"


def test_a_folder_put_in_our_place_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "socket").symlink_to(elsewhere)
    with pytest.raises((Refusal, FileExistsError)):
        embedded.url(tmp_path / "pg", fast=True)
