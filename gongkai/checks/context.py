"""What a text's surroundings say: dates, attachments, contacts of offices, words kept by the operator, links.

Plain data, no Django: `records` fills it, `scan` reads it. Without a context only what the text alone can tell is said.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .wordlist import Word


@dataclass(frozen=True)
class Context:
    """`made`, `issued`, `effective`, `expires`: days of the document, None where not given.

    `attachments`: names of the files that go with it, None where that is unknown (then nothing is said of them).
    `office_contacts`: digits of telephones, and mail addresses, that offices publish. `words`: those the operator
    keeps, besides the shipped ones. `links`: addresses linked to in the text; `dead_links`: own addresses among
    them that do not answer → why, a Chinese sentence; `own_hosts`: host names of this site.
    """

    made: dt.date | None = None
    issued: dt.date | None = None
    effective: dt.date | None = None
    expires: dt.date | None = None
    attachments: tuple[str, ...] | None = None
    office_contacts: frozenset[str] = frozenset()
    words: tuple[Word, ...] = ()
    links: tuple[str, ...] = ()
    dead_links: Mapping[str, str] = field(default_factory=dict)
    own_hosts: frozenset[str] = frozenset()

    @property
    def day(self) -> dt.date | None:
        """The day by which dated words are judged: that of making, else of issue."""
        return self.made or self.issued

    @cached_property
    def digest(self) -> str:
        """Twelve hex digits that change whenever anything here changes: a report made under another context is old."""
        plain = json.dumps(self._facts(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def _facts(self) -> list[Any]:
        days = [day.isoformat() if day else "" for day in (self.made, self.issued, self.effective, self.expires)]
        return [
            days,
            self.attachments,
            sorted(self.office_contacts),
            [word.facts() for word in self.words],
            list(self.links),
            dict(self.dead_links),
            sorted(self.own_hosts),
        ]


NOTHING = Context()
