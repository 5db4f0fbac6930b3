"""Where a hit matches: the best passage and the title with <mark>, safe to put into a page."""

import re
from functools import lru_cache
from html import escape

from gongkai.search.analysis import IS_CJK, normalise_aligned
from gongkai.search.question import Question

LENGTH = 120  # characters of a passage
SCANNED = 60_000  # characters of a text in which the passage is looked for
Span = tuple[int, int]


def _needle(parts: list[str]) -> str:
    """A pattern for runs with anything but words between; words of other scripts only whole."""
    between = r"[\W_]{0,4}"
    pieces = [re.escape(part) for part in parts]
    head = "" if IS_CJK.match(parts[0]) else r"(?<![0-9a-z])"
    tail = "" if IS_CJK.match(parts[-1]) else r"(?![0-9a-z])"
    return head + between.join(pieces) + tail


@lru_cache(maxsize=256)
def _patterns(text: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Patterns for whole words and phrases, and for their terms, which match where no whole word does."""
    question = Question(text)
    whole = sorted({_needle(part) for part in [*question.phrases, *([word] for word in question.words)]}, key=len)
    lone = all(len(word) == 1 for word in question.words)
    terms = sorted({_needle([term]) for term in question.loose_terms() if len(term) > 1 or lone}, key=len)
    compiled = [re.compile("|".join(reversed(each))) if each else None for each in (whole, [*terms, *whole])]
    return compiled[0], compiled[1]


def _spans(question: Question, folded: str) -> list[Span]:
    """Matches in order: whole words where there are any, else their terms; touching ones joined."""
    if question.empty:
        return []
    words, terms = _patterns(question.text)
    found = {run for match in (words.finditer(folded) if words else ()) for run in [match.span()]}
    missing = [word for word in question.words if word not in folded]
    if terms and (missing or not found):
        found |= {match.span() for match in terms.finditer(folded)}
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined


def _best_window(spans: list[Span], length: int) -> Span:
    """The window of `length` that holds most matched characters, long matches counting more."""
    best, best_score, first = (0, length), -1, 0
    score = 0
    for last, (_, end) in enumerate(spans):
        score += (spans[last][1] - spans[last][0]) ** 2
        while spans[first][0] < end - length and first < last:
            score -= (spans[first][1] - spans[first][0]) ** 2
            first += 1
        if score > best_score:
            best_score, start = score, max(0, spans[first][0] - length // 5)
            best = (start, start + length)
    return best


def _marked(text: str, spans: list[Span], start: int, end: int) -> str:
    pieces, at = [], start
    for left, right in spans:
        left, right = max(left, start), min(right, end)
        if left >= right:
            continue
        pieces += [escape(text[at:left]), "<mark>", escape(text[left:right]), "</mark>"]
        at = right
    return "".join([*pieces, escape(text[at:end])])


def _original(spans: list[Span], offsets: list[int] | None) -> list[Span]:
    if offsets is None:
        return spans
    return [(offsets[start], offsets[end - 1] + 1) for start, end in spans]


def title(question: Question, text: str) -> str:
    """The whole text with matches marked, as HTML."""
    folded, offsets = normalise_aligned(text)
    return _marked(text, _original(_spans(question, folded), offsets), 0, len(text))


def snippet(question: Question, text: str, length: int = LENGTH) -> str:
    """The best passage of about `length` characters with matches marked, as HTML."""
    text = text[:SCANNED]
    folded, offsets = normalise_aligned(text)
    spans = _original(_spans(question, folded), offsets)
    start, end = _best_window(spans, length) if spans else (0, length)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return before + _marked(text, spans, start, min(end, len(text))) + after
