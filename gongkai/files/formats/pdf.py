"""pdf: words by pypdfium2, hard line ends joined to paragraphs, page numbers left out; scans are said to be scans."""

from __future__ import annotations

import re
import time
import unicodedata

import pypdfium2

from gongkai.files.blocks import Block, paragraph
from gongkai.files.formats import pdf_words
from gongkai.files.formats.plain import lines_of
from gongkai.files.formats.raw import Raw

PAGES_LIMIT = 1_000
TEXT_LIMIT = 5_000_000  # characters
SECONDS_LIMIT = 20.0
SCAN_LETTERS = 15  # a scanned page has no letters, or a stamp's few
SCAN_LETTERS_COVERED = 60  # where a picture covers the page: a running head and a page number are not its words
COVERED = 0.7  # share of the page
MOST_GARBAGE = 0.3  # share of the letters

_PAGE_NUMBER = re.compile(r"^[\s\-—–－_·.]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[\s\-—–－_·.]*$")
_ENDS = tuple("。！？；：.!?;:”）】》")
_STARTS = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[章节条编]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.．、]|附件|附表|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$|各.{2,60}[:：]$)"
)


def read(data: bytes) -> Raw:
    """Read a pdf that has passed the gate."""
    raw = Raw([])
    document = pypdfium2.PdfDocument(data)
    try:
        pages, started = len(document), time.monotonic()
        texts: list[str] = []
        scanned: list[int] = []
        unseen: list[int] = []
        tables: list[int] = []
        letters = 0
        for index in range(min(pages, PAGES_LIMIT)):
            if letters > TEXT_LIMIT or time.monotonic() - started > SECONDS_LIMIT:
                raw.warnings.append(f"文件过长，只读取了前{index}页，其余内容没有读取。")
                break
            page = pdf_words.read(document, index)
            text = page.text
            if page.left_out:
                unseen.append(index + 1)
            if page.table or pdf_words.seems_table(text):
                tables.append(index + 1)
            if is_scanned(text, page.pictured):
                scanned.append(index + 1)
                text = "" if is_garbage(text) else text
            texts.append(text)
            letters += len(text)
        if pages > PAGES_LIMIT:
            raw.warnings.append(f"文件共{pages}页，只读取了前{PAGES_LIMIT}页。")
        title = (document.get_metadata_dict().get("Title") or "").strip()
        if title:
            raw.hints["core_title"] = title
    finally:
        document.close()
    raw.scanned = tuple(scanned)
    if texts and len(scanned) == len(texts):
        raw.warnings.append("扫描件，未能读出文字，请录入正文或上传可以选中文字的文件。")
    elif scanned:
        raw.warnings.append(
            f"有{len(scanned)}页没有文字（第{_named(scanned)}页），可能是扫描页或图片，请对照原件核对。"
        )
    if unseen:
        raw.warnings.append(f"第{_named(unseen)}页有看不见的文字，没有读入正文，请对照原文件核对。")
    if tables := [page for page in tables if page not in scanned]:
        raw.warnings.append(f"第{_named(tables)}页的表格按行读成了文字，请对照原件，在正文中重新制作表格。")
    raw.blocks = joined([line for text in texts for line in lines_of(text)])
    return raw


def _named(pages: list[int]) -> str:
    return "、".join(map(str, pages[:10])) + ("等" if len(pages) > 10 else "")


def is_garbage(text: str) -> bool:
    """Whether most of what a page calls its words are no letters: private or unknown characters of a broken font."""
    letters = "".join(text.split())
    bad = sum(unicodedata.category(letter) in ("Co", "Cn", "Cc") or letter == "\ufffd" for letter in letters)
    return bool(letters) and bad > len(letters) * MOST_GARBAGE


def is_scanned(text: str, pictured: float) -> bool:
    """Whether a page is a picture of words: hardly a letter, or a picture over the page and no words that can be read.

    `pictured` is the share of the page that its largest picture covers, 0 to 1.
    """
    letters = len("".join(text.split()))
    return letters < SCAN_LETTERS or is_garbage(text) or (pictured >= COVERED and letters < SCAN_LETTERS_COVERED)


def page_words(document: pypdfium2.PdfDocument, index: int) -> tuple[str, float]:
    """(words of a page, share of it that its largest picture covers)."""
    page = pdf_words.read(document, index)
    return page.text, page.pictured


def joined(lines: list[str]) -> list[Block]:
    """Paragraphs from printed lines: a full line without an end mark goes on in the next."""
    lines = [line for line in lines if not _PAGE_NUMBER.match(line)]
    widths = sorted(len(line) for line in lines)
    full = widths[int(len(widths) * 0.8)] * 0.85 if widths else 0
    result: list[str] = []
    going_on = False
    for line in lines:
        if going_on and not _STARTS.match(line):
            gap = " " if result[-1][-1:].isascii() and line[:1].isascii() and result[-1][-1:].isalnum() else ""
            result[-1] += gap + line
        else:
            result.append(line)
        going_on = len(line) >= full and len(line) > 12 and not line.endswith(_ENDS)
    return [paragraph(text) for text in result]
