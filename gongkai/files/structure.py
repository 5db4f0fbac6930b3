"""From flat text to headings, paragraphs and articles: what the eye of a reader of official documents sees."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from itertools import pairwise

from gongkai.files.blocks import Block, paragraph
from gongkai.files.chinese import plain

LONG = 240  # characters; a longer paragraph with several marks inside is a page that lost its line ends
MOST_PIECES = 2_000
_N = r"[一二三四五六七八九十百零〇\d]{1,5}"
CHAPTER = re.compile(rf"^第\s*{_N}\s*[编章]")
SECTION = re.compile(rf"^第\s*{_N}\s*节")
ARTICLE = re.compile(rf"^(第\s*{_N}\s*条(?:之{_N})?)(?=[\s\u3000]|[一-龥《“(（:：]|$)")
MAIN = re.compile(r"^[一二三四五六七八九十]{1,3}、")
MINOR = re.compile(r"^[(（][一二三四五六七八九十]{1,3}[)）]")
ANNEX = re.compile(r"^附\s*[件表录]\s*[一二三四五六七八九十\d]{0,2}\s*[:：]?$")
TYPES = (
    "通知|办法|规定|制度|条例|细则|方案|意见|决定|决议|公告|通告|通报|报告|批复|要点|规则|目录|指南|规程|章程|标准|规范|命令|纪要|清单|计划"
    "|规划|预案|流程|工作流程|说明|措施|声明|公约|样本|范本|一览表|调查表|登记表|安排|答复|函|解读|公报|办理流程|工作流程图|流程图"
)
NAMED = re.compile(rf"(?:{TYPES})\s*(?:[(（〔][^()（）]{{1,20}}[)）〕])?\s*$")
_MARK = (
    rf"第\s*{_N}\s*[章条](?:之{_N})?(?=[\s\u3000])"
    rf"|第\s*{_N}\s*章(?=[一-龥])"
    r"|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）](?=[一-龥])"
    r"|(?<![\d.])\d{1,2}[.．、](?![\d])(?=\s*[一-龥“《])"
)
# A mark opens a new paragraph only after the end of a sentence, a heading's name or a blank.
_CUT = re.compile(rf"(?<=[。；;！!？?：:])\s*(?={_MARK})|(?<=[^\s、,，和及第至到])\s+(?={_MARK})")
_HEADING_JOIN = re.compile(
    r"^([一二三四五六七八九十]{1,3}、[^。；;，,：:(（]{2,30})(?=[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、]\s*[一-龥])"
)
_LABELLED = re.compile(rf"^(.{{6,80}}?(?:{TYPES}))(?=文章属性|【法规类别】|正文\s*[:：])")

_STATED = re.compile(
    r"^((?:文章属性|【).{0,400}?)(?:正文\s*[:：]?|(?<=[】一-龥\d.])-{3,})-*\s*(?=[一-龥])(.+)$", re.DOTALL
)


def split_long(blocks: list[Block]) -> list[Block]:
    """Divide paragraphs that lost their line ends at articles, chapters and numbered items."""
    result: list[Block] = []
    for block in blocks:
        if block.tag != "p" or "<" in block.inner:
            result.append(block)
            continue
        result += [paragraph(piece) for piece in _pieces(block.text)]
    return result


def _pieces(text: str) -> list[str]:
    labelled = _LABELLED.match(text)
    if labelled:
        return [labelled[1], *_pieces(text[labelled.end() :])]
    stated = _STATED.match(text)
    if stated:
        return [stated[1], *_pieces(stated[2])]
    head = _HEADING_JOIN.match(text)
    if head:
        return [head[1], *_pieces(text[head.end() :])]
    if len(text) <= LONG:
        return [text]
    pieces = [piece.strip() for piece in _CUT.split(text, maxsplit=MOST_PIECES) if piece.strip()]
    if len(pieces) < 3:
        return [text]
    opening = pieces[0].split(None, 1)
    if len(opening) == 2 and len(opening[0]) <= 60 and NAMED.search(opening[0]):
        pieces[:1] = opening
    result: list[str] = []
    for piece in pieces:
        joined = _HEADING_JOIN.match(piece)
        result += [joined[1], piece[joined.end() :]] if joined else [piece]
    return result


def _short(text: str, limit: int) -> bool:
    return len(text) <= limit and not re.search(r"[。；;，,：:、]$", text) and "。" not in text


def is_marked(text: str) -> bool:
    """Whether `text` (plain) opens with the mark of a chapter, article or item."""
    return any(form.match(text) for form in (CHAPTER, SECTION, ARTICLE, MAIN, MINOR))


def is_named(text: str) -> bool:
    """Whether a line standing alone reads like a document's title (…办法, …通知, …制度(试行))."""
    if not 5 <= len(text) <= 80:
        return False
    folded = plain(text)
    if re.search(r"[。;!?]|^附|[,:](?!\d)", folded):
        return False
    if is_marked(folded):
        return False
    return bool(NAMED.search(folded)) and not re.match(rf"^[{{(（\d]|^(?:{TYPES})$", folded)


