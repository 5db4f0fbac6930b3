"""HTML that Word and WPS put on the clipboard, made into what it means before the allow-list sees it.

Both describe looks, not structure: lists are paragraphs with a drawn mark, headings are an outline level in a style,
what was deleted or hidden travels along. The allow-list alone would let marks and hidden words through as text.
"""

from __future__ import annotations

import re

from lxml import html as lxml_html
from lxml.etree import ParserError

OFFICE = re.compile(r"\bmso-|\bMso[A-Z]|<o:p\b|urn:schemas-microsoft-com|<!--\s*StartFragment", re.I)
_CONDITIONAL = re.compile(r"<!\[if[^\]>]*\]>|<!\[endif\]>", re.I)
_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.I | re.DOTALL)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.I)
_LISTED = re.compile(r"mso-list\s*:\s*l\d+", re.I)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-4])", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
# Marks as the symbol fonts of office software spell them: l n u in Wingdings are ● ■ ◆.
_BULLET = re.compile(r"^[·•●○■□◆◇▪➢✓\-–—*lnuqvØü§\uf000-\uf0ff]$")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_office(html: str) -> bool:
    """Whether the markup shows the hand of office software."""
    return bool(OFFICE.search(html))


def plain(html: str) -> str:
    """The fragment with deleted and hidden words gone, bullets as list items, outline levels as headings.

    Drawn numbers stay as words, for in an official document the number is wording. What cannot be parsed comes back
    as it is; the allow-list follows in any case.
    """
    inner = _FRAGMENT.search(html)
    source = _CONDITIONAL.sub("", inner[1] if inner else html)
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = lxml_html.document_fromstring(
            f"<html><body>{source}</body></html>".encode("utf-8", "replace"), parser=parser
        )
    except (ParserError, ValueError):
        return html
    body = root.find("body")
    if body is None:
        return html
    _without_hidden(body)
    for node in list(body.iter("p", *_HEADINGS)):
        _paragraph(node)
    for node in list(body.iter("span")):
        if _BOLD.search(node.get("style", "")) and node.text_content().strip():
            node.tag = "strong"
    return (body.text or "") + "".join(str(lxml_html.tostring(child, encoding="unicode")) for child in body)


def _without_hidden(body: lxml_html.HtmlElement) -> None:
    for node in list(body.iter()):
        if not isinstance(node.tag, str) or node is body or node.getparent() is None:
            continue
        if node.tag == "del" or _HIDDEN.search(node.get("style", "")):
            node.drop_tree()


def _paragraph(node: lxml_html.HtmlElement) -> None:
    style = node.get("style", "")
    outline = _OUTLINE.search(style)
    marks = [one for one in node.iter("span") if _IGNORED.search(one.get("style", ""))]
    mark = " ".join(marks[0].text_content().split()) if marks else ""
    if marks and _BULLET.match(mark) and _LISTED.search(style):
        marks[0].drop_tree()
        item = lxml_html.Element("ul")
        parent = node.getparent()
        if parent is not None:
            item.tail, node.tail = node.tail, None
            parent.replace(node, item)
            node.tag = "li"
            node.attrib.clear()
            item.append(node)
    elif marks:
        tail = marks[0].tail
        for child in list(marks[0]):
            child.drop_tree()
        marks[0].text, marks[0].tail = f"{mark} " if mark[-1:].isascii() else mark, tail
    if outline and node.tag == "p":
        node.tag = f"h{int(outline[1]) + 1}"
