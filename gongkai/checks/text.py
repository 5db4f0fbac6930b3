"""Scanning plain text: every detector over one normalised copy, without overlaps."""

from __future__ import annotations

from collections.abc import Iterator

from .amounts import scan_amounts
from .columns import scan_columns
from .contacts import scan_contacts
from .context import NOTHING, Context
from .dates import scan_dates, scan_header
from .enclosures import scan_attachments
from .finding import Finding
from .kinds import KINDS, PERSONAL
from .links import scan_links
from .marks import scan_marks
from .names import scan_names
from .normalise import normalise
from .numbers import scan_numbers
from .papers import scan_papers
from .sums import scan_sums
from .wordlist import scan_words
from .writing import scan_brackets, scan_number_forms, scan_numbering

# Where two detectors claim the same characters the surer one wins: check digit and date, then Luhn, then shape.
_RANK = (
    "classification_mark", "certificate", "resident_id", "bank_card", "mobile", "passport", "travel_permit",
    "officer_id", "vehicle_plate", "landline", "email", "home_address", "personal_column", "personal_name",
    "internal_mark",
)  # fmt: skip
_PRIORITY = {kind: rank for rank, kind in enumerate(_RANK)}


def scan(text: str, context: Context = NOTHING) -> list[Finding]:
    """Findings in the text in reading order, never overlapping; offsets are those of the text as given.

    Serves TP-A-08 (privacy) and HY-SEC-05a (classification marks). Never raises on any string. `context` is what
    only the document around the text can tell; see `scan_document` for what is said of the document as a whole.
    """
    plain = normalise(text)
    found = [*_personal(plain, context), *scan_marks(plain), *_form(plain, context)]
    found.sort(key=lambda item: (not item.blocking, _PRIORITY.get(item.kind, len(_RANK)), item.start - item.end))
    return _without_overlap(found)


def scan_document(text: str, context: Context) -> list[Finding]:
    """Findings about the main text as the body of a document: those of `scan`, its attachments, links and days."""
    plain = normalise(text)
    more = [*scan_header(context), *scan_links(plain, context)]
    if context.attachments is not None:
        more += scan_attachments(plain, context.attachments)
    placeless = [item for item in more if item.end == item.start]
    placed = [item for item in more if item.end > item.start]
    ranked = [item for item in placed if item.blocking] + scan(text, context)
    ranked += [item for item in placed if not item.blocking]
    return _without_overlap(ranked) + placeless


def _personal(plain: str, context: Context) -> Iterator[Finding]:
    yield from scan_numbers(plain, context.office_contacts)
    yield from scan_papers(plain)
    yield from scan_contacts(plain, context.office_contacts)
    yield from scan_columns(plain)
    yield from scan_names(plain)


def _form(plain: str, context: Context) -> Iterator[Finding]:
    yield from scan_words(plain, context.words, context.day)
    yield from scan_dates(plain)
    yield from scan_amounts(plain)
    yield from scan_brackets(plain)
    yield from scan_number_forms(plain)
    yield from scan_sums(plain)
    yield from scan_numbering(plain)


def masked(text: str) -> str:
    """The text with all personal data and marks in it replaced by their masked form: safe to store and show."""
    for item in reversed(scan(text)):
        if item.kind in PERSONAL or KINDS[item.kind].family == "mark":
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
