"""Gates: an act names its gate; an upper app may register a check that answers with a refusal or nothing."""

from collections.abc import Callable
from typing import Any

from gongkai.refusals import Refusal

Check = Callable[[Any, Any], Refusal | None]
_GATES: dict[str, list[Check]] = {}


def register_gate(act: str, check: Check) -> None:
    """Let `check(subject, by)` have a say before `act` ("records.submit") changes anything."""
    if check not in _GATES.setdefault(act, []):
        _GATES[act].append(check)


def refusals(act: str, subject: Any, by: Any) -> list[Refusal]:
    """What every check of `act` has against it, for a page that names all of it at once."""
    return [refusal for check in _GATES.get(act, []) if (refusal := check(subject, by)) is not None]


def pass_gates(act: str, subject: Any, by: Any) -> None:
    """Ask every check of `act`; the first refusal is raised."""
    for check in _GATES.get(act, []):
        refusal = check(subject, by)
        if refusal is not None:
            raise refusal
