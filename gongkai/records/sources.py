"""What an import reads before anything is written: documents, their keys, and what the checks found. No Django.

A folder is read by several processes at a time, because reading and checking a text is the larger half of the work.
"""

import hashlib
import json
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from gongkai.checks import inspect_file, scan, unseen_words
from gongkai.checks.finding import Finding
from gongkai.files import Document, Item, corpus
from gongkai.files.importing import record_files
from gongkai.refusals import Refusal

FEW = 16  # so few files are read faster than another process starts
AHEAD = 32  # files read ahead of the writing


@dataclass(frozen=True)
class Source:
    """One record as read: `refused` says why it cannot be taken, else `document` is there and `key` names its content.

    `blocking` are the labels of findings that stop publication, `final` those of them that nobody can accept, `advice`
    is the number of the others.
    """

    name: str
    key: str = ""
    document: Document | None = None
    refused: str = ""
    path: Path | None = None
    attachments: tuple[Path, ...] = ()
    given: dict[str, str] = field(default_factory=dict)
    blocking: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    advice: int = 0


def read(path: Path, *, originals: bool, limit: int | None = None) -> Iterator[Source]:
    """Every record at `path` (folder, jsonl, xlsx or one file), in order. Raises NotLawful for anything else."""
    if path.is_dir():
        found = islice(record_files(path), limit)
        yield from _files([(one, one.relative_to(path).as_posix()) for one in found], originals)
    else:
        for item in islice(corpus(path), limit):
            yield _checked(item, originals)


def count(path: Path) -> int | None:
    """How many records there are, where that is known before reading."""
    return sum(1 for _ in record_files(path)) if path.is_dir() else None


def _files(paths: list[tuple[Path, str]], originals: bool) -> Iterator[Source]:
    if len(paths) < FEW:
        yield from (_one(path, name, originals) for path, name in paths)
        return
    waiting = iter(paths)
    running: deque[Future[Source]] = deque()
    workers = min(4, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            while True:
                for path, name in islice(waiting, AHEAD - len(running)):
                    running.append(pool.submit(_one, path, name, originals))
                if not running:
                    return
                yield running.popleft().result()
        except BrokenProcessPool as error:
            raise Refusal(
                "records.reader_died",
                "读取文件的进程意外结束，可能是内存不足，或者某个文件损坏。",
                remedy="已经导入的不受影响。请再次运行同一命令，已导入的会自动跳过；仍不行的，请分文件夹导入以找出该文件。",
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _one(path: Path, name: str, originals: bool) -> Source:
    return _checked(replace(next(corpus(path)), source=name), originals)


def _checked(item: Item, originals: bool) -> Source:
    if item.document is None:
        refusal = item.refusal
        said = f"{refusal.message}{refusal.remedy}" if refusal else "没有读出内容。"
        return Source(item.source, refused=said, path=item.path)
    found = [*scan(f"{item.document.title}\n{item.document.text}"), *_in_files(item, originals)]
    return Source(
        item.source,
        key=_key(item),
        document=item.document,
        path=item.path,
        attachments=item.attachments,
        given=item.given,
        blocking=tuple(sorted(one.label for one in found if one.blocking)),
        final=tuple(sorted({one.label for one in found if one.final})),
        advice=sum(not one.blocking for one in found),
    )


def _in_files(item: Item, originals: bool) -> Iterator[Finding]:
    """What the files carry unseen: those that go public with it, and the one whose words become the page."""
    if item.path and not originals:
        yield from unseen_words(item.path.read_bytes(), item.path.name)
    for path in [*([item.path] if originals and item.path else []), *item.attachments]:
        yield from inspect_file(path, path.name)


def _key(item: Item) -> str:
    """The hash of what was read: a file's bytes, or the stated fields of a row."""
    if item.path is not None:
        return hashlib.sha256(item.path.read_bytes()).hexdigest()
    assert item.document is not None
    stated = [item.document.title, item.document.text, sorted(item.given.items())]
    return hashlib.sha256(json.dumps(stated, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
