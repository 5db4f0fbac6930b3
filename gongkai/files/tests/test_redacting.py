"""Blacking out: the words are gone for good, and the proof fails when anything is left."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from gongkai.files import redacting
from gongkai.files.redacting import prove, redact_pdf
from gongkai.files.tests import makers
from gongkai.refusals import NotLawful

TOP = (0.0, 0.05, 1.0, 0.25)  # the line of makers.pdf stands 122 points below the top of an A4 page


def rich(pages: int = 2) -> bytes:
    """Pages with words, a link with a note, an attachment, an author and a script."""
    with pikepdf.open(io.BytesIO(makers.pdf(b"SECRET NAME", pages=pages))) as document:
        link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Contents="SECRET", Rect=[0, 0, 9, 9])
        for page in document.pages:
            page.obj["/Annots"] = pikepdf.Array([document.make_indirect(link)])
            page.obj["/PieceInfo"] = pikepdf.Dictionary(A="SECRET")
        document.attachments["a.txt"] = b"SECRET"
        document.docinfo["/Author"] = "SECRET"
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="SECRET")
        document.Root.StructTreeRoot = pikepdf.Dictionary(ActualText="SECRET")
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded().strip() for page in document]


def streams(content: bytes) -> bytes:
    """Everything the file holds, unpacked."""
    with pikepdf.open(io.BytesIO(content)) as document:
        target = io.BytesIO()
        document.save(target, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    return target.getvalue()


@pytest.mark.requirement("HY-SEC-10")
def test_marked_page_becomes_a_picture_and_the_other_stays_text() -> None:
    result = redact_pdf(rich(), {1: [TOP]})
    assert texts(result) == ["", "SECRET NAME"]
    with pikepdf.open(io.BytesIO(result)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert not len(document.attachments) and not len(document.docinfo)
        assert all("/Annots" not in page.obj and "/PieceInfo" not in page.obj for page in document.pages)


def test_nothing_of_the_words_is_left_anywhere_when_every_page_is_marked() -> None:
    result = redact_pdf(rich(), {1: [TOP], 2: [TOP]})
    assert b"SECRET" not in streams(result)
    assert texts(redact_pdf(rich(3), {2: [TOP]}, every_page=True)) == ["", "", ""]


def test_pages_with_stamps_or_layers_become_pictures_too() -> None:
    stamp = pikepdf.Dictionary(Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 9, 9])
    for change in ("stamp", "layers"):
        with pikepdf.open(io.BytesIO(makers.pdf(b"SECRET NAME", pages=2))) as document:
            if change == "stamp":
                document.pages[1].obj["/Annots"] = pikepdf.Array([stamp])
            else:
                document.Root.OCProperties = pikepdf.Dictionary()
            target = io.BytesIO()
            document.save(target)
        assert texts(redact_pdf(target.getvalue(), {1: [TOP]})) == ["", ""]


def test_the_box_is_black_and_the_rest_of_the_page_is_as_before() -> None:
    result = redact_pdf(makers.pdf(b"SECRET NAME"), {1: [TOP]})
    shown = pypdfium2.PdfDocument(result)[0].render(scale=1).to_pil().convert("L")
    width, height = shown.size
    assert shown.crop((4, int(height * 0.06), width - 4, int(height * 0.24))).getextrema()[1] < redacting.DARKEST
    assert shown.crop((0, int(height * 0.3), width, height)).getextrema()[0] > 200


def test_a_rotated_and_cropped_page_is_marked_as_it_is_shown() -> None:
    with pikepdf.open(io.BytesIO(makers.pdf(b"SECRET NAME"))) as document:
        document.pages[0].obj["/Rotate"] = 90
        document.pages[0].obj["/CropBox"] = pikepdf.Array([50, 400, 500, 800])
        target = io.BytesIO()
        document.save(target)
    result = redact_pdf(target.getvalue(), {1: [(0.5, 0.0, 1.0, 1.0)]})
    page = pypdfium2.PdfDocument(result)[0]
    assert page.get_size() == (400.0, 450.0)
    shown = page.render(scale=1).to_pil().convert("L")
    assert shown.getpixel((300, 225)) < redacting.DARKEST < shown.getpixel((100, 225))


@pytest.mark.parametrize(
    ("content", "boxes", "code", "words"),
    [
        (makers.pdf(b"x"), {}, "files.redaction_boxes", "没有框选"),
        (makers.pdf(b"x"), {1: []}, "files.redaction_boxes", "没有框选"),
        (makers.pdf(b"x"), {2: [TOP]}, "files.redaction_boxes", "没有第2页"),
        (makers.pdf(b"x"), {1: [(0.5, 0.5, 0.5, 0.6)]}, "files.redaction_boxes", "第1页"),
        (makers.pdf(b"x"), {1: [(0.5, 0.5, 1.5, 0.6)]}, "files.redaction_boxes", "超出页面"),
        (makers.pdf(b"x", password="p"), {1: [TOP]}, "files.encrypted", "密码"),
        (b"%PDF-1.7\nnothing", {1: [TOP]}, "files.corrupt", "损坏"),
    ],
)
def test_refusals(content: bytes, boxes: redacting.Boxes, code: str, words: str) -> None:
    with pytest.raises(NotLawful) as refusal:
        redact_pdf(content, boxes)
    assert refusal.value.code == code and words in refusal.value.message and refusal.value.remedy


def black_box_over_text() -> bytes:
    with pikepdf.open(io.BytesIO(makers.pdf(b"SECRET NAME"))) as document:
        document.pages[0].contents_add(document.make_stream(b"0 g 0 600 595 200 re f"))
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def with_note() -> bytes:
    with pikepdf.open(io.BytesIO(redact_pdf(makers.pdf(b"x"), {1: [TOP]}))) as document:
        document.pages[0].obj["/Annots"] = pikepdf.Array([])
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (black_box_over_text(), "仍能读出文字"),
        (makers.pdf(), "没有完全涂黑"),
        (redact_pdf(makers.pdf(b"x"), {1: [TOP]}) + b"\n%%EOF\n", "早先版本"),
        (redact_pdf(makers.pdf(b"x"), {1: [TOP]}) + b"tail", "附带数据"),
        (rich(), "附件"),
        (with_note(), "批注"),
    ],
)
@pytest.mark.requirement("HY-SEC-10")
def test_the_proof_fails_when_anything_is_left(content: bytes, words: str) -> None:
    with pytest.raises(NotLawful) as refusal:
        prove(content, {1: [TOP]})
    assert refusal.value.code == "files.redaction_unproven" and words in refusal.value.message


def test_a_renderer_that_leaves_words_cannot_deliver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redacting.ImageDraw.ImageDraw, "rectangle", lambda *_, **__: None)
    with pytest.raises(NotLawful, match="没有完全涂黑"):
        redact_pdf(makers.pdf(b"SECRET NAME"), {1: [TOP]})


def test_a_huge_sheet_is_rendered_more_coarsely() -> None:
    with pikepdf.open(io.BytesIO(makers.pdf(b"x"))) as document:
        document.pages[0].obj["/MediaBox"] = pikepdf.Array([0, 0, 14400, 14400])
        target = io.BytesIO()
        document.save(target)
    result = redact_pdf(target.getvalue(), {1: [(0, 0, 0.5, 0.5)]})
    with pikepdf.open(io.BytesIO(result)) as document:
        image = Image.open(io.BytesIO(document.pages[0].Resources.XObject.Im0.read_raw_bytes()))
    assert image.width * image.height <= redacting.MOST_PIXELS * 1.01
