"""Measures the text checks: recall by family, false alarms on statutes, clean files held by mistake, speed.

Run with `python -m gongkai.checks.bench`. The real statutes are read from the folder named by GONGKAI_SHARED, or from
`../shared` beside the project; without them the table says so and the false-alarm column stays empty.

A false alarm is any finding, blocking or advisory, of any kind, in a statute: statutes name no private person. A false
hold is a clean file with at least one blocking finding. The baseline is one pass of the pattern that a clerk would
write first (eighteen digits, or eleven beginning with 1).
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import yaml

from .context import NOTHING, Context
from .samples import Sample, negatives, positives
from .samples_flaws import FLAWS, flaws
from .samples_people import PAPERS, People, held_out, labelled, papers, prose
from .text import scan, scan_document

FIXED_FORM = ("resident_id", "bank_card", "mobile", "classification_mark")
LEAST_RECALL = 0.99
LEAST_LABELLED = 0.95
LEAST_PROSE = 0.80
MOST_ALARMS = 2.0
MOST_HOLDS = 0.02
LEAST_SPEED = 1.0
_NAIVE = re.compile(r"[1-9][0-9]{16}[0-9Xx]|1[3-9][0-9]{9}")
Text = tuple[str, Context]


def law_texts() -> list[str]:
    """The texts of real statutes, none when the shared folder is absent."""
    return [text for text, _ in laws()]


def laws() -> list[Text]:
    """The statutes with the day that their file names give."""
    project = Path(__file__).resolve().parents[2]
    shared = Path(os.environ.get("GONGKAI_SHARED") or project.parent / "shared")
    found = []
    for path in sorted((shared / "data" / "laws").glob("*/*.md")):
        day = re.search(r"\(([0-9]{4}-[0-9]{2}-[0-9]{2})\)", path.name)
        context = Context(made=date.fromisoformat(day[1])) if day else NOTHING
        found.append((path.read_text(encoding="utf-8"), context))
    return found


def clean_texts() -> list[Text]:
    """Ordinary notices, one of each sort, as documents of 2024."""
    rows = yaml.safe_load(Path(__file__).with_name("samples_clean.yaml").read_text(encoding="utf-8"))
    return [(row.replace("⇥", "\t").replace("⏎", "\n"), Context(made=date(2024, 6, 1))) for row in rows]


def found_exactly(sample: Sample) -> bool:
    """Whether the sample's characters, and no others of its kind, are found and block."""
    found = [item for item in scan(sample.text) if item.kind == sample.kind]
    return [sample.text[item.start : item.end] for item in found] == [sample.found] and found[0].blocking


def recall(kind: str) -> tuple[float, list[Sample]]:
    """Share of positives found exactly, and those missed."""
    samples = papers(kind) if kind in PAPERS else positives(kind)
    missed = [sample for sample in samples if not found_exactly(sample)]
    return 1 - len(missed) / len(samples), missed


def names_found(people: Iterable[People]) -> tuple[float, list[tuple[str, str]]]:
    """Share of full names found, neither cut nor lengthened, and (name, text) of those missed."""
    missed, total = [], 0
    for one in people:
        found = {name for item in scan(one.text) if item.kind == "personal_name" for name in item.value.split("、")}
        total += len(one.names)
        missed += [(name, one.text) for name in one.names if name not in found]
    return 1 - len(missed) / total, missed


def flaws_found(kind: str) -> tuple[float, int]:
    """Share of mistakes told, and how many of the right counterparts are told too."""
    made = flaws(kind)
    told = sum(any(item.kind == kind for item in scan_document(one.wrong, one.context)) for one in made)
    false = sum(any(item.kind == kind for item in scan_document(one.right, one.context)) for one in made)
    return told / len(made), false


def alarms(texts: Iterable[str | Text]) -> tuple[Counter[str], int]:
    """Findings by kind in texts that hold nothing to find, and the number of characters read."""
    counted: Counter[str] = Counter()
    length = 0
    for one in texts:
        text, context = (one, NOTHING) if isinstance(one, str) else one
        found = scan(text, context)
        length += len(text)
        counted.update(item.kind for item in found)
        counted["blocking"] += sum(item.blocking for item in found)
    return +counted, length


def holds(texts: Iterable[Text]) -> float:
    """Share of clean files that a blocking finding would hold."""
    held = [any(item.blocking for item in scan_document(text, context)) for text, context in texts]
    return sum(held) / len(held) if held else 0.0


def speed(texts: list[str], run: Callable[[str], object] = scan) -> float:
    """Megabytes of UTF-8 text read in a second of one processor."""
    size = sum(len(text.encode()) for text in texts)
    started = time.process_time()
    for text in texts:
        run(text)
    return size / 1e6 / (time.process_time() - started)


def main() -> int:
    """Print the tables; exit code 1 when a target is missed."""
    real = laws()
    counted, length = alarms(real)
    blocking = counted.pop("blocking", 0)
    good = _shown_recall(counted, length)
    every = sum(counted.values())
    rate, hard = (every * 1e5 / length if length else None), (blocking * 1e5 / length if length else None)
    print(f"false alarms per 100,000 characters of statutes: {_shown(rate, '.2f')} (target ≤ {MOST_ALARMS}), "
          f"of these blocking: {_shown(hard, '.2f')}; by kind: {dict(counted)}")  # fmt: skip
    clean = clean_texts()
    held = holds(clean), holds(real)
    wrong = sum(alarms(negatives())[0].values())
    print(f"false holds: {held[0]:.1%} of {len(clean)} kinds of clean notices, {held[1]:.1%} of {len(real)} statutes "
          f"(target ≤ {MOST_HOLDS:.0%}); findings in hard negatives: {wrong}")  # fmt: skip
    texts = [text for text, _ in real] or ["\n".join(text for text, _ in clean)] * 40
    pace, naive = speed(texts), speed(texts, lambda text: list(_NAIVE.finditer(text)))
    print(f"characters of statutes: {length:,} · speed: {pace:.1f} MB/s (target ≥ {LEAST_SPEED}; "
          f"baseline, one pass of the naive pattern: {naive:.0f} MB/s)")  # fmt: skip
    if not real:
        print("No statutes found: false alarms on real text were not measured. Set GONGKAI_SHARED.")
    return 0 if good and (rate or 0) <= MOST_ALARMS and max(held) <= MOST_HOLDS and pace >= LEAST_SPEED else 1


def _shown_recall(counted: Counter[str], length: int) -> bool:
    """Print recall by kind and family; whether all targets are met."""
    good = True
    print(f"{'kind':<22}{'recall':>8}{'target':>8}{'laws /100k':>12}")
    shares = {kind: recall(kind)[0] for kind in (*FIXED_FORM, *PAPERS)}
    for kind, share in shares.items():
        rate = counted[kind] * 1e5 / length if length else None
        print(f"{kind:<22}{share:>8.3f}{LEAST_RECALL:>8}{_shown(rate, '.2f'):>12}")
        good = good and share >= LEAST_RECALL
    rows = (("labelled names", labelled(), LEAST_LABELLED), ("names in prose", prose(), LEAST_PROSE))
    for title, people, least in rows:
        share = names_found(people)[0]
        print(f"{title:<22}{share:>8.3f}{least:>8}")
        good = good and share >= least
    print(f"{'prose, other sentences':<22}{names_found(held_out())[0]:>8.3f}{'–':>8}")
    for kind in FLAWS:
        share, false = flaws_found(kind)
        print(f"{kind:<22}{share:>8.3f}{'–':>8}   right counterparts told: {false}")
    return good


def _shown(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


if __name__ == "__main__":
    sys.exit(main())
