"""`inspect_safely` and `scan_safely`: whatever is large or foreign is checked in a confined process.

Packed files unpack to many times their size; a long text can be made so that every place of it looks like a number.
Small ones are looked at here: their work is counted, and starting a child costs more than the looking.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path

from gongkai import confined

from .columns import gathered
from .context import NOTHING, Context
from .finding import Finding, file_finding, text_finding
from .inspection import inspect_file, is_pdf
from .text import scan, scan_document

MEMORY_LIMIT = 420 * 1024**2  # bytes of data; with code and mapped libraries the child stays below 512 MiB
SECONDS_LIMIT = 30
_SMALL_SECONDS = 2  # what a file of any size may cost …
_SECONDS_PER_MEGABYTE = 2  # … and what is added for its size
SMALL_BYTES = 512 * 1024  # of a file, and of all that it unpacks to: looked at in this process
_UNPACKED_BYTES = 2 * 1024**2
SMALL_LETTERS = 100_000  # of a text, about two hundred pages: scanned in this process
MOST_LETTERS = 3_000_000  # of one text; a longer one is told as not checked


def seconds_for(size: int) -> int:
    """Processor seconds that a file of `size` bytes may cost: a small one must not cost much."""
    return min(_SMALL_SECONDS + size * _SECONDS_PER_MEGABYTE // 1024**2, SECONDS_LIMIT)


def _seconds_for_text(letters: int) -> int:
    """A million letters of a statute take about a second."""
    return _SMALL_SECONDS + letters // 1_000_000


def inspect_safely(
    source: bytes | str | Path, name: str, *, seconds: int | None = None, memory: int = MEMORY_LIMIT
) -> list[Finding]:
    """As `inspect_file`; what needs more than `seconds` or `memory` bytes gives the finding `unreadable`."""
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    if _is_small(content):
        return inspect_file(content, name)
    found = _in_a_child("inspect", (content, name), seconds or seconds_for(len(content)), memory)
    if found is not None:
        return found
    digest = hashlib.sha256(content).hexdigest()
    message = f"文件“{name}”没有检查：超出内存或时间限制，可能是恶意文件或者过于复杂。"
    return [file_finding("unreadable", name, digest, message, blocking=True)]


def scan_safely(
    text: str,
    context: Context = NOTHING,
    *,
    is_body: bool = False,
    seconds: int | None = None,
    memory: int = MEMORY_LIMIT,
) -> list[Finding]:
    """`scan`, or `scan_document` where `is_body`, with the numbers of a column `gathered`.

    A text beyond MOST_LETTERS, or one that needs more than `seconds` or `memory` bytes, gives the finding `unscanned`.
    """
    if len(text) <= SMALL_LETTERS:
        return _scanned(text, context, is_body)
    if len(text) > MOST_LETTERS:
        return [_unscanned(text, f"共{len(text)}字，超过{MOST_LETTERS}字")]
    found = _in_a_child("scan", (text, context, is_body), seconds or _seconds_for_text(len(text)), memory)
    return [_unscanned(text, "超出内存或时间限制")] if found is None else found


def _scanned(text: str, context: Context, is_body: bool) -> list[Finding]:
    return gathered(text, scan_document(text, context) if is_body else scan(text, context))


def _unscanned(text: str, why: str) -> Finding:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    message = f"这部分文字没有检查：{why}。"
    return text_finding("unscanned", 0, 0, digest, message, blocking=True, excerpt="")


def _is_small(content: bytes) -> bool:
    """Whether it can be looked at in this process: never a PDF, nor what unpacks to much."""
    if is_pdf(content) or len(content) > SMALL_BYTES:
        return False
    if not content.startswith(b"PK"):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return sum(entry.file_size for entry in package.infolist()) <= _UNPACKED_BYTES
    except Exception:  # zipfile raises nearly anything on forged heads; the child finds out what it is
        return False


def _in_a_child(what: str, given: tuple[object, ...], seconds: int, memory: int) -> list[Finding] | None:
    """The findings of a child process of our own; None where it was stopped or died."""
    module, pickled = "gongkai.checks.isolation", pickle.dumps(given)
    answered = confined.run(module, pickled, [what], seconds=seconds, memory=memory)
    return None if answered is None else [Finding(**item) for item in json.loads(answered)]


def main(arguments: list[str]) -> int:
    """The child: limits first, then one task from standard input, its findings as JSON on standard output."""
    (what,) = confined.enter(arguments)
    given = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent, never by a file
    found = inspect_file(*given) if what == "inspect" else _scanned(*given)
    sys.stdout.buffer.write(json.dumps([asdict(item) for item in found], ensure_ascii=False).encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
