"""What a hostile file costs from upload to report: read, inspected for hidden content, its words scanned.

`python -m gongkai.operate.bench_hostile`; needs no instance. Reader and checks are blind to each other, so only here
can they be measured one after the other. Whatever the gate says, the file is inspected too: a gate may have a hole.
Each step is taken in a fork of its own; its memory counts what the bench itself holds too.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context

from gongkai.checks.isolation import inspect_safely, scan_safely
from gongkai.files import read_safely
from gongkai.files.bench import MOST_MEGABYTES, MOST_SECONDS
from gongkai.files.hostile import HOSTILE, Hostile, pdf
from gongkai.refusals import NotLawful

READ, INSPECT, SCAN = "read", "inspect", "scan"
STEPS = (READ, INSPECT, SCAN)


@dataclass(frozen=True)
class Cost:
    """How one step ended ("" for well, a code of refusal, the kinds found), and what it cost; `words` if it read."""

    step: str
    end: str
    seconds: float
    megabytes: float
    words: str = ""


def _spent() -> tuple[float, float]:
    """(seconds of the processor, largest memory in MiB), this process and its children together."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return seconds, max(own.ru_maxrss, children.ru_maxrss) / 1024


def taken(step: str, name: str, content: bytes, words: str) -> Cost:
    """One step, measured in this process."""
    before, end, read = _spent()[0], "", ""
    if step == READ:
        try:
            read = read_safely(name, content)[1].words
        except NotLawful as refusal:
            end = refusal.code
    else:
        found = inspect_safely(content, name) if step == INSPECT else scan_safely(words)
        end = "、".join(sorted({item.kind for item in found}))
    seconds, megabytes = _spent()
    return Cost(step, end, seconds - before, megabytes, read)


def measured(hostile: Hostile) -> Iterator[Cost]:
    """The steps of one file, each in a fork of its own; nothing is scanned where nothing was read."""
    content, words = hostile.make(), ""
    for step in STEPS:
        if step == SCAN and not words:
            return
        with get_context("fork").Pool(1) as pool:
            cost = pool.apply(taken, (step, hostile.name, content, words))
        words = words or cost.words
        yield cost


def _starts() -> dict[str, float]:
    """Seconds that each step's child needs for next to nothing: the start of the interpreter."""
    read, *_ = measured(Hostile("plain", "a.txt", "公开".encode, frozenset()))
    _, inspected, *_ = measured(Hostile("plain", "a.pdf", pdf, frozenset()))
    return {READ: read.seconds, INSPECT: inspected.seconds, SCAN: inspected.seconds}


def main() -> int:
    """Print the worst of each step and every file beyond the targets; exit code 1 when there is one."""
    starts = _starts()
    costs = [
        (hostile, replace(cost, seconds=max(cost.seconds - starts[cost.step], 0.0), words=""))
        for hostile in HOSTILE
        for cost in measured(hostile)
    ]
    print(f"hostile files {len(HOSTILE)}, read and then checked (target ≤ {MOST_SECONDS} s, ≤ {MOST_MEGABYTES} MiB)")
    print(f"  (start of the interpreter, {max(starts.values()):.1f} s, left out of the seconds)")
    for step in STEPS:
        slowest = max((pair for pair in costs if pair[1].step == step), key=lambda pair: pair[1].seconds)
        largest = max((pair for pair in costs if pair[1].step == step), key=lambda pair: pair[1].megabytes)
        print(
            f"  {step:<8} worst {slowest[1].seconds:.1f} s ({slowest[0].title}) · "
            f"at most {largest[1].megabytes:.0f} MiB ({largest[0].title})"
        )
    beyond = [pair for pair in costs if pair[1].seconds > MOST_SECONDS or pair[1].megabytes > MOST_MEGABYTES]
    for hostile, cost in beyond:
        print(f"  beyond: {hostile.title}, {cost.step}: {cost.end}, {cost.seconds:.1f} s, {cost.megabytes:.0f} MiB")
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
