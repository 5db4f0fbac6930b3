"""A clean copy tells nothing of people and places, looks the same, and names what it left out."""

import io

import pikepdf
import pytest
from PIL import Image

from gongkai.checks import inspect_file
from gongkai.checks.bench_hidden import named
from gongkai.checks.hidden_cleaning import clean_copy
from gongkai.checks.hidden_samples import VECTORS, clean_files, documents, pages, pictures
from gongkai.refusals import NotLawful

CLEANED = [
    "docx author", "docx last modified by", "docx company", "docx manager", "docx template path", "docx rsid",
    "docx custom property", "docx personal data in keywords", "docx thumbnail", "docx data behind the end",
    "xlsx folder of the author", "pdf author", "pdf author in xmp", "pdf path in title", "pdf thumbnail of a page",
    "pdf private data of an editor", "pdf earlier version with other words", "pdf page left in the file",
    "pdf data behind the end", "image position in JPEG", "image position in PNG", "image position in WEBP",
    "image position in TIFF", "image artist", "image png text", "image gif comment", "image jpeg comment",
    "image iptc author", "image author in xmp", "image data behind a jpeg", "image older thumbnail",
    "image further pages of a tiff",
]  # fmt: skip
BY_CODE = {vector.code: vector for vector in VECTORS}


@pytest.mark.parametrize("code", CLEANED)
def test_the_copy_no_longer_has_it(code: str) -> None:
    vector = BY_CODE[code]
    made = clean_copy(vector.bad(), vector.name)
    assert not named(vector, inspect_file(made.content, vector.name))
    assert inspect_file(made.content, vector.name) == []


@pytest.mark.parametrize(
    ("code", "removed"),
    [
        ("docx author", "作者等文档属性"),
        ("docx thumbnail", "首页缩略图"),
        ("docx rsid", "编辑过程的编号"),
        ("pdf author", "文档属性"),
        ("pdf earlier version with other words", "文件的早先版本"),
        ("image position in JPEG", "拍摄地点"),
        ("image png text", "图片注释"),
    ],
)
def test_the_copy_says_what_was_left_out(code: str, removed: str) -> None:
    assert removed in clean_copy(BY_CODE[code].bad(), BY_CODE[code].name).removed


def test_content_is_not_touched() -> None:
    for code in ("docx comments", "docx tracked deletion", "docx hidden run", "xlsx hidden row", "pdf notes"):
        vector = BY_CODE[code]
        assert named(vector, inspect_file(clean_copy(vector.bad(), vector.name).content, vector.name))


def test_clean_files_stay_readable() -> None:
    for name, content in list(clean_files())[:76:6]:
        made = clean_copy(content, name)
        assert not any(item.blocking for item in inspect_file(made.content, name))


def test_a_turned_photo_stays_upright_and_keeps_its_pixels() -> None:
    content = pictures.photo(x0112=6)
    with Image.open(io.BytesIO(clean_copy(content, "a.jpg").content)) as picture:
        assert picture.size == (48, 64) and not picture.getexif()
    whole = pictures.saved(pictures.scene(), "PNG")
    with Image.open(io.BytesIO(clean_copy(whole, "a.png").content)) as picture:
        assert picture.convert("RGB").tobytes() == pictures.scene().tobytes()


def test_pages_of_a_pdf_stay_the_same() -> None:
    with pikepdf.open(io.BytesIO(clean_copy(pages.pdf(pages=3), "a.pdf").content)) as document:
        assert [page.Contents.read_bytes() for page in document.pages] == [pages.SHOWN] * 3


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"text", "不是图片"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"%PDF-1.7\nnothing", "损坏"),
        (b"\x89PNG\r\n\x1a\n", "损坏"),
        (BY_CODE["pdf password"].bad(), "密码"),
    ],
)
def test_refusals(content: bytes, word: str) -> None:
    with pytest.raises(NotLawful) as refusal:
        clean_copy(content, "a.bin")
    assert refusal.value.code == "checks.not_cleanable" and word in refusal.value.message and refusal.value.remedy


def test_nothing_to_leave_out_is_said() -> None:
    assert clean_copy(documents.picture(), "a.png").removed == ()
