"""Opening zip containers and their XML without being harmed: limits on entries, size and ratio, no entities, no DTD."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

MOST_ENTRIES = 10_000
MOST_PART_BYTES = 96 * 1024 * 1024
MOST_TOTAL_BYTES = 384 * 1024 * 1024
# Spreadsheets full of equal cells reach about 60:1; deflate's limit, which bombs come near, is 1032:1.
MOST_RATIO = 250
RATIO_FREE_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 200
# What zipfile raises on damaged, forged or strangely packed entries.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, KeyError, OSError, EOFError, RuntimeError,
    NotImplementedError, ValueError, OverflowError,
)  # fmt: skip


class Unreadable(Exception):
    """A file that cannot be checked; the message is a Chinese sentence saying why."""


class Container:
    """A zip file whose parts can be read one by one, each within the limits."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGE as error:
            raise Unreadable("文件已损坏，无法打开。") from error
        self._check(len(content))
        self.names = self._zip.namelist()

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

    def elements(self, name: str) -> Iterator[tuple[str, Element]]:
        """Events ("start" or "end", element) of an XML part, read as a stream. Raises Unreadable."""
        with self.opened(name) as source:
            yield from elements(source)


def elements(source: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Events ("start" or "end", element) of XML; refuses DTDs, entities, absurd depth. Raises Unreadable."""
    depth = 0
    try:
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > MOST_DEPTH:
                raise Unreadable("文件内部结构嵌套过深，无法检查。")
            yield event, element
    except (ParseError, DefusedXmlException, UnicodeError, LookupError) as error:
        raise Unreadable("文件内部结构有误或者含有不安全的定义，无法检查。") from error


def local(element: Element) -> str:
    """The element's name without namespace; WPS and strict OOXML use other namespaces for the same names."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """The attribute of this local name, in whatever namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None
