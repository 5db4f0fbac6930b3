"""The two stores on disk: private by content (files/ab/cdef…), public by address (public/files/<hash12>/<name>).

No database here: paths, writing that survives a crash, and removing. Folders of the private store are 0700, its
files 0400. The public tree is what nginx serves.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

UNFINISHED = ".new-"  # how the name of a file begins while it is written


def private_path(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.DATA) / "files" / sha256[:2] / sha256[2:]


def public_path(sha256: str, name: str) -> Path:
    """Where the public copy lies; its address is /files/<hash12>/<name>."""
    return Path(settings.DATA) / "public" / "files" / sha256[:12] / name


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(data: bytes) -> str:
    """Keep `data`; returns its SHA-256. Complete or absent: a temporary file, fsync, rename."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = private_path(sha256)
    if target.exists() and target.stat().st_size == len(data):
        return sha256
    root = Path(settings.DATA) / "files"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.chmod(temporary, 0o400)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)
    return sha256


def copy_out(sha256: str, name: str) -> Path:
    """Put a copy where the public can fetch it. A copy, not a link: the web server may read it and nothing else."""
    target = public_path(sha256, name)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(descriptor, "wb") as handle, private_path(sha256).open("rb") as source:
            shutil.copyfileobj(source, handle)
            handle.flush()
            os.fsync(handle.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)
    return target


def remove_copy(sha256: str, name: str) -> None:
    """Take a public copy away, and its folder when it was the last; absent is fine."""
    target = public_path(sha256, name)
    target.unlink(missing_ok=True)
    try:
        target.parent.rmdir()
    except OSError:
        return  # other names of the same file are still public, or the folder never was
