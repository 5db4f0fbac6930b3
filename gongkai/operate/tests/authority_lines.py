"""The lines of `authority.yaml`: who asks what, and what must be answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "authority.yaml").read_text(encoding="utf-8"))
KINDS: dict[str, dict[str, Any]] = TABLE["kinds"]
ROLES: list[str] = TABLE["who"]


def named(names: Any) -> set[str]:
    """Groups and roles -> roles."""
    listed = names if isinstance(names, list) else [names]
    return {role for name in listed for role in TABLE["groups"].get(name, [name])}


def states_of(kind: str) -> list[str]:
    """The states of the model, and what else changes what may be done."""
    return [*KINDS[kind]["states"], *KINDS[kind].get("variants", {})]


@dataclass(frozen=True)
class Line:
    """One address below an object: a page, or an act."""

    kind: str
    rest: str
    facts: dict[str, Any]
    acts: bool

    def __str__(self) -> str:
        return f"{self.kind} {self.rest or '(itself)'}"

    @property
    def look(self) -> str:
        """What looking answers to those whose business it is."""
        return str(self.facts.get("look", 200))

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that are meant for it, of get and post."""
        return ("get",) if not self.acts else ("post",) if self.look == "none" else ("get", "post")

    def base(self, state: str) -> str:
        """The state of the model that a variant is in."""
        return str(KINDS[self.kind].get("variants", {}).get(state, state))

    def by_state(self, value: Any, state: str) -> Any:
        """What holds in the state, where a line tells states apart: its own word, the model's, or none."""
        return value.get(state, value.get(self.base(state), value.get("else"))) if isinstance(value, dict) else value

    def within(self, state: str, names: Any) -> bool:
        """Whether the state, or the one it is a variant of, is among the named ones."""
        return state in names or self.base(state) in names

    def possible(self, state: str) -> bool:
        """Whether the act is possible in the state; a variant named in `not_in` has its own word."""
        return state not in self.facts.get("not_in", ()) and self.within(state, self.facts["in"])

    def there(self, state: str) -> bool:
        """Whether in this state there is such a thing."""
        return self.within(state, self.facts.get("only_in", [state])) and state not in self.facts.get("not_there", ())

    def sees(self, who: str, state: str) -> bool:
        """Whether the object exists for whoever asks."""
        return who in named(self.by_state(KINDS[self.kind]["sees"], state))

    def again(self, who: str, state: str) -> bool:
        """Whether this person has just done it, and presses the same button once more."""
        return who in named(self.facts.get("pressed_again", {}).get(state, []))

    def expected(self, who: str, state: str, method: str) -> str:
        """The answer that the table demands."""
        if who == "anonymous":
            return "login"
        if method not in self.methods:
            return "405"
        if not self.sees(who, state) or not self.there(state):
            return "404"
        if method == "get" and self.look == "302":
            return "302"
        if method == "post" and self.again(who, state):
            return "302"
        may = self.by_state(self.facts.get("may", list(ROLES)), state)
        if may is not None and who not in named(may):
            return "403"
        return self._answer(state, method, nobody=may is None)

    def _answer(self, state: str, method: str, nobody: bool) -> str:
        """To those whose business it is; `nobody`: in this state it is no business of anybody."""
        if not self.acts:
            return "200"
        sent = method == "post"
        if sent and state in self.facts.get("other", {}):
            return str(self.facts["other"][state])
        if state in self.facts.get("needs", {}):
            return str(self.facts["needs"][state]) if sent else self.look
        if nobody or not self.possible(state):
            return str(self.facts.get("otherwise", 409))
        return str(self.facts.get("done", 302)) if sent else self.look

    def does(self, who: str, state: str) -> bool:
        """Whether something must stand in the ledger afterwards."""
        facts = self.facts
        silent = facts.get("silent") or state in facts.get("other", {}) or self.again(who, state)
        return self.expected(who, state, "post") in ("200", "302") and not silent


def _lines() -> Iterator[Line]:
    for kind, facts in KINDS.items():
        for rest, page in facts.get("pages", {}).items():
            yield Line(kind, rest, page or {}, acts=False)
        for rest, act in facts.get("acts", {}).items():
            yield Line(kind, rest, act, acts=True)


LINES: dict[str, Line] = {str(line): line for line in _lines()}
PAGES = [name for name, line in LINES.items() if not line.acts]
ACTS = [name for name, line in LINES.items() if line.acts]
