"""Collecting what a file carries unseen: one finding for each vector, with the places and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from .finding import KINDS, Finding, comments_finding, file_finding, property_finding
from .text import masked, scan

_MOST_PLACES = 5
_MOST_PLACE_LETTERS = 30
_PERSONAL = {"resident_id", "mobile", "bank_card", "classification_mark"}


def place(words: str) -> str:
    """A name out of the file (of a sheet, a shape), shortened and without personal data, to be shown as a place."""
    return masked(words.strip()[:200])[:_MOST_PLACE_LETTERS]


def personal(words: str) -> str:
    """What personal data or mark stands in the words, in Chinese; empty when none does."""
    found = Counter(item.label for item in scan(words[:200_000]) if item.kind in _PERSONAL and item.blocking)
    return "、".join(found)


class Unseen:
    """The findings about one file, one for each thing to do, in the order in which they were met."""

    def __init__(self, name: str, digest: str) -> None:
        self.name, self.digest = name, digest
        self.found: list[Finding] = []

    def add(
        self,
        what: str,
        do: str = "",
        *,
        count: int = 1,
        unit: str = "处",
        where: Iterable[str] = (),
        blocking: bool = True,
        kind: str = "hidden_content",
        excerpt: str = "",
    ) -> None:
        """Report `what` (a Chinese noun) at the places; nothing when `count` is 0. `do` replaces the kind's advice."""
        if not count:
            return
        shown = excerpt or f"{what}{int(count)}{unit}"
        places = list(dict.fromkeys(filter(None, where)))
        at = "、".join(places[:_MOST_PLACES]) + ("等处" if len(places) > _MOST_PLACES else "")
        message = f"文件“{self.name}”含有{shown}{f'（{at}）' if at else ''}，正常浏览时看不到，发布后他人可以取出。"
        item = file_finding(kind, self.name, f"{what} {self.digest}", message, blocking=blocking, excerpt=shown)
        item = replace(item, advice=do or KINDS[kind].advice)
        if all(item.message != other.message for other in self.found):
            self.found.append(item)

    def comments(self, count: int, where: Iterable[str] = ()) -> None:
        """Comments were left in the file."""
        if count:
            item = comments_finding(self.name, self.digest, count)
            places = "、".join(list(dict.fromkeys(where))[:_MOST_PLACES])
            self.found.append(replace(item, message=item.message[:-1] + f"（{places}）。") if places else item)

    def property(self, label: str, value: str) -> None:
        """A property: advice, unless personal data or a classification mark stands in it."""
        value = value.strip()
        if not value:
            return
        held = personal(value)
        if held:
            self.add(f"属性“{label}”中的{held}", "请在“文件—属性”中删去，另存后重新上传。", excerpt=f"{label}：{held}")
            return
        item = property_finding(self.name, label, value)
        if all((other.message, other.excerpt) != (item.message, item.excerpt) for other in self.found):
            self.found.append(item)

    def note(self, what: str, do: str = "", *, where: Iterable[str] = (), count: int = 1, unit: str = "处") -> None:
        """Mere metadata: advice."""
        self.add(what, do, count=count, unit=unit, where=where, blocking=False, kind="metadata")