def part_starts(blocks: list[Block]) -> list[int]:
    """Where documents begin inside the text: a title line, and the first article, item or labels right behind it.

    A heading in the middle of a document (制定办法) is no part: behind it the count does not begin again.
    """
    starts = []
    for index, block in enumerate(blocks):
        if block.tag not in ("p", "h2") or not is_named(block.text):
            continue
        following = [plain(other.text[:200]) for other in blocks[index + 1 : index + 8]]
        if any(_first(line) for line in _until_title(following)) or (following and _LABELS.match(following[0])):
            starts.append(index)
    return starts


_LABELS = re.compile(r"^(?:文章属性|【|正文:)")


def _until_title(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if is_named(line) or re.match(r"^第[二三四五]条|^[二三四五]、", line):
            return lines[:index]
    return lines


def _first(line: str) -> bool:
    return bool(re.match(r"^第\s*(?:一|1)\s*[章条]|^一、", line))


def with_headings(blocks: list[Block], parts: list[int]) -> list[Block]:
    """Name headings among `blocks`; `parts` are the indexes of titles inside, which then stand above all others.

    Each part is judged by itself: one may count in articles, the next in 一、(一).
    """
    result: list[Block] = []
    for start, end in pairwise([*([] if parts[:1] == [0] else [0]), *parts, len(blocks)]):
        inside = blocks[start:end]
        titled = start in parts
        if titled:
            result.append(inside.pop(0).heading(2))
        result += _headed(inside, 3 if parts and (titled or end != len(blocks)) else 2)
    return result


def _headed(blocks: list[Block], base: int) -> list[Block]:
    folded = [plain(block.text[:200]) for block in blocks]  # longer ones are no headings
    articled = sum(bool(ARTICLE.match(text)) for text in folded) >= 3
    chaptered = any(CHAPTER.match(text) for text in folded)
    result = []
    for block, text in zip(blocks, folded, strict=True):
        level = 0
        if block.tag == "p":
            level = 2 if ANNEX.match(text) else _level(text, base, articled, chaptered)
        elif block.tag.startswith("h"):
            level = int(block.tag[1]) + base - 2
        result.append(block.heading(level) if level else _article(block))
    return result


def _level(text: str, base: int, articled: bool, chaptered: bool) -> int:
    if CHAPTER.match(text) and _short(text, 40):
        return base
    if SECTION.match(text) and _short(text, 40):
        return base + 1
    if articled:
        return 0  # in a rule with articles, (一) and 一、 are items, not headings
    below = 1 if chaptered else 0
    if MAIN.match(text) and (_short(text, 45) or (len(text) <= 30 and text.endswith("。"))):
        return base + below
    if MINOR.match(text) and (_short(text, 40) or (len(text) <= 26 and text.endswith("。"))):
        return base + 1 + below
    return 0


def _article(block: Block) -> Block:
    """The number of an article stands out: <strong>第一条</strong>."""
    match = ARTICLE.match(block.text) if block.tag == "p" and "<" not in block.inner else None
    if match is None:
        return block
    rest = escape(block.text[match.end() :].strip(), quote=False)
    return replace(block, inner=f"<strong>{match[1]}</strong> {rest}".rstrip())


def count_articles(blocks: list[Block]) -> int:
    """How many paragraphs open an article."""
    return sum(bool(ARTICLE.match(plain(block.text[:50]))) for block in blocks if block.tag == "p")
