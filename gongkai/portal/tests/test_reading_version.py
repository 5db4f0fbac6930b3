"""The public reading version of an attachment: beside the file, found by search, gone with its record."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.files import actions as file_actions
from gongkai.files.tests import makers
from gongkai.portal.tests.test_browser import HOST, browser, reader
from gongkai.records import actions, content, editing, queries, removal
from gongkai.records.actions.reading import attach_pictures
from gongkai.records.models import Record
from gongkai.testing import County, complete_draft, sign_all
from gongkai.ui.testing import axe_violations

__all__ = ["browser"]
Get = Callable[[str], Any]
ROWS = [["2026年补贴发放表", None], ["乡镇", "金额"], ["城关镇", 20], ["东风乡", 30]]


def public(county: County) -> Record:
    """A published record with a table as attachment, and a picture in its text."""
    document = file_actions.store_and_read(makers.word_with_pictures(), "通知.docx", None)[1]
    assert document is not None
    record = complete_draft(county, html=document.html)
    attach_pictures(record=record, by=county["drafter"], html=document.html, found=document.pictures)
    data = makers.sheet(ROWS, merge="A1:B1")
    editing.attach(Record.objects.get(pk=record.pk), SimpleUploadedFile("发放表.xlsx", data), county["drafter"])
    sign_all(county, actions.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"]))
    record, officer = Record.objects.get(pk=record.pk), county["disclosure_officer"]
    record = actions.issue(record=record, by=officer, number="示财〔2026〕1号", issued_on=dt.date(2026, 6, 2))
    actions.publish(record=record, by=officer)
    return Record.objects.get(pk=record.pk)


@pytest.mark.django_db
def test_reading_version_and_pictures_are_public_with_the_record_and_gone_with_it(get: Get, county: County) -> None:
    record = public(county)
    page = get(f"/records/{record.pk}/").content.decode()
    entries = record.versions.get().attachments
    assert [one.get("inline", False) for one in entries] == [True, True, False]
    assert f'href="/records/{record.pk}/attachments/3/"' in page and page.count('class="file"') == 1
    shown = get(f"/records/{record.pk}/attachments/3/")
    html = shown.content.decode()
    assert "<caption>2026年补贴发放表</caption>" in html and '<th scope="col">乡镇</th>' in html
    assert "以原件为准" in html and "发放表.xlsx" in html and not shown.cookies
    for one in entries[:2]:  # the bytes served are the bytes approved: the text names their hash
        address = f"/files/{one['sha256'][:12]}/"
        assert address in page
        start = page.index(address)
        served = b"".join(get(page[start : page.index('"', start)]).streaming_content)
        assert content.digest(served) == one["sha256"]
    publication = queries.publication_of(record)
    assert publication is not None and "东风乡" in queries.document(publication).body
    base = f"/records/{record.pk}/attachments/3/"
    assert {base, f"/elder{base}"} <= set(removal.own_addresses(publication))
    assert get(f"/elder{base}").status_code == 200
    actions.withdraw(record=record, by=county["disclosure_officer"], reason="内容有误，重新发布")
    assert get(base).status_code == 410 and get(f"/elder{base}").status_code == 410
    proofs = actions.verify_removal(publication=queries.last_publication(record.pk))
    assert all(one.gone for one in proofs) and base in {one.address for one in proofs}


@pytest.mark.browser
@pytest.mark.django_db
def test_the_page_is_accessible_at_both_widths(browser: Any, county: County) -> None:  # noqa: F811
    record = public(county)
    for width, path in ((1280, ""), (360, ""), (360, "/elder")):
        page = reader(browser, width)
        page.goto(f"{HOST}{path}/records/{record.pk}/attachments/3/")
        assert axe_violations(page) == [], (width, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
