"""HTML in simplified characters to the same HTML in traditional ones: words only, no address, name or value of a form.

Pure; the table is OpenCC's, with the phrases that decide between characters (发 in 头发 and in 发布) and the forms
that are usual today (s2tw). Kept as they are: tags, addresses, scripts and styles, what stands in the fields of a
form (it is sent back), and whatever an author marks with translate="no".
"""

import re
from functools import lru_cache

import opencc

TAG = re.compile(r"(<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)", re.DOTALL)
# Attributes that people read or hear.
SPOKEN = re.compile(r'( (?:title|alt|placeholder|aria-label|data-on|data-off|data-label)=")([^"]*)(")')
NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
LEFT_ALONE = {"script", "style", "textarea"}
BREAK = "\x1e"  # joins what stands between tags; no character for readers


@lru_cache(maxsize=1)
def _table() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")


def traditional(html: str) -> str:
    """The page in traditional characters; everything but its words is byte for byte the same."""
    parts = TAG.split(html.replace(BREAK, " "))  # text, tag, text, tag, … text
    words: list[str] = []
    places: list[int] = []
    closed = ""  # the element inside which nothing is changed
    for place, part in enumerate(parts):
        if place % 2:
            closed = _closed(part, closed)
            parts[place] = SPOKEN.sub(_spoken, part) if not part.startswith("<!--") else part
        elif not closed and not part.isspace() and part:
            places.append(place)
            words.append(part)
    converted = _table().convert(BREAK.join(words)).split(BREAK) if words else []
    for place, word in zip(places, converted, strict=True):
        parts[place] = word
    return "".join(parts)


def _spoken(found: re.Match[str]) -> str:
    return f"{found[1]}{_table().convert(found[2])}{found[3]}"


def _closed(tag: str, closed: str) -> str:
    """The element that is left alone after this tag, "" outside one."""
    found = NAME.match(tag)
    name = found[1].lower() if found else ""
    if closed:
        return "" if tag.startswith("</") and name == closed else closed
    if tag.startswith("</") or tag.endswith("/>"):
        return ""
    return name if name in LEFT_ALONE or ' translate="no"' in tag else ""
