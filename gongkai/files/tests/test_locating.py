"""Words are found on the pages they stand on, however the page is turned, and what is found covers them whole."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from gongkai.files.locating import boxes_of
from gongkai.files.page_pictures import page_picture
from gongkai.files.redacting import redact_pdf, words_under
from gongkai.files.tests import makers
from gongkai.refusals import NotLawful


def turned(content: bytes, degrees: int) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.obj["/Rotate"] = degrees
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def two_lines(first: str, second: str) -> bytes:
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = document.add_blank_page(page_size=(300, 200))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    page.Contents = document.make_stream(f"BT /F1 12 Tf 20 120 Td ({first}) Tj 0 -20 Td ({second}) Tj ET".encode())
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def shown(content: bytes) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(content)[0].render(scale=3).to_pil()
    return picture.convert("L")


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_boxes_cover_all_that_is_drawn_of_the_words(degrees: int) -> None:
    """The page says nothing else: with the boxes painted white, it is white."""
    content = turned(makers.pdf(b"SECRET NAME"), degrees)
    boxes = boxes_of(content, ["Secret name"])["Secret name"][1]
    picture = shown(content)
    assert picture.getextrema()[0] < 100
    for left, top, right, bottom in boxes:
        size = (picture.width, picture.height)
        area = (int(left * size[0]), int(top * size[1]), round(right * size[0]) + 1, round(bottom * size[1]) + 1)
        assert (area[2] - area[0]) * (area[3] - area[1]) < size[0] * size[1] / 10, "a word is no page"
        picture.paste(255, area)
    assert picture.getextrema()[0] > 250


def test_only_the_words_are_covered_on_every_page() -> None:
    content = makers.pdf(b"SECRET NAME", pages=3)
    found = boxes_of(content, ["SECRET", "nothing"])
    assert sorted(found["SECRET"]) == [1, 2, 3] and found["nothing"] == {}
    assert words_under(content, {1: found["SECRET"][1]})[1].strip() == "SECRET"


def test_words_broken_over_two_lines_get_a_box_on_each() -> None:
    content = two_lines("the vault stands at", "Qingshan Road")
    (upper, lower) = boxes_of(content, ["at Qingshan"])["at Qingshan"][1]
    assert upper[1] < lower[1] and upper[0] > lower[0]
    result = redact_pdf(content, {1: [upper, lower]})
    assert pypdfium2.PdfDocument(result)[0].get_textpage().get_text_bounded().strip() == ""


def test_what_cannot_be_opened_is_said() -> None:
    with pytest.raises(NotLawful) as caught:
        boxes_of(b"no pdf at all", ["a"])
    assert caught.value.code == "files.corrupt"


def test_a_page_is_drawn_in_a_process_of_its_own() -> None:
    content = makers.pdf(b"SECRET NAME", pages=2)
    drawn = page_picture(content, 2)
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.size[0] == 1_000 and image.convert("L").getextrema()[0] < 100
    assert page_picture(content, 3) is None and page_picture(content, 0) is None
    with pytest.raises(NotLawful) as caught:
        page_picture(b"no pdf at all", 1)
    assert caught.value.code == "files.unreadable" and caught.value.remedy
