"""`gongkai backup`: one file that holds the whole instance, and proof of each part.

    manifest.json     written last: version, time, migrations, and of every other member its size and SHA-256
    database.dump     pg_dump's custom format
    data/…            GONGKAI_DATA without what can be made again (search index, static files, the server itself)

The database is dumped first: an original that a row speaks of never goes, so every one that the dump speaks of is in
the archive. What is taken down, or swept because no row speaks of it, while the archive is written is left out.
"""

import contextlib
import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from gongkai import __version__
from gongkai.operate import instance
from gongkai.refusals import Refusal

FORMAT = 1
Progress = Callable[[str], None]


class _Counted:
    """Reads through and remembers the hash, so that each file is read once."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.hash, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.hash.update(data)
        self.size += len(data)
        return data


def back_up(target: Path, say: Progress = lambda name: None) -> dict[str, object]:
    """Write the backup to `target` (0600, appears only when complete); answer the manifest.

    Raises Refusal when the target exists, the database cannot be read, or a disk is full.
    """
    if target.exists():
        raise Refusal("operate.exists", f"文件 {target} 已经存在。", remedy="请换一个文件名，已有的备份不会被覆盖。")
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            manifest = _write(handle, say)
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise Refusal(
            "operate.cannot_write", f"备份没有写成：{error.strerror}（{error.filename or target}）。"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(handle: BinaryIO, say: Progress) -> dict[str, object]:
    members: dict[str, dict[str, object]] = {}
    url, folder = instance.database_url(), instance.data_folder()
    with (
        tarfile.open(fileobj=handle, mode="w:gz", compresslevel=3, format=tarfile.PAX_FORMAT) as archive,
        tempfile.TemporaryDirectory(prefix="gongkai-backup-", dir=folder if folder.is_dir() else None) as scratch,
    ):
        dump = Path(scratch) / "database.dump"
        say("database.dump")
        _dump(url, dump)
        members["database.dump"] = _add(archive, dump, "database.dump")
        for path in _files(folder, Path(scratch)):
            name = f"data/{path.relative_to(folder).as_posix()}"
            say(name)
            with contextlib.suppress(FileNotFoundError):
                members[name] = _add(archive, path, name)
        manifest: dict[str, object] = {
            "format": FORMAT,
            "version": __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "postgresql": instance.server_version(url),
            "migrations": _migrations(url),
            "members": members,
        }
        said = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        archive.addfile(_info("manifest.json", len(said)), io.BytesIO(said))
    return manifest


def _dump(url: str, to: Path) -> None:
    where, environment = instance.tool_arguments(url)
    pg_dump = instance.tool("pg_dump", instance.server_version(url))
    command = [
        str(pg_dump),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={to}",
        f"--dbname={where}",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refusal("operate.dump_failed", f"数据库没有导出：{done.stderr.strip()}。")


def _files(folder: Path, scratch: Path) -> list[Path]:
    found = []
    for top in sorted(folder.iterdir()) if folder.is_dir() else []:
        if top.name in instance.LEFT_OUT or top == scratch:
            continue
        inside = sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]
        found += [path for path in inside if path.is_file() and not path.is_symlink()]
    return found


def _add(archive: tarfile.TarFile, path: Path, name: str) -> dict[str, object]:
    with path.open("rb") as source:
        counted = _Counted(source)
        archive.addfile(_info(name, os.fstat(source.fileno()).st_size, path.stat().st_mtime), counted)
    return {"size": counted.size, "sha256": counted.hash.hexdigest()}


def _info(name: str, size: int, modified: float = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, modified
    return info


def _migrations(url: str) -> list[str]:
    with instance.connect(url) as connection:
        if not connection.execute("SELECT to_regclass('django_migrations')").fetchone()[0]:  # type: ignore[index]
            raise Refusal(
                "operate.not_set_up",
                "这个实例还没有初始化，没有可备份的内容。",
                remedy="请先运行 gongkai setup。",
            )
        rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [str(row[0]) for row in rows]
