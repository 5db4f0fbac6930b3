"""Old and foreign office files: read where LibreOffice is installed, kept and explained where it is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gongkai.files import actions, conversion, vault
from gongkai.files.tests import makers
from gongkai.refusals import NotLawful

HERE = [conversion.program()] if conversion.program() else []  # nothing is collected where there is no LibreOffice
FORMS = [("doc", "doc", "doc"), ("doc", "wps", "wps"), ("rtf", "rtf", "rtf"), ("odt", "odt", "odt")]


def made(folder: Path, data: bytes, ending: str, form: str) -> bytes:
    """`data` in another form, as an office would have saved it."""
    (folder / f"in.{ending}").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        HERE[0],
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        str(folder / f"in.{ending}"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    return (folder / f"in.{form}").read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "ending", "kind"), [one for one in FORMS if HERE])
def test_an_old_document_is_read_and_stays_what_it_is(tmp_path: Path, form: str, ending: str, kind: str) -> None:
    data = made(tmp_path, makers.word(table=True), "docx", form)
    file, document = actions.store_and_read(data, f"通知.{ending}", None)
    assert (file.kind, file.name, file.unreadable) == (kind, f"通知.{ending}", False)
    assert vault.private_path(file.sha256).read_bytes() == data
    assert document is not None and document.kind == kind and document.title == makers.TITLE
    assert document.number == "示政办发〔2024〕12号" and "二十个工作日" in file.text
    assert "LibreOffice" in document.warnings[0]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", [one for one in ("xls", "et") if HERE])
def test_an_old_sheet_is_read(tmp_path: Path, ending: str) -> None:
    data = made(tmp_path, makers.sheet([["乡镇", "金额"], ["城关镇", 20]]), "xlsx", "xls")
    file, document = actions.store_and_read(data, f"发放表.{ending}", None)
    assert file.kind == ending and "城关镇\t20" in file.text
    assert document is not None and '<th scope="col">乡镇</th>' in document.html


@pytest.mark.parametrize("program", HERE)
def test_what_libreoffice_cannot_open_is_refused_in_words(program: str) -> None:
    with pytest.raises(NotLawful) as refusal:
        conversion.convert("坏.doc", makers.compound("WordDocument") + b"\x00" * 4096, "doc")
    assert refusal.value.code == "files.unreadable" and "另存" in refusal.value.remedy


@pytest.mark.parametrize("program", HERE)
def test_a_conversion_that_takes_too_long_is_ended(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 600 &\nsleep 600\n")
    slow.chmod(0o700)
    monkeypatch.setattr(conversion, "program", lambda: str(slow))
    monkeypatch.setattr(conversion, "SECONDS_LIMIT", 1)
    with pytest.raises(NotLawful) as refusal:
        conversion.convert("慢.doc", b"x", "doc")
    assert "用时过长" in refusal.value.message


@pytest.mark.django_db
def test_without_libreoffice_the_file_is_kept_and_the_way_forward_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    file, document = actions.store_and_read(makers.compound("WordDocument"), "旧文.doc", None)
    assert document is None and file.unreadable and not file.text
    assert "另存为docx" in file.note and "libreoffice-writer-nogui" in file.note


@pytest.mark.django_db
@pytest.mark.parametrize("program", HERE)
def test_uploading_again_after_the_installation_reads_the_file(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = made(tmp_path, makers.word(), "docx", "doc")
    with monkeypatch.context() as bare:
        bare.setenv("PATH", "")
        assert actions.store(data, "通知.doc", None).unreadable
    file = actions.store(data, "通知.doc", None)
    assert not file.unreadable and makers.TITLE in file.text and file.note == ""


def test_a_missing_module_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "libswlo.so").touch()
    (tmp_path / "soffice").touch()
    monkeypatch.setattr(conversion, "program", lambda: str(tmp_path / "soffice"))
    with pytest.raises(NotLawful) as refusal:
        conversion.convert("汇报.ppt", b"x", "ppt")
    assert "libreoffice-impress-nogui" in refusal.value.remedy
