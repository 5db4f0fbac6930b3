"""A file that is only read is looked into like one that is attached: its unseen words are nobody's text."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from gongkai.checks import originals as check_originals
from gongkai.checks import queries as check_queries
from gongkai.checks import unseen_words
from gongkai.records import actions, checking, originals
from gongkai.records.models import Record
from gongkai.records.sources import read
from gongkai.records.tests.test_views import client_of, form_of, page
from gongkai.refusals import NotLawful, NotNow
from gongkai.testing import County

pytestmark = pytest.mark.django_db
SECRET, WHITE = "拟处罚款三万元的底稿", "白色小字的底稿"


def paper() -> bytes:
    document = docx.Document()
    document.add_paragraph("示范县财政局关于资产管理的通知")
    document.add_paragraph("各单位：现将资产管理有关事项通知如下。").add_run(SECRET).font.hidden = True
    white = document.add_paragraph("一、总体要求。").add_run(WHITE)
    white.font.color.rgb, white.font.size = RGBColor(255, 255, 255), Pt(1)
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="某"><w:r><w:t>二、补充的要求。</w:t></w:r></w:ins>'
    document.add_paragraph()._p.append(parse_xml(inserted))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def clerk(county: County) -> Client:
    return client_of(county["drafter"])


@pytest.fixture
def opened(county: County, clerk: Client) -> Record:
    sent = {"agency": county.department.pk, "main": SimpleUploadedFile("通知.docx", paper()), "key": "k1"}
    assert clerk.post("/desk/records/new/", sent).status_code == 302
    return Record.objects.get()


def blocking(record: Record) -> list[str]:
    report = check_queries.latest(record)
    assert report is not None
    return [one.message for one in check_queries.open_blocking(record, report.content_hash)]


def test_hidden_words_stay_out_of_the_page_and_block_until_somebody_has_compared(
    county: County, clerk: Client, opened: Record
) -> None:
    html = opened.content["html"]
    assert SECRET not in html and WHITE not in html and "补充的要求" in html and not opened.attachments.exists()
    said = " ".join(blocking(opened))
    assert "隐藏文字1处" in said and "未处理的修订" in said and "与背景同色" in said and SECRET not in said
    text = page(clerk.get(f"/desk/records/{opened.pk}/edit/"))
    assert "隐藏文字1处（第2段），没有读入正文" in text and "已对照原文件核对正文" in text
    with pytest.raises(NotLawful, match="必须处理的问题"):
        checking.must_be_settled(opened)
    data = form_of(opened, compared="on")
    assert clerk.post(f"/desk/records/{opened.pk}/edit/", data | {"save": "1"}).status_code == 302
    record = Record.objects.get()
    assert not originals.waits(record) and blocking(record) == []
    checking.must_be_settled(record)
    assert [one.blocking for one in originals.findings(record)] == [False] * 3, "signers still see it"
    with pytest.raises(NotNow, match="没有需要与原文件核对的内容"):
        actions.compare_original(record=record, by=county["drafter"])


def test_saving_alone_confirms_nothing(clerk: Client, opened: Record) -> None:
    assert clerk.post(f"/desk/records/{opened.pk}/edit/", form_of(opened) | {"save": "1"}).status_code == 302
    assert originals.waits(Record.objects.get()) and blocking(Record.objects.get())


def test_a_clean_file_leaves_no_question(county: County, clerk: Client) -> None:
    document = docx.Document()
    document.add_paragraph("示范县财政局关于资产管理的通知")
    document.add_paragraph("各单位：现将资产管理有关事项通知如下。")
    buffer = io.BytesIO()
    document.save(buffer)
    sent = {"agency": county.department.pk, "main": SimpleUploadedFile("通知.docx", buffer.getvalue()), "key": "k1"}
    assert clerk.post("/desk/records/new/", sent).status_code == 302
    assert originals.findings(Record.objects.get()) == []
    assert "已对照原文件核对正文" not in page(clerk.get(f"/desk/records/{Record.objects.get().pk}/edit/"))


@pytest.mark.parametrize("originals_too", [True, False])
def test_an_import_looks_into_the_file_whose_words_it_takes(tmp_path: Path, originals_too: bool) -> None:
    (tmp_path / "通知.docx").write_bytes(paper())
    (source,) = read(tmp_path, originals=originals_too)
    assert "隐藏内容" in source.blocking and "修订痕迹" in source.blocking
    assert source.document is not None and SECRET not in source.document.html


def test_what_only_the_file_carries_does_not_concern_its_words() -> None:
    import zipfile

    buffer = io.BytesIO(paper())
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    kinds: list[Any] = [one.excerpt for one in unseen_words(buffer.getvalue(), "通知.docx")]
    assert len(kinds) == 3 and not any("宏" in one for one in kinds)


def test_the_names_by_which_unseen_words_are_chosen_are_those_the_inspectors_use() -> None:
    folder = Path(check_originals.__file__).parent
    said = "".join(path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "originals.py")
    assert [word for word in check_originals.OF_THE_WORDS if word not in said] == []
