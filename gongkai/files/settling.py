"""Making both stores say what the committed tables say: public copies put and removed, orphaned originals swept.

An act only writes its rows; the disk follows after the commit. What fails then, or is cut short by a crash or a
restore, is mended by a job, every hour, and in `gongkai setup`. Candidates are read without a lock, so every one of
them is decided again under the lock of its file.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

from django.db import connection, transaction

from gongkai.files import vault
from gongkai.files.models import File, PublicCopy

log = logging.getLogger(__name__)
DAY = 86_400  # seconds: what is younger may belong to an upload or a copy that is under way
UPLOADS = 0x66696C65  # the space of advisory locks in which an original is written or swept


def settle_later(file: File, name: str) -> None:
    """Have the copy called `name` put or removed once the act has committed.

    One that fails stops no other (`robust`), and is tried again by the worker.
    """
    # A lambda: Django names the callback in its log, which a partial has no name for.
    transaction.on_commit(lambda: _try_to_settle(file.pk, name), robust=True)


def _try_to_settle(file_id: int, name: str) -> None:
    from gongkai.files import tasks

    try:
        settle(file_id, name)
    except Exception:
        log.exception("public copy of file %s was not settled; the worker tries again", file_id)
        tasks.settle.defer(file_id=file_id, name=name)


@transaction.atomic
def settle(file_id: int, name: str) -> bool:
    """Put or remove one public copy as the committed table says; whether anything was changed. Safe to repeat."""
    file = File.objects.select_for_update().get(pk=file_id)
    there = vault.public_path(file.sha256, name).exists()
    wanted = PublicCopy.objects.filter(file=file, name=name).exists()
    if wanted:
        vault.copy_out(file.sha256, name)
    else:
        vault.remove_copy(file.sha256, name)
    return there != wanted


def settle_all() -> int:
    """Put every public copy in its place and remove what the table does not name; returns how many were changed.

    One that fails is logged and stops no other.
    """
    return sum([_logged(file_id, name) for file_id, name in _missing()]) + sum([_cleared(path) for path in _strays()])


def _logged(file_id: int, name: str) -> bool:
    try:
        return settle(file_id, name)
    except Exception:
        log.exception("public copy of file %s was not settled", file_id)
        return False


def _missing() -> list[tuple[int, str]]:
    """Copies that the table names and the disk lacks."""
    copies = PublicCopy.objects.select_related("file")
    return [(one.file_id, one.name) for one in copies if not vault.public_path(one.file.sha256, one.name).exists()]


def _strays() -> list[Path]:
    """What lies in the public tree and is not named."""
    root = vault.public_path("0" * 64, "x").parent.parent
    copies = PublicCopy.objects.select_related("file")
    wanted = {vault.public_path(one.file.sha256, one.name) for one in copies}
    return [path for path in (root.glob("*/*") if root.is_dir() else ()) if path not in wanted]


def _cleared(path: Path) -> bool:
    """Whether a stray was removed: not a copy that is being written, nor one that was named meanwhile."""
    if path.name.startswith(vault.UNFINISHED):
        return _is_old(path) and _removed(path)
    file = File.objects.filter(sha256__startswith=path.parent.name).first()
    if file is not None:
        return _logged(file.pk, path.name)
    vault.remove_copy(path.parent.name, path.name)
    return True


def _removed(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > DAY
    except FileNotFoundError:
        return False


def hold(sha256: str, *, wait: bool = True) -> bool:
    """Hold an original until the end of the transaction, against its being swept between the writing and the row."""
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [UPLOADS, int(sha256[:7], 16)])
        return wait or bool(cursor.fetchone()[0])


def sweep() -> int:
    """Remove originals older than a day that no row speaks of: uploads that were refused after they had been written.

    Returns how many. 个人信息保护法 第六条: what was not taken is not kept.
    """
    root = vault.private_path("0" * 64).parent.parent
    return sum([_swept(path) for folder in sorted(root.glob("??")) for path in _orphans(folder)])


def _orphans(folder: Path) -> list[Path]:
    """What lies in one folder of the private store for a day and has no row."""
    old = [path for path in folder.iterdir() if _is_old(path)]
    known = set(File.objects.filter(sha256__in=[_sha256(path) for path in old]).values_list("sha256", flat=True))
    return [path for path in old if _sha256(path) not in known]


def _sha256(path: Path) -> str:
    return f"{path.parent.name}{path.name}"


@transaction.atomic
def _swept(path: Path) -> bool:
    """Whether an original was removed: not one that is being uploaded again at this moment."""
    if path.name.startswith(vault.UNFINISHED):
        return _removed(path)
    sha256 = _sha256(path)
    if not hold(sha256, wait=False) or File.objects.filter(sha256=sha256).exists():
        return False
    log.warning("original %s belongs to no upload and is removed", sha256[:12])
    return _removed(path)
