"""The upload gate."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from gongkai.files import gate, safe_name
from gongkai.files.tests import makers
from gongkai.refusals import NotLawful

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
HUGE_PNG = PNG[:16] + b"\x00\x01\x00\x00\x00\x01\x00\x00" + PNG[24:]
OFD = makers.package({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"})


@pytest.mark.parametrize(
    ("name", "data", "kind", "readable"),
    [
        ("通知.docx", makers.word(), "docx", True),
        ("通知.pdf", makers.pdf(b"text"), "pdf", True),
        ("通知.PDF", makers.pdf(owner="secret"), "pdf", True),
        ("通知.html", "<!DOCTYPE html><p>通知</p>".encode(), "html", True),
        ("片段.htm", "<p>通知</p>".encode("gbk"), "html", True),
        ("通知.md", "# 通知".encode(), "md", True),
        ("通知.txt", "通知".encode("utf-16"), "txt", True),
        ("目录.xlsx", makers.sheet([["标题"]]), "xlsx", True),
        ("图.png", PNG, "png", False),
        ("图.jpeg", b"\xff\xd8\xff\xe0" + b"\x00" * 50 + b"\xff\xd9", "jpg", False),
        ("公文.ofd", OFD, "ofd", False),
        ("旧文.doc", makers.compound("WordDocument"), "doc", True),
        ("旧文.wps", makers.compound("WordDocument"), "wps", True),
    ],
)
def test_allowed_kinds_enter(name: str, data: bytes, kind: str, readable: bool) -> None:
    accepted = gate(name, data)
    assert (accepted.kind, accepted.readable, accepted.size) == (kind, readable, len(data))
    assert accepted.sha256 == hashlib.sha256(data).hexdigest()
    assert ("不能自动读取" in accepted.note) is not readable


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("空.txt", b"", "files.empty", "空.txt"),
        ("空.txt", b"\xef\xbb\xbf \r\n", "files.empty", "是空的"),
        ("程序.exe", b"MZ\x90\x00" * 9, "files.not_allowed", ".exe"),
        ("压缩.zip", makers.package({"a.txt": b"a"}), "files.not_allowed", ".zip"),
        ("无扩展名", "通知".encode(), "files.not_allowed", "纯文本"),
        ("通知.pdf", b"MZ\x90\x00" * 9, "files.mislabelled", "可执行程序"),
        ("通知.pdf", makers.word(), "files.mislabelled", "Word文档"),
        ("通知.docx", makers.pdf(b"x"), "files.mislabelled", "PDF文件"),
        ("通知.docx", makers.sheet([["a"]]), "files.mislabelled", "Excel表格"),
        ("通知.docx", makers.package({"a.txt": b"a"}), "files.mislabelled", "ZIP压缩包"),
        ("通知.docx", makers.compound("WordDocument"), "files.mislabelled", "旧版Word"),
        ("图.png", b"\xff\xd8\xff\xe0" + b"\xff\xd9", "files.mislabelled", "JPEG"),
        ("图.png", b"<svg onload=alert(1)>", "files.mislabelled", "PNG图片"),
        ("通知.txt", b"<!doctype html><script>alert(1)</script>", "files.mislabelled", "网页文件"),
        ("宏.docx", makers.fake_word(word__vbaProject_bin=b"x"), "", ""),
        ("通知.docx", makers.compound("EncryptedPackage"), "files.encrypted", "密码"),
        ("通知.pdf", makers.pdf(b"x", password="secret"), "files.encrypted", "密码"),
        ("通知.docx", makers.word()[:-400], "files.corrupt", "已损坏"),
        ("通知.pdf", b"%PDF-1.7\nnothing", "files.corrupt", "已损坏"),
        ("图.png", PNG[:20], "files.corrupt", "PNG"),
        ("图.png", HUGE_PNG, "files.bomb", "像素"),
        ("通知.txt", bytes(range(1, 32)) * 40, "files.corrupt", "已损坏"),
        ("通\u202efdp.docx", makers.word(), "files.name", "文件名"),
    ],
)
def test_refusals_say_what_is_wrong_and_what_to_do(name: str, data: bytes, code: str, words: str) -> None:
    if not code:
        data = makers.package(
            {"[Content_Types].xml": b"<T/>", "word/document.xml": b"<d/>", "word/vbaProject.bin": b"x"}
        )
        code, words = "files.mislabelled", "带宏"
    with pytest.raises(NotLawful) as refusal:
        gate(name, data)
    assert refusal.value.code == code
    assert words in refusal.value.message
    assert refusal.value.remedy.endswith("。")


def test_mislabelled_names_both_kinds() -> None:
    with pytest.raises(NotLawful, match="按名称是PDF文件，内容却是Word文档"):
        gate("通知.pdf", makers.word())


def test_size_limit_is_a_parameter() -> None:
    assert gate("a.txt", b"a" * 1000, limit=1000).size == 1000
    with pytest.raises(NotLawful) as refusal:
        gate("a.txt", b"a" * 1001, limit=1000)
    assert refusal.value.facts == {"size": 1001, "limit": 1000}


def test_a_hundred_megabytes_are_refused_by_path_without_reading(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "大.pdf"
    with path.open("wb") as handle:
        handle.truncate(100 * 1024 * 1024)
    with pytest.raises(NotLawful) as refusal:
        gate(path.name, path)
    assert refusal.value.code == "files.too_large"


def _bombs() -> dict[str, bytes]:
    nested = makers.fake_word(word__a=b"x")
    for _ in range(3):
        nested = makers.fake_word(word__embedded=nested)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<T/>")
        archive.writestr("word/document.xml", b"<d/>")
        for number in range(6000):
            archive.writestr(f"word/{number}", b"")
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    return {
        "one part": makers.fake_word(word__media=b"\x00" * (101 * 1024 * 1024)),
        "ratio": makers.fake_word(word__media=b"\x00" * (30 * 1024 * 1024)),
        "nested": nested,
        "entries": many.getvalue(),
        "entities": makers.package({"[Content_Types].xml": b"<T/>", "word/document.xml": entity}),
    }


@pytest.mark.parametrize("name", ["one part", "ratio", "nested", "entries", "entities"])
def test_zip_bombs_are_refused_quickly(name: str) -> None:
    bomb = _bombs()[name]
    with pytest.raises(NotLawful) as refusal:
        gate("炸弹.docx", bomb)
    assert refusal.value.code == "files.bomb"


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("C:\\文件\\通知.docx", "通知.docx"),
        ("../../etc/通知.txt", "通知.txt"),
        ("通知\r\nX: y.txt", "通知X y.txt"),
        ("a" * 300 + ".docx", "a" * 188 + ".docx"),
        ("..", ""),
        ("通知<script>.txt", "通知 script .txt"),
    ],
)
def test_safe_name(given: str, safe: str) -> None:
    assert safe_name(given) == safe
