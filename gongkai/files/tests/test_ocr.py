"""Scans are told from texts page by page, and read by machine where the package is installed."""

from __future__ import annotations

import importlib.util
from types import SimpleNamespace

import pytest

from gongkai.files import actions, ocr, read, registry, tasks, vault
from gongkai.files.formats import pdf
from gongkai.files.models import File
from gongkai.files.tests import makers
from gongkai.jobs import MOST
from gongkai.refusals import NotLawful

LINES = [
    "示范县财政局关于提高粮食补贴标准的通知",
    "示财〔2026〕12号",
    "各乡镇人民政府：",
    "自2026年3月1日起，补贴标准提高为每亩120元。",
]
HERE = [None] if importlib.util.find_spec("rapidocr_onnxruntime") and makers.font(12) else []
ENGLISH = b"This page has words of its own that can be selected and read."


def test_scanned_pages_of_a_mixed_file_are_numbered() -> None:
    document = read("混合.pdf", makers.joined(makers.pdf(ENGLISH), makers.pdf(), makers.pdf(ENGLISH)))
    assert document.scanned == (2,)
    assert any("第2页" in warning for warning in document.warnings)
    assert read("全文.pdf", makers.pdf(ENGLISH)).scanned == ()


def test_what_makes_a_page_a_scan() -> None:
    assert pdf.is_scanned("", 0.0) and pdf.is_scanned("- 3 -", 0.95)
    assert pdf.is_scanned("\ue000\ue001\ue002" * 20, 0.0)  # a font without a table gives characters that are none
    assert pdf.is_scanned("示范县财政局文件 第3页 共12页 2026年3月", 0.9)
    assert not pdf.is_scanned("示范县财政局关于提高补贴标准的通知，" * 4, 0.9)  # a picture behind the words
    assert not pdf.is_scanned("第三条 本办法自公布之日起施行。示范县人民政府", 0.1)


def test_boxes_are_read_line_by_line() -> None:
    def box(left: int, top: int, text: str) -> list[object]:
        return [[[left, top], [left + 90, top], [left + 90, top + 30], [left, top + 30]], text, 0.9]

    assert ocr.lines_of([box(300, 102, "乙"), box(0, 200, "丙"), box(0, 100, "甲")]) == ["甲 乙", "丙"]


def test_doubtful_and_empty_pages_are_listed() -> None:
    pages = [
        ocr.Page(1, "清楚的字", 0.99, machine=True),
        ocr.Page(2, "模糊", 0.5, machine=True),
        ocr.Page(3, "", 0.0, machine=True),
        ocr.Page(4, "本来就有的文字", 1.0, machine=False),
    ]
    found = ocr.summary(pages)
    assert (found["low"], found["empty"], len(found["pages"])) == ([2], [3], 3)
    assert 0.8 < found["confidence"] < 0.85


@pytest.mark.django_db
@pytest.mark.parametrize("_", HERE)
def test_a_scan_waits_is_read_and_says_so(_: None) -> None:
    told: list[int] = []
    registry.when_read(lambda file: told.append(file.pk))
    file = actions.store(makers.joined(makers.pdf(ENGLISH), makers.scan(LINES)), "通知.pdf", None)
    assert file.scanned and file.waits_for_machine and file.ocr["scanned"] == [2] and "words of its own" in file.text
    file = actions.read_scan(file.pk)
    assert told == [file.pk] and file.read_by_machine and not file.unreadable
    assert (
        "补贴标准提高为每亩120元" in file.text and "示财〔2026〕12号" in file.text and "words of its own" in file.text
    )
    assert [row[0] for row in file.ocr["pages"]] == [2] and file.ocr["confidence"] > 0.9 and file.ocr["done_at"]
    assert actions.read_scan(file.pk).ocr == file.ocr and told == [file.pk]  # done once
    assert "<p>" in actions.whole_of(file)[0]


@pytest.mark.django_db
@pytest.mark.parametrize("_", HERE)
def test_words_of_a_picture_are_read(_: None) -> None:
    file = actions.store(makers.scan(LINES, (900, 400), "PNG"), "公告栏照片.png", None)
    assert file.waits_for_machine and not file.scanned
    assert "粮食补贴" in actions.read_scan(file.pk).text


@pytest.mark.django_db
def test_without_the_package_the_clerk_learns_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    file = actions.store(makers.pdf(), "扫描.pdf", None)
    assert file.scanned and file.unreadable and file.ocr["state"] == "missing"
    assert "录入正文" in file.note
    with pytest.raises(NotLawful) as refusal:
        ocr.read("扫描.pdf", makers.pdf(), "pdf", (1,))
    assert refusal.value.code == "files.no_ocr"
    assert actions.read_scan(file.pk).ocr["state"] == "missing"


@pytest.mark.django_db
def test_a_reading_that_fails_is_kept_as_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[ocr.Page]:
        raise NotLawful("files.unreadable", "文件中的文字没有识别出来（识别用时过长）。", remedy="请拆成几个文件。")

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "read", broken)
    file = actions.store(makers.pdf(), "扫描.pdf", None)
    actions.read_scan(file.pk)
    file = File.objects.get(pk=file.pk)
    assert file.ocr["state"] == "failed" and "识别用时过长" in file.note and file.unreadable


@pytest.mark.django_db
def test_a_lost_original_ends_the_waiting_and_uploading_it_again_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    data = makers.pdf() + b"%lost"
    file = actions.store(data, "扫描.pdf", None)
    vault.private_path(file.sha256).unlink()
    file = actions.read_scan(file.pk)
    assert file.ocr["state"] == "failed" and "从备份中恢复" in file.note
    again = actions.store(data, "扫描.pdf", None)
    assert again.pk == file.pk and again.waits_for_machine and not again.note


@pytest.mark.django_db
def test_after_the_last_attempt_nobody_is_left_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[ocr.Page]:
        raise OSError("no space")

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "read", broken)
    file = actions.store(makers.pdf(), "扫描.pdf", None)
    for attempts, state in ((0, "waiting"), (MOST, "failed")):
        context = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
        with pytest.raises(OSError, match="no space"):
            tasks.read_scan(context, file_id=file.pk)
        assert File.objects.get(pk=file.pk).ocr["state"] == state
