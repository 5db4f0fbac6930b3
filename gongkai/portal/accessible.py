"""The statement on accessibility as data: each success criterion, how it is met, and what shows it."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "accessible.yaml"
MET = {"met": ("符合", "done"), "partly": ("部分符合", "wait"), "none": ("本站没有这类内容", "off")}


@dataclass(frozen=True)
class Criterion:
    """One line of the statement. `level` 1 is A, 2 is AA; `met` a key of MET; `shown` says what proves it."""

    number: str
    name: str
    level: int
    met: str
    how: str
    shown: str = ""
    gap: str = ""

    @property
    def grade(self) -> str:
        """A or AA."""
        return "A" * self.level

    @property
    def word(self) -> str:
        """符合, 部分符合 or 没有这类内容."""
        return MET[self.met][0]

    @property
    def kind(self) -> str:
        """The kind of `status`."""
        return MET[self.met][1]


@dataclass(frozen=True)
class Statement:
    """The whole: what it was checked against, when, how; criteria by principle; what is not good yet."""

    checked_on: str
    standard: str
    method: str
    principles: list[tuple[str, list[Criterion]]]
    gaps: list[str] = field(default_factory=list)

    @property
    def criteria(self) -> list[Criterion]:
        """All of them, in order."""
        return [one for _, some in self.principles for one in some]

    def count(self, met: str) -> int:
        """How many criteria are met in this way."""
        return sum(one.met == met for one in self.criteria)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(word, number), in the order of MET."""
        return [(word, self.count(met)) for met, (word, _) in MET.items()]


@lru_cache(maxsize=1)
def statement() -> Statement:
    """The statement in `accessible.yaml`."""
    held: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    principles = [
        (one["name"], [Criterion(**criterion) for criterion in one["criteria"]]) for one in held.pop("principles")
    ]
    return Statement(principles=principles, **held)
