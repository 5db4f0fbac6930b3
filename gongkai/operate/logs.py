"""What a fault leaves in the log: where it happened and of what kind, never the words of a document.

The message of an exception often holds them: a database that refuses a row quotes the row, `int()` quotes what it was
given. The log is read, copied and kept by people who may not read drafts, so a message is told only where the machine
is its author.
"""

import copy
import logging
import traceback
from typing import Any

from gongkai.refusals import Refusal

# Kinds whose first line names constraints, columns, hosts and modules, and nothing that somebody typed.
OF_THE_MACHINE = {"IntegrityError", "OperationalError", "ProgrammingError", "InternalError", "InterfaceError",
                  "ImportError", "ImproperlyConfigured", "AttributeError", "NameError"}  # fmt: skip
HELD_BACK = "（内容从略，以免写入文件文字）"


class WithoutWords(logging.Formatter):
    """Formats as the standard one does, but for the messages of exceptions."""

    def format(self, record: logging.LogRecord) -> str:
        own = copy.copy(record)
        own.exc_text = None  # another handler may have kept the whole message there
        return super().format(own)

    def formatException(self, ei: Any) -> str:
        """Frames, kinds, and what the machine says; causes first, as Python tells them."""
        error: BaseException | None = ei[1]
        told: list[str] = []
        for one in _chain(error):
            kind = f"{type(one).__module__}.{type(one).__qualname__}"
            told += [*traceback.format_tb(one.__traceback__), f"{kind}: {said(one)}\n"]
        return "".join(told).rstrip()


def said(error: BaseException) -> str:
    """What of an exception's message may be written down."""
    if isinstance(error, Refusal):
        return error.code
    if isinstance(error, OSError):
        return error.strerror or HELD_BACK
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if kinds & OF_THE_MACHINE:
        return (str(error).splitlines() or [""])[0]
    return HELD_BACK


def _chain(error: BaseException | None) -> list[BaseException]:
    """The exception and what it came from, first cause first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found
