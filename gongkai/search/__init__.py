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

from typing import TYPE_CHECKING, Any

from gongkai.search.analysis import normalise
from gongkai.search.documents import Document
from gongkai.search.index import Index, IndexBroken, the_index
from gongkai.search.numbers import index_key, number_key
from gongkai.search.sources import register_source, unregister_source

if TYPE_CHECKING:
    from gongkai.search.queries import Found, Hit, Page, Suggestion, find, query
    from gongkai.search.tasks import index_now, reindex, touch

_QUERIES = ("Found", "Hit", "Page", "Suggestion", "find", "query")
_NEED_DJANGO = dict.fromkeys(_QUERIES, "queries") | dict.fromkeys(("touch", "index_now", "reindex"), "tasks")


def __getattr__(name: str) -> Any:
    """Load what needs a configured Django at first use: this package is imported while apps are being
    loaded.
    """
    from importlib import import_module

    if name in _NEED_DJANGO:
        return getattr(import_module(f"gongkai.search.{_NEED_DJANGO[name]}"), name)
    raise AttributeError(name)


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
