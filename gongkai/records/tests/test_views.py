"""The screens: who reaches them, what they show, and that a refusal keeps what was typed."""

import datetime as dt
import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.files import actions as file_actions
from gongkai.organisations.queries import today
from gongkai.records import actions, content, edit_form
from gongkai.records.models import Record, Removal
from gongkai.review import actions as review_actions
from gongkai.review.models import Review
from gongkai.testing import County, approved, complete_draft, published, sign_all

pytestmark = pytest.mark.django_db


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def clerk(county: County) -> Client:
    return client_of(county["drafter"])


@pytest.fixture
def officer(county: County) -> Client:
    return client_of(county["disclosure_officer"])


def page(response: Any, status: int = 200) -> str:
    text: str = response.content.decode()
    assert response.status_code == status, (response.status_code, text[:3000])
    return text


def fresh(record: Record) -> Record:
    return Record.objects.select_related("agency", "item").get(pk=record.pk)


def form_of(record: Record, **changes: Any) -> dict[str, Any]:
    """The editor's fields as a browser would send them back."""
    form = edit_form.EditForm(record=fresh(record))
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, "", False, [])}
    return data | changes


def a_docx(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


NOTICE = a_docx(
    "示范县财政局关于加强2026年度财政预算管理的通知",
    "示财〔2026〕3号",
    "各乡镇人民政府、县级各单位：",
    "为加强预算管理，严格预算执行，现将有关事项通知如下。",
    "一、总体要求",
    "各单位应当严格执行批准的预算，不得无预算支出。",
    "示范县财政局",
    "2026年6月1日",
)
TABS = ("record", "files", "reviews", "clock", "versions", "ledger")
ACTS = ("edit", "attribute", "issue", "publish", "correct", "drop_correction", "set_validity", "withdraw", "abandon")


# --- who reaches what -------------------------------------------------------------------------------------


def test_without_log_in_nothing_is_shown(draft: Record) -> None:
    addresses = [reverse(f"records:{name}", args=[draft.pk]) for name in (*TABS, *ACTS, "submit", "removal")]
    for address in (*addresses, "/desk/records/", "/desk/records/new/", "/desk/records/export.csv"):
        for method in ("get", "post"):
            response = getattr(Client(), method)(address)
            assert response.status_code == 302 and "/desk/login/" in response.url, (method, address)


def test_a_stranger_gets_404_everywhere(county: County, draft: Record) -> None:
    stranger = client_of(county["other.drafter"])
    for name in (*TABS, *ACTS, "submit", "removal", "verify"):
        address = reverse(f"records:{name}", args=[draft.pk])
        assert stranger.post(address).status_code in (404, 405), address
        assert stranger.get(address).status_code in (404, 405), address
    assert draft.title not in page(stranger.get("/desk/records/"))


@pytest.mark.parametrize("act", ["edit", "attribute", "issue", "publish", "abandon", "submit"])
def test_a_colleague_without_the_post_is_refused_whatever_she_posts(county: County, draft: Record, act: str) -> None:
    reader = client_of(county["principal"])
    before = (fresh(draft).state, fresh(draft).revision)
    data = {"reason": "不需要了", "attribute": "proactive", "number": "示财〔2026〕9号", "issued_on": "2026-06-01"}
    response = reader.post(reverse(f"records:{act}", args=[draft.pk]), form_of(draft) | data)
    assert response.status_code == 403
    assert "您目前没有" in response.content.decode()
    assert (fresh(draft).state, fresh(draft).revision) == before


def test_looking_changes_nothing(clerk: Client, draft: Record) -> None:
    assert clerk.get(reverse("records:submit", args=[draft.pk])).url == draft.get_absolute_url()
    assert fresh(draft).state == "draft"
    assert clerk.get(reverse("records:verify", args=[draft.pk])).status_code == 405
    assert clerk.post(reverse("records:record", args=[draft.pk])).status_code == 405


# --- the list ---------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(clerk: Client) -> None:
    text = page(clerk.get("/desk/records/"))
    assert "还没有政府信息" in text and "/desk/records/new/" in text
    assert "没有符合条件的信息" in page(clerk.get("/desk/records/?q=没有这样的标题"))


def many(county: County, number: int) -> list[Record]:
    now = timezone.now()
    return Record.objects.bulk_create(
        Record(
            agency=county.department,
            item=county.item,
            state="issued",
            attribute="proactive",
            content={"title": f"关于第{n}号事项的通知", "html": "", "date_made": "2026-06-01"},
            issued_on=dt.date(2026, 6, 1) if n % 2 else today() - dt.timedelta(days=1),
            number=f"示财〔2026〕{n + 100}号",
            drafter=county["drafter"],
            edited_by=county["drafter"],
            created_at=now - dt.timedelta(minutes=n),
            edited_at=now,
        )
        for n in range(number)
    )


def test_the_list_asks_few_questions_and_pages_by_key(
    county: County, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    many(county, 70)
    page(clerk.get("/desk/records/?q=none"))  # the frame counts the worklist once until something happens
    with django_assert_max_num_queries(15):
        text = page(clerk.get("/desk/records/"))
    assert text.count("<tr>") == 51 and "已超期" in text and "政府信息公开条例" in text
    following = text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    rest = page(clerk.get(f"/desk/records/{following}"))
    assert rest.count("<tr>") == 21 and "回到第一页" in rest
    assert page(clerk.get("/desk/records/?after=nonsense")).count("<tr>") == 51


def test_filters_stand_in_the_address(county: County, clerk: Client) -> None:
    many(county, 4)
    draft = complete_draft(county, title="关于示范项目招标的公告")
    for query, wanted in (
        ("?show=mine", {draft.title}),
        ("?q=招标", {draft.title}),
        ("?q=示财〔2026〕102号", {"关于第2号事项的通知"}),
        ("?q=示财[2026]102号", {"关于第2号事项的通知"}),
        ("?show=late", {"关于第1号事项的通知", "关于第3号事项的通知"}),
        ("?show=publish&year=2026", {f"关于第{n}号事项的通知" for n in range(4)}),
        ("?year=2019", set()),
        ("?state=draft&attribute=proactive", {draft.title}),
        ("?attribute=none", set()),
    ):
        text = page(clerk.get(f"/desk/records/{query}"))
        titles = {record.title for record in Record.objects.all() if f">{record.title}</a>" in text}
        assert titles == wanted, query
    section = client_of(county["office.open_government_section"])
    assert "县民政局" in page(section.get("/desk/records/"))


def test_the_export_holds_what_is_filtered_and_no_formula(county: County, clerk: Client) -> None:
    import openpyxl

    many(county, 60)
    complete_draft(county, title="=cmd|' /C calc'!A0")
    response = clerk.get("/desk/records/export.csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 62 and any(line.startswith("'=cmd") for line in lines)
    response = clerk.get("/desk/records/export.xlsx?show=late")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet.max_row == 31 and "attachment" in response["Content-Disposition"]


# --- from a file to review --------------------------------------------------------------------------------


def upload(clerk: Client, county: County, data: bytes, name: str, **more: Any) -> Any:
    sent = {"agency": county.department.pk, "main": SimpleUploadedFile(name, data), "key": "k1"} | more
    return clerk.post("/desk/records/new/", sent)


def test_a_file_becomes_a_draft_with_proposals(clerk: Client, county: County) -> None:
    text = page(clerk.get("/desk/records/new/"))
    assert "示范县财政局" in text and "读取并继续" in text
    second = SimpleUploadedFile("附件1.txt", "预算表".encode())
    response = upload(clerk, county, NOTICE, "通知.docx", files=[second])
    record = Record.objects.get()
    assert response.status_code == 302 and response.url == reverse("records:edit", args=[record.pk])
    text = page(clerk.get(response.url))
    assert "已读取“通知.docx”" in text and "示财〔2026〕3号" in text and "附件1.txt" in text
    assert record.content["date_made"] == "2026-06-01" and "总体要求" in record.content["html"]
    assert [one.name for one in record.attachments.all()] == ["附件1.txt"]
    again = upload(clerk, county, NOTICE, "通知.docx")
    assert again.url == response.url and Record.objects.count() == 1, "a second click is the same act"


def test_an_empty_start_needs_the_button_for_it(clerk: Client, county: County) -> None:
    sent = {"agency": county.department.pk, "key": "k2"}
    assert "请选择一个文件" in page(clerk.post("/desk/records/new/", sent), 422)
    assert clerk.post("/desk/records/new/", sent | {"empty": "1"}).status_code == 302
    assert Record.objects.get().title == "（未命名）"


def test_a_scan_is_kept_as_an_attachment_and_said_so(clerk: Client, county: County) -> None:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(buffer, "PNG")
    response = upload(clerk, county, buffer.getvalue(), "扫描件.png")
    record = Record.objects.get()
    assert [one.name for one in record.attachments.all()] == ["扫描件.png"]
    assert "没有读出" in page(clerk.get(response.url)) and "原文件已作为附件保存" in page(clerk.get(response.url))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "通知.docx"),
        (b"PK\x03\x04 broken", "通知.docx"),
        (NOTICE, "通知.pdf"),
        (b"", "空.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密.docx"),
    ],
)
def test_a_bad_file_is_refused_on_the_page(clerk: Client, county: County, data: bytes, name: str) -> None:
    text = page(upload(clerk, county, data, name), 422)
    assert "有 1 处需要修改" in text and "请" in text
    assert not Record.objects.exists()


