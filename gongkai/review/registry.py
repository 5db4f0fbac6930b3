"""What an upper app tells `review` about the things it lets be reviewed."""

import datetime as dt
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
    # The public part of something that stays closed: what was taken out, in the shape of `changes`.
    taken_out: list[Any] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)  # what a signer must know before anything else


@dataclass(frozen=True)
class Outstanding:
    """Somebody outside the plan must agree before the review ends: co-makers, for instance. `words` say who is left."""

    label: str
    done: int
    total: int
    words: str = ""
    source: str = ""
    url: str = ""

    @property
    def left(self) -> int:
        """How many have not agreed."""
        return self.total - self.done


@dataclass(frozen=True)
class Brief:
    """A line of the approver's list: what is risky, and until when."""

    findings: int = 0
    open_findings: int = 0
    due: Any = None  # a date or clock.Due
    left: int | None = None  # working days
    source: str = ""


@dataclass(frozen=True)
class Subject:
    """Callbacks run inside the signing transaction, and what screens and mails say of the subject."""

    on_approved: Callable[[Any, Any, Any], None]  # (subject, review, by)
    on_returned: Callable[[Any, Any, Any], None]  # (subject, review, by)
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    # Whether approval lets the subject out: then the secrecy form must conclude that it may be public.
    disclosing: Callable[[Any], bool] = lambda subject: True
    # What is done before the signing transaction, in one of its own, and stays if it is refused: (subject, by, at).
    beforehand: Callable[[Any, Any, Any], None] = lambda subject, by, at: None
    # What must hold before a step may approve: raises a Refusal (open findings of `checks`, for instance).
    before_signing: Callable[[Any, Any, Any], None] = lambda subject, review, by: None
    # What the subject says now, as plain values: kept with every signature, so that later changes can be shown.
    snapshot: Callable[[Any], dict[str, Any]] = lambda subject: {}
    # Whose agreement outside the plan is asked for.
    outstanding: Callable[[Any], list[Outstanding]] = lambda subject: []
    # All steps that must precede publication hold, others follow later (emergency): (subject, review, by).
    on_urgent: Callable[[Any, Any, Any], None] = lambda subject, review, by: None
    # (subjects, person) -> key of the subject as text -> Brief, in a fixed number of queries.
    briefs: Callable[[list[Any], Any], dict[str, Brief]] = lambda subjects, person: {}
    # When a step that follows publication is due: (subject) -> (day, source), None where no rule says.
    later_due: Callable[[Any], tuple[dt.date | None, str] | None] = lambda subject: None
    # Acts of the subject that mend what was reviewed: an order to correct it ends with them. act -> words
    mended_by: dict[str, str] = field(default_factory=dict)
    # (subject, person, (what it is compared with, snapshot) or None) -> Material
    material: Callable[[Any, Any, tuple[str, dict[str, Any]] | None], Material] | None = None


_KINDS: dict[str, Subject] = {}


def register(kind: str, subject: Subject) -> None:
    """Let subjects of `kind` (as registered in `ledger`) be reviewed."""
    _KINDS[kind] = subject


def of(kind: str) -> Subject:
    """Raises KeyError for a kind nobody registered."""
    return _KINDS[kind]
