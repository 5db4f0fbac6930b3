"""`read_safely`: gate and reading in a confined process, with limits on memory, time and output."""

from __future__ import annotations

import json
import sys
import zipfile
from dataclasses import asdict
from io import BytesIO

from gongkai import confined
from gongkai.files.admission import SIZE_LIMIT, Accepted, gate, safe_name
from gongkai.files.document import Document
from gongkai.files.formats.sheet import CELLS_LIMIT
from gongkai.files.reading import read
from gongkai.refusals import NotLawful

MEMORY_LIMIT = 420 * 1024**2  # bytes of data; with code and mapped libraries a child stays below 512 MiB
SECONDS_LIMIT = 30
ANSWER_LIMIT = 64 * 1024**2
_SMALL_SECONDS = 2  # processor seconds for a file of any size …
# … and more by its size: a long docx packs to little and takes long to read, plain text is read at once.
_PACKED_SECONDS_PER_MEGABYTE, _PLAIN_SECONDS_PER_MEGABYTE = 20, 1


def seconds_for(data: bytes) -> int:
    """Processor seconds that a file may cost: a small one must not cost much."""
    packed = data[:4] == b"PK\x03\x04" or b"%PDF-" in data[:1024]
    rate = _PACKED_SECONDS_PER_MEGABYTE if packed else _PLAIN_SECONDS_PER_MEGABYTE
    return min(_SMALL_SECONDS + len(data) * rate // 1024**2, SECONDS_LIMIT)


def read_safely(
    name: str,
    data: bytes,
    *,
    limit: int = SIZE_LIMIT,
    seconds: int | None = None,
    memory: int = MEMORY_LIMIT,
) -> tuple[Accepted, Document]:
    """Admit and read a file in a child process; costs about half a second more than `gate` and `read`.

    Raises NotLawful as `gate` does, and "files.unreadable" when the child needs more than `seconds` (by default as its
    size allows) or `memory` bytes, or dies.
    """
    if len(data) > limit:
        gate(name, data, limit=limit)
    seconds = seconds or seconds_for(data)
    # A name with a NUL cannot be handed over; the gate refuses it, so it is asked here.
    if "\0" in name:
        gate(name, data, limit=limit)
    answered = confined.run(
        "gongkai.files.isolation", data, [name, str(limit)], seconds=seconds, memory=memory, longest=ANSWER_LIMIT
    )
    if answered is None:
        raise _defeated(name, "超出内存或时间限制")
    answer = json.loads(answered)
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
        _must_be_bearable(accepted, data)
        return {"accepted": asdict(accepted), "document": read(accepted.name, data, accepted).as_fact()}
    except MemoryError:
        refusal = _defeated(name, "超出内存限制")
    except NotLawful as error:
        refusal = error
    facts = {key: value for key, value in refusal.facts.items() if isinstance(value, str | int)}
    described = {"code": refusal.code, "message": refusal.message, "remedy": refusal.remedy, "facts": facts}
    return {"refusal": described}


def _must_be_bearable(accepted: Accepted, data: bytes) -> None:
    """Count the cells of a workbook before a library builds an object of each. Raises NotLawful."""
    if accepted.kind != "xlsx":
        return
    with zipfile.ZipFile(BytesIO(data)) as package:
        sheets = (name for name in package.namelist() if name.startswith("xl/worksheets/"))
        cells = sum(package.read(name).count(b"<c ") for name in sheets)
    if cells > CELLS_LIMIT:
        raise NotLawful(
            "files.unreadable",
            f"表格“{accepted.name}”有{cells}格，超过{CELLS_LIMIT}格，内容没有自动读取和检查。",
            remedy="请人工核对内容，或者拆成几个表格再上传。",
            reason="cells",  # sound, only large: it is kept as an attachment
        )


def main(arguments: list[str]) -> int:
    """The child: limits first, then one file from standard input, one JSON answer on standard output."""
    name, limit = confined.enter(arguments)
    answer = json.dumps(_answer(name, sys.stdin.buffer.read(), int(limit)), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