def test_only_drafters_may_begin(county: County, clerk: Client) -> None:
    reader = client_of(county["principal"])
    assert reader.get("/desk/records/new/").status_code == 403
    assert upload(reader, county, NOTICE, "通知.docx").status_code == 403
    sent = {"agency": county.other.pk, "key": "k", "empty": "1"}
    assert clerk.post("/desk/records/new/", sent).status_code == 422, "another agency is not among her choices"
    assert not Record.objects.exists()


def test_the_editor_saves_everything_in_one_form(clerk: Client, county: County, draft: Record) -> None:
    text = page(clerk.get(reverse("records:edit", args=[draft.pk])))
    assert "data-prose" in text and "公开事项" in text and "更多著录项" in text
    attached = SimpleUploadedFile("预算表.txt", "预算".encode())
    data = form_of(draft, title="新标题", summary="概述", normative="on", effective_on="2026年7月1日", files=[attached])
    response = clerk.post(reverse("records:edit", args=[draft.pk]), data | {"save": "1"})
    assert response.status_code == 302
    saved = fresh(draft)
    assert (saved.title, saved.content["summary"], saved.normative) == ("新标题", "概述", True)
    assert saved.content["effective_on"] == "2026-07-01"
    one = saved.attachments.get()
    data = form_of(saved, remove=[one.pk])
    clerk.post(reverse("records:edit", args=[draft.pk]), data)
    assert not fresh(draft).attachments.exists()


