"""`gongkai restore`: a backup made live again, proven before it is believed.

First every member is unpacked beside the instance and its hash compared with the manifest; then the database is
filled in one transaction; then the files are moved into place; last the ledger's chain is recomputed by a process
of its own (with the restored keys). Until the database's transaction nothing of the instance has changed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from gongkai.operate import instance
from gongkai.operate.backup import FORMAT, Progress
from gongkai.refusals import Refusal

CHUNK = 1 << 20
# A newer pg_restore writes settings that an older server does not know; they stand before the first object.
UNKNOWN_TO_OLDER_SERVERS = (b"SET transaction_timeout = 0;\n",)
HEADER_LINES = 40


def restore(source: Path, *, replace: bool = False, say: Progress = lambda name: None) -> dict[str, Any]:
    """Fill the instance of GONGKAI_DATA and DATABASE_URL from `source`; answer the manifest.

    Raises Refusal when the file is damaged, or the instance is not empty and `replace` was not said.
    """
    folder, url = instance.data_folder(), instance.database_url()
    if not replace:
        _must_be_empty(url, folder)
    os.umask(0o077)  # every folder and file made from here on is its owner's alone
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongkai-restore-", dir=folder) as scratch:
        manifest = _unpack(source, Path(scratch), say)
        say("database.dump")
        _fill_database(url, Path(scratch) / "database.dump", replace=replace)
        _move_into_place(Path(scratch) / "data", folder)
    return manifest


def verified() -> subprocess.CompletedProcess[str]:
    """Recompute the ledger in a process of its own: this one may still hold the keys from before."""
    command = [sys.executable, "-m", "gongkai", "ledger", "verify"]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def _must_be_empty(url: str, folder: Path) -> None:
    with instance.connect(url) as connection:
        used = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone()
    there = [path.name for path in folder.iterdir() if path.name not in instance.LEFT_OUT] if folder.is_dir() else []
    if used or there:
        what = "数据库中已有数据" if used else f"文件夹 {folder} 中已有 {there[0]}"
        raise Refusal(
            "operate.not_empty",
            f"这个实例不是空的：{what}。恢复会取代它的全部内容。",
            remedy="请用 --into 恢复到一个空文件夹；确实要取代时，先备份现在的内容，再加上 --replace。",
        )


def _unpack(source: Path, scratch: Path, say: Progress) -> dict[str, Any]:
    """Unpack everything below `scratch` and compare with the manifest."""
    found: dict[str, dict[str, object]] = {}
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            for member in archive:
                say(member.name)
                found[member.name] = _unpack_member(archive, member, scratch)
        manifest = json.loads((scratch / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        missing = "其中没有清单 manifest.json" if source.exists() else "文件不存在"
        raise Refusal("operate.damaged", f"{source} 不能恢复：{missing}。") from error
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise Refusal("operate.damaged", f"{source} 不是完整的备份：{error}。", remedy="请改用另一份备份。") from error
    if manifest.get("format") != FORMAT:
        raise Refusal(
            "operate.format",
            f"{source} 是另一种格式的备份，本版本不能读取。",
            remedy="请用写出它的版本恢复。",
        )
    del found["manifest.json"]
    wrong = sorted(
        name for name in found.keys() | manifest["members"] if found.get(name) != manifest["members"].get(name)
    )
    if wrong or "database.dump" not in found:
        raise Refusal(
            "operate.damaged",
            f"备份与它的清单不符，没有恢复任何内容：{'、'.join(wrong[:5]) or 'database.dump'}。",
            remedy="这份备份已经损坏或被改动，请改用另一份。",
            members=wrong,
        )
    return dict(manifest)


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, scratch: Path) -> dict[str, object]:
    name = PurePosixPath(member.name)
    safe = name.parts and not name.is_absolute() and ".." not in name.parts
    expected = member.name in ("manifest.json", "database.dump") or name.parts[0] == "data"
    content = archive.extractfile(member) if member.isfile() else None
    if not (safe and expected and content):
        raise ValueError(f"{member.name} 不应出现在备份中")
    to = scratch.joinpath(*name.parts)
    to.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        size, digest = _copy(content, handle)
    os.utime(to, (member.mtime, member.mtime))
    return {"size": size, "sha256": digest}


def _copy(source: IO[bytes], to: IO[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while data := source.read(CHUNK):
        digest.update(data)
        size += len(data)
        to.write(data)
    return size, digest.hexdigest()


def _fill_database(url: str, dump: Path, *, replace: bool) -> None:
    """pg_restore writes SQL, psql runs it in one transaction: all of it or nothing."""
    where, environment = instance.tool_arguments(url)
    version = instance.server_version(url)
    newest = [
        str(instance.tool("pg_restore", max(version, 18))),
        "--no-owner",
        "--no-privileges",
        "--file=-",
        str(dump),
    ]
    psql = [
        str(instance.tool("psql", max(version, 18))),
        "-X",
        "-q",
        "-1",
        "-v",
        "ON_ERROR_STOP=1",
        f"--dbname={where}",
    ]
    with (
        subprocess.Popen(newest, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader,  # noqa: S603
        subprocess.Popen(  # noqa: S603
            psql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
        ) as writer,
    ):
        assert reader.stdout and reader.stderr and writer.stdin and writer.stderr
        try:
            if replace:
                writer.stdin.write(
                    b"SET client_min_messages = warning;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
                )
            for _ in range(HEADER_LINES):
                line = reader.stdout.readline()
                writer.stdin.write(b"" if line in UNKNOWN_TO_OLDER_SERVERS else line)
            shutil.copyfileobj(reader.stdout, writer.stdin, CHUNK)
            if reader.wait():  # the transaction must not be committed: leave it open and end psql
                writer.kill()
            writer.stdin.close()
        except BrokenPipeError:
            reader.kill()
        said = writer.stderr.read().decode(errors="replace") + reader.stderr.read().decode(errors="replace")
    if writer.returncode or reader.returncode:
        raise Refusal("operate.restore_failed", f"数据库没有恢复，原有内容未变：{said.strip()[-1500:]}。")


def _move_into_place(unpacked: Path, folder: Path) -> None:
    """Each top folder is exchanged by renaming; what was there before is kept aside, never deleted."""
    aside = folder.with_name(f"{folder.name}-before-{datetime.now():%Y%m%d-%H%M%S}")
    for source in sorted(unpacked.iterdir()) if unpacked.is_dir() else []:
        target = folder / source.name
        if target.exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            target.rename(aside / source.name)
        source.rename(target)
    shutil.rmtree(folder / "search", ignore_errors=True)  # it belongs to what was there before; made again from facts
