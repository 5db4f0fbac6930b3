"""Which apps have findable things, and how a key becomes an object again. Filled in each app's `apps.py`."""

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.search.documents import Document

Documents = Callable[[Collection[str] | None], Iterable[Document]]
Visible = Callable[[Any, Collection[str]], Mapping[str, Any]]
Fallback = Callable[..., Iterable[str]]


@dataclass(frozen=True)
class Source:
    """One registered kind; see `register_source`."""

    kind: str
    documents: Documents
    visible: Visible
    fallback: Fallback | None = None

    def document(self, identity: str) -> Document | None:
        """The document of one thing as it is now; None when it may not be found (any more)."""
        return next(iter(self.documents([identity])), None)


_SOURCES: dict[str, Source] = {}


def register_source(kind: str, *, documents: Documents, visible: Visible, fallback: Fallback | None = None) -> None:
    """Make things of `kind` findable; their keys are "kind:id".

    documents(ids)   the documents of these ids (text), or of all when None; what must not be found is left
    out visible(person, keys)   of these keys the ones this person may see now, key -> object; person None is
    the public fallback(person, text, *, agency, item, year, limit)   keys found by the database alone, best
    first, while the
                     index is being rebuilt; without it such a search finds nothing of this kind
    """
    try:
        inspect.signature(documents).bind(None)
    except TypeError as error:
        raise TypeError(f"search source {kind!r}: documents must take one argument, ids or None") from error
    _SOURCES[kind] = Source(kind, documents, visible, fallback)


def unregister_source(kind: str) -> None:
    """Take a kind out again (tests)."""
    _SOURCES.pop(kind, None)


def sources() -> list[Source]:
    """All registered kinds."""
    return list(_SOURCES.values())


def source(kind: str) -> Source | None:
    """The registered kind, or None."""
    return _SOURCES.get(kind)


def all_documents() -> Iterator[Document]:
    """Every document of every kind: what a rebuild reads."""
    for each in sources():
        yield from each.documents(None)


def resolve(person: Any, keys: Iterable[str]) -> dict[str, Any]:
    """key -> object for what this person may see now, asked of the database; one call for each kind."""
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key.partition(":")[0], []).append(key)
    objects: dict[str, Any] = {}
    for kind, some in by_kind.items():
        if registered := source(kind):
            objects |= {key: thing for key, thing in registered.visible(person, some).items() if key in some}
    return objects
