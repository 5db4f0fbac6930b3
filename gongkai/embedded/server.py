"""One cluster: made, configured, started, stopped, and cleared of what a crash left. Callers hold the start lock."""

import hashlib
import os
import re
import secrets
import shutil
import signal
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from gongkai.embedded import user as system_user
from gongkai.embedded.programs import ServerFailed, make_usable, program, run

# A socket's address holds 107 bytes on Linux and 103 on macOS, "/.s.PGSQL.5432" included.
LONGEST_SOCKET_FOLDER = 100 - len("/.s.PGSQL.5432")
SHARED = "/tmp"  # noqa: S108  what is made there is 0700 and refused when it belongs to somebody else
START_SECONDS, STOP_SECONDS = 60, 30

SETTINGS = """\
# Written at each start by gongkai.embedded; changes made here do not last.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100
timezone = 'Asia/Shanghai'
# A refused row or statement would stand in the log with its words.
log_error_verbosity = terse
log_min_error_statement = panic
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


def start(data_dir: Path, fast: bool) -> None:
    """Start the server that is not running. Data that may be lost (`fast`) is made anew where it is damaged."""
    _prepare(data_dir, fast)
    try:
        _launch(data_dir)
    except ServerFailed:
        if not fast:
            raise
        halt(data_dir)
        shutil.rmtree(data_dir / "cluster")
        _prepare(data_dir, fast)
        _launch(data_dir)


def ready(data_dir: Path) -> bool:
    """Is the server up? One that is just starting or stopping (somebody sent it a signal) is waited for."""
    cluster = data_dir / "cluster"
    until = time.monotonic() + START_SECONDS
    while postmaster(cluster) and time.monotonic() < until:
        with suppress(OSError, IndexError):
            if (cluster / "postmaster.pid").read_text().split("\n")[7].strip() == "ready":
                return True
        time.sleep(0.02)
    halt(data_dir)
    return False


def halt(data_dir: Path) -> None:
    cluster = data_dir / "cluster"
    process = postmaster(cluster)
    if process is None:
        return
    _end([process], ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)))


def _prepare(data_dir: Path, fast: bool) -> None:
    """Make the folders, the cluster and its configuration; clear what a crash left behind. Under the lock."""
    user = system_user.needed()
    data_dir.chmod(0o700)
    if user:
        os.chown(data_dir, user.pw_uid, user.pw_gid)
        system_user.let_through(data_dir, user)
        make_usable()
    socket = socket_folder(data_dir)
    _private_folder(socket)
    cluster = data_dir / "cluster"
    _clear_remains(cluster, socket)
    if fast and cluster.exists() and _version(cluster) not in str(program("postgres", _version(cluster))):
        shutil.rmtree(cluster)
    if not cluster.exists():
        _initialise(data_dir)
    elif user:
        system_user.own(cluster, user)
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
        if user := system_user.needed():
            os.chown(handle.name, user.pw_uid, user.pw_gid)
        command = [str(program("initdb")), "-D", str(unfinished), "-U", "postgres", f"--pwfile={handle.name}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        run(command, cwd=unfinished)
    unfinished.rename(data_dir / "cluster")


def _launch(data_dir: Path) -> None:
    cluster = data_dir / "cluster"
    log = data_dir / "log"
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(log.with_name("log.1"))
    control = [str(program("pg_ctl", _version(cluster))), "start", "-w", "-s", "-t", str(START_SECONDS)]
    run([*control, "-D", str(cluster), "-l", str(log)], cwd=cluster)


def make_roles(data_dir: Path) -> None:
    """The application's role and database. Nobody else may connect to it."""
    socket = str(socket_folder(data_dir))
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
                sql.SQL(f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE {extra} PASSWORD {{}}").format(password)
            )
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = 'gongkai'").fetchone():
            admin.execute("CREATE DATABASE gongkai OWNER gongkai")
        admin.execute("REVOKE CONNECT, TEMPORARY ON DATABASE gongkai FROM PUBLIC")
    (data_dir / "ready").touch(mode=0o600)


# --- after a crash -----------------------------------------------------------------------------------------------


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


def postmaster(cluster: Path) -> psutil.Process | None:
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


# --- folders and passwords ---------------------------------------------------------------------------------------


def socket_folder(data_dir: Path) -> Path:
    """Inside the data folder, or, when that path is too long for a socket, in a private folder named by its hash."""
    inside = data_dir / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    name = "gongkai-" + hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    for base in ("/run" if os.geteuid() == 0 else os.environ.get("XDG_RUNTIME_DIR", ""), SHARED):
        if base and Path(base).is_dir() and os.access(base, os.W_OK | os.X_OK):
            return Path(base) / name
    raise ServerFailed(
        "embedded.no_socket", "没有找到可以放置数据库套接字的文件夹。", remedy="请缩短 GONGKAI_DATA 的路径。"
    )


def _private_folder(path: Path) -> None:
    """Make a 0700 folder for the server's user; refuse one that somebody else put there."""
    user = system_user.needed()
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
