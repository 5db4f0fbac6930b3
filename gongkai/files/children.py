"""A task on a foreign file, done in a process of its own with limits on memory and time: asking, and answering.

Both sides speak one line of JSON and then bytes. The child owns nothing: it may be broken by the file, and is then
refused like a file that cannot be read.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from gongkai.files import isolation
from gongkai.refusals import NotLawful

Said = dict[str, Any]  # JSON-able
Work = Callable[[Said, bytes], tuple[Said, bytes]]
_WAITING = 3  # seconds on the clock for one of the processor, on a busy machine


def ask(module: str, task: Said, content: bytes, *, seconds: int, memory: int) -> tuple[Said, bytes] | None:
    """What the child says of the content; None where it needed more than `seconds` or `memory` bytes, or died.

    `module` calls `answer` when it is run. Raises NotLawful as the work does.
    """
    command = [sys.executable, "-m", module, str(seconds), str(memory)]
    given = json.dumps(task).encode() + b"\n" + content
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, input=given, capture_output=True, timeout=seconds * _WAITING + 10, env=isolation.environment(),
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    if child.returncode != 0:
        return None
    head, _, rest = child.stdout.partition(b"\n")
    said = json.loads(head)
    if refusal := said.get("refusal"):
        raise NotLawful(refusal["code"], refusal["message"], remedy=refusal["remedy"])
    return said, rest


def answer(work: Work, arguments: list[str]) -> int:
    """The child: limits first, then one task and its file from standard input, the answer on standard output."""
    seconds, memory = int(arguments[0]), int(arguments[1])
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        said, made = work(json.loads(head), content)
    except NotLawful as error:
        said, made = {"refusal": {"code": error.code, "message": error.message, "remedy": error.remedy}}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)
    return 0
