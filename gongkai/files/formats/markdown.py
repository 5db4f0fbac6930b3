"""md: headings, emphasis, bullet lists and tables by CommonMark; numbered items stay words: a number is text."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from gongkai.files import blocks
from gongkai.files.encodings import decode
from gongkai.files.formats.plain import lines_of
from gongkai.files.formats.raw import Raw

# Collections of statutes close the lines on passage and amendment with this mark.
_HEAD_END = re.compile(r"<!--\s*INFO END\s*-->", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    .enable("table")
    .disable(["code", "lheading", "hr", "reference", "image"])
)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = re.match(r"\A---\n(.*?)\n---\n", text, re.DOTALL)
    if match is None:
        return {}, text
    pairs = (line.partition(":") for line in match[1].split("\n"))
    return {key.strip(): value.strip(" \"'") for key, mark, value in pairs if mark}, text[match.end() :]


def read(data: bytes) -> Raw:
    """Read Markdown. The first `# heading` becomes the title hint, lines before the end mark become the history."""
    text, warnings = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    hints, text = _front_matter(text)
    title = re.match(r"\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)", text)
    if title:
        hints.setdefault("title", title[1])
        text = text[title.end() :]
    history: list[str] = []
    mark = _HEAD_END.search(text)
    if mark:
        history = lines_of(text[: mark.start()])
        text = text[mark.end() :]
    text = _COMMENT.sub("", text)
    text = re.sub(r"(?m)^([ \t]*)(\d{1,9})([.)])(\s)", r"\1\2\\\3\4", text)
    text = re.sub(r"(?m)^[ \t\u3000]+(?=\S)", "", text)
    return Raw(blocks.from_html(_PARSER.render(text)), hints, warnings, history)
