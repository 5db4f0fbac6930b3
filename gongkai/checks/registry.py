"""Who may override findings on which kind of subject: filled by the apps above, in their `apps.py`."""

from collections.abc import Callable
from typing import Any

# (person, subject) → something true if the person may answer for it; a Post, if the app knows by which one.
Authority = Callable[[Any, Any], object]
_AUTHORITIES: dict[str, Authority] = {}


def register_authority(kind: str, authority: Authority) -> None:
    """Let `authority(person, subject)` decide who may override findings on subjects of `kind` (as in `ledger`)."""
    _AUTHORITIES[kind] = authority


def authority_of(kind: str) -> Authority | None:
    """The registered authority; None where nobody may override."""
    return _AUTHORITIES.get(kind)
