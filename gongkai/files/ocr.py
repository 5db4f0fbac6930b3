"""Reading scanned pages and pictures by machine (OCR), in a confined process; seconds a page.

The package `rapidocr-onnxruntime` ships its models: nothing is fetched. What it reads is never taken for the document:
it serves search, checks and a first reading version, and is marked as read by machine everywhere.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import statistics
import sys
from dataclasses import asdict, dataclass
from typing import Any

from gongkai import confined
from gongkai.refusals import NotLawful

KINDS = frozenset({"pdf", "png", "jpg"})
MEMORY_LIMIT = 6 * 1024**3  # bytes of address space; the engine maps about 3 GB and holds about 0.7 GB
THREADS = 2
SECONDS_A_PAGE = 60
SECONDS_LIMIT = 1_800
PAGES_LIMIT = 100  # scanned pages of one file; a longer scan belongs in parts
DOTS_PER_INCH = 200
LONGEST_SIDE = 3_000  # pixels; a photo is made smaller before it is read
SOFTENING = 0.8  # pixels
LOW = 0.85  # below this mean confidence a page is listed for a person to compare
SAME_LINE = 0.6  # share of a line's height by which boxes of one line differ at most


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number from 1, words line by line, mean confidence (0 to 1; 1 for pages that had words)."""

    number: int
    text: str
    confidence: float
    machine: bool


def available() -> bool:
    """Whether the package is installed."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


def missing() -> NotLawful:
    """Why nothing is read, and the way forward."""
    return NotLawful(
        "files.no_ocr",
        "这台服务器没有安装文字识别组件，扫描件和图片中的文字没有识别。",
        remedy="请上传可以选中文字的文件，或者直接录入正文；也可以请系统管理员安装rapidocr-onnxruntime。",
    )


def read(name: str, data: bytes, kind: str, scanned: tuple[int, ...] = ()) -> list[Page]:
    """Every page of a pdf or picture, the scanned ones by machine, in a child process.

    `scanned`: page numbers of a pdf that need the machine. Raises NotLawful("files.no_ocr") without the package,
    NotLawful("files.unreadable") when time or memory do not suffice.
    """
    if not available():
        raise missing()
    seconds = min(SECONDS_LIMIT, 60 + SECONDS_A_PAGE * max(len(scanned), 1))
    arguments = [kind, json.dumps(list(scanned))]
    answered = confined.run("gongkai.files.ocr", data, arguments, seconds=seconds, memory=MEMORY_LIMIT, threads=THREADS)
    if answered is None:
        raise _defeated(name, "超出内存或时间限制")
    return [Page(**page) for page in json.loads(answered)]


def _defeated(name: str, what: str) -> NotLawful:
    return NotLawful(
        "files.unreadable",
        f"文件“{name}”中的文字没有识别出来（{what}）。",
        remedy="请拆成几个文件再上传，或者直接录入正文。",
        reason=what,
    )


def summary(pages: list[Page]) -> dict[str, Any]:
    """What is kept beside the words: pages read by machine with letters and confidence, and the mean of all."""
    read_ones = [page for page in pages if page.machine]
    letters = {page.number: len("".join(page.text.split())) for page in read_ones}
    weighed = [page.confidence for page in read_ones for _ in range(letters[page.number])]
    return {
        "state": "done",
        "pages": [[page.number, letters[page.number], round(page.confidence, 3)] for page in read_ones],
        "confidence": round(statistics.fmean(weighed), 3) if weighed else 0.0,
        "low": [page.number for page in read_ones if letters[page.number] and page.confidence < LOW],
        "empty": [page.number for page in read_ones if not letters[page.number]],
        "left_out": 0,
    }


def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR  # type: ignore[import-untyped]

    return RapidOCR(intra_op_num_threads=THREADS, inter_op_num_threads=1)


def lines_of(boxes: list[Any]) -> list[str]:
    """The engine's boxes in reading order: top to bottom; boxes at one height, left to right, are one line."""
    rows: list[tuple[float, float, list[tuple[float, str]]]] = []
    for corners, text, _ in sorted(boxes, key=lambda box: min(corner[1] for corner in box[0])):
        tops, lefts = [corner[1] for corner in corners], [corner[0] for corner in corners]
        top, height = min(tops), max(tops) - min(tops)
        if rows and top - rows[-1][0] < rows[-1][1] * SAME_LINE:
            rows[-1][2].append((min(lefts), text))
        else:
            rows.append((top, height, [(min(lefts), text)]))
    return [" ".join(text for _, text in sorted(row)) for _, _, row in rows]


def _mended(text: str) -> str:
    """The engine confuses the brackets of a 文号: between a year and a number there is only one kind."""
    return re.sub(r"[〔\[(（【〈「]((?:19|20)\d\d)[〕\])）】〉」](?=\s*\d{1,5}\s*号)", r"〔\1〕", text)


def _seen(engine: Any, image: Any, number: int) -> Page:
    import numpy
    from PIL import ImageFilter

    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Whole lines of very sharp print escape the engine's detector; softened a little, none did (bench_reading).
    softened = image.convert("RGB").filter(ImageFilter.GaussianBlur(SOFTENING))
    boxes, _ = engine(numpy.asarray(softened))
    boxes = boxes or []
    letters = sum(len(box[1]) for box in boxes)
    confidence = sum(float(box[2]) * len(box[1]) for box in boxes) / letters if letters else 0.0
    return Page(number, _mended("\n".join(lines_of(boxes))), confidence, machine=True)


def _of_pdf(data: bytes, scanned: list[int]) -> list[Page]:
    import pypdfium2

    from gongkai.files.formats import pdf

    engine, pages = _engine(), []
    document = pypdfium2.PdfDocument(data)
    for index in range(min(len(document), pdf.PAGES_LIMIT)):
        if index + 1 in scanned[:PAGES_LIMIT]:
            page = document[index]
            longest = max(page.get_size()) / 72
            scale = min(DOTS_PER_INCH, LONGEST_SIDE / longest) / 72
            pages.append(_seen(engine, page.render(scale=scale).to_pil(), index + 1))
        else:
            text, _ = pdf.page_words(document, index)
            pages.append(Page(index + 1, "" if pdf.is_garbage(text) else text, 1.0, machine=False))
    return pages


def _of_picture(data: bytes) -> list[Page]:
    import io

    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
        return [_seen(_engine(), ImageOps.exif_transpose(image), 1)]


def main(arguments: list[str]) -> int:
    """The child: limits first, then one file from standard input, one JSON answer on standard output."""
    kind, scanned = confined.enter(arguments, mapped=True)
    data = sys.stdin.buffer.read()
    answer = os.dup(1)
    os.dup2(2, 1)  # the engine prints as it likes; the answer is ours alone
    pages = _of_pdf(data, json.loads(scanned)) if kind == "pdf" else _of_picture(data)
    with os.fdopen(answer, "w", encoding="utf-8") as out:
        json.dump([asdict(page) for page in pages], out, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
