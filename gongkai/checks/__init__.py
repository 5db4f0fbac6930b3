"""Automatic checks of text and files before publication: personal data, classification marks, hidden content.

Serves articles 14 (state secrets), 15 (privacy) and 17 (review before publication) of the 政府信息公开条例,
and the requirements TP-A-08 and HY-SEC-05a. A check advises or blocks; it never changes a document and
never replaces the secrecy review. Blocking findings can be overridden by an accountable person with a
reason, which the ledger keeps; a classification mark by nobody (`Finding.final`).

Others may call, without Django: `scan(text, context)`, `scan_document(text, context)` for the body of a document
(attachments, links and days included), `inspect_file(content_or_path, name)`, `unseen_words(content, name)` for the
file whose words become the text, `highlight(text, findings)`, `links_of`
and `own_path` for links, and the `Finding`, `Context` and `Word` they exchange; with Django: `checks.actions.run`,
`override`, `add_word`, `end_word`, `checks.queries.open_blocking` and `kept_words`, and `register_authority(kind,
function)` to say who may override on a kind of subject. Reports hold masked excerpts only; a found number is never
stored. A finding blocks, advises, or says that something could not be checked (`Finding.severity`).
"""

from .context import Context
from .finding import KINDS, Finding
from .inspection import inspect_file
from .kinds import ANSWERABLE, NUMBERS, UNCHECKED
from .links import is_private, links_of, own_path
from .originals import said_of, unseen_words
from .registry import register_authority
from .showing import highlight
from .text import masked, scan, scan_document
from .wordlist import Word

# Raised whenever the detectors change, so that old reports are told from new ones.
TOOL_VERSION = "5"

__all__ = [
    "ANSWERABLE",
    "KINDS",
    "NUMBERS",
    "TOOL_VERSION",
    "UNCHECKED",
    "Context",
    "Finding",
    "Word",
    "highlight",
    "inspect_file",
    "is_private",
    "links_of",
    "masked",
    "own_path",
    "register_authority",
    "said_of",
    "scan",
    "scan_document",
    "unseen_words",
]