@pytest.mark.requirement("JZ-WEB-02")
@pytest.mark.parametrize("stage", content.STAGES)
def test_a_record_says_which_of_the_five_disclosures_it_is(clerk: Client, draft: Record, stage: str) -> None:
    address = reverse("records:edit", args=[draft.pk])
    assert len(content.STAGES) == 5 and all(one in page(clerk.get(address)) for one in content.STAGES)
    assert "请从列出的选项中选择" in page(clerk.post(address, form_of(draft, stage="随便公开")), 422)
    assert clerk.post(address, form_of(draft, stage=stage)).status_code == 302
    assert fresh(draft).content["stage"] == content.metadata(fresh(draft))["stage"] == stage


def test_a_stage_that_was_taken_over_stays_choosable(clerk: Client, draft: Record) -> None:
    Record.objects.filter(pk=draft.pk).update(content=draft.content | {"stage": "决策"})
    assert clerk.post(reverse("records:edit", args=[draft.pk]), form_of(fresh(draft), stage="决策")).status_code == 302


def test_without_script_plain_lines_become_paragraphs(clerk: Client, draft: Record) -> None:
    data = form_of(draft, html="第一段 <b\n\n第二段 & 三")
    data["html"] = "第一段\n\n第二段 & 三"
    clerk.post(reverse("records:edit", args=[draft.pk]), data)
    assert fresh(draft).content["html"] == "<p>第一段</p><p>第二段 &amp; 三</p>"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(clerk: Client, draft: Record) -> None:
    address = reverse("records:edit", args=[draft.pk])
    data = form_of(draft, title="改过的标题", date_made="2026-02-30")
    text = page(clerk.post(address, data), 422)
    assert "请按“2026-01-31”的样子填写日期。" in text and "改过的标题" in text and "2026-02-30" in text
    data = form_of(draft, title="改过的标题", attribute="withheld")
    text = page(clerk.post(address, data), 422)
    assert "不予公开必须选择条例规定的依据" in text and "改过的标题" in text
    bad = SimpleUploadedFile("程序.docx", b"MZ" + b"\x00" * 100)
    text = page(clerk.post(address, form_of(draft, title="改过的标题", files=[bad])), 422)
    assert "改过的标题" in text and 'id="id_files_error"' in text
    assert fresh(draft).title == draft.title, "all of it or nothing"


