"""Findings shown in place: plain text and findings become safe HTML, marked in words and not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .finding import Finding


class SafeText(str):
    """HTML that was escaped piece by piece; template engines print it as it stands."""

    def __html__(self) -> SafeText:
        return self


def highlight(text: str, findings: Iterable[Finding]) -> SafeText:
    """The text as HTML with each finding in a `<mark id="finding-1">`, numbered in reading order.

    Findings without a place (those about files) are left out; where two overlap the earlier one is marked.
    """
    pieces: list[str] = []
    position = 0
    placed = sorted((item for item in findings if item.end > item.start), key=lambda item: (item.start, -item.end))
    number = 0
    for item in placed:
        if item.start < position or item.end > len(text):
            continue
        number += 1
        pieces.append(escape(text[position : item.start]))
        pieces.append(_mark(number, text[item.start : item.end], item))
        position = item.end
    pieces.append(escape(text[position:]))
    return SafeText("".join(pieces))


def _mark(number: int, found: str, item: Finding) -> str:
    weight, word = ("blocking", "须处理") if item.blocking else ("advisory", "请核对")
    return (
        f'<mark class="finding finding-{weight}" id="finding-{number}" title="{escape(item.message)}">'
        f'{escape(found)}<span class="finding-words">〔{word}：{escape(item.label)}〕</span></mark>'
    )
