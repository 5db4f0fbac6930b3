"""What an upper app tells `review` about the things it lets be reviewed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Subject:
    """Callbacks run inside the signing transaction, and what screens and mails say of the subject."""

    on_approved: Callable[[Any, Any, Any], None]  # (subject, review, by)
    on_returned: Callable[[Any, Any, Any], None]  # (subject, review, by)
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    # What must hold before a step may approve: raises a Refusal (open findings of `checks`, for instance).
    before_signing: Callable[[Any, Any, Any], None] = lambda subject, review, by: None


_KINDS: dict[str, Subject] = {}


def register(kind: str, subject: Subject) -> None:
    """Let subjects of `kind` (as registered in `ledger`) be reviewed."""
    _KINDS[kind] = subject


def of(kind: str) -> Subject:
    """Raises KeyError for a kind nobody registered."""
    return _KINDS[kind]
