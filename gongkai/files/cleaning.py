"""One allow-list for everything that becomes HTML (choices.md, rich text).

Whatever the source (a pasted WPS paragraph, an uploaded page, a docx), only the elements named here survive; all
styling is the portal's own. The list follows the need of official documents: headings, paragraphs, lists, tables,
emphasis, links, pictures from the own store.
"""

from __future__ import annotations

import re
from html import escape, unescape

import nh3

from gongkai.files import office_html

TAGS = frozenset(
    [
        "h2",
        "h3",
        "h4",
        "h5",
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "strong",
        "em",
        "u",
        "sub",
        "sup",
        "blockquote",
        "br",
        "a",
        "img",
    ]
)
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto"}
# The content of these goes with the tag: script and style are code, the rest are ways to smuggle markup past a parser.
DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "svg",
    "math",
    "template",
    "noscript",
    "iframe",
    "object",
    "embed",
    "applet",
    "frame",
    "frameset",
    "noframes",
    "noembed",
    "textarea",
    "select",
    "option",
    "title",
    "head",
    "xmp",
    "plaintext",
    "audio",
    "video",
    "canvas",
}
OWN_IMAGE = re.compile(r"^/files/[0-9a-f]{12}/[^/?#\\]+$")
LARGEST_SPAN = 1000
LONGEST_ALT = 500  # characters; a longer description belongs in the text
LARGEST_INPUT = 5_000_000  # characters; a longer fragment is cut, never parsed whole
MOST_REFERENCES = 50_000
MOST_TAGS = 300_000  # a pasted book of 500 pages has about 100,000
MOST_LINES = 20_000
DEEPEST = 256  # open elements; an HTML5 parser needs time quadratic in the depth

_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h6": "h5", "ins": "u", "div": "p"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)((?:\s[^<>]*)?)(/?)>")
_ANY_OPEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NOT_NESTING = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "br",
        "img",
        "hr",
        "input",
        "meta",
        "link",
        "col",
        "wbr",
        "area",
        "base",
        "source",
    ]
)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f]+")  # browsers leave them out of an address: "/<tab>/host" is "//host"
_BLANKS = re.compile(r"(?:\s|&nbsp;)*")
_SKNALB = re.compile(r"(?:\s|;psbn&)*")  # the same, read from the end
_BLOCK = r"(?:h[2-5]|p|ul|ol|li|table|caption|thead|tbody|tfoot|tr|th|td|blockquote)"
# A link that leads nowhere, as headings and tables of contents of office software are full of.
_ANCHOR = re.compile(r'<a(?: rel="[^"]*")?>((?:(?!<a\b).)*?)</a>', re.DOTALL)
# Each alternative begins with another character and nothing is given back, so that all three take linear time.
_ONE_PARAGRAPH = re.compile(r"(<(t[dh])\b[^<>]*+>)<p>((?:(?!</?(?:p|table|ul|ol|h[2-5])\b).)*?)</p>(</\2>)", re.DOTALL)
_EMPTY = re.compile(r"<(p|h[2-5]|strong|em|u|sub|sup|blockquote|li|ul|ol)>(?:\s|&nbsp;|<br>)*+</\1>")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name not in ATTRIBUTES.get(tag, ()) and (tag, name) != ("a", "rel"):
        return None  # the library lets lang and title pass on every element
    if tag == "img" and name == "alt":
        return " ".join(value.replace("<", "＜").replace(">", "＞").split())[:LONGEST_ALT]
    if tag == "img" and name == "src":
        return value if OWN_IMAGE.match(value) and ".." not in value else None
    if name in ("colspan", "rowspan", "start"):
        return value if value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= LARGEST_SPAN else None
    if name == "scope":
        return value if value in ("row", "col", "rowgroup", "colgroup") else None
    if name == "href":
        address = _INVISIBLE.sub("", value).strip()
        if re.match(r"[/\\]{2}|#", address):  # //host leaves the site unseen; # leads to names that are not kept
            return None
        return address or None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=DROPPED_WITH_CONTENT,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    strip_comments=True,
    link_rel="noopener noreferrer",
)


