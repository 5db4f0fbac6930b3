"""Every search: the index proposes, the database decides what is shown."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import ceil
from typing import Any

import tantivy

from gongkai.search import marks, tasks
from gongkai.search import question as ask
from gongkai.search.documents import Document, from_stored
from gongkai.search.index import Index, IndexBroken, the_index
from gongkai.search.question import Question
from gongkai.search.sources import resolve, sources

log = logging.getLogger(__name__)
DEEPEST = 10_000  # hits that can be paged through; beyond them a narrower question is asked for
Filters = Mapping[str, str | int | Iterable[str] | None]  # agency, item, year, kind: one value or several
COUNT_SEEN = 200  # up to so many hits are all looked up, so that the number shown is exact
LARGEST_PAGE = 100
SHARES = (0.34, 0.0)  # the share of terms a hit must hold, try by try, when none holds all
FEW = 10  # a try that finds fewer gives way to the next, which finds these too, in the same order


@dataclass(frozen=True)
class Hit:
    """One line of an answer. The HTML is escaped but for <mark>."""

    key: str
    object: Any
    title_html: str
    snippet_html: str
    document: Document | None  # None while the index is being rebuilt

    @property
    def kind(self) -> str:
        """The kind under which the source is registered."""
        return self.key.partition(":")[0]


@dataclass(frozen=True)
class Suggestion:
    """A question that would find something, with the number of its hits."""

    text: str
    total: int
    without_filters: bool = False


@dataclass(frozen=True)
class Page:
    """One page of an answer."""

    results: list[Hit]
    total: int
    page: int
    size: int
    degraded: bool = False  # the index could not be read; the database answered as well as it can
    relaxed: bool = False  # no hit holds all the words; these hold some of them
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """Number of pages that can be opened, at least 1."""
        return max(1, ceil(min(self.total, DEEPEST) / self.size))


@dataclass(frozen=True)
class Candidate:
    """A hit before anyone asked whether it may be shown. Its text is read only when needed."""

    key: str
    stored: bytes

    @cached_property
    def document(self) -> Document:
        """The document as it was indexed."""
        return from_stored(self.stored)


@dataclass(frozen=True)
class Found:
    """What the index alone says: candidates, best first, and the number of all hits."""

    hits: list[Candidate]
    total: int
    relaxed: bool = False
    degraded: bool = False


def query(
    text: str,
    *,
    filters: Filters | None = None,
    offset: int = 0,
    limit: int = 20,
    sort: str = "relevance",
    index: Index | None = None,
) -> Found:
    """Ask the index alone. Never raises; `degraded` says that it cannot answer.

    All words first; where nothing holds them all, most of them, then some.
    """
    try:
        return (index or the_index()).read(lambda _, searcher: _ask(searcher, text, offset, limit, sort, filters or {}))
    except IndexBroken as error:
        log.warning("search index cannot be read: %s", error)
        return Found([], 0, degraded=True)


def _ask(searcher: tantivy.Searcher, text: str, offset: int, limit: int, sort: str, filters: Filters) -> Found:
    question = Question(text)
    tries: list[Callable[[], tantivy.Query]] = [partial(ask.strict, question, searcher)]
    tries += [partial(ask.loose, question, searcher, share) for share in SHARES]
    if question.empty:  # nothing typed: everything within the filters, if there are any, newest first
        sort, tries = (
            "date",
            [tantivy.Query.all_query if question.blank and any(filters.values()) else tantivy.Query.empty_query],
        )
    for number, attempt in enumerate(tries):
        narrowed = ask.narrowed(attempt(), **filters)
        by = "date" if sort == "date" else None
        result: Any = searcher.search(
            narrowed, limit=max(1, limit), offset=max(0, offset), order_by_field=by
        )  # the stubs of tantivy do not know `count`
        last = number == len(tries) - 1
        if result.count >= (FEW if number and not last else 1):
            documents = [searcher.doc(address) for _, address in result.hits]
            hits = [Candidate(each["key"][0], bytes(each["stored"][0])) for each in documents]
            return Found(hits[:limit], result.count, relaxed=number > 0)
    return Found([], 0)


def find(
    text: str,
    *,
    person: Any = None,
    agency: str | Iterable[str] | None = None,
    item: str | Iterable[str] | None = None,
    year: int | str | None = None,
    kind: str | Iterable[str] | None = None,
    page: int = 1,
    size: int = 20,
    sort: str = "relevance",
) -> Page:
    """Search as this person (None: the public). sort: "relevance" or "date" (newest first). Never raises on
    any text.

    Every hit is looked up in the database first: what was taken down has vanished, whatever the index still
    holds. Up to COUNT_SEEN hits `total` counts only what this person may see; above, hits gone from this
    page are taken off.
    """
    size = min(max(1, size), LARGEST_PAGE)
    page = min(max(1, page), DEEPEST // size)
    filters: Filters = {"agency": agency, "item": item, "year": year, "kind": kind}
    found = query(text, limit=COUNT_SEEN, sort=sort, filters=filters)
    if found.degraded:
        tasks.ask_for_rebuild()
        return _without_index(text, person, filters, page, size)
    start = (page - 1) * size
    if found.total > COUNT_SEEN:
        window = found.hits[start : start + size]
        if start + size > COUNT_SEEN:
            window = query(text, offset=start, limit=size, sort=sort, filters=filters).hits
        shown = _shown(Question(text), person, window)
        total = found.total - (len(window) - len(shown))
        return Page(shown, total, page, size, relaxed=found.relaxed)
    visible = resolve(person, [each.key for each in found.hits])
    left = [each for each in found.hits if each.key in visible]
    shown = _shown(Question(text), person, left[start : start + size], visible)
    suggestions = [] if left else _suggestions(text, person, filters)
    return Page(shown, len(left), page, size, relaxed=found.relaxed and bool(left), suggestions=suggestions)


def _shown(question: Question, person: Any, hits: list[Candidate], visible: dict[str, Any] | None = None) -> list[Hit]:
    objects = resolve(person, [each.key for each in hits]) if visible is None else visible
    return [
        Hit(
            each.key,
            objects[each.key],
            marks.title(question, each.document.title),
            marks.snippet(question, each.document.body),
            each.document,
        )
        for each in hits
        if each.key in objects
    ]


def _without_index(text: str, person: Any, filters: Filters, page: int, size: int) -> Page:
    """The answer of the database alone (exact columns and LIKE, as each source knows), while the index is
    rebuilt.
    """
    wanted = {name: filters[name] for name in ("agency", "item", "year")}
    question = Question(text)
    keys: list[str] = []
    for each in sources():
        if each.fallback:
            keys += list(each.fallback(person, text[: ask.LONGEST], limit=COUNT_SEEN, **wanted))[:COUNT_SEEN]
    objects = resolve(person, keys)
    left = [key for key in keys if key in objects]
    window = left[(page - 1) * size : page * size]
    hits = [Hit(key, objects[key], marks.title(question, str(objects[key])), "", None) for key in window]
    return Page(hits, len(left), page, size, degraded=True)


def _suggestions(text: str, person: Any, filters: Filters) -> list[Suggestion]:
    """Questions near this one that do find something this person may see: without filters, then fewer
    words.
    """
    question = Question(text)
    words = [word for word in question.words if len(word) > 1]
    offers = [(text.strip()[: ask.LONGEST], True)] if any(filters.values()) and not question.empty else []
    offers += [(word, False) for word in words[:5] if word != text.strip()]
    made = []
    for offer, without in offers:
        found = query(offer, limit=COUNT_SEEN, filters=None if without else filters)
        total = len(resolve(person, [each.key for each in found.hits]))
        if total:
            made.append(Suggestion(offer, found.total if found.total > COUNT_SEEN else total, without))
    return made[:3]
