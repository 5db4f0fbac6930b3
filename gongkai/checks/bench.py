"""Measures the text checks: recall on made-up positives, false alarms per 100,000 characters, speed.

Run with `python -m gongkai.checks.bench`. The real statutes are read from the folder named by GONGKAI_SHARED, or from
`../shared` beside the project; without them the table says so and the false-alarm column stays empty.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

from .samples import Sample, negatives, positives
from .text import scan

FIXED_FORM = ("resident_id", "bank_card", "mobile", "classification_mark")
LEAST_RECALL = 0.99
MOST_ALARMS = 2.0
LEAST_SPEED = 1.0


def law_texts() -> list[str]:
    """The texts of real statutes, none when the shared folder is absent."""
    project = Path(__file__).resolve().parents[2]
    shared = Path(os.environ.get("GONGKAI_SHARED") or project.parent / "shared")
    return [path.read_text(encoding="utf-8") for path in sorted((shared / "data" / "laws").glob("*/*.md"))]


def found_exactly(sample: Sample) -> bool:
    """Whether the sample's characters, and no others of its kind, are found and block."""
    found = [item for item in scan(sample.text) if item.kind == sample.kind]
    return [sample.text[item.start : item.end] for item in found] == [sample.found] and found[0].blocking


def recall(kind: str) -> tuple[float, list[Sample]]:
    """Share of positives found exactly, and those missed."""
    samples = positives(kind)
    missed = [sample for sample in samples if not found_exactly(sample)]
    return 1 - len(missed) / len(samples), missed


def alarms(texts: list[str]) -> tuple[Counter[str], int]:
    """Findings by kind in texts that hold nothing to find, and the number of characters read."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(item.kind for item in scan(text))
    return counted, sum(map(len, texts))


def speed(texts: list[str]) -> float:
    """Megabytes of UTF-8 text scanned in a second."""
    size = sum(len(text.encode()) for text in texts)
    started = time.perf_counter()
    for text in texts:
        scan(text)
    return size / 1e6 / (time.perf_counter() - started)


def main() -> int:
    """Print the table; exit code 1 when a target is missed."""
    laws = law_texts()
    counted, length = alarms(laws)
    hard, hard_length = alarms(negatives())
    good = True
    print(f"{'kind':<22}{'recall':>8}{'laws /100k':>12}{'hard negatives':>16}")
    for kind in (*FIXED_FORM, "internal_mark"):
        share = recall(kind)[0] if kind in FIXED_FORM else None
        rate = counted[kind] * 1e5 / length if length else None
        print(f"{kind:<22}{_shown(share, '.3f'):>8}{_shown(rate, '.2f'):>12}{hard[kind]:>16}")
        good = good and (share is None or share >= LEAST_RECALL)
    total = sum(counted.values()) * 1e5 / length if length else None
    print(f"{'all kinds':<22}{'':>8}{_shown(total, '.2f'):>12}{sum(hard.values()):>16}")
    pace = speed(laws or ["\n".join(sample.text for sample in positives("classification_mark", 10_000))])
    print(f"characters of statutes: {length:,} · of hard negatives: {hard_length:,} · speed: {pace:.1f} MB/s")
    if not laws:
        print("No statutes found: false alarms on real text were not measured. Set GONGKAI_SHARED.")
    return 0 if good and (total or 0) <= MOST_ALARMS and pace >= LEAST_SPEED else 1


def _shown(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


if __name__ == "__main__":
    sys.exit(main())
