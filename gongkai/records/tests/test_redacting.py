"""Partial release: what was taken out is nowhere, what remains goes the whole way, the original stays closed."""

import io
import re
from typing import Any

import pikepdf
import pytest
from django.test import Client

from gongkai.files import actions as file_actions
from gongkai.files import text_of
from gongkai.ledger.models import Entry
from gongkai.organisations.queries import today
from gongkai.records import actions, clocks, partial_forms, redaction
from gongkai.records.actions.redacting import Kept
from gongkai.records.models import Record
from gongkai.records.redaction import MARK, Removal
from gongkai.records.tests.places import DECLASSIFIED
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review.models import Review
from gongkai.testing import County, complete_draft, sign_all

SECRET = "库房位于青山路8号地下二层"
HTML = (
    "<h3>一、概况</h3><p>本单位管理<strong>仓储</strong>设施。</p>"
    f"<p>其中，<em>库房位于</em>青山路<strong>8号</strong>地下二层，由专人值守。</p><p>{SECRET}。</p>"
    "<table><tbody><tr><td>地点</td><td>青山路8号地下二层</td></tr></tbody></table><p>请遵照执行。</p>"
)


def removal(words: str = SECRET, ground: str = "security", note: str = "涉及公共安全") -> Removal:
    return Removal(words, ground, note)


# --- pure ---------------------------------------------------------------------------------------------------


def test_words_are_found_across_tags_and_whitespace() -> None:
    cut = redaction.cut_html(HTML, [removal(" 库房位于 青山路８号地下二层 ")])
    assert redaction.normal(SECRET) not in redaction.normal(text_of(cut.text))
    assert [number for number, _ in cut.places] == [3, 4]
    assert cut.text.count(MARK) == 2 and "由专人值守。" in cut.text and "<strong>仓储</strong>" in cut.text


def test_a_fragment_may_span_paragraphs() -> None:
    cut = redaction.cut_html("<p>甲乙丙丁</p><p>戊己庚辛</p>", [removal("丙丁戊己")])
    assert text_of(cut.text) == f"甲乙{MARK}\n庚辛"


def test_overlapping_words_are_one_place() -> None:
    cut = redaction.cut_html("<p>张某某住青山路8号</p>", [removal("青山路"), removal("张某某住青山路8号")])
    assert text_of(cut.text) == MARK and len(cut.places) == 1


def test_escapes_and_attributes_keep_nothing() -> None:
    html = '<p>A&amp;B公司报价</p><p><a href="https://x.cn/A&amp;B公司">见此</a></p>'
    cut = redaction.cut_html(html, [removal("A&B公司")])
    assert "B公司" not in cut.text and "见此" in cut.text and "href" not in cut.text


def test_pictures_go_unless_they_were_looked_at() -> None:
    html = '<p>一</p><img src="/files/0123456789ab/图.png" alt="图"><p>二三</p>'
    assert "<img" not in redaction.cut_html(html, [removal("二三")]).text
    assert "<img" in redaction.cut_html(html, [removal("二三")], images=True).text


@pytest.mark.parametrize(("text", "pages"), [("2，5-6", [2, 5, 6]), ("3[0,10,100,25]", [3]), ("1、1[0,0,50,50]", [1])])
def test_pages_to_black_out(text: str, pages: list[int]) -> None:
    assert sorted(partial_forms.boxes(text)) == pages


@pytest.mark.parametrize("text", ["", "第二页", "0", "6-5", "3[1,2]", "3[a,b,c,d]"])
def test_pages_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        partial_forms.boxes(text)


# --- acts ---------------------------------------------------------------------------------------------------

db = pytest.mark.django_db


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


@pytest.fixture
def original(county: County) -> Record:
    """A reviewed record that stays closed because of one passage."""
    record = complete_draft(county, html=HTML, summary=f"说明{SECRET}的情况", keywords="仓储 青山路8号地下二层")
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="security", reason="写明了库房的位置"
    )
    file = file_actions.store(f"附表 {SECRET}".encode(), "附表.txt", None)
    actions.attach(record=fresh(record), by=county["drafter"], file=file)
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    return fresh(record)


def make(county: County, original: Record, **more: Any) -> Record:
    data: dict[str, Any] = {
        "by": county["drafter"], "ground": "security", "revision": original.revision,
        "removals": [removal(), removal("青山路8号地下二层")],
    }  # fmt: skip
    return actions.make_public_part(record=original, **(data | more))


