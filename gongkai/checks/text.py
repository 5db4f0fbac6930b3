"""Scanning plain text."""

from __future__ import annotations

from .finding import Finding
from .marks import scan_marks
from .normalise import normalise
from .numbers import scan_numbers

# Where two detectors claim the same characters the surer one wins: check digit and date, then Luhn, then shape.
_PRIORITY = {"classification_mark": 0, "resident_id": 1, "bank_card": 2, "mobile": 3, "internal_mark": 4}


def scan(text: str) -> list[Finding]:
    """Findings in the text in reading order, never overlapping; offsets are those of the text as given.

    Serves TP-A-08 (privacy) and HY-SEC-05a (classification marks). Never raises on any string.
    """
    plain = normalise(text)
    found = [*scan_numbers(plain), *scan_marks(plain)]
    found.sort(key=lambda item: (not item.blocking, _PRIORITY[item.kind], item.start - item.end))
    return _without_overlap(found)


def masked(text: str) -> str:
    """The text with everything found in it replaced by its masked form: safe to store and show."""
    for item in reversed(scan(text)):
        text = text[: item.start] + item.excerpt + text[item.end :]
    return text


def _without_overlap(ranked: list[Finding]) -> list[Finding]:
    """The best findings first; a later one that touches a chosen one is dropped."""
    taken: set[int] = set()
    chosen: list[Finding] = []
    for item in ranked:
        if not taken.isdisjoint(range(item.start, item.end)):
            continue
        taken.update(range(item.start, item.end))
        chosen.append(item)
    return sorted(chosen, key=lambda item: item.start)
