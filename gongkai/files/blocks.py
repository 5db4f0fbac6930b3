"""The form between reading and rendering: a document as a flat run of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from lxml import html as lxml_html

from gongkai.files import cleaning

HEADINGS = ("h2", "h3", "h4", "h5")
LARGEST_COUNT = 20_000  # blocks of one document; real ones stay below 5,000


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list, table or quotation.

    `tag` is the element (p, h2 … h5, ul, ol, table, blockquote), `inner` its clean inner HTML, `text` its words.
    """

    tag: str
    inner: str
    text: str
    attributes: str = ""

    @property
    def html(self) -> str:
        return f"<{self.tag}{self.attributes}>{self.inner}</{self.tag}>"

    def heading(self, level: int) -> Block:
        """This block as a heading; level 2 to 5."""
        return replace(self, tag=f"h{min(max(level, 2), 5)}", inner=escape(self.text, quote=False), attributes="")


def paragraph(text: str) -> Block:
    """A paragraph of plain `text`."""
    tidy = re.sub(r"[ \t\u00a0\u3000]+", " ", text).strip()
    return Block("p", escape(tidy, quote=False), tidy)


def from_html(fragment: str) -> list[Block]:
    """The blocks of `fragment`, which is cleaned first; line breaks inside paragraphs divide them."""
    clean = cleaning.clean(fragment)
    if not clean:
        return []
    root = lxml_html.fragment_fromstring(clean, create_parent="div")
    blocks: list[Block] = []
    if root.text and root.text.strip():
        blocks.append(paragraph(root.text))
    loose = ""
    for child in root:
        if len(blocks) >= LARGEST_COUNT:
            break
        outer = str(lxml_html.tostring(child, encoding="unicode", with_tail=False))
        if child.tag in (*HEADINGS, "p", "ul", "ol", "table", "blockquote"):
            blocks += _paragraphs(loose)
            loose = ""
            blocks += _block(child.tag, outer)
        else:
            loose += outer
        loose += escape(child.tail or "", quote=False)
    blocks += _paragraphs(loose)
    return blocks[:LARGEST_COUNT]


def _paragraphs(inner: str) -> list[Block]:
    """The paragraphs of clean inline HTML, divided at line breaks unless an element spans one."""
    parts = re.split(r"(?:<br\s*/?>)+", inner)
    if len(parts) > 1 and any("<" in part and cleaning.clean(part).count("<") != part.count("<") for part in parts):
        parts = [inner]
    result = []
    for part in parts:
        text = cleaning.text_of(part)
        if text or "<img" in part:
            result.append(Block("p", cleaning.without_margins(part), text))
    return result


def _block(tag: str, outer: str) -> list[Block]:
    match = re.match(rf"<{tag}([^>]*)>(.*)</{tag}>$", outer, re.DOTALL)
    if match is None:
        return []
    if tag == "p":
        return _paragraphs(match[2])
    text = cleaning.text_of(outer)
    if not text and "<img" not in outer:
        return []
    if tag in HEADINGS and "<img" in outer:  # a heading is words; a picture in it stands below
        found = [Block(tag, escape(text.replace("\n", " "), quote=False), text.replace("\n", " "))] if text else []
        return [*found, *(Block("p", image, cleaning.text_of(image)) for image in re.findall(r"<img[^>]*>", outer))]
    if tag in HEADINGS:
        return [Block(tag, escape(text.replace("\n", " "), quote=False), text.replace("\n", " "))]
    return [Block(tag, match[2], text, match[1])]


def render(blocks: Iterable[Block]) -> str:
    """Clean HTML of `blocks`."""
    return cleaning.clean("\n".join(block.html for block in blocks))


def words(blocks: Iterable[Block]) -> str:
    """The plain words of `blocks`, one block a line (tables: one row a line)."""
    return "\n".join(block.text for block in blocks)
