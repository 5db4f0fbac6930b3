"""`read_safely`: gate and reading in a process of their own, with limits on memory, time and output.

Office files and PDFs are parsed by large libraries, some of them in C; a file made to break them must break only a
child that owns nothing.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict

from gongkai.files.admission import SIZE_LIMIT, Accepted, gate, safe_name
from gongkai.files.document import Document
from gongkai.files.reading import read
from gongkai.refusals import NotLawful

MEMORY_LIMIT = 2 * 1024**3  # bytes of address space; libraries alone map about 0.6 GB of it
SECONDS_LIMIT = 30
ANSWER_LIMIT = 64 * 1024**2


def read_safely(
    name: str,
    data: bytes,
    *,
    limit: int = SIZE_LIMIT,
    seconds: int = SECONDS_LIMIT,
    memory: int = MEMORY_LIMIT,
) -> tuple[Accepted, Document]:
    """Admit and read a file in a child process; costs about half a second more than `gate` and `read`.

    Raises NotLawful as `gate` does, and "files.unreadable" when the child needs more than `seconds` or `memory`
    bytes, or dies.
    """
    if len(data) > limit:
        gate(name, data, limit=limit)
    command = [sys.executable, "-m", "gongkai.files.isolation", name, str(limit), str(seconds), str(memory)]
    allowed = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "HOME") if key in os.environ}
    environment = allowed | {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, input=data, capture_output=True, timeout=seconds + 5, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _defeated(name, "用时过长") from error
    if child.returncode != 0 or len(child.stdout) > ANSWER_LIMIT:
        raise _defeated(name, "超出内存或时间限制")
    answer = json.loads(child.stdout)
    if "refusal" in answer:
        refusal = answer["refusal"]
        raise NotLawful(refusal["code"], refusal["message"], remedy=refusal["remedy"], **refusal["facts"])
    return Accepted(**answer["accepted"]), Document.from_fact(answer["document"])


def _defeated(name: str, what: str) -> NotLawful:
    return NotLawful(
        "files.unreadable",
        f"文件“{safe_name(name)}”无法读取（{what}）。",
        remedy="请用原来的软件另存一份再上传；仍不行的，请直接录入正文。",
    )


def _answer(name: str, data: bytes, limit: int) -> dict[str, object]:
    try:
        accepted = gate(name, data, limit=limit)
        return {"accepted": asdict(accepted), "document": read(accepted.name, data, accepted).as_fact()}
    except NotLawful as refusal:
        facts = {key: value for key, value in refusal.facts.items() if isinstance(value, str | int)}
        described = {
            "code": refusal.code,
            "message": refusal.message,
            "remedy": refusal.remedy,
            "facts": facts,
        }
        return {"refusal": described}


def main(arguments: list[str]) -> int:
    """The child: limits first, then one file from standard input, one JSON answer on standard output."""
    name, limit, seconds, memory = arguments[0], *(int(value) for value in arguments[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    answer = json.dumps(_answer(name, sys.stdin.buffer.read(), limit), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
