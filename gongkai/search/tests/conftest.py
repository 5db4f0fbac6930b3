"""An index in a folder of its own, and an app with records to find."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai import search
from gongkai.search import Document, tasks

RECORDS = [
    Document(
        key="note:1",
        title="关于全面推进政务公开工作的意见",
        number="国办发〔2016〕80号",
        index_number="11330683MB1234567X/2016-00080",
        body="为全面推进政务公开，经党中央、国务院同意，现提出以下意见。第3条要求重大决策预公开。",
        agency="1",
        agency_name="政府办公室",
        item=("8", "9"),
        date=date(2016, 11, 15),
    ),
    Document(
        key="note:2",
        title="2024年度财政预算公开说明",
        body="本部门 2024年度预算表 <script>alert(1)</script> 与「三公」经费，税收返还见附表。",
        agency="2",
        agency_name="财政局",
        item="42",
        date=date(2024, 3, 1),
    ),
    Document(
        key="note:3",
        title="贯彻落实意见的通知",
        body="根据国办发[2016]80号，各部门应当推进公开。政务服务，公开透明。",
        agency="2",
        item="8",
        date=date(2025, 6, 2),
    ),
]


class Notes:
    """The source's side: what exists, and who may see it."""

    def __init__(self) -> None:
        self.all = {document.key: document for document in RECORDS}
        self.hidden: set[str] = set()
        self.from_database: list[str] = []

    def documents(self, ids: Collection[str] | None) -> Iterable[Document]:
        wanted = list(self.all) if ids is None else [f"note:{each}" for each in ids]
        return (self.all[key] for key in wanted if key in self.all and key not in self.hidden)

    def visible(self, person: Any, keys: Collection[str]) -> dict[str, Any]:
        return {key: self.all[key].title for key in keys if key in self.all and (person or key not in self.hidden)}

    def fallback(self, person: Any, text: str, *, limit: int, **filters: Any) -> list[str]:
        return self.from_database[:limit]

    def add(self, number: int, **facts: Any) -> None:
        self.all[f"note:{number}"] = replace(Document(key=f"note:{number}", title="无题"), **facts)


@pytest.fixture
def notes(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notes]:
    """Three notes, registered and indexed."""
    settings.DATA = tmp_path
    source = Notes()
    # Other apps register sources of their own at start; here only ours counts.
    monkeypatch.setattr("gongkai.search.sources._SOURCES", {})
    monkeypatch.setitem(tasks._asked, "at", -tasks.ASK_AGAIN)
    search.register_source("note", documents=source.documents, visible=source.visible, fallback=source.fallback)
    search.reindex()
    yield source