def refused(error: type[Exception], code: str, act: Any, *args: Any, **kwargs: Any) -> Any:
    before = Entry.objects.count(), Record.objects.count()
    with pytest.raises(error) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code, caught.value
    assert caught.value.remedy  # type: ignore[attr-defined]
    assert (Entry.objects.count(), Record.objects.count()) == before
    return caught.value


def everything(record: Record) -> str:
    """All that the public part says anywhere, versions and ledger included."""
    parts = [str(record.content), str(record.redactions), str(list(record.attachments.values("name", "reading")))]
    parts += [one.file.text for one in record.attachments.select_related("file")]
    parts += [str([one.content, one.metadata, one.attachments]) for one in record.versions.all()]
    entries = Entry.objects.filter(chain__subject_kind="record")
    parts += [str([one.facts, one.before, one.after, one.reason]) for one in entries]
    return redaction.normal("".join(parts))


@db
@pytest.mark.requirement("HY-SEC-10")
def test_the_public_part_holds_nothing_of_what_was_removed(county: County, original: Record) -> None:
    part = make(county, original)
    assert part.redacted_of == original and part.attribute == "proactive" and part.state == "draft"
    assert "地下二层" not in everything(part)
    assert part.attachments.count() == 0, "left out unless the clerk says otherwise"
    places = [one["place"] for one in part.redactions]
    assert places.count("正文第3段") == 1 and {"内容概述", "主题词", "附件1"} <= set(places)
    assert fresh(original).content == original.content and fresh(original).state == original.state
    start = clocks.start_of(part)
    assert start and start.on == today(), "its time runs from the day on which it was made"
    assert redaction.removed_from(part).words == (SECRET, "青山路8号地下二层"), "sealed with the original"


@db
def test_who_when_and_what(county: County, original: Record, draft: Record) -> None:
    refused(NotYours, "records.public_part", make, county, original, by=county["leader_in_charge"])
    refused(NotYours, "records.public_part", make, county, original, by=county["other.drafter"])
    refused(NotNow, "records.not_closed", make, county, draft)
    refused(NotLawful, "records.redaction_ground", make, county, original, removals=[removal(ground="我觉得")])
    refused(NotLawful, "records.redaction_short", make, county, original, removals=[removal(" 8 ")])
    refused(NotLawful, "records.redaction_ground", make, county, original, ground="")
    file = original.attachments.get()
    whole = {"kept": [Kept(file.pk)]}
    refused(NotLawful, "records.redaction_none", make, county, original, removals=[removal("没有这句话")], **whole)
    refused(NotLawful, "records.redaction_none", make, county, original, removals=[], **whole)
    boxes = {"kept": [Kept(file.pk, {1: ((0, 0, 1, 1),)}, "security")]}
    refused(NotLawful, "records.redaction_pdf", make, county, original, **boxes)
    error = refused(NotLawful, "records.redaction_left", make, county, original, **whole)
    assert "附件1" in error.message, "an attachment kept as it is must not say it either"


@db
def test_it_cannot_come_back_by_an_edit(county: County, original: Record) -> None:
    part = make(county, original)
    for changes in (
        {"html": "<p>库房 位于青山路８号<b>地下二层</b></p>"},
        {"summary": f"见{SECRET}"},
        {"html": '<p><a href="https://x.cn/青山路8号地下二层">见</a></p>', "summary": ""},
    ):
        now = fresh(part)
        actions.edit(record=now, by=county["drafter"], revision=now.revision, changes=changes)
        refused(NotLawful, "records.redaction_left", actions.submit, record=fresh(part), by=county["drafter"])
    now = fresh(part)
    changes = {"html": "<p>可以公开的部分。</p>"}
    actions.edit(record=now, by=county["drafter"], revision=now.revision, changes=changes)
    file = file_actions.store(f"旧附表 {SECRET}".encode(), "旧附表.txt", None)
    actions.attach(record=fresh(part), by=county["drafter"], file=file)
    refused(NotLawful, "records.redaction_left", actions.submit, record=fresh(part), by=county["drafter"])
    actions.detach(attachment=fresh(part).attachments.get(), by=county["drafter"])
    review = actions.submit(record=fresh(part), by=county["drafter"])
    now = fresh(part)
    actions.edit(record=now, by=county["drafter"], revision=now.revision, changes={"keywords": SECRET})
    parts = Review.objects.get(pk=review.pk).parts
    head = county["section_head"]
    refused(NotLawful, "records.redaction_left", review_actions.sign, review=review, by=head, seen=parts)


