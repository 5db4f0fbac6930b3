"""Reading versions: made at upload, mended, compared by another; pictures in texts; scans; what review sees of it."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from gongkai.checks import queries as check_queries
from gongkai.files import actions as file_actions
from gongkai.files import ocr
from gongkai.files.tests import makers
from gongkai.ledger.queries import history
from gongkai.records import actions, checking, content, edit_form, editing, proposing, reading_versions, tasks
from gongkai.records.actions import reading
from gongkai.records.models import Attachment, Record
from gongkai.records.tests.test_views import form_of
from gongkai.refusals import NotNow, NotYours
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db
SHEET = [["乡镇", "金额"], ["城关镇", 20]]


def with_file(county: County, data: bytes = b"", name: str = "发放表.xlsx") -> tuple[Record, Attachment]:
    record = complete_draft(county)
    editing.attach(record, SimpleUploadedFile(name, data or makers.sheet(SHEET)), county["drafter"])
    return Record.objects.get(pk=record.pk), record.attachments.select_related("file").get(name=name)


def test_an_upload_brings_its_reading_version(county: County) -> None:
    record, attachment = with_file(county)
    assert '<th scope="col">乡镇</th>' in attachment.reading and attachment.proofread_by is None
    entry = history(record).filter(act="records.reading_made").get()
    assert entry.facts["sha256"] == attachment.file.sha256 and entry.facts["reading"] == reading_versions.seen(
        attachment
    )
    assert content.attachments(record)[0]["reading"] == attachment.reading
    assert reading_versions.extracted(attachment) == "乡镇\t金额\n城关镇\t20"


def test_another_person_compares_it_and_a_change_asks_again(county: County) -> None:
    record, attachment = with_file(county)
    drafter, head = county["drafter"], county["section_head"]
    actions.edit_reading(
        attachment=attachment, by=drafter, revision=record.revision, html=attachment.reading + "<p onclick=x>合计20</p>"
    )
    attachment.refresh_from_db()
    assert "<p>合计20</p>" in attachment.reading
    with pytest.raises(NotYours) as own:
        actions.proofread_reading(attachment=attachment, by=drafter, seen=reading_versions.seen(attachment))
    assert own.value.code == "records.reading_own"
    with pytest.raises(NotNow) as changed:
        actions.proofread_reading(attachment=attachment, by=head, seen="0" * 64)
    assert changed.value.code == "records.reading_changed"
    actions.proofread_reading(attachment=attachment, by=head, seen=reading_versions.seen(attachment))
    attachment.refresh_from_db()
    assert attachment.proofread_by == head and attachment.proofread_at is not None
    assert history(record).filter(act="records.reading_proofread", actor_id=head.pk).count() == 1
    record = Record.objects.get(pk=record.pk)
    actions.edit_reading(attachment=attachment, by=head, revision=record.revision, html="<p>另一份</p>")
    attachment.refresh_from_db()
    assert attachment.proofread_by is None
    actions.proofread_reading(attachment=attachment, by=drafter, seen=reading_versions.seen(attachment))


def test_strangers_and_late_comers_are_refused(county: County) -> None:
    record, attachment = with_file(county)
    with pytest.raises(NotYours):
        actions.make_reading(attachment=attachment, by=county["other.drafter"])
    with pytest.raises(NotNow) as late:
        actions.edit_reading(attachment=attachment, by=county["drafter"], revision=0, html="<p>旧</p>")
    assert late.value.code == "records.edited_meanwhile"
    actions.detach(attachment=attachment, by=county["drafter"])
    with pytest.raises(NotNow) as gone:
        actions.make_reading(attachment=attachment, by=county["drafter"])
    assert gone.value.code == "records.detached"


def test_a_change_during_review_reopens_the_steps_that_saw_attachments(county: County) -> None:
    record, attachment = with_file(county)
    review = actions.submit(record=record, by=county["drafter"])
    sign_all(county, review)
    record = Record.objects.get(pk=record.pk)
    assert record.state == Record.State.APPROVED
    assert record.versions.get().attachments[0]["reading"] == attachment.reading
    actions.edit_reading(attachment=attachment, by=county["drafter"], revision=record.revision, html="<p>改过的</p>")
    record = Record.objects.get(pk=record.pk)
    assert record.state == Record.State.IN_REVIEW
    review.refresh_from_db()
    assert review.parts["attachments"] == content.parts(record)["attachments"]


def test_what_the_reading_version_says_beyond_the_file_is_checked(county: County) -> None:
    record, attachment = with_file(county)
    html = attachment.reading + "<p>联系人身份证号 11010519491231002X</p>"
    actions.edit_reading(attachment=attachment, by=county["drafter"], revision=record.revision, html=html)
    found = check_queries.findings(checking.run(Record.objects.get(pk=record.pk), county["drafter"]))
    assert [one.part for one in found if one.kind == "resident_id"] == ["附件1“发放表.xlsx”的阅读版"]
    assert [one.blocking for one in found if one.kind == "unread_version"] == [False]


def opened(county: County, name: str, data: bytes, client: Client) -> Record:
    client.force_login(county["drafter"])
    form = {"agency": county.department.pk, "main": SimpleUploadedFile(name, data), "key": "k" * 32}
    response = client.post("/desk/records/new/", form)
    assert response.status_code == 302, response.content.decode()[:3000]
    return Record.objects.get(pk=response.url.split("/")[3])


def test_pictures_of_a_docx_come_with_the_text(county: County, client: Client) -> None:
    record = opened(county, "通知.docx", makers.word_with_pictures(), client)
    files, shown = reading_versions.split(record)
    assert files == [] and [one.name for one in shown] == ["图1.png", "图2.png"]
    entries = content.attachments(record)
    assert all(one["inline"] and one["sha256"][:12] in record.content["html"] for one in entries)
    address = file_actions.address(shown[0].file, "图1.png")
    assert b"".join(client.get(address).streaming_content) == makers.picture("red")  # type: ignore[attr-defined]
    assert client.get(address).headers["Cache-Control"] == "private, no-store"
    client.force_login(county["other.drafter"])
    assert client.get(address).status_code == 404
    assert Client().get(address).status_code == 404
    found = {one.kind: one for one in check_queries.findings(checking.run(record, county["drafter"]))}
    assert found["silent_picture"].message.startswith("有1幅图片")


def test_a_picture_of_somebody_else_is_stopped(county: County) -> None:
    record = complete_draft(county, html='<p>见图<img src="/files/0123456789ab/图.png" alt="粮库"></p>')
    found = {one.kind: one for one in check_queries.findings(checking.run(record, county["drafter"]))}
    assert found["strange_picture"].blocking


def test_the_editor_reads_an_upload_once_and_before_it_locks_the_record(
    county: County, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, read, seen = complete_draft(county), file_actions.read_safely, []

    def reading_outside(*given: Any, **more: Any) -> Any:
        seen.append(len(connection.savepoint_ids))
        return read(*given, **more)

    monkeypatch.setattr(file_actions, "read_safely", reading_outside)
    client.force_login(county["drafter"])
    form = form_of(record, files=SimpleUploadedFile("发放表.xlsx", makers.sheet(SHEET)))
    before = len(connection.savepoint_ids)
    assert client.post(f"/desk/records/{record.pk}/edit/", form).status_code == 302
    assert seen == [before] and "城关镇" in record.attachments.get(name="发放表.xlsx").reading


def pages_of(*texts: str) -> list[ocr.Page]:
    return [ocr.Page(number, text, 0.8, machine=True) for number, text in enumerate(texts, start=1)]


def read_by_the_machine(file_id: int) -> None:
    """What the worker does: the words first, then each record that has the file."""
    file_actions.read_scan(file_id)
    for job in ProcrastinateJob.objects.filter(task_name="records.take_words").order_by("id"):
        tasks.take_words(**job.args)


def test_a_scan_says_what_is_happening_and_gets_its_words_later(
    county: County, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "read", lambda *_: pages_of("示范县财政局通知\n联系人电话13800138000。"))
    record = opened(county, "扫描件.pdf", makers.pdf(), client)
    page = client.get(f"/desk/records/{record.pk}/edit/").content.decode()
    assert "正在后台识别文字" in page
    attachment = record.attachments.get()
    assert reading_versions.state(attachment).words == "正在识别文字"
    before = {one.kind: one for one in check_queries.findings(checking.run(record, county["drafter"]))}
    assert before["scan"].severity == "unchecked" and "还没有识别" in before["scan"].message
    read_by_the_machine(attachment.file_id)
    attachment = record.attachments.select_related("file").get()
    assert "联系人电话" in attachment.reading
    page = client.get(f"/desk/records/{record.pk}/edit/").content.decode()
    assert "正在后台识别文字" not in page and "文字已经识别" in page and "未能读出文字" not in page
    found = {one.kind: one for one in check_queries.findings(check_queries.latest(record))}
    assert found["scan"].message == "这是扫描件，文字由机器识别，请人工核对。" and "mobile" in found
    notes = reading_versions.state(attachment).notes
    assert any("把握较低" in note and "第1页" in note for note in notes)
    made = history(record).filter(act="records.reading_made").get()
    assert made.actor_id is None and made.facts["machine"] is True


def test_a_refusal_in_one_record_loses_neither_the_words_nor_the_others(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "read", lambda *_: pages_of("示范县财政局通知"))
    data = makers.pdf()
    pairs = [with_file(county, data, "扫描件.pdf") for _ in range(2)]
    refused, make = pairs[0][1].pk, reading.make_reading

    def moved_on(**given: Any) -> Attachment:
        if given["attachment"].pk == refused:
            raise NotNow("records.moved", "已经送审。", remedy="请等待审核。")
        return make(**given)

    monkeypatch.setattr(reading, "make_reading", moved_on)
    read_by_the_machine(pairs[0][1].file_id)
    for _, attachment in pairs:
        attachment.refresh_from_db()
    assert pairs[0][1].file.read_by_machine
    assert [bool(attachment.reading) for _, attachment in pairs] == [False, True]


def test_the_words_are_kept_without_a_lock_on_any_record(
    county: County, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    """Acts lock a record before its files: whoever holds the file may not ask for a record."""
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "read", lambda *_: pages_of("示范县财政局通知"))
    _, attachment = with_file(county, makers.pdf(), "扫描件.pdf")
    with django_assert_max_num_queries(30) as asked:
        file_actions.read_scan(attachment.file_id)
    assert not [one["sql"] for one in asked if "FOR UPDATE" in one["sql"] and "records_record" in one["sql"]]


def test_words_that_come_late_do_not_move_what_is_being_signed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "read", lambda *_: pages_of("示范县财政局通知"))
    record, attachment = with_file(county, makers.pdf(), "扫描件.pdf")
    review = actions.submit(record=record, by=county["drafter"])
    read_by_the_machine(attachment.file_id)
    attachment.refresh_from_db()
    assert attachment.reading == "" and content.parts(Record.objects.get(pk=record.pk)) == review.parts


def test_pages_of_a_reading_version(county: County, client: Client) -> None:
    record, attachment = with_file(county)
    base = f"/desk/records/{record.pk}/attachments/{attachment.pk}/reading/"
    client.force_login(county["drafter"])
    revision = Record.objects.get(pk=record.pk).revision
    page = client.get(f"{base}edit/").content.decode()
    assert "data-prose" in page and "城关镇" in page
    sent = client.post(f"{base}edit/", {"html": "<p>乡镇 金额</p><p>城关镇 30</p>", "revision": revision})
    assert sent.status_code == 302
    page = client.get(base).content.decode()
    assert "<ins>" in page and "<del>" in page and "应当由另一位同事" in page
    late = client.post(f"{base}edit/", {"html": "<p>x</p>", "revision": revision})
    assert late.status_code == 409 and "&lt;p&gt;x&lt;/p&gt;" in late.content.decode()
    assert client.post(f"{base}make/").status_code == 302
    attachment.refresh_from_db()
    assert "城关镇" in attachment.reading and "30" not in attachment.reading
    client.force_login(county["section_head"])
    assert "文字没有改动" in client.get(base).content.decode()
    assert client.post(f"{base}proofread/", {"seen": reading_versions.seen(attachment)}).status_code == 302
    assert county["section_head"].actor_name.split("（")[0] in client.get(base).content.decode()
    assert "阅读版已与原件核对" in client.get(f"/desk/records/{record.pk}/files/").content.decode()


def test_a_dropped_correction_brings_the_public_reading_version_back(county: County) -> None:
    record, attachment = with_file(county)
    reading = attachment.reading
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    record, officer = Record.objects.get(pk=record.pk), county["disclosure_officer"]
    record = actions.issue(record=record, by=officer, number="示财〔2026〕1号", issued_on=dt.date(2026, 6, 2))
    actions.publish(record=record, by=officer)
    actions.correct(record=record, by=county["drafter"], reason="金额有误")
    record = Record.objects.get(pk=record.pk)
    actions.edit_reading(
        attachment=record.attachments.get(), by=county["drafter"], revision=record.revision, html="<p>改</p>"
    )
    actions.drop_correction(record=record, by=county["drafter"])
    assert record.attachments.get().reading == reading


@pytest.mark.parametrize(
    ("title", "normative"),
    [
        ("示范县人民政府关于印发粮食补贴管理办法的通知", True),
        ("关于印发《示范县小额工程管理实施细则（试行）》的通知", True),
        ("示范县人民政府办公室关于印发机关值班规定的通知", False),
        ("关于做好汛期地质灾害防治工作的通知", False),
    ],
)
def test_rules_for_everybody_are_proposed_as_normative(county: County, title: str, normative: bool) -> None:
    assert bool(proposing.normative_hint(title)) == normative
    record = actions.create(agency=county.department, by=county["drafter"], changes={"title": title})
    form = edit_form.EditForm(record=record)
    assert bool(form["normative"].value()) == normative
    assert ("推荐勾选" in form.fields["normative"].help_text) == normative
    record = actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"keywords": "补贴"})
    assert not edit_form.EditForm(record=record)["normative"].value()  # the clerk has looked: her answer stands


def test_a_single_suggestion_is_chosen_beforehand(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_form.catalogue, "suggest", lambda *_, **__: [county.item])
    changes = {"title": "关于印发预算的通知"}
    record = actions.create(agency=county.department, by=county["drafter"], changes=changes)
    assert edit_form.EditForm(record=record)["suggested"].value() == str(county.item.pk)
