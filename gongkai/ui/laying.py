"""How the text of an official document stands on the page: the addressee flush left, signature and date to the right.

Files bring their words, not their tabs and blanks; the layout of 公文 (GB/T 9704—2012) is given again when shown,
so the text that was signed stays as it is.
"""

import re
from html import escape

from lxml import html as lxml_html

DAY = re.compile(
    r"(\d{4}|[〇零一二三四五六七八九]{4})年[\d〇一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
SIGNED = re.compile(r"[^。，；：！？]{2,40}(局|府|会|办|室|院|厅|委|队|所|司|站|处|部|组|中心|街道|镇|乡)")
SIGNERS = 6  # how many agencies above a date are looked at


def laid(html: str) -> str:
    """The same HTML with classes `flush` and `right` on paragraphs of the document itself, never inside tables."""
    if "<p>" not in html:
        return html
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    blocks = [(one, " ".join(one.text_content().split()) if _plain(one) else "") for one in root]
    marked = _addressee(blocks) + _signatures(blocks)
    if not marked:
        return html
    for one, name in marked:
        one.set("class", name)
    inner = "".join(str(lxml_html.tostring(one, encoding="unicode")) for one in root)
    return f"{escape(root.text or '')}{inner}"


def _plain(one: lxml_html.HtmlElement) -> bool:
    return one.tag == "p" and not one.get("class") and not one.get("style")


def _addressee(blocks: list[tuple[lxml_html.HtmlElement, str]]) -> list[tuple[lxml_html.HtmlElement, str]]:
    for one, text in blocks[:3]:
        if text.endswith(("：", ":")) and len(text) <= 120 and "。" not in text:
            return [(one, "flush")]
    return []


def _signatures(blocks: list[tuple[lxml_html.HtmlElement, str]]) -> list[tuple[lxml_html.HtmlElement, str]]:
    found = []
    for place, (one, text) in enumerate(blocks):
        if not place or not DAY.fullmatch(text.replace(" ", "")):
            continue
        signers = []
        for above, words in reversed(blocks[max(0, place - SIGNERS) : place]):
            if not SIGNED.fullmatch(words):
                break
            signers.append((above, "right"))
        if signers:
            found += [*signers, (one, "right")]
    return found