@db
def test_the_part_goes_out_and_says_how_many_places_and_why(county: County, original: Record) -> None:
    part = make(county, original)
    sign_all(county, actions.submit(record=part, by=county["drafter"]))
    actions.publish(record=fresh(part), by=county["disclosure_officer"])
    page = Client().get(f"/records/{part.pk}/").content.decode()
    count = len(fresh(part).redactions)
    assert f"本文有{count}处内容依法不予公开" in page and "公共安全" in page and MARK in page
    assert "地下二层" not in page and "地下二层" not in everything(fresh(part))
    assert Client().get(f"/records/{original.pk}/").status_code == 404


@db
def test_the_original_stays_closed_while_its_part_is_public(county: County, original: Record) -> None:
    part = make(county, original)
    Record.objects.filter(pk=original.pk).update(state="draft", genre="information")
    decision = [DECLASSIFIED | {"code": "no_danger"}]
    actions.determine_attribute(
        record=fresh(original), by=county["drafter"], attribute="proactive", exceptions=decision
    )
    refused(NotLawful, "records.original_closed", actions.submit, record=fresh(original), by=county["drafter"])
    actions.abandon(record=part, by=county["drafter"], reason="保密期限已满，公开全文")
    actions.submit(record=fresh(original), by=county["drafter"])


@db
def test_signers_see_the_original_beside_the_part(county: County, original: Record) -> None:
    review = actions.submit(record=make(county, original), by=county["drafter"])
    client = Client()
    client.force_login(county["section_head"])
    text = client.get(f"/desk/review/{review.pk}/").content.decode()
    assert "与原件对照" in text and "请对照原件" in text and "地下二层" in text


@db
def test_more_is_taken_out_later_and_reopens_who_saw_it(county: County, original: Record) -> None:
    part = make(county, original)
    review = actions.submit(record=part, by=county["drafter"])
    parts = review.parts
    review_actions.sign(review=review, by=county["section_head"], seen=parts)
    now = fresh(part)
    common: dict[str, Any] = {"record": now, "by": county["drafter"], "removals": [removal("由专人值守")]}
    refused(NotNow, "records.edited_meanwhile", actions.redact_more, revision=0, **common)
    actions.redact_more(revision=now.revision, **common)
    step = review_queries.open_step(Review.objects.get(pk=review.pk))
    assert step is not None and step.name == "初审初校"
    assert "值守" not in redaction.normal(str(fresh(part).content))
    now = fresh(part)
    missing = {**common, "record": now, "removals": [removal("没有这句话")]}
    refused(NotLawful, "records.redaction_none", actions.redact_more, revision=now.revision, **missing)
    refused(
        NotNow, "records.no_part", actions.redact_more, record=complete_draft(county), by=county["drafter"],
        revision=2, removals=[removal("总体要求")],
    )  # fmt: skip


@db
def test_a_draft_of_which_the_secrecy_review_returned_a_part(county: County) -> None:
    record = complete_draft(county, html=HTML)
    review = actions.submit(record=record, by=county["drafter"])
    for name in ("section_head", "disclosure_officer"):
        review_actions.sign(review=review, by=county[name], seen=review.parts)
    reason = "库房位置不得公开，其余可以公开"
    review_actions.return_(review=review, by=county["secrecy_reviewer"], reason=reason, conclusion="partial")
    part = make(county, fresh(record))
    assert part.redacted_of == record
    refused(NotLawful, "records.original_closed", actions.submit, record=fresh(record), by=county["drafter"])


@db
@pytest.mark.parametrize("conclusion", ["", "none", "withheld"])
def test_a_return_for_another_reason_opens_no_way_to_a_public_part(county: County, conclusion: str) -> None:
    """The secrecy review may send back for a missing attachment too, or find that nothing may be public."""
    record = complete_draft(county, html=HTML)
    review = actions.submit(record=record, by=county["drafter"])
    for name in ("section_head", "disclosure_officer"):
        review_actions.sign(review=review, by=county[name], seen=review.parts)
    with pytest.raises(NotLawful) as caught:
        review_actions.return_(review=review, by=county["secrecy_reviewer"], reason="请补充依据", conclusion="public")
    assert caught.value.code == "review.conclusion"
    review_actions.return_(review=review, by=county["secrecy_reviewer"], reason="请补充依据", conclusion=conclusion)
    with pytest.raises(NotNow) as closed:
        make(county, fresh(record))
    assert closed.value.code == "records.not_closed"


