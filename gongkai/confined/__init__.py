"""Work on foreign bytes in a process of its own, with limits on memory and time.

Office files, PDFs and pictures are parsed by large libraries, some of them in C; a file made to break them must break
only a child that owns nothing. The parent calls ``run``; the module it names calls ``enter`` first, then reads its
bytes from standard input and writes its answer, in whatever form the two agree on, to standard output.

Others may call: ``run``, ``enter``. No Django here, and no database: the child knows neither.
"""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence

__all__ = ["enter", "run"]

_WAITING = 3  # seconds on the clock for one of the processor, on a busy machine …
_STARTING = 10  # … and for starting the interpreter there
_KNOWN = ("PATH", "LANG", "LC_ALL", "HOME")
# Numeric libraries start a thread for each core unless told, each with its memory.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


def run(
    module: str,
    given: bytes,
    arguments: Sequence[str] = (),
    *,
    seconds: int,
    memory: int,
    threads: int = 1,
    longest: int | None = None,
) -> bytes | None:
    """What the module answers when it is run on `given`.

    None where it needed more than `seconds` of the processor (for each of its `threads`) or `memory` bytes, died, or
    answered more than `longest` bytes.
    """
    command = [sys.executable, "-m", module, str(seconds * threads), str(memory), *arguments]
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, input=given, capture_output=True, timeout=seconds * _WAITING + _STARTING,
            env=_environment(threads), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    if child.returncode != 0 or (longest is not None and len(child.stdout) > longest):
        return None
    return child.stdout


def _environment(threads: int) -> dict[str, str]:
    """All that the child may know: nothing of settings and secrets."""
    allowed = {key: os.environ[key] for key in _KNOWN if key in os.environ}
    path = os.pathsep.join(filter(None, sys.path))
    return allowed | (_ONE_THREAD if threads == 1 else {}) | {"PYTHONUTF8": "1", "PYTHONPATH": path}


def enter(arguments: Sequence[str], *, mapped: bool = False) -> list[str]:
    """The child's first step: take the limits that `run` put in front of the arguments, and answer the others.

    `mapped`: the memory is address space, for engines that map far more than they hold.
    """
    seconds, memory = int(arguments[0]), int(arguments[1])
    # What the interpreter needed to start is not the file's fault.
    processor = math.ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_AS if mapped else resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return list(arguments[2:])
