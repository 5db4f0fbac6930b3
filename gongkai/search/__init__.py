"""Finding published information by words, by 文号 in any spelling, by agency, item and year.

Serves 条例第二十五条 (places and means of consulting information) and 第二十四条 (a unified platform with
retrieval). The index is a tantivy folder below GONGKAI_DATA/search, made from the database and lost without
harm. Other apps register what is findable (`register_source`, in their apps.py), say when a thing changed
(`touch`, inside the act), and ask (`find`). Hits are looked up in the database before they are shown, so a
take-down works in its own act.

    register_source(kind, documents=, visible=, fallback=)    Document(key=, title=, …)
    touch(kind, id)    index_now(keys)    reindex()
    find(text, person=, agency=, item=, year=, kind=, page=, size=, sort=) -> Page    query(…) -> Found
    (index alone) normalise(text)    number_key(文号)    index_key(索引号)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkai.search.analysis import normalise
    from gongkai.search.documents import Document
    from gongkai.search.index import Index, IndexBroken, the_index
    from gongkai.search.numbers import index_key, number_key
    from gongkai.search.queries import Found, Hit, Page, Suggestion, find, query
    from gongkai.search.sources import register_source, unregister_source
    from gongkai.search.tasks import index_now, reindex, touch

_HOMES = {
    "analysis": ("normalise",),
    "documents": ("Document",),
    "index": ("Index", "IndexBroken", "the_index"),
    "numbers": ("index_key", "number_key"),
    "queries": ("Found", "Hit", "Page", "Suggestion", "find", "query"),
    "sources": ("register_source", "unregister_source"),
    "tasks": ("index_now", "reindex", "touch"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load at first use: the console script and the loading of apps need no engine."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"gongkai.search.{_HOME[name]}"), name)


__all__ = [
    "Document",
    "Found",
    "Hit",
    "Index",
    "IndexBroken",
    "Page",
    "Suggestion",
    "find",
    "index_key",
    "index_now",
    "normalise",
    "number_key",
    "query",
    "register_source",
    "reindex",
    "the_index",
    "touch",
    "unregister_source",
]
