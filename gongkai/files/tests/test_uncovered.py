"""What boxes leave open is read off the source, however its pages are turned, cut and shifted; and pages are drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image

from gongkai.files.page_pictures import page_picture
from gongkai.files.redacting import redact_pdf
from gongkai.files.tests import makers
from gongkai.files.uncovered import words_left
from gongkai.refusals import NotLawful

# The line of makers.pdf stands 122 points below the top of an A4 page and 72 from its left side.
LINE = (0.1, 0.12, 0.4, 0.16)


def changed(change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    with pikepdf.open(io.BytesIO(makers.pdf(b"SECRET NAME"))) as document:
        change(document)
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def inherited(document: pikepdf.Pdf) -> None:
    """The size of the page stands above it, as many programs write it."""
    page = document.pages[0].obj
    document.Root.Pages.MediaBox = page.MediaBox
    del page["/MediaBox"]


def cut(document: pikepdf.Pdf) -> None:
    """A frame larger than the page shows the page."""
    document.pages[0].obj.CropBox = pikepdf.Array([-100, -100, 900, 1200])


def shifted(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 595, 842])
    document.pages[0].obj.CropBox = pikepdf.Array([0, 421, 595, 842])


def upside_down(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.MediaBox = pikepdf.Array([595, 842, 0, 0])


def turned(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Rotate = 90


LAYOUTS = {"plain": (lambda document: None, LINE), "inherited": (inherited, LINE), "cut": (cut, LINE),
           "shifted": (shifted, (0.1, 0.24, 0.4, 0.32)), "upside down": (upside_down, LINE),
           "turned": (turned, (0.84, 0.1, 0.88, 0.4))}  # fmt: skip


def dark(content: bytes, box: tuple[float, float, float, float]) -> int:
    """The darkest grey of the page as it is shown, outside the box."""
    drawn = page_picture(content, 1)
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as image:
        picture = image.convert("L")
    sides = [int(share * size) for share, size in zip(box, picture.size * 2, strict=True)]
    picture.paste(255, tuple(sides))  # type: ignore[arg-type]
    return int(picture.getextrema()[0])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_a_box_covers_is_what_is_seen_under_it(name: str) -> None:
    """The picture that the clerk marks and the words that are left agree, in every layout."""
    change, line = LAYOUTS[name]
    content = changed(change)
    assert dark(content, (0.0, 0.9, 0.05, 0.95)) < 100 and dark(content, line) > 250
    assert words_left(content, {1: [line]})[1].split() == []
    assert words_left(content, {1: [(0.5, 0.5, 0.6, 0.6)]})[1].split() == ["SECRET", "NAME"]


def test_a_page_covered_whole_has_nothing_left() -> None:
    assert words_left(makers.pdf(b"SECRET NAME", pages=2), {1: [(0.0, 0.0, 1.0, 1.0)]}) == {}


def test_notes_and_fields_on_the_page_count() -> None:
    def note(document: pikepdf.Pdf) -> None:
        said = pikepdf.Dictionary(Subtype=pikepdf.Name.FreeText, Contents="the VAULT", Rect=[10, 10, 90, 90])
        document.pages[0].obj["/Annots"] = pikepdf.Array([said])

    assert words_left(changed(note), {1: [LINE]})[1].split() == ["the", "VAULT"]


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(NotLawful) as caught:
        words_left(b"no pdf at all", {1: [LINE]})
    assert caught.value.code == "files.corrupt" and caught.value.remedy


@pytest.mark.parametrize("box", [[700, 900, 800, 1000]])
def test_a_frame_beside_the_page_is_no_error_of_the_program(box: list[int]) -> None:
    def beside(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.CropBox = pikepdf.Array(box)

    with pytest.raises(NotLawful) as caught:
        redact_pdf(changed(beside), {1: [(0.0, 0.0, 1.0, 1.0)]})
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
    assert caught.value.code == "files.corrupt" and caught.value.remedy