def too_costly(html: str) -> bool:
    """Whether elements nest deeper, or are more, than in any document; found by counting, in linear time."""
    depth = 0
    if html.count("<") > MOST_TAGS:
        return True
    for closing, name in _ANY_OPEN.findall(html):
        if name.lower() in _NOT_NESTING:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > DEEPEST:
            return True
    return False


def _only_text(html: str) -> str:
    """The words of markup that is too hostile to parse, as plain paragraphs."""
    bare = re.sub(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)", " ", html)
    bare = unescape(re.sub(r"<[^<>]*>?", "\n", bare))
    lines = [line.strip() for line in bare.split("\n") if line.strip()][:MOST_LINES]
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def _parsed(html: str) -> str:
    """Through the cleaner. It needs time quadratic in the number of character references, so a flood of them ends."""
    html = html.replace("&nbsp;", "\u00a0").replace("&emsp;", "\u2003").replace("&ensp;", "\u2002")
    if html.count("&") > MOST_REFERENCES:
        html = html.replace("&lt;", "＜").replace("&gt;", "＞").replace("&", "＆")
    return _CLEANER.clean(html)


def _rename(html: str) -> str:
    """Presentational names become the semantic ones the list knows; before the cleaner, so nothing is trusted here."""

    def change(match: re.Match[str]) -> str:
        closing, name, rest, slash = match.groups()
        new = _RENAMED.get(name.lower())
        return f"<{closing}{new}{rest}{slash}>" if new else match.group()

    return _TAG.sub(change, html)


def without_margins(html: str, left: bool = True, right: bool = True) -> str:
    """Inline HTML without blanks at its ends, in linear time: a search for them anywhere would try every start."""
    if right:
        html = html[: len(html) - len(_SKNALB.match(html[::-1]).group())]  # type: ignore[union-attr]
    return html[len(_BLANKS.match(html).group()) :] if left else html  # type: ignore[union-attr]


def _tight(html: str) -> str:
    """No blanks beside the tags of blocks."""
    pieces = re.split(rf"(</?{_BLOCK}\b[^>]*>)", html)
    last = len(pieces) - 1
    for number in range(0, len(pieces), 2):
        pieces[number] = without_margins(pieces[number], left=number > 0, right=number < last)
    return "".join(pieces)


def clean(html: str) -> str:
    """Return the fragment `html` with only allowed elements, attributes and addresses.

    Pictures without an own address, empty paragraphs and headings, and every class, style and Office tag vanish;
    their words stay. Never raises on bad markup. The result is stable: clean(clean(x)) == clean(x).
    """
    source = html[:LARGEST_INPUT].replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if "<" not in source and "&" not in source:
        return escape(source, quote=False)
    if too_costly(source):
        source = _only_text(source)
    elif office_html.is_office(source):
        source = office_html.plain(source)
    result = _parsed(_rename(source))
    result = _ANCHOR.sub(r"\1", result)
    result = re.sub(r"<img(?![^>]*\ssrc=)[^>]*>", "", result)
    for _ in range(4):
        result, changed = _EMPTY.subn("", result)
        if not changed:
            break
    result = _tight(result)
    result = re.sub(r"</(strong|em|u|sub|sup)><\1>", "", result)  # a word cut into pieces by its fonts
    result = re.sub(r"</(ul)><ul>", "", result)
    result = _ONE_PARAGRAPH.sub(r"\1\3\4", result)
    return _parsed(result).strip()


def text_of(html: str) -> str:
    """The words of a clean fragment, one block a line, cells of a row divided by tabs; for search and checks."""
    text = re.sub(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>', r"\1", html)  # what a picture says is public text too
    text = re.sub(r"</t[dh]>(?=<t[dh])", "\t", text)
    text = re.sub(rf"</{_BLOCK}>|<br>", "\n", text)
    text = unescape(re.sub(r"<[^<>]*>", "", text))
    lines = (re.sub(r"[ \u00a0\u3000]+", " ", line).strip(" ") for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())
