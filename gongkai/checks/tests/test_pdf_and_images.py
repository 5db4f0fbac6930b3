"""What PDF files and pictures carry unseen."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image

from gongkai.checks import inspect_file
from gongkai.checks.tests.makers import W, package


def pdf() -> pikepdf.Pdf:
    document = pikepdf.new()
    document.add_blank_page()
    return document


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    target = io.BytesIO()
    document.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def excerpts(content: bytes, name: str = "a.pdf") -> list[tuple[str, str]]:
    return [(item.kind, item.excerpt) for item in inspect_file(content, name)]


def test_clean_pdf() -> None:
    assert excerpts(saved(pdf())) == []
    assert excerpts(saved(pdf(), linearize=True)) == []


@pytest.mark.requirement("TP-A-08")
def test_author_in_info_and_xmp_is_told_once() -> None:
    document = pdf()
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:creator"] = ["张三丰", "李四"]
    document.docinfo["/Author"] = "张三丰"
    document.docinfo["/Company"] = "某市某局"
    assert excerpts(saved(document)) == [
        ("metadata", "作者：张**"),
        ("metadata", "单位：某市某局"),
        ("metadata", "作者：李*"),
    ]


def test_comments_attachments_and_earlier_versions() -> None:
    document = pdf()
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents="请改", Rect=[0, 0, 9, 9])
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    document.pages[0].obj["/Annots"] = pikepdf.Array([note, link])
    document.attachments["底稿.txt"] = b"x"
    content = saved(document)
    assert excerpts(content) == [("comments", "批注1条"), ("hidden_content", "内嵌附件1个")]
    (item,) = inspect_file(saved(pdf()) + b"\n%%EOF\n", "a.pdf")
    assert item.excerpt == "文件的早先版本" and not item.blocking


def test_locked_and_broken_pdf() -> None:
    locked = saved(pdf(), encryption=pikepdf.Encryption(owner="o", user="u"))
    for content, word in ((locked, "密码"), (b"%PDF-1.7\nnothing", "损坏")):
        (item,) = inspect_file(content, "a.pdf")
        assert item.kind == "unreadable" and item.blocking and word in item.message


def test_packed_metadata_bomb() -> None:
    document = pdf()
    packed = zlib.compress(b" " * (80 * 1024 * 1024), 9)
    document.Root.Metadata = document.make_indirect(
        pikepdf.Stream(document, packed, {"/Filter": pikepdf.Name.FlateDecode})
    )
    (item,) = inspect_file(saved(document, fix_metadata_version=False), "a.pdf")
    assert item.kind == "unreadable"


def picture(form: str, *, position: bool = True, artist: str = "") -> bytes:
    exif = Image.Exif()
    if artist:
        exif[0x013B] = artist
    if position:
        exif[0x8825] = {1: "N", 2: (29.0, 35.0, 1.0), 3: "E", 4: (120.0, 49.0, 1.0)}
    # Loading it again gives every format's writer the directories it looks for.
    block, exif = exif.tobytes(), Image.Exif()
    exif.load(block)
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, form, exif=exif)
    return target.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.requirement("TP-A-08")
def test_position_and_artist_of_pictures(form: str) -> None:
    assert [kind for kind, _ in excerpts(picture(form), "a")] == ["location"]
    assert excerpts(picture(form, position=False), "a") == []
    assert excerpts(picture(form, position=False, artist="Zhang San"), "a") == [("metadata", "作者：Z********")]


def test_position_of_a_picture_inside_a_document() -> None:
    content = package({"word/document.xml": f"<w:document {W}/>", "word/media/a.jpeg": picture("JPEG")})
    assert [item.kind for item in inspect_file(content, "a.docx")] == ["location"]