def test_two_editors_see_both_texts(clerk: Client, county: County, draft: Record) -> None:
    address = reverse("records:edit", args=[draft.pk])
    mine = form_of(draft, title="我的标题", html="<p>我写的正文</p>")
    other = client_of(county["section_head"])
    assert other.post(address, form_of(draft, html="<p>她写的正文</p>")).status_code == 302
    text = page(clerk.post(address, mine), 409)
    assert (
        "我的标题" in text
        and "我写的正文" in text
        and "她写的" in text
        and 'data-refusal="records.edited_meanwhile"' in text
    )
    assert "<ins>" in text and "<del>" in text
    mine["revision"] = fresh(draft).revision
    assert clerk.post(address, mine).status_code == 302
    assert fresh(draft).title == "我的标题"


def test_saving_twice_is_saving_once(clerk: Client, draft: Record) -> None:
    data = form_of(draft, title="双击")
    address = reverse("records:edit", args=[draft.pk])
    assert clerk.post(address, data).status_code == 302
    revision = fresh(draft).revision
    assert clerk.post(address, data).status_code == 302
    assert fresh(draft).revision == revision


def test_everything_that_keeps_a_draft_from_review_is_said_at_once(clerk: Client, county: County) -> None:
    said = {"html": "<p>身份证号11010519491231002X</p>", "number": "示财2026年9号文"}
    record = actions.create(agency=county.department, by=county["drafter"], changes=said)
    text = page(clerk.post(reverse("records:edit", args=[record.pk]), form_of(record, submit="1")), 422)
    for one in ("必须处理的问题", "送审前请补充标题。", "送审前请补充公开属性。", "不是规范的发文字号"):
        assert one in text, one
    assert 'id="id_attribute_error"' in text and 'id="id_number_error"' in text and "带着 1 处问题送审" in text
    assert fresh(record).state == Record.State.DRAFT and fresh(record).content["number"] == "示财2026年9号文"


def test_what_review_needs_is_marked_as_needed(draft: Record) -> None:
    needed = {name for name, field in edit_form.EditForm(record=draft).fields.items() if field.required}
    assert {"title", "html", "attribute"} <= needed and needed & {"item", "suggested"}


