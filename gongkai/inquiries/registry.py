"""What an upper app tells `inquiries` about the things others are asked about."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.review import Material

if TYPE_CHECKING:
    from gongkai.organisations.models import Agency


@dataclass(frozen=True)
class Body:
    """Who may be asked: an agency of this system, or a name outside it."""

    name: str
    agency: "Agency | None" = None


@dataclass(frozen=True)
class Subject:
    """Callbacks; each takes the subject first."""

    title: Callable[[Any], str]
    url: Callable[[Any], str]
    agency: Callable[[Any], "Agency"]  # who asks
    parts: Callable[[Any], dict[str, str]]  # hashes of what an answer is about
    bodies: Callable[[Any], list[Body]]  # who must agree
    material: Callable[[Any, Any], Material]  # (subject, person) -> what the asked see, and nothing more
    file: Callable[[Any, str], Any]  # (subject, sha256) -> (files.File, name) or None
    authors: Callable[[Any], list[int]]  # people who wrote it: they do not answer for another agency
    may_ask: Callable[[Any, Any], bool]  # (subject, person)
    askable: Callable[[Any], bool]  # whether its state still lets it be asked about
    rule: Callable[[Any], Any]  # the rule that wants it asked, for source and form
    # (subject, day asked) -> last day for the answer by rule, None where no rule says and the slip does.
    due: Callable[[Any, dt.date], dt.date | None] = lambda subject, day: None


_KINDS: dict[str, Subject] = {}


def register(kind: str, subject: Subject) -> None:
    """Let others be asked about subjects of `kind` (as registered in `ledger`)."""
    _KINDS[kind] = subject


def of(kind: str) -> Subject:
    """Raises KeyError for a kind nobody registered."""
    return _KINDS[kind]


def has(kind: str) -> bool:
    """Whether anybody may be asked about this kind."""
    return kind in _KINDS
