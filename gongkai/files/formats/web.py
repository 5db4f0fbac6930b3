"""html: the article of a saved web page, without navigation, scripts and hidden text."""

from __future__ import annotations

import re

from lxml import html as lxml_html
from lxml.etree import ParserError

from gongkai.files import blocks, cleaning
from gongkai.files.encodings import decode
from gongkai.files.formats.raw import Raw

# Where the publishing systems of government sites put the article; the first that holds words wins.
_CONTENT = (
    '//*[@id="UCAP-CONTENT" or @id="zoom" or @id="Zoom" or @id="mainText" or @id="articleContent"]',
    '//*[contains(concat(" ", @class, " "), " TRS_Editor ") or contains(concat(" ", @class, " "), " TRS_UEDITOR ")]',
    '//*[contains(@class, "article-content") or contains(@class, "articleContent")]',
    '//*[contains(@class, "pages_content")]',
    "//article",
    "//main",
)
# Meta tags that the guideline for government web sites asks for (law.md, 47号).
_META = {
    "articletitle": "title",
    "pubdate": "published",
    "contentsource": "source",
    "keywords": "keywords",
}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all", re.IGNORECASE
)
_FURNITURE = "//script|//style|//nav|//header[not(ancestor::article)]|//footer|//form|//noscript|//iframe|//svg"


def read(data: bytes) -> Raw:
    """Read a web page or fragment."""
    text, warnings = decode(data)
    return read_text(text, warnings)


def read_text(text: str, warnings: list[str] | None = None) -> Raw:
    """Read HTML that is already text."""
    raw = Raw([], warnings=list(warnings or []))
    text = text[: cleaning.LARGEST_INPUT]
    if cleaning.too_costly(text):
        raw.warnings.append("网页的标记层次异常，只保留了文字，请对照原件核对。")
        raw.blocks = blocks.from_html(text)
        return raw
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        page = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError):
        return raw
    _hints(page, raw)
    _without_hidden(page, raw)
    content = _content(page)
    raw.blocks = blocks.from_html(str(lxml_html.tostring(content, encoding="unicode", with_tail=False)))
    images = len(content.xpath(".//img"))
    if images:
        raw.warnings.append(f"网页中有{images}幅图片，没有写入正文，请把图片作为附件另行上传。")
    return raw


def _hints(page: lxml_html.HtmlElement, raw: Raw) -> None:
    for meta in page.xpath("//meta[@name and @content]"):
        key = _META.get(meta.get("name").strip().lower())
        if key and meta.get("content").strip():
            raw.hints.setdefault(key, meta.get("content").strip())
    heading = page.xpath("//h1")
    if "title" not in raw.hints and heading:
        words = " ".join(heading[0].text_content().split())
        if words:
            raw.hints["title"] = words
    name = page.xpath("//title")
    if name and name[0].text_content().strip():
        raw.hints.setdefault("page_title", " ".join(name[0].text_content().split()))


def _without_hidden(page: lxml_html.HtmlElement, raw: Raw) -> None:
    """Hidden words are how spam and secrets travel in pages: they are left out and reported."""
    hidden = [node for node in page.xpath("//*[@style]") if _HIDDEN.search(node.get("style", ""))]
    hidden += page.xpath("//*[@hidden]")
    words = " ".join(" ".join(node.text_content().split()) for node in hidden).strip()
    for node in hidden:
        if node.getparent() is not None:
            node.drop_tree()
    if words:
        raw.warnings.append(f"网页中有隐藏的文字，没有写入正文：“{words[:60]}”。")


def _content(page: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    for path in _CONTENT:
        for node in page.xpath(path):
            if len("".join(node.text_content().split())) > 20:
                return node
    for node in page.xpath(_FURNITURE):
        if node.getparent() is not None:
            node.drop_tree()
    body = page.find("body")
    return page if body is None else body
