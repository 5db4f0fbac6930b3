"""What a source hands to the index, and how it becomes a tantivy document."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date as Day

import tantivy

from gongkai.search.analysis import terms
from gongkai.search.numbers import index_key, number_key

VERSION = 1  # raise it with every change of schema or analysis: an index of another version is rebuilt
LONGEST_BODY = 500_000  # characters indexed and kept of one text; longer ones are annexes of figures


@dataclass(frozen=True, kw_only=True)
class Document:
    """One findable thing. `key` is "kind:id" and unique; every other field may be empty.

    `agency` and `item` take one value or several; they are compared as text when a search is narrowed.
    """

    key: str
    title: str
    body: str = ""
    number: str = ""  # 文号
    index_number: str = ""  # 索引号
    agency: str | tuple[str, ...] = ""
    agency_name: str = ""  # findable as words
    item: str | tuple[str, ...] = ""
    year: int | None = None  # taken from `date` when absent
    date: Day | None = None
    kind: str = ""  # taken from `key` when absent
    url: str = ""
    facts: dict[str, str] = field(default_factory=dict)  # kept for the page, not searched


def schema() -> tantivy.Schema:
    """The fields of the index. Text is cut by us and joined with spaces, so the tokenizer only splits at
    spaces.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "number", "index_number", "agency", "item", "year"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
    builder.add_integer_field("date", fast=True)
    builder.add_bytes_field("stored", stored=True, indexed=False)
    return builder.build()


def several(value: str | int | Iterable[str] | None) -> list[str]:
    """One value or several, as a list without empty ones."""
    values = [value] if value is None or isinstance(value, str | int) else value
    return [str(each) for each in values if each not in (None, "")]


def to_tantivy(document: Document) -> tantivy.Document:
    """The document as the index keeps it."""
    body = " ".join(document.body[:LONGEST_BODY].split())
    kind = document.kind or document.key.partition(":")[0]
    year = document.year or (document.date.year if document.date else None)
    made = tantivy.Document()
    made.add_text("key", document.key)
    made.add_text("kind", kind)
    for name, values in (("agency", document.agency), ("item", document.item), ("year", year)):
        for value in several(values):
            made.add_text(name, value)
    for name, key in (
        ("number", number_key(document.number)),
        ("index_number", index_key(document.index_number)),
    ):
        if key:
            made.add_text(name, key)
    words = "\n".join([document.title, document.number, document.index_number, document.agency_name, body])
    made.add_text("title", " ".join(terms(document.title)))
    made.add_text("text", " ".join(terms(words)))
    made.add_integer("date", document.date.toordinal() if document.date else 0)
    kept = asdict(replace(document, body=body, kind=kind, year=year)) | {"date": str(document.date or "")}
    made.add_bytes("stored", json.dumps(kept, ensure_ascii=False).encode(errors="replace"))
    return made


def from_stored(stored: bytes) -> Document:
    """The document as the source gave it (white space in the body collapsed)."""
    kept = json.loads(bytes(stored).decode())
    kept["date"] = Day.fromisoformat(kept["date"]) if kept["date"] else None
    for name in ("agency", "item"):
        if isinstance(kept[name], list):
            kept[name] = tuple(kept[name])
    return Document(**kept)
