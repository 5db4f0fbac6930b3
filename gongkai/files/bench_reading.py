"""Measures reading by machine and by conversion: characters found again, seconds, memory.

Run with `python -m gongkai.files.bench_reading`. Pages of real statutes (GONGKAI_SHARED or `../shared` beside the
project) are printed as pictures in the system's Chinese font, clean and as a bad copier leaves them; recall is the
share of the characters of the page that stand in what was read, in order. Without statutes, font, OCR package or
LibreOffice the line says so.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from gongkai.files import conversion, ocr
from gongkai.files.chinese import plain

PAGES = 4
COLUMNS, LINES = 32, 26
LEAST_RECALL = {"clean": 0.95, "copied": 0.90}


def pages() -> list[list[str]]:
    """The beginnings of some statutes as printed lines."""
    project = Path(__file__).resolve().parents[2]
    shared = Path(os.environ.get("GONGKAI_SHARED") or project.parent / "shared")
    found = sorted((shared / "data" / "laws").glob("*/*.md"))
    texts = [path.read_text(encoding="utf-8") for path in found[:: max(len(found) // PAGES, 1)][:PAGES]]
    return [_printed(text) for text in texts]


def _printed(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in (line.strip("# ") for line in text.split("\n")):
        if paragraph and not paragraph.startswith(("<!--", "---")):
            lines += [paragraph[start : start + COLUMNS] for start in range(0, len(paragraph), COLUMNS)]
    return lines[:LINES]


def printed(lines: list[str], path: Path, *, copied: bool) -> bytes:
    """A page as a pdf with nothing but a picture: A4 at 150 dots an inch; copied: grey, askew, blurred."""
    page = Image.new("L", (1240, 1754), 255)
    pen, letters = ImageDraw.Draw(page), ImageFont.truetype(str(path), 32)
    for number, line in enumerate(lines):
        pen.text((100, 110 + number * 58), line, font=letters, fill=60 if copied else 0)
    if copied:
        page = page.rotate(0.7, fillcolor=255).filter(ImageFilter.GaussianBlur(1.1))
        page = page.point(lambda value: min(255, int(value * 0.85) + 12))
    buffer = io.BytesIO()
    page.convert("RGB").save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


def recall(wanted: str, found: str) -> float:
    """Share of the letters of `wanted` that stand in `found` in the same order; blanks and width do not count."""
    one, other = ("".join(letter for letter in plain(text) if letter.isalnum()) for text in (wanted, found))
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return same / len(one) if one else 1.0


def reading() -> bool:
    """Print recall, seconds a page and memory of OCR; whether the targets are met."""
    fonts, texts = sorted(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.*")), pages()
    if not (ocr.available() and fonts and texts):
        print("OCR was not measured: package, Chinese font or statutes are missing.")
        return True
    good = True
    for name, copied in (("clean", False), ("copied", True)):
        shares, started = [], time.perf_counter()
        for lines in texts:
            found = ocr.read("page.pdf", printed(lines, fonts[0], copied=copied), "pdf", (1,))
            shares.append(recall("".join(lines), found[0].text))
        seconds = (time.perf_counter() - started) / len(texts)
        mean = sum(shares) / len(shares)
        good = good and mean >= LEAST_RECALL[name]
        print(f"OCR, {name} page: recall {mean:.3f} (worst {min(shares):.3f}) · {seconds:.1f} s a page")
    print(f"largest child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
    return good


def converting() -> None:
    """Print seconds of one conversion."""
    if not conversion.program():
        print("LibreOffice is not installed: conversion was not measured.")
        return
    words = "".join(rf"\u{ord(letter) if ord(letter) < 32768 else ord(letter) - 65536}?" for letter in "公开办法")
    data = (r"{\rtf1\ansi " + (words + r"\par ") * 400 + "}").encode()
    started = time.perf_counter()
    _, made = conversion.convert("bench.rtf", data, "rtf")
    print(f"LibreOffice: {time.perf_counter() - started:.1f} s for {len(data):,} bytes of rtf → {len(made):,} of docx")


def main() -> int:
    """Exit code 1 when a target is missed."""
    converting()
    return 0 if reading() else 1


if __name__ == "__main__":
    sys.exit(main())
