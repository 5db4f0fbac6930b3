"""pdf: words by pypdfium2, hard line ends joined to paragraphs, page numbers left out; scans are said to be scans."""

from __future__ import annotations

import re
import time

import pypdfium2

from gongkai.files.blocks import Block, paragraph
from gongkai.files.formats.plain import lines_of
from gongkai.files.formats.raw import Raw

PAGES_LIMIT = 1_000
TEXT_LIMIT = 5_000_000  # characters
SECONDS_LIMIT = 20.0
SCAN_LETTERS = 15  # letters a page, on average; a scanned page has none, or a stamp's few

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
        letters = 0
        for index in range(min(pages, PAGES_LIMIT)):
            if letters > TEXT_LIMIT or time.monotonic() - started > SECONDS_LIMIT:
                raw.warnings.append(f"文件过长，只读取了前{index}页，其余内容没有读取。")
                break
            texts.append(_page(document, index))
            letters += len(texts[-1])
        if pages > PAGES_LIMIT:
            raw.warnings.append(f"文件共{pages}页，只读取了前{PAGES_LIMIT}页。")
        title = (document.get_metadata_dict().get("Title") or "").strip()
        if title:
            raw.hints["core_title"] = title
    finally:
        document.close()
    empty = sum(len("".join(text.split())) < SCAN_LETTERS for text in texts)
    if texts and empty == len(texts):
        raw.warnings.append("扫描件，未能读出文字，请录入正文或上传可以选中文字的文件。")
    elif empty:
        raw.warnings.append(f"有{empty}页没有文字，可能是扫描页或图片，请对照原件核对。")
    raw.blocks = _joined([line for text in texts for line in lines_of(text)])
    return raw


def _page(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    try:
        words = page.get_textpage()
        try:
            return str(words.get_text_bounded())
        finally:
            words.close()
    except pypdfium2.PdfiumError:
        return ""
    finally:
        page.close()


def _joined(lines: list[str]) -> list[Block]:
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
