"""`inspect_safely`: PDFs are inspected in a process of their own, with limits on memory, time and output.

They are parsed by large libraries in C; a file made to break them must break only a child that owns nothing. The
other kinds are read by this package's own code, whose work is counted and stops by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from .finding import Finding, file_finding
from .inspection import inspect_file, is_pdf

MEMORY_LIMIT = 420 * 1024**2  # bytes of data; with code and mapped libraries the child stays below 512 MiB
SECONDS_LIMIT = 30
_SMALL_SECONDS = 2  # what a file of any size may cost …
_SECONDS_PER_MEGABYTE = 2  # … and what is added for its size


def seconds_for(size: int) -> int:
    """Processor seconds that a file of `size` bytes may cost: a small one must not cost much."""
    return min(_SMALL_SECONDS + size * _SECONDS_PER_MEGABYTE // 1024**2, SECONDS_LIMIT)


def inspect_safely(
    source: bytes | str | Path, name: str, *, seconds: int | None = None, memory: int = MEMORY_LIMIT
) -> list[Finding]:
    """As `inspect_file`; a PDF that needs more than `seconds` or `memory` bytes gives the finding `unreadable`."""
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    if not is_pdf(content):
        return inspect_file(content, name)
    seconds = seconds or seconds_for(len(content))
    command = [sys.executable, "-m", "gongkai.checks.isolation", name, str(seconds), str(memory)]
    allowed = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "HOME") if key in os.environ}
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    environment = allowed | threads | {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, input=content, capture_output=True, timeout=seconds * 3 + 10, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return [_defeated(content, name)]
    if child.returncode != 0:
        return [_defeated(content, name)]
    return [Finding(**item) for item in json.loads(child.stdout)]


def _defeated(content: bytes, name: str) -> Finding:
    digest = hashlib.sha256(content).hexdigest()
    message = f"文件“{name}”没有检查：超出内存或时间限制，可能是恶意文件或者过于复杂。"
    return file_finding("unreadable", name, digest, message, blocking=True)


def main(arguments: list[str]) -> int:
    """The child: limits first, then one file from standard input, its findings as JSON on standard output."""
    name, seconds, memory = arguments[0], int(arguments[1]), int(arguments[2])
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    found = [asdict(item) for item in inspect_file(sys.stdin.buffer.read(), name)]
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
