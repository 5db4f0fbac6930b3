"""What an upper app tells `review` about the things it lets be reviewed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Material:
    """What a signer is shown of a subject: content, what changed since `compared_with`, and what is risky.

    `changes` have label, before, after, long; `findings` are items of the tag of that name, `marked` the text with
    their places; `header` is (label, words); `files` are mappings with name, size, url; `open_findings` still block.
    """

    title: str
    html: str = ""
    header: list[tuple[str, str]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    open_findings: int = 0
    marked: str = ""
    changes: list[Any] = field(default_factory=list)
    compared_with: str = ""


@dataclass(frozen=True)
class Subject:
    """Callbacks run inside the signing transaction, and what screens and mails say of the subject."""

    on_approved: Callable[[Any, Any, Any], None]  # (subject, review, by)
    on_returned: Callable[[Any, Any, Any], None]  # (subject, review, by)
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    # Whether approval lets the subject out: then the secrecy form must conclude that it may be public.
    disclosing: Callable[[Any], bool] = lambda subject: True
    # What must hold before a step may approve: raises a Refusal (open findings of `checks`, for instance).
    before_signing: Callable[[Any, Any, Any], None] = lambda subject, review, by: None
    # What the subject says now, as plain values: kept with every signature, so that later changes can be shown.
    snapshot: Callable[[Any], dict[str, Any]] = lambda subject: {}
    # (subject, person, (what it is compared with, snapshot) or None) -> Material
    material: Callable[[Any, Any, tuple[str, dict[str, Any]] | None], Material] | None = None


_KINDS: dict[str, Subject] = {}


def register(kind: str, subject: Subject) -> None:
    """Let subjects of `kind` (as registered in `ledger`) be reviewed."""
    _KINDS[kind] = subject


def of(kind: str) -> Subject:
    """Raises KeyError for a kind nobody registered."""
    return _KINDS[kind]
