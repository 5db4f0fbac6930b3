"""The index on disk: one writer, many readers, replaced as a whole by a rebuild.

    <folder>/CURRENT            name of the generation in use
    <folder>/v1-<random>/       one generation: a tantivy index; v1 is the version of schema and analysis
    <folder>/writer.lock        held by whoever writes (flock: freed when its process dies)

A reader looks at CURRENT and at the generation's meta.json before each search, so it sees every commit and
every rebuild of any process. The index may be lost at any time: the database holds the truth.
"""

import fcntl
import os
import shutil
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from django.conf import settings

from gongkai.search.documents import VERSION, Document, schema, to_tantivy

HEAP = 64_000_000  # bytes the writer may fill before it puts a segment on disk
BATCH = 20_000  # documents per commit of a rebuild
Answer = TypeVar("Answer")


class IndexBroken(Exception):
    """The index is absent, of another version, or cannot be read; it must be rebuilt."""


@contextmanager
def _broken_if_it_fails(what: str) -> Iterator[None]:
    """tantivy reports damage as ValueError, OSError or a Rust panic, which is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, IndexBroken):
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise IndexBroken(f"{what}: {error}") from error
        raise


class Writer:
    """Open for one batch; see `Index.writing`."""

    def __init__(self, index: tantivy.Index) -> None:
        self._writer = index.writer(heap_size=HEAP, num_threads=1)

    def replace(self, document: Document) -> None:
        """Put the document in, in place of any older one with its key."""
        self.delete(document.key)
        self.add(document)

    def add(self, document: Document) -> None:
        """Put a document in whose key is known to be new (rebuild)."""
        self._writer.add_document(to_tantivy(document))

    def delete(self, key: str) -> None:
        """Take the document out; an unknown key is no error."""
        self._writer.delete_documents_by_term("key", key)

    def commit(self) -> None:
        """Make the batch visible to readers."""
        self._writer.commit()

    def abandon(self) -> None:
        """Forget the batch."""
        self._writer.rollback()
        self._writer.wait_merging_threads()

    def close(self) -> None:
        """Let merges end, so that small commits do not leave thousands of small files."""
        self._writer.wait_merging_threads()


class Index:
    """An index in a folder. Safe to keep for the life of a process; reading never creates anything."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._guard = threading.Lock()
        self._open: tuple[str, int, tantivy.Index] | None = None

    # reading

    def _name(self) -> str:
        """The generation in use. Raises IndexBroken."""
        try:
            name = (self.path / "CURRENT").read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IndexBroken("no index") from error
        if not name.startswith(f"v{VERSION}-") or "/" in name:
            raise IndexBroken(f"index of another version: {name[:60]}")
        return name

    def _current(self) -> tantivy.Index:
        name = self._name()
        with self._guard, _broken_if_it_fails("open"):
            stamp = (self.path / name / "meta.json").stat().st_mtime_ns
            if self._open is None or self._open[0] != name:
                opened = tantivy.Index(schema(), path=str(self.path / name), reuse=True)
                opened.config_reader(reload_policy="manual")
                opened.reload()
                self._open = (name, stamp, opened)
            elif self._open[1] != stamp:
                self._open[2].reload()
                self._open = (name, stamp, self._open[2])
            return self._open[2]

    def read(self, question: Callable[[tantivy.Index, tantivy.Searcher], Answer]) -> Answer:
        """Ask with a fresh searcher. Raises IndexBroken, nothing else from tantivy.

        A rebuild may swap generations between finding and opening one, so a failure is tried once more.
        """
        for last in (False, True):
            try:
                with _broken_if_it_fails("search"):
                    index = self._current()
                    return question(index, index.searcher())
            except IndexBroken:
                self._open = None
                if last:
                    raise
        raise AssertionError("unreachable")

    @property
    def healthy(self) -> bool:
        """Whether a search would be answered from the index now."""
        try:
            return self.read(lambda index, searcher: searcher.num_docs) >= 0
        except IndexBroken:
            return False

    # writing

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until no other process or thread writes, then hold the place."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.path / "writer.lock", "a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Write one batch to the generation in use; committed at the end. Raises IndexBroken."""
        with self.locked():
            with _broken_if_it_fails("write"):
                path = self.path / self._name()
                if not (path / "meta.json").exists():
                    raise IndexBroken("generation lost")
                writer = Writer(tantivy.Index(schema(), path=str(path), reuse=True))
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
            with _broken_if_it_fails("commit"):
                writer.commit()
                writer.close()

    def replace(self, *documents: Document) -> None:
        """Put documents in, each in place of any older one with its key."""
        with self.writing() as writer:
            for document in documents:
                writer.replace(document)

    add = replace

    def delete(self, *keys: str) -> None:
        """Take documents out."""
        with self.writing() as writer:
            for key in keys:
                writer.delete(key)

    def reindex(self, documents: Iterable[Document], progress: Callable[[int], Any] = lambda done: None) -> int:
        """Build a new generation from all documents, then swap; the old one answers meanwhile. Returns the
        count.

        Other writers wait, and read their document again afterwards: no change is lost. If building fails,
        the old generation stays.
        """
        with self.locked():
            name = f"v{VERSION}-{uuid.uuid4().hex[:12]}"
            (self.path / name).mkdir(mode=0o700)
            try:
                count = self._fill(self.path / name, documents, progress)
            except BaseException:
                shutil.rmtree(self.path / name, ignore_errors=True)
                raise
            beside = self.path / f"CURRENT.{name}"
            beside.write_text(name)
            os.replace(beside, self.path / "CURRENT")
            self._sweep(name)
        return count

    @staticmethod
    def _fill(path: Path, documents: Iterable[Document], progress: Callable[[int], Any]) -> int:
        writer = Writer(tantivy.Index(schema(), path=str(path), reuse=False))
        count = 0
        try:
            for count, document in enumerate(documents, start=1):
                writer.add(document)
                if count % BATCH == 0:
                    writer.commit()
                progress(count)
        except BaseException:
            writer.abandon()
            raise
        writer.commit()
        writer.close()
        return count

    def _sweep(self, keep: str) -> None:
        """Remove older generations. A reader that has one open keeps its files until it lets go."""
        for path in self.path.iterdir():
            if path.is_dir() and path.name != keep:
                shutil.rmtree(path, ignore_errors=True)


@lru_cache(maxsize=4)
def _index_at(path: str) -> Index:
    return Index(path)


def the_index() -> Index:
    """The index of this instance, below GONGKAI_DATA."""
    return _index_at(str(Path(settings.DATA) / "search"))
