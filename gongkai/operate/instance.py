"""Where an instance keeps its things, and PostgreSQL's own tools for its database. No Django.

Backup and restore work below Django, so that they run whatever state code and migrations are in.
"""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gongkai import embedded
from gongkai.refusals import Refusal

# What can be made again from the rest, belongs to one machine, or is another instance's: never part of a backup.
LEFT_OUT = frozenset({"postgres", "search", "static", "tmp"})


def data_folder() -> Path:
    """The folder of this instance (GONGKAI_DATA, as in settings)."""
    return Path(os.environ.get("GONGKAI_DATA") or "data").resolve()


def database_url() -> str:
    """The address of this instance's database; starts the embedded server where that is the one."""
    return os.environ.get("DATABASE_URL") or embedded.url(data_folder() / "postgres")


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection, or a refusal that says what to look at."""
    try:
        return psycopg.connect(url)
    except psycopg.OperationalError as error:
        raise Refusal(
            "operate.no_database",
            f"连接不上数据库：{str(error).strip()}。",
            remedy="请检查 DATABASE_URL 以及数据库服务器是否在运行。",
        ) from None


def server_version(url: str) -> int:
    """The server's major version, 15 for instance."""
    with connect(url) as connection:
        return connection.info.server_version // 10_000


def tool(name: str, wanted: int) -> Path:
    """pg_dump, pg_restore or psql: of the server's own version if this machine has it, else the next newer one."""
    found = {int(path.parts[-3]): path for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}")}
    for path in (Path(at) for at in (shutil.which(name), embedded.program(name)) if at):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
        if version := re.search(r"\(PostgreSQL\) (\d+)", said):
            found.setdefault(int(version[1]), path)
    able = [version for version in found if version >= wanted]
    if not able:
        raise Refusal(
            "operate.old_tools",
            f"数据库服务器是 PostgreSQL {wanted}，本机的 {name} 版本更旧，不能读写。",
            remedy=f"请安装 postgresql-client-{wanted}。",
        )
    return found[min(able)]


def tool_arguments(url: str) -> tuple[str, dict[str, str]]:
    """(connection without password, environment with it): the list of processes must not show a password."""
    parts: dict[str, Any] = conninfo_to_dict(url)
    password = parts.pop("password", None)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo(**parts), environment


def port_is_free(host: str, port: int) -> bool:
    """Can somebody listen there?"""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