def pdf(words: str) -> bytes:
    """Two pages of real text."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for text in (f"{words}, which every office has to keep closed", "a public page, which everybody may read as it is"):
        page = document.add_blank_page(page_size=(300, 200))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@db
def test_a_page_of_a_pdf_is_blacked_out_for_good(county: County) -> None:
    record = complete_draft(county, html="<p>见附件。</p>")
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="on_request", reason="附件第一页有库房位置"
    )
    file = file_actions.store(pdf("vault at Qingshan Road"), "plan.pdf", None)
    assert "Qingshan" in file.text
    actions.attach(record=fresh(record), by=county["drafter"], file=file)
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    kept = [Kept(fresh(record).attachments.get().pk, {1: partial_forms.FULL_PAGE}, "security")]
    part = make(county, fresh(record), removals=[], kept=kept)
    made = part.attachments.get().file
    assert "Qingshan" not in made.text and "public page" in made.text and made.sha256 != file.sha256
    assert part.redactions == [{"place": "附件1第1页", "ground": "security", "note": ""}]


@db
def test_what_goes_out_of_the_text_is_covered_on_the_page_too(county: County) -> None:
    """A page in part covered becomes a picture: what stands open there, no later check could read."""
    record = complete_draft(county, html="<p>见附件。</p><p>Contact: the guard house</p>")
    actions.determine_attribute(record=record, by=county["drafter"], attribute="on_request", reason="附件中有库房位置")
    file = file_actions.store(pdf("the guard house stands at Qingshan Road"), "plan.pdf", None)
    actions.attach(record=fresh(record), by=county["drafter"], file=file)
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    client = Client()
    client.force_login(county["drafter"])
    address, key = f"/desk/records/{record.pk}/public-part/", record.attachments.get().pk
    data = {"ground": "security", f"how{key}": "black", "words2": "the guard house"}
    data["revision"] = str(fresh(record).revision)
    for pages, words in (
        ("第一页", "请写明遮盖哪些页"),
        ("", "请写明遮盖哪些页"),
        ("1[0,0,100,10]", "第1页还有要除去的文字"),
    ):
        wrong = client.post(address, data | {f"pages{key}": pages})
        assert wrong.status_code == 422 and words in wrong.content.decode(), pages
    assert client.post(address, data | {f"pages{key}": "1[0,40,100,60]"}).status_code == 302
    file = Record.objects.get(redacted_of=record).attachments.get().file
    assert "guard" not in file.text and "public page" in file.text


@db
def test_an_empty_choice_of_boxes_never_lets_the_whole_file_out(county: County, original: Record) -> None:
    file = file_actions.store(pdf("vault"), "plan.pdf", None)
    record = complete_draft(county)
    actions.determine_attribute(record=record, by=county["drafter"], attribute="on_request", reason="附件中有库房位置")
    attachment = actions.attach(record=fresh(record), by=county["drafter"], file=file)
    kept = [Kept(attachment.pk, {}, "security")]
    with pytest.raises(NotLawful) as caught:
        make(county, fresh(record), removals=[], kept=kept)
    assert caught.value.code == "files.redaction_boxes"


@db
def test_the_page_marks_paragraphs_and_words_without_script(county: County, original: Record) -> None:
    client = Client()
    client.force_login(county["drafter"])
    assert "制作公开部分" in client.get(original.get_absolute_url()).content.decode()
    address = f"/desk/records/{original.pk}/public-part/"
    text = client.get(address).content.decode()
    for words in (SECRET, "第4段整段不公开", "整份不公开"):
        assert words in text, words
    key = original.attachments.get().pk
    data = {"ground": "security", "note": "涉及公共安全", f"how{key}": "out", "revision": str(original.revision)}
    wrong = client.post(address, data | {"words3": "没有这句话"})
    assert wrong.status_code == 422 and "第3段中没有" in wrong.content.decode()
    data |= {"words3": "库房位于青山路8号地下二层", "all4": "on", "words": "青山路8号地下二层"}
    response = client.post(address, data)
    assert response.status_code == 302
    part = Record.objects.get(redacted_of=original)
    assert response.url == part.get_absolute_url() and "地下二层" not in everything(part)
    assert "再除去内容" in client.get(part.get_absolute_url()).content.decode()
    data = {"ground": "security", "words": "由专人值守", "revision": str(part.revision)}
    more = client.post(f"/desk/records/{part.pk}/redact/", data)
    assert more.status_code == 302 and "值守" not in str(fresh(part).content)
    client.force_login(county["leader_in_charge"])
    assert client.get(address).status_code == 403


def sent_by(page: str, **more: str) -> dict[str, str]:
    """What a browser sends of the page: its hidden fields, and what the clerk typed."""
    hidden = re.findall(r'<input type="hidden" name="(revision|seen)" value="([^"]*)"', page)
    return dict(hidden) | {"ground": "security"} | more


@db
@pytest.mark.parametrize("act", ["public-part", "redact"])
def test_paragraphs_marked_before_a_colleague_saved_are_not_taken_for_others(county: County, act: str) -> None:
    """The clerk ticks the second paragraph; meanwhile another was put above it. Nothing of the kind may go out."""
    record = complete_draft(county, html="<p>甲段说明。</p><p>秘密的乙段。</p><p>丙段说明。</p>")
    actions.determine_attribute(record=record, by=county["drafter"], attribute="on_request", reason="部分不宜公开")
    if act == "redact":
        record = make(county, fresh(record), removals=[removal("丙段说明")])
    client, address = Client(), f"/desk/records/{record.pk}/{act}/"
    client.force_login(county["drafter"])
    page = client.get(address).content.decode()
    html = "<p>新插入的一段。</p><p>甲段改过。</p><p>秘密的乙段。</p><p>（此处依法不予公开）。</p>"
    now = fresh(record)
    actions.edit(record=now, by=county["section_head"], revision=now.revision, changes={"html": html})
    typed = sent_by(page, all2="on", words1="甲段说明", note="涉及公共安全")
    assert client.post(address, typed | {"ground": ""}).status_code == 409  # asked before anything else
    answer = client.post(address, typed)
    text = answer.content.decode()
    assert answer.status_code == 409 and "保存过这条信息" in text and "第1段已经改动" in text
    assert Record.objects.filter(redacted_of=record).count() == 0 and "秘密的乙段" in fresh(record).content["html"]
    ticked = re.findall(r'<input type="checkbox" name="(\w+)"[^>]*checked', text)
    assert (
        ticked == ["all3"] and "甲段说明" in text and "涉及公共安全" in text
    )  # what was typed stays, where it belongs
    again = sent_by(text, all3="on", note="涉及公共安全")
    assert client.post(address, again).status_code == 302
    part = fresh(record) if act == "redact" else Record.objects.get(redacted_of=record)
    assert "秘密" not in part.content["html"] and "新插入的一段" in part.content["html"]


@db
def test_both_acts_ask_for_the_revision_that_was_marked(county: County, original: Record) -> None:
    stale = original.revision - 1
    refused(NotNow, "records.edited_meanwhile", make, county, original, revision=stale)
    part = make(county, original)
    common = {"record": part, "by": county["drafter"], "removals": [removal("由专人值守")]}
    refused(NotNow, "records.edited_meanwhile", actions.redact_more, revision=part.revision - 1, **common)


@db
def test_no_ground_of_the_law_is_chosen_for_the_clerk(county: County) -> None:
    record = complete_draft(county, html="<p>甲段说明。</p><p>秘密的乙段。</p>")
    actions.determine_attribute(record=record, by=county["drafter"], attribute="on_request", reason="部分不宜公开")
    client, address = Client(), f"/desk/records/{record.pk}/public-part/"
    client.force_login(county["drafter"])
    page = client.get(address).content.decode()
    first = page.split('<select name="ground"')[1].split("</select>")[0]
    assert '<option value="" selected>请选择</option>' in first
    answer = client.post(address, sent_by(page, all2="on") | {"ground": ""})
    assert answer.status_code == 422 and "请选择一项。" in answer.content.decode()


def test_an_empty_field_has_nothing_to_remove() -> None:
    assert redaction.cut_text("", [redaction.Removal("库房位置", "security")]).places == []
