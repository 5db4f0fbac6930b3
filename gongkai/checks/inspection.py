"""Choosing the inspector for a file by its content, not by its name."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath

from .containers import Container, Unreadable
from .finding import Finding, file_finding
from .images import inspect_image, is_image
from .office import inspect_office
from .pdf import inspect_pdf
from .web import inspect_web

MOST_FILE_BYTES = 512 * 1024 * 1024
_PLAIN = {".txt", ".csv", ".md", ".html", ".htm", ".xml", ".json"}
_WEB = {".html", ".htm"}
_ARCHIVES = {b"Rar!": "RAR 压缩包", b"7z\xbc\xaf": "7z 压缩包", b"\x1f\x8b": "gzip 压缩包", b"BZh": "bzip2 压缩包"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def inspect_file(source: bytes | str | Path, name: str) -> list[Finding]:
    """Findings about what a file carries unseen; one finding `unreadable` when it cannot be checked.

    `source` is the content or a path, `name` the file's name as people know it. Text inside is checked by `scan`.
    Raises OSError when a path cannot be opened; never for what the file contains.
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    try:
        return _inspect(content, name, digest)
    except Unreadable as reason:
        message = f"文件“{name}”没有检查：{reason}"
    except RecursionError:
        message = f"文件“{name}”没有检查：文件内部结构嵌套过深。"
    return [file_finding("unreadable", name, digest, message, blocking=True)]


def is_pdf(content: bytes) -> bool:
    """Whether readers would take the bytes for a PDF."""
    return b"%PDF-" in content[:1024]


def _inspect(content: bytes, name: str, digest: str) -> list[Finding]:
    if not content:
        raise Unreadable("文件是空的。")
    if len(content) > MOST_FILE_BYTES:
        raise Unreadable("文件过大。")
    if content.startswith(b"PK"):
        return _inspect_zip(content, name, digest)
    if is_pdf(content):
        return inspect_pdf(content, name, digest)
    if is_image(content):
        return inspect_image(content, name)
    if content.startswith(_OLD_OFFICE):
        raise Unreadable("旧版 doc、xls、ppt、wps 格式或者加密的文件，不能自动检查。")
    for mark, label in _ARCHIVES.items():
        if content.startswith(mark):
            raise Unreadable(f"{label}，不能自动检查。请解压后逐个上传。")
    ending = PurePath(name).suffix.lower()
    if ending in _PLAIN and b"\0" not in content[:4096]:
        return inspect_web(_decoded(content), name, digest) if ending in _WEB else []
    raise Unreadable("不认识的文件格式，不能自动检查。")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def _inspect_zip(content: bytes, name: str, digest: str) -> list[Finding]:
    container = Container(content)
    if "[Content_Types].xml" in container.names:
        return inspect_office(container, name, digest)
    if "OFD.xml" in container.names:
        raise Unreadable("OFD 版式文件，目前不能自动检查。")
    raise Unreadable("压缩包或者不认识的文件格式，不能自动检查。请解压后逐个上传。")
