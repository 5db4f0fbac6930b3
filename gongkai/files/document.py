"""What reading a file yields: a proposal, every part of which the clerk may correct."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from gongkai.files.pictures import Picture


@dataclass(frozen=True, slots=True)
class Part:
    """One document inside a file that holds several: title, number if stated, clean HTML and words."""

    title: str
    number: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """The content of a file and the fields found in it.

    `number` is the document's own 发文字号 in canonical form, `numbers` every number in its head; `date_made` 成文日期;
    `published_on` the date a web page states (another fact than the first); `history` passage, amendment and force
    dates with their words; `left_out` lines taken out of the body (navigation, spam); `warnings` whole Chinese
    sentences for the clerk; `words` is everything that was read, head lines and what was left out included, and is what
    `checks` must see; `parts` is empty unless the file holds at least two documents; `whole` is the HTML of everything,
    head and signature included, for the reading version; `pictures` are those that `html` and `whole` point to;
    `scanned` numbers the pages that are pictures without words.
    """

    kind: str
    title: str
    number: str = ""
    date_made: date | None = None
    agency: str = ""
    index_number: str = ""
    html: str = ""
    text: str = ""
    published_on: date | None = None
    numbers: tuple[str, ...] = ()
    history: tuple[tuple[date, str], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
    traditional: bool = False
    parts: tuple[Part, ...] = ()
    words: str = ""
    whole: str = ""
    pictures: tuple[Picture, ...] = ()
    scanned: tuple[int, ...] = ()

    def as_fact(self) -> dict[str, Any]:
        """A JSON-able form; `from_fact` reads it back."""
        fact = asdict(self)
        fact["date_made"] = self.date_made.isoformat() if self.date_made else None
        fact["published_on"] = self.published_on.isoformat() if self.published_on else None
        fact["pictures"] = [picture.as_fact() for picture in self.pictures]
        fact["history"] = [[day.isoformat(), words] for day, words in self.history]
        return fact

    @classmethod
    def from_fact(cls, fact: dict[str, Any]) -> Document:
        """The document that `as_fact` described."""
        values = dict(fact)
        for name in ("date_made", "published_on"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        values["history"] = tuple((date.fromisoformat(day), words) for day, words in values["history"])
        values["parts"] = tuple(Part(**part) for part in values["parts"])
        values["pictures"] = tuple(Picture.from_fact(fact) for fact in values["pictures"])
        values["scanned"] = tuple(values["scanned"])
        values["numbers"], values["left_out"] = tuple(values["numbers"]), tuple(values["left_out"])
        return cls(**values)
