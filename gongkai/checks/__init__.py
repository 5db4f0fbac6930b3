"""Automatic checks of text and files before publication: personal data, classification marks, hidden content.

Serves articles 14 (state secrets), 15 (privacy) and 17 (review before publication) of the 政府信息公开条例,
and the requirements TP-A-08 and HY-SEC-05a. A check advises or blocks; it never changes a document and
never replaces the secrecy review. Blocking findings can be overridden by an accountable person with a
reason, which the ledger keeps.

Others may call, without Django: `scan(text)`, `inspect_file(content_or_path, name)`, `highlight(text,
findings)` and the `Finding` they exchange; with Django: `checks.actions.run`, `checks.actions.override`,
`checks.queries.open_blocking`, and `register_authority(kind, function)` to say who may override on a kind
of subject. Reports hold masked excerpts only; a found number is never stored.
"""

from .finding import KINDS, Finding
from .inspection import inspect_file
from .registry import register_authority
from .showing import highlight
from .text import masked, scan

# Raised whenever the detectors change, so that old reports are told from new ones.
TOOL_VERSION = "1"

__all__ = [
    "KINDS",
    "TOOL_VERSION",
    "Finding",
    "highlight",
    "inspect_file",
    "masked",
    "register_authority",
    "scan",
]
