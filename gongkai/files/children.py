"""A task on a foreign file for a confined process, and its answer: one line of JSON and then bytes, on both sides."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from gongkai import confined
from gongkai.refusals import NotLawful

Said = dict[str, Any]  # JSON-able
Work = Callable[[Said, bytes], tuple[Said, bytes]]


def ask(module: str, task: Said, content: bytes, *, seconds: int, memory: int) -> tuple[Said, bytes] | None:
    """What the child says of the content; None where it needed more than `seconds` or `memory` bytes, or died.

    `module` calls `answer` when it is run. Raises NotLawful as the work does.
    """
    answered = confined.run(module, json.dumps(task).encode() + b"\n" + content, seconds=seconds, memory=memory)
    if answered is None:
        return None
    head, _, rest = answered.partition(b"\n")
    said = json.loads(head)
    if refusal := said.get("refusal"):
        raise NotLawful(refusal["code"], refusal["message"], remedy=refusal["remedy"])
    return said, rest


def answer(work: Work, arguments: list[str]) -> int:
    """The child: limits first, then one task and its file from standard input, the answer on standard output."""
    confined.enter(arguments)
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        said, made = work(json.loads(head), content)
    except NotLawful as error:
        said, made = {"refusal": {"code": error.code, "message": error.message, "remedy": error.remedy}}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)
    return 0
