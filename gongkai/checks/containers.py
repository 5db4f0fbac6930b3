"""Opening zip containers and their XML without being harmed: limits on entries, size, ratio and work; no DTD."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import IO, Any
from xml.parsers import expat

MOST_ENTRIES = 10_000
MOST_PART_BYTES = 96 * 1024 * 1024
MOST_TOTAL_BYTES = 384 * 1024 * 1024
# Spreadsheets full of equal cells reach about 60:1; deflate's limit, which bombs come near, is 1032:1.
MOST_RATIO = 250
RATIO_FREE_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 200
# Of one file: about a thousand pages of text, or a sheet of 300,000 cells; beyond it a person has to look.
MOST_EVENTS = 1_500_000
_CHUNK = 1 << 16
_LEAST_ELEMENT = 4  # bytes: <a/>
# What zipfile raises on damaged, forged or strangely packed entries.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, KeyError, OSError, EOFError, RuntimeError,
    NotImplementedError, ValueError, OverflowError,
)  # fmt: skip

# ("start", tag, attributes), ("end", tag, {}) or ("text", words, {}); tags and attributes without their prefix, since
# WPS and strict OOXML use other namespaces for the same names. Where two attributes share a name the plain one wins,
# and the prefixed one is reached with its prefix.
Event = tuple[str, str, dict[str, str]]


class Unreadable(Exception):
    """A file that cannot be checked; the message is a Chinese sentence saying why."""


class Budget:
    """How much XML may still be read of one file."""

    def __init__(self, left: int = MOST_EVENTS) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        """Raises Unreadable when the budget is gone."""
        self.stand_for(count)
        self.left -= count

    def stand_for(self, count: int) -> None:
        """Raises Unreadable when less than this is left."""
        if self.left < count:
            raise Unreadable("文件内容过多，超出自动检查的范围。请拆成几个文件，或者由人工核对。")


class Container:
    """A zip file whose parts can be read one by one, each within the limits."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGE as error:
            raise Unreadable("文件已损坏，无法打开。") from error
        self._check(len(content))
        self.names = self._zip.namelist()
        self.budget = Budget()
        self.extra = self._extra(content)

    def _check(self, packed: int) -> None:
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Unreadable("文件内的条目过多，为安全起见不予展开。")
        total = sum(entry.file_size for entry in entries)
        if total > MOST_TOTAL_BYTES or any(entry.file_size > MOST_PART_BYTES for entry in entries):
            raise Unreadable("文件展开后过大，为安全起见不予展开。")
        if total > RATIO_FREE_BYTES and total > packed * MOST_RATIO:
            raise Unreadable("文件压缩比异常，疑似压缩炸弹，不予展开。")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable("文件设有密码，无法检查。")
        if len({entry.filename for entry in entries}) < len(entries) or _overlap(entries):
            raise Unreadable("文件内的条目重复或者重叠，不同软件会打开成不同内容，无法检查。")
        if any(_strange(entry.orig_filename) for entry in entries):
            raise Unreadable("文件内的条目名称异常，疑似恶意文件。")

    def _extra(self, content: bytes) -> str:
        """What lies in the file but not in its entries, in Chinese; empty when nothing does."""
        first = min((entry.header_offset for entry in self._zip.infolist()), default=0)
        end = content.rfind(b"PK\x05\x06")
        if first > 0:
            return "文件头部附带的数据"
        if self._zip.comment.strip():
            return "压缩包注释"
        return "文件尾部附带的数据" if content[end + 22 :].strip(b"\0\r\n ") else ""

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises Unreadable when it is damaged or larger than it claims."""
        with self.opened(name) as source:
            content = source.read(MOST_PART_BYTES + 1)
        if len(content) > MOST_PART_BYTES:
            raise Unreadable("文件展开后过大，为安全起见不予展开。")
        return content

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """The part as a stream; zipfile stops at the declared size, which was checked. Raises Unreadable."""
        try:
            with self._zip.open(name) as source:
                yield source
        except _DAMAGE as error:
            raise Unreadable("文件已损坏，部分内容无法读取。") from error

    def walk(self, name: str) -> Iterator[Event]:
        """Events of an XML part, read as a stream; none for a part that is absent. Raises Unreadable."""
        if name in self.names:
            self._must_be_bearable(name)
            with self.opened(name) as source:
                yield from events(source, self.budget)

    def starts(self, name: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Tag and attributes of each element of an XML part; cheaper than `walk`. Raises Unreadable."""
        if name in self.names:
            self._must_be_bearable(name)
            with self.opened(name) as source:
                for _, tag, found in events(source, self.budget, starts_only=True):
                    yield tag, found

    def _must_be_bearable(self, name: str) -> None:
        """Count the elements of a large part before any is read: what is too much should not cost anything first.

        Raises Unreadable.
        """
        if self._zip.getinfo(name).file_size < self.budget.left * _LEAST_ELEMENT:
            return
        elements = 0
        with self.opened(name) as source:
            while chunk := source.read(_CHUNK * 16):
                elements += chunk.count(b"<") - chunk.count(b"</")
                self.budget.stand_for(elements)


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes: the trick of the densest bombs."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        later.header_offset < earlier.header_offset + 30 + earlier.compress_size for earlier, later in pairwise(ordered)
    )


def _strange(name: str) -> bool:
    return "\0" in name or name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _plain(found: dict[str, str]) -> dict[str, str]:
    for key in found:
        if ":" in key:
            break
    else:
        return found
    return {key.rpartition(":")[2]: value for key, value in found.items()} | found


class _Unsafe(Exception):
    """A document type declaration: office software writes none; it is the door of entity bombs."""


def _refuse(*_: Any) -> None:
    raise _Unsafe


def events(source: IO[bytes], budget: Budget, *, starts_only: bool = False) -> Iterator[Event]:
    """Events of XML; refuses DTDs, entities, absurd depth, and more than the budget. Raises Unreadable."""
    found: list[Event] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, given: found.append(("start", tag.rpartition(":")[2], _plain(given)))
    if not starts_only:
        parser.EndElementHandler = lambda tag: found.append(("end", tag.rpartition(":")[2], {}))
        parser.CharacterDataHandler = lambda words: found.append(("text", words, {}))
    depth = 0
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
            budget.spend(len(found))
            depth = _depth(found, depth, starts_only)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, _Unsafe, UnicodeError, LookupError) as error:
        raise Unreadable("文件内部结构有误或者含有不安全的定义，无法检查。") from error
    yield from found


def _depth(found: list[Event], depth: int, starts_only: bool) -> int:
    """The depth after these events. Raises Unreadable when it was absurd."""
    if starts_only:
        return 0
    for what, _, _ in found:
        depth += (what == "start") - (what == "end")
        if depth > MOST_DEPTH:
            raise Unreadable("文件内部结构嵌套过深，无法检查。")
    return depth
