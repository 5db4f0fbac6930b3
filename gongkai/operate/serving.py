"""`gongkai serve` and `gongkai worker`: the web server, and the worker of the queue that lives and dies with it."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from gongkai.operate import instance
from gongkai.refusals import Refusal

THREADS = 4
STOP_SECONDS = 10
RESTART_SECONDS = (1, 2, 5, 15, 60)


class Worker:
    """A child process that works off the queue; started again when it dies, stopped when we stop."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="queue worker", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            started = time.monotonic()
            command = [sys.executable, "-m", "gongkai", "worker", "--with-parent"]
            self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
            self._child.wait()
            failures = 0 if time.monotonic() - started > RESTART_SECONDS[-1] else failures + 1
            if not self._stopping.is_set():
                print("后台任务进程意外结束，即将重新启动。", file=sys.stderr)
                self._stopping.wait(RESTART_SECONDS[min(failures, len(RESTART_SECONDS)) - 1])

    def stop(self) -> None:
        """Let the job in hand finish, but not for ever; what is interrupted, `operate.tasks` takes up again."""
        self._stopping.set()
        if self._child and self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._child.kill()
        self._thread.join(STOP_SECONDS)


def serve(*, host: str, port: int, workers: int, tasks: bool) -> int:
    """Serve until Ctrl-C or SIGTERM. Raises Refusal when the port is taken or the instance is not set up."""
    if not instance.port_is_free(host, port):
        raise Refusal("operate.port", f"端口 {port} 已被占用，或者不允许使用。", remedy="请用 --port 指定另一个端口。")
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"  # noqa: S104
    os.environ.setdefault("GONGKAI_PUBLIC_URL", address.rstrip("/"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.settings"
    _prepare()
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "gongkai.operate.web:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.error,
        websockets=False,
    )
    worker = Worker() if tasks else None
    print(f"公开系统已在 {address} 运行，按 Ctrl-C 停止。", flush=True)
    try:
        server.serve()
    finally:
        if worker:
            worker.stop()
    return 0


def work(*, with_parent: bool) -> int:
    """Work off the queue until told to stop; with `with_parent`, also when the parent is gone, however it went."""
    from asgiref.sync import async_to_sync
    from django.db import connection

    from gongkai.operate.tasks import take_up_interrupted

    if with_parent:
        end_with_parent()
    async_to_sync(take_up_interrupted)()
    connection.close()
    # More than one at a time: a long scan (queue `files`, one at a time by its lock) must not hold up the others.
    queue().run_worker(name="gongkai", concurrency=3, delete_jobs="successful", shutdown_graceful_timeout=STOP_SECONDS)
    return 0


def queue() -> Any:
    """The app of the queue with a connection of its own, for fetching jobs.

    Tasks keep Django's: the jobs that their acts enqueue stand in the act's transaction, as on the screen, so that no
    other thread of the worker runs one before the commit. (`replace_connector` would take that from them.)
    """
    from procrastinate.contrib.django import app

    return app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]


def end_with_parent() -> None:
    """Watch for the parent's death, however it dies, and end this process then: orphans would hold port and jobs."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def _prepare() -> None:
    """An empty instance is set up; one that waits for an upgrade is not touched without being asked."""
    import django
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    from gongkai.operate.setup import set_up

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        set_up()
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refusal(
            "operate.upgrade",
            "程序已更新，数据库还是旧的结构。",
            remedy="请先用 gongkai backup 备份，再运行 gongkai setup。",
        )
    connection.close()
