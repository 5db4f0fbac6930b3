"""Wrong, outdated and sensitive words as dated data: one shipped list, and those the operator keeps.

There is no licensed list of such words, so the shipped one is small and its own. An entry may hold for documents made
in a span of days only: the old name of an office is right in a document of its time. Words inside 《》 are titles of
other documents and are left alone, unless the entry says `in_titles`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from .finding import Finding, text_finding
from .normalise import normalise

KINDS_OF_WORDS = {
    "misspelling": "错别字",
    "outdated": "过时表述",
    "former_name": "机构旧称",
    "territory": "领土主权表述",
    "discriminating": "歧视性称谓",
    "style": "用语不规范",
    "sensitive": "敏感词",
}
_SENSITIVE = {"territory", "sensitive"}
_SHIPPED = Path(__file__).parent / "words" / "words.yaml"


@dataclass(frozen=True)
class Word:
    """One entry. In the longer words of `unless` it is right; `since` and `until` bound the days of documents."""

    wrong: str
    right: str
    kind: str
    reason: str
    blocking: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    unless: tuple[str, ...] = ()
    in_titles: bool = False

    def holds(self, day: dt.date | None) -> bool:
        """Whether it is wrong in a document of this day; of a document without a day nothing dated can be said."""
        if self.since is None and self.until is None:
            return True
        if day is None:
            return False
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def facts(self) -> list[Any]:
        """JSON-able form."""
        days = [day.isoformat() if day else "" for day in (self.since, self.until)]
        return [self.wrong, self.right, self.kind, self.reason, self.blocking, *days, list(self.unless), self.in_titles]


@cache
def shipped() -> tuple[Word, ...]:
    """The list that comes with the software. Raises ValueError for an entry of an unknown kind."""
    rows = yaml.safe_load(_SHIPPED.read_text(encoding="utf-8"))
    return tuple(_word(row) for row in rows)


def _word(row: dict[str, Any]) -> Word:
    if row["kind"] not in KINDS_OF_WORDS:
        raise ValueError(f"{row['wrong']}: unknown kind {row['kind']}")
    return replace(Word(**(row | {"unless": ()})), unless=tuple(row.get("unless", ())))


def scan_words(text: str, kept: Iterable[Word] = (), day: dt.date | None = None) -> Iterator[Finding]:
    """Findings in normalised text; the operator's `kept` words win over shipped ones of the same spelling."""
    pattern, words = _compiled((*kept, *shipped()))
    titles: list[tuple[int, int]] | None = None
    for found in pattern.finditer(text):
        word = words[found[0]]
        if not word.holds(day) or _excepted(text, found, word):
            continue
        if not word.in_titles:
            titles = _titles(text) if titles is None else titles
            if any(start <= found.start() < end for start, end in titles):
                continue
        yield _finding(found, word)


def _finding(found: re.Match[str], word: Word) -> Finding:
    kind = "sensitive_word" if word.kind in _SENSITIVE else "wrong_word"
    should = f"，应为“{word.right}”" if word.right else ""
    since = f"（{word.since.year}年{word.since.month}月{word.since.day}日起）" if word.since else ""
    reason = word.reason.rstrip("。")
    message = f"{KINDS_OF_WORDS[word.kind]}：“{word.wrong}”{should}。{reason}{since}。"
    return text_finding(kind, *found.span(), word.wrong, message, blocking=word.blocking)


def _excepted(text: str, found: re.Match[str], word: Word) -> bool:
    """Whether the place is part of a longer word in which this one is right."""
    for longer in word.unless:
        at = longer.find(word.wrong)
        if at >= 0 and text.startswith(longer, found.start() - at) and found.start() >= at:
            return True
    # 原工商行政管理局, 国税局（现税务局）: a former name that says it is one.
    return word.kind == "former_name" and bool(
        re.search(r"(?:原|前身|旧称|时任|曾用名)[ “]?[一-龥]{0,4}$", text[max(0, found.start() - 8) : found.start()])
        or re.match(r"[”]?\((?:现|今|后|已)", text[found.end() : found.end() + 4])
    )


def _titles(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"《[^《》\n]{1,120}》|《[^\n]{1,160}?》", text)]


@lru_cache(maxsize=8)
def _compiled(words: tuple[Word, ...]) -> tuple[re.Pattern[str], dict[str, Word]]:
    """One pattern for all words, longest first, grouped by first character so that most positions cost one look-up."""
    known: dict[str, Word] = {}
    for word in words:
        known.setdefault(normalise(word.wrong), word)
    groups: dict[str, list[str]] = {}
    for wrong in sorted(known, key=len, reverse=True):
        groups.setdefault(wrong[0], []).append(re.escape(wrong[1:]))
    pattern = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())
    return re.compile(pattern or r"(?!)"), known