def test_save_and_submit_goes_to_review(clerk: Client, draft: Record) -> None:
    address = reverse("records:edit", args=[draft.pk])
    data = form_of(draft, submit="1")
    response = clerk.post(address, data)
    assert response.status_code == 302 and fresh(draft).state == "in_review"
    text = page(clerk.get(response.url))
    assert "已保存并送审" in text and f'data-draft-done="r{draft.pk}-{data["revision"]}"' in text
    response = clerk.post(reverse("records:submit", args=[draft.pk]), follow=True)
    assert "已经送审" in response.content.decode() and Review.objects.count() == 1


def test_why_it_was_sent_back_stands_where_it_is_repaired(clerk: Client, county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    head = county["section_head"]
    review_actions.return_(review=review, by=head, reason="第二段的金额与附件不一致，请核对。")
    pages = [reverse("records:record", args=[draft.pk]), reverse("records:edit", args=[draft.pk])]
    for address in pages:
        text = page(clerk.get(address))
        assert "”退回修改" in text and "第二段的金额与附件不一致" in text and str(head) in text, address
    actions.submit(record=fresh(draft), by=county["drafter"])
    assert "退回修改" not in page(clerk.get(pages[0])), "sent again: it says so no longer"


def test_what_review_still_wants_stands_beside_its_field(clerk: Client, county: County) -> None:
    record = actions.create(agency=county.department, by=county["drafter"], changes={"title": "关于财政预算的通知"})
    text = page(clerk.post(reverse("records:edit", args=[record.pk]), form_of(record, submit="1")), 422)
    assert "内容已经保存，还没有送审" in text
    assert "送审前请补充正文或者附件。" in text and "送审前请补充公开属性。" in text
    assert clerk.post(reverse("records:submit", args=[record.pk])).status_code == 422


def test_blocking_findings_are_shown_in_the_text_and_hold_the_submission(clerk: Client, county: County) -> None:
    record = complete_draft(county, html="<p>第一段。</p><p>联系人手机13800138000，请核对。</p><p>末段。</p>")
    address = reverse("records:edit", args=[record.pk])
    assert clerk.post(address, form_of(record)).status_code == 302
    text = page(clerk.get(address))
    assert "须处理" in text and 'id="finding-1"' in text and 'href="#finding-1"' in text
    assert "第一段。" not in text.split('class="marked"')[1].split("</div>")[0], "only the passages concerned"
    data = form_of(fresh(record), submit="1")
    text = page(clerk.post(address, data))
    assert "还没有送审" in text and "处问题送审" in text
    accepted = text.split('name="accepted" value="')[1].split('"')[0]
    response = clerk.post(address, form_of(fresh(record), submit="1", accepted=accepted))
    assert response.status_code == 302 and fresh(record).state == "in_review"


def test_an_accountable_person_lets_a_finding_pass_with_a_reason(
    clerk: Client, officer: Client, county: County
) -> None:
    from gongkai.checks import queries as check_queries

    record = fresh(complete_draft(county, html="<p>联系人手机13800138000。</p><p>正文。</p>"))
    clerk.post(reverse("records:edit", args=[record.pk]), form_of(record))
    found = next(one for one in check_queries.findings(check_queries.latest(record)) if one.blocking)
    address = reverse("records:override", args=[record.pk, found.fingerprint])
    assert clerk.get(address).status_code == 403 and clerk.post(address, {"reason": "已经核对无误"}).status_code == 403
    assert address in page(officer.get(reverse("records:record", args=[record.pk])))
    assert "放行理由不足" in page(officer.post(address, {"reason": "可以"}), 422)
    assert officer.post(address, {"reason": "对外公布的工作电话"}).status_code == 302
    assert officer.post(address, {"reason": "对外公布的工作电话"}).status_code == 302, "twice is once"
    assert "核对放行" in page(officer.get(reverse("records:record", args=[record.pk])))
    assert officer.get(reverse("records:override", args=[record.pk, "none"])).status_code == 404


@pytest.mark.requirement("HY-SEC-05a")
def test_no_screen_offers_to_let_a_classification_mark_pass(clerk: Client, officer: Client, county: County) -> None:
    from gongkai.checks import queries as check_queries

    record = fresh(complete_draft(county, html="<p>秘密★1年</p><p>正文。</p>"))
    edit = reverse("records:edit", args=[record.pk])
    clerk.post(edit, form_of(record))
    found = next(one for one in check_queries.findings(check_queries.latest(record)) if one.blocking)
    address = reverse("records:override", args=[record.pk, found.fingerprint])
    assert address not in page(officer.get(reverse("records:record", args=[record.pk])))
    for refused in (officer.get(address), officer.post(address, {"reason": "已经解密，附有解密依据"})):
        text = page(refused, 422)
        assert "任何人不能放行" in text and "保守国家秘密法" in text and "换上没有密级标志的文件" in text
    assert clerk.get(address).status_code == 403
    text = page(clerk.post(edit, form_of(record, submit="1")))
    assert "任何人不能放行" in text and "处问题送审" not in text
    accepted = text.split('name="accepted" value="')[1].split('"')[0]
    text = page(clerk.post(edit, form_of(fresh(record), submit="1", accepted=accepted)), 422)
    assert "任何人不能放行" in text and fresh(record).state == "draft"
    page(clerk.post(reverse("records:submit", args=[record.pk])), 422)


# --- the record's pages -----------------------------------------------------------------------------------


def test_every_tab_answers_in_every_state(clerk: Client, county: County) -> None:
    draft = complete_draft(county)
    live = published(county)
    for record in (draft, live):
        for tab in TABS:
            text = page(clerk.get(reverse(f"records:{tab}", args=[record.pk])))
            assert record.title in text and "aria-current" in text
    text = page(clerk.get(reverse("records:clock", args=[live.pk])))
    assert "期限届满" in text and "为什么是这一天" in text and "政府信息公开条例" in text
    text = page(clerk.get(reverse("records:reviews", args=[live.pk])))
    assert "初审初校" in text and "不涉及国家秘密" in text
    text = page(clerk.get(reverse("records:ledger", args=[live.pk])))
    assert "公开（第1版）" in text and "确定公开属性：主动公开" in text
    text = page(clerk.get(reverse("records:version", args=[live.pk, 1])))
    assert "第 1 版" in text
    assert clerk.get(reverse("records:version", args=[live.pk, 9])).status_code == 404


def test_the_card_of_acts_says_what_can_be_done_and_why_not(clerk: Client, officer: Client, draft: Record) -> None:
    text = page(clerk.get(draft.get_absolute_url()))
    lawful, barred = text.split("暂时不能做的")
    assert "送审" in lawful and "作废" in lawful
    assert "不能办理“公开”" in barred and "不能办理“印发”" in barred
    text = page(officer.get(draft.get_absolute_url()))
    assert "应由示范县财政局的经办人、科室负责人办理" in text.split("暂时不能做的")[1]


def test_a_version_shows_what_it_changed(clerk: Client, county: County) -> None:
    record = published(county)
    actions.correct(record=record, by=county["drafter"], reason="日期有误")
    record = fresh(record)
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>更正后的正文</p>"})
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    text = page(clerk.get(reverse("records:version", args=[record.pk, 2])))
    assert "与第 1 版的不同" in text and "<ins>" in text


def test_a_private_file_is_given_to_those_who_may_see_the_record(clerk: Client, county: County, draft: Record) -> None:
    file = file_actions.store("<html><script>alert(1)</script><body><p>一</p></body></html>".encode(), "页.html", None)
    actions.attach(record=draft, by=county["drafter"], file=file)
    address = reverse("records:file", args=[draft.pk, file.sha256])
    response = clerk.get(address)
    assert response.status_code == 200 and response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert client_of(county["other.drafter"]).get(address).status_code == 404
    assert clerk.get(reverse("records:file", args=[draft.pk, "0" * 64])).status_code == 404


# --- acts -------------------------------------------------------------------------------------------------


def test_the_attribute_page(clerk: Client, draft: Record) -> None:
    address = reverse("records:attribute", args=[draft.pk])
    assert "主动公开" in page(clerk.get(address))
    text = page(clerk.post(address, {"attribute": "on_request", "attribute_reason": "太"}), 422)
    assert "不主动公开的，必须写明理由" in text
    data = {"attribute": "on_request", "attribute_reason": "涉及内部管理事项"}
    assert clerk.post(address, data).status_code == 302
    assert fresh(draft).attribute == "on_request"


def test_issue_proposes_the_next_number(officer: Client, county: County) -> None:
    published(county, number="示财〔2026〕7号")
    record = approved(county)
    address = reverse("records:issue", args=[record.pk])
    text = page(officer.get(address))
    assert "示财〔2026〕8号" in text and timezone.localdate().isoformat() in text and "这份公文应当公开：" in text
    assert "不超过20个工作日" in text
    text = page(officer.post(address, {"number": "示财〔2026〕7号", "issued_on": "2026-06-02"}), 409)
    assert "已经用于" in text
    text = page(officer.post(address, {"number": "示财[2026]8", "issued_on": "2026-06-02"}), 422)
    assert "不是规范的发文字号" in text
    data = {"number": "示财〔2026〕8号", "issued_on": "2026-06-02"}
    assert officer.post(address, data).status_code == 302
    assert officer.post(address, data).status_code == 302, "twice is once"
    assert fresh(record).state == "issued"


def test_another_act_that_is_not_possible_is_never_taken_for_a_second_press(officer: Client, county: County) -> None:
    """Who has just issued and then asks for a correction is told why not, not sent on as if it were done."""
    record = approved(county)
    data = {"number": "示财〔2026〕8号", "issued_on": "2026-06-02"}
    assert officer.post(reverse("records:issue", args=[record.pk]), data).status_code == 302
    text = page(officer.post(reverse("records:correct", args=[record.pk]), {"reason": "第三条的日期有误"}), 409)
    assert "更正" in text and fresh(record).state == "issued"
    assert officer.post(reverse("records:issue", args=[record.pk]), data).status_code == 302


def test_publish_says_its_consequence(officer: Client, county: County) -> None:
    record = approved(county)
    address = reverse("records:publish", args=[record.pk])
    text = page(officer.get(address))
    assert "立即向社会公开" in text and "只能办理撤下" in text
    assert "公文应当先印发" in page(officer.post(address), 409)
    actions.issue(
        record=record, by=county["disclosure_officer"], number="示财〔2026〕8号", issued_on=dt.date(2026, 6, 2)
    )
    assert officer.post(address).status_code == 302 and fresh(record).state == "published"
    assert officer.post(address).status_code == 302, "twice is once"


def test_what_was_issued_goes_back_to_drafting_with_a_reason(officer: Client, county: County) -> None:
    record = approved(county)
    actions.issue(
        record=record, by=county["disclosure_officer"], number="示财〔2026〕8号", issued_on=dt.date(2026, 6, 2)
    )
    address = reverse("records:revise", args=[record.pk])
    assert address in page(officer.get(record.get_absolute_url())) and "公开期限不重新计算" in page(
        officer.get(address)
    )
    assert "必须写明原因" in page(officer.post(address, {"reason": "错"}), 422)
    assert officer.post(address, {"reason": "公开属性需要变更"}).status_code == 302
    assert fresh(record).state == "draft" and fresh(record).number == "示财〔2026〕8号"


def test_correction_from_opening_to_dropping(clerk: Client, officer: Client, county: County) -> None:
    record = published(county)
    address = reverse("records:correct", args=[record.pk])
    assert "有 1 处需要修改" in page(clerk.post(address, {"reason": ""}), 422)
    assert clerk.post(address, {"reason": "第三条日期有误"}).status_code == 302
    assert fresh(record).state == "correcting"
    address = reverse("records:drop_correction", args=[record.pk])
    assert "不能找回" in page(clerk.get(address))
    assert clerk.post(address).status_code == 302 and fresh(record).state == "published"
    assert clerk.get(address).status_code == 409


def test_a_correction_is_published_with_its_note(officer: Client, county: County) -> None:
    record = published(county)
    actions.correct(record=record, by=county["drafter"], reason="日期有误")
    record = fresh(record)
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>更正</p>"})
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    address = reverse("records:publish", args=[record.pk])
    assert "更正说明" in page(officer.get(address))
    page(officer.post(address, {"note": ""}), 422)
    assert officer.post(address, {"note": "更正第三条的日期。"}).status_code == 302
    assert record.publications.count() == 2


def test_validity(officer: Client, county: County) -> None:
    record = published(county)
    address = reverse("records:set_validity", args=[record.pk])
    assert "已废止" in page(officer.get(address))
    text = page(officer.post(address, {"validity": "repealed", "on": "2026-07-01"}), 422)
    assert "必须写明依据的文件" in text
    data = {"validity": "repealed", "on": "2026-07-01", "note": "示财〔2026〕9号"}
    assert officer.post(address, data).status_code == 302 and fresh(record).validity == "repealed"


def test_withdraw_and_its_proof(officer: Client, clerk: Client, county: County) -> None:
    record = published(county)
    address = reverse("records:withdraw", args=[record.pk])
    proof = reverse("records:removal", args=[record.pk])
    assert clerk.get(address).status_code == 403 and officer.get(proof).status_code == 404
    text = page(officer.get(address))
    assert "逐个访问原来的地址" in text and f"/records/{record.pk}/" in text
    assert "必须写明理由" in page(officer.post(address, {"kind": "personal", "reason": "错"}), 422)
    page(officer.post(address, {"reason": "附件含有个人信息"}), 422)
    assert fresh(record).state == "published"
    assert officer.post(address, {"kind": "personal", "reason": "附件含有个人信息"}).status_code == 302
    assert "涉及个人隐私、个人信息" in page(officer.get(proof))
    assert "等待核验" in page(officer.get(proof))
    assert clerk.post(reverse("records:verify", args=[record.pk])).status_code == 403
    assert officer.post(reverse("records:verify", args=[record.pk])).status_code == 302
    assert Removal.objects.exists() and f"/records/{record.pk}/print/" in page(officer.get(proof))


def test_abandon(clerk: Client, draft: Record) -> None:
    address = reverse("records:abandon", args=[draft.pk])
    assert "也不能恢复" in page(clerk.get(address))
    assert clerk.post(address, {"reason": "重复起草"}).status_code == 302 and fresh(draft).state == "abandoned"
    assert clerk.get(reverse("records:edit", args=[draft.pk])).status_code == 409


def test_a_draft_begun_on_the_duty_board_stands_under_its_item(county: County, clerk: Client) -> None:
    item = county.catalogue.items.get(number=11)
    text = page(clerk.get(f"/desk/records/new/?agency={county.department.pk}&item={item.code}"))
    assert item.path in text and f'value="{item.code}"' in text
    sent = {"agency": county.department.pk, "empty": "1", "key": "board", "item": item.code}
    assert clerk.post("/desk/records/new/", sent).status_code == 302
    assert Record.objects.latest("pk").item == item
    for strange in ("没有", "%00", "?"):
        assert "公开事项：" not in page(clerk.get(f"/desk/records/new/?item={strange}&agency=x"))
    assert clerk.post("/desk/records/new/", sent | {"key": "other", "item": "没有"}).status_code == 302
    assert Record.objects.latest("pk").item is None
    duty = page(clerk.get(f"/desk/catalogue/board/agencies/{county.department.pk}/{item.code}/"))
    assert f"?agency={county.department.pk}&amp;item={item.code}" in duty
