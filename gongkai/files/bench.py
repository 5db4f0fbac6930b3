"""Measures the gate: what files made to break their reader cost, worst of all. `python -m gongkai.files.bench`"""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass

from gongkai.files.hostile import HOSTILE, Hostile
from gongkai.files.isolation import read_safely
from gongkai.refusals import NotLawful

MOST_SECONDS = 2.0  # of the processor, the start of the interpreter left out
MOST_MEGABYTES = 512


@dataclass(frozen=True)
class Cost:
    """How one file ended, and what its child process cost; megabytes are the most of all children so far."""

    end: str
    seconds: float
    megabytes: float


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(hostile: Hostile) -> Cost:
    """One hostile file, read in a child."""
    data, before, end = hostile.make(), _spent(), ""
    try:
        read_safely(hostile.name, data)
    except NotLawful as refusal:
        end = refusal.code
    return Cost(end, _spent() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def main() -> int:
    """Print the worst figures and every file beyond the targets; exit code 1 when there is one."""
    plain = Hostile("plain", "a.txt", "公开".encode, frozenset({""}))
    start = measured(plain).seconds
    worst, largest, beyond = 0.0, 0.0, list[str]()
    for hostile in HOSTILE:
        cost = measured(hostile)
        seconds = max(cost.seconds - start, 0.0)
        worst, grown, largest = max(worst, seconds), cost.megabytes > MOST_MEGABYTES >= largest, cost.megabytes
        if cost.end not in hostile.ends or seconds > MOST_SECONDS or grown:
            beyond.append(f"{hostile.title}: {cost.end or 'read'}, {seconds:.1f} s, {cost.megabytes:.0f} MiB")
    print(f"hostile files {len(HOSTILE)} · worst {worst:.1f} s of the processor · at most {largest:.0f} MiB")
    print(f"  (start of the interpreter, {start:.1f} s, left out of the seconds)")
    for line in beyond:
        print(f"  beyond: {line}")
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
