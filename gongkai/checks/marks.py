"""Marks that say a document is not for the public: anchored classification marks, and internal marks.

The plain words 绝密, 机密, 秘密 are never findings: statutes are full of them. A mark is a level with a star (and its
term), a level alone on a line at the head of the document, or a filled-in field 密级.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding, text_finding

_LEVEL = r"(?:绝[ \t]{0,8}密|机[ \t]{0,8}密|秘[ \t]{0,8}密)"
_NUMERAL = r"(?:[0-9](?: ?[0-9])?|[〇零一二三四五六七八九十两]{1,3})"
_TERM = (
    rf"(?:{_NUMERAL} ?(?:年|个 ?月|天|日)|[12][0-9]{{3}} ?[年.-]|长 ?期|永 ?久"
    r"|启 ?用 ?前|公 ?布 ?前|发 ?布 ?前|解 ?密 ?前|实 ?施 ?前|考 ?试)"
)
_STARRED = re.compile(
    rf"{_LEVEL}[ \t]{{0,8}}(?:[★☆⭐✩✪✭✮✯✰✦✶⋆](?:\ufe0f)?(?:[ \t]{{0,8}}{_TERM})?|\*[ \t]{{0,8}}{_TERM})"
)
_FIELD = re.compile(
    rf"密[ \t]{{0,4}}级[ \t]{{0,4}}[:：][ \t]{{0,8}}({_LEVEL})(?=[ \t]*(?:$|[★☆*;；,，。]))", re.MULTILINE
)
_HEAD_LINE = re.compile(rf"^[ \t]*[【\[(（]?({_LEVEL})(?:[ \t]{{0,4}}(?:件|文件))?[】\])）]?[ \t]*$", re.MULTILINE)
# The mark stands in the first lines of page one, above the title (GB/T 9704-2012 puts it below the copy number).
_HEAD_LINES = 8

_BARE_INTERNAL = (
    r"(?:内部(?:资料|文件|材料|使用|参考|传阅|掌握)|仅供内部(?:使用|参考|传阅)|内部资料[ ,，]?注意(?:保存|保管))"
)
_INTERNAL = re.compile(
    rf"^[ \t]*+[【\[(（《“]?[ \t]*+({_BARE_INTERNAL})[ \t]*[】\])）》”]?[!！。]?[ \t]*$"
    rf"|[【\[(（][ \t]*({_BARE_INTERNAL})[ \t]*[】\])）]"
    r"|内部(?:资料|文件|材料|使用|参考)[ ,，、;；:：!！-]{0,3}(?:不得|严禁|请勿|切勿|禁止|注意)"
    r"(?:外传|外泄|公开|传播|扩散|转发|翻印|保存|保管)"
    r"|(?:不得|严禁|请勿|切勿|禁止)外传"
    r"|此件(?:不公开|不予公开|不宜公开|依申请公开|暂不公开|仅发至|内部掌握)",
    re.MULTILINE,
)
_QUOTES = ("“”", "「」", '""', "‘’", "《》")


def scan_marks(text: str) -> Iterator[Finding]:
    """Marks in normalised text; a mark quoted inside a sentence is advice, since guidelines cite them as examples."""
    for match in _STARRED.finditer(text):
        yield _mark(text, *match.span())
    for match in _FIELD.finditer(text):
        yield _mark(text, *match.span(1))
    for match in _HEAD_LINE.finditer(text, 0, _head_end(text)):
        yield _mark(text, *match.span(1))
    for match in _INTERNAL.finditer(text):
        group = match.lastindex or 0
        message = "文中有“内部资料”“不得外传”一类的内部标注。"
        value = _squeeze(match[group])
        yield text_finding("internal_mark", *match.span(group), value, message, blocking=False)


def _mark(text: str, start: int, end: int) -> Finding:
    quoted = text[max(0, start - 1) : start] + text[end : end + 1] in _QUOTES
    message = "文中引用了密级标志的写法，请确认不是文件自身的标志。" if quoted else "文件带有国家秘密标志，不得公开。"
    return text_finding("classification_mark", start, end, _squeeze(text[start:end]), message, blocking=not quoted)


def _head_end(text: str) -> int:
    """Offset behind the first lines that carry text; blank lines do not count."""
    position = 0
    for _ in range(_HEAD_LINES):
        while text[position : position + 1].isspace():
            position += 1
        found = text.find("\n", position)
        if found < 0:
            return len(text)
        position = found + 1
    # The pattern ends at a line end, so the last line break stays outside.
    return position - 1


def _squeeze(raw: str) -> str:
    return re.sub(r"\s+", "", raw)
