"""Tables that can be read without seeing them: header cells with scope, a caption; headings in order (WCAG 1.3.1).

Office files seldom say which row is the header. It is taken for one when its cells are short words, no numbers and none
empty; a first row that is one cell over the whole width is the table's title.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from lxml import html as lxml_html

from gongkai.files.blocks import Block

LONGEST_HEADER = 24  # characters
_NUMBER = re.compile(r"^[\s\d.,，%％+\-—/年月日:：（）()]*$")
_TITLE = re.compile(
    r"^(?:附?表\s*[\d一二三四五六七八九十.\-—]{0,6}|.{2,60}(?:表|清单|目录|名单|一览|台账))[^。；]{0,60}$"
)


def _rows(table: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    return list(table.iter("tr"))


def _words(cell: lxml_html.HtmlElement) -> str:
    return " ".join(cell.text_content().split())


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return int(value) if value.isdigit() else 1


def _width(row: lxml_html.HtmlElement) -> int:
    return sum(_span(cell, "colspan") for cell in row)


def _is_header(row: lxml_html.HtmlElement) -> bool:
    cells = [_words(cell) for cell in row]
    return len(cells) > 1 and all(word and len(word) <= LONGEST_HEADER and not _NUMBER.match(word) for word in cells)


def readable(block: Block, title: str = "") -> Block:
    """A table block with header cells and caption; `title` is the line above it, if it may serve as caption.

    A table that states its headers keeps them. Other blocks come back as they are.
    """
    if block.tag != "table":
        return block
    table = lxml_html.fragment_fromstring(f"<table>{block.inner}</table>")
    rows = _rows(table)
    if len(rows) > 1:
        _caption(table, rows, title)
        _headers(_rows(table))
    inner = "".join(str(lxml_html.tostring(child, encoding="unicode", with_tail=False)) for child in table)
    return Block("table", inner, block.text, block.attributes)


def _caption(table: lxml_html.HtmlElement, rows: list[lxml_html.HtmlElement], title: str) -> None:
    if table.find("caption") is not None:
        return
    first = list(rows[0])
    if len(first) == 1 and _width(rows[0]) > 1 and _span(first[0], "rowspan") == 1 and _words(first[0]):
        title = _words(first[0])
        parent = rows[0].getparent()
        if parent is not None:
            parent.remove(rows[0])
    elif not _TITLE.match(title):
        return
    caption = lxml_html.Element("caption")
    caption.text = title
    table.insert(0, caption)


def _headers(rows: list[lxml_html.HtmlElement]) -> None:
    if not rows:
        return
    stated = [cell for row in rows for cell in row if cell.tag == "th"]
    if not stated and _is_header(rows[0]):
        depth = max(_span(cell, "rowspan") for cell in rows[0])
        if depth < len(rows):
            stated = [cell for row in rows[:depth] for cell in row]
    for cell in stated:
        cell.tag = "th"
        if not cell.get("scope"):
            cell.set("scope", "colgroup" if _span(cell, "colspan") > 1 else "col")


def with_readable_tables(blocks: list[Block]) -> list[Block]:
    """All blocks, tables made readable; a line above a table that names it becomes its caption, said once."""
    result: list[Block] = []
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index and blocks[index - 1].tag == "p" else None
        title = before.text if before is not None and len(before.text) <= 60 and "<" not in before.inner else ""
        table = readable(block, title)
        if title and table.inner.startswith(f"<caption>{escape(title, quote=False)}</caption>"):
            result.pop()
            table = replace(table, text=f"{title}\n{table.text}")
        result.append(table)
    return result


def ordered(html: str) -> str:
    """Clean HTML whose headings go down one level at a time, beginning at h2: none is left out."""
    levels: list[int] = []

    def change(match: re.Match[str]) -> str:
        level = int(match[1])
        while levels and levels[-1] >= level:
            levels.pop()
        levels.append(level)
        return f"<h{min(1 + len(levels), 5)}>{match[2]}</h{min(1 + len(levels), 5)}>"

    return re.sub(r"<h([2-5])>(.*?)</h\1>", change, html, flags=re.DOTALL)
