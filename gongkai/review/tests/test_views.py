"""The signer's screens: what waits, what changed, yes or back; the secrecy form, the question and its answer."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.records import actions as record_actions
from gongkai.records.models import Record
from gongkai.review import queries
from gongkai.review.models import Review, Seen, Signature
from gongkai.testing import County, complete_draft

pytestmark = pytest.mark.django_db


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(response: Any, status: int = 200) -> str:
    text: str = response.content.decode()
    assert response.status_code == status, (response.status_code, text[:3000])
    return text


@pytest.fixture
def review(county: County, draft: Record) -> Any:
    return record_actions.submit(record=draft, by=county["drafter"])


@pytest.fixture
def head(county: County) -> Client:
    return client_of(county["section_head"])


def seen(review: Any) -> str:
    return json.dumps(Review.objects.get(pk=review.pk).parts)


def sign(client: Client, review: Any, **more: Any) -> Any:
    data = {"sign-seen": seen(review)} | {f"sign-{name}": value for name, value in more.items()}
    return client.post(reverse("review:sign", args=[review.pk]), data)


def at_secrecy(county: County, review: Any) -> Client:
    """Sign until the secrecy step is open; returns that reviewer's client."""
    assert sign(client_of(county["section_head"]), review).status_code == 302
    assert sign(client_of(county["disclosure_officer"]), review).status_code == 302
    return client_of(county["secrecy_reviewer"])


def test_without_log_in_and_for_strangers(county: County, review: Any) -> None:
    names = ("page", "sign", "return", "cancel", "escalate", "answer")
    for name in names:
        address = reverse(f"review:{name}", args=[review.pk])
        assert "/desk/login/" in Client().post(address).url
        assert client_of(county["other.section_head"]).post(address).status_code in (404, 405), name
        assert client_of(county["other.section_head"]).get(address).status_code in (404, 405), name


def test_looking_signs_nothing(head: Client, review: Any) -> None:
    for name in ("sign", "return"):  # after logging in again the browser comes back by GET
        assert head.get(reverse(f"review:{name}", args=[review.pk])).url == reverse("review:page", args=[review.pk])
    assert not Signature.objects.exists()


def test_the_list_shows_what_waits_and_what_was_signed(county: County, head: Client, review: Any) -> None:
    title = "关于加强2026年度财政预算管理的通知"
    text = page(head.get("/desk/review/"))
    assert title in text and "初审初校" in text and "还没有签署过材料" in text
    assert "没有待您审核的材料" in page(client_of(county["disclosure_officer"]).get("/desk/review/"))
    assert sign(head, review, opinion="同意公开").status_code == 302
    text = page(head.get("/desk/review/"))
    assert "没有待您审核的材料" in text and title in text and "同意" in text


def test_the_page_shows_text_risk_steps_and_two_choices(head: Client, review: Any, county: County) -> None:
    text = page(head.get(reverse("review:page", args=[review.pk])))
    for words in ("严格执行预算", "自动检查没有发现问题", "初审初校", "终审终校", "签署同意", "退回起草人", "成文日期"):
        assert words in text, words
    assert "改了什么" not in text, "nothing was signed or public before"
    assert "这一步不由您签署" in page(client_of(county["drafter"]).get(reverse("review:page", args=[review.pk])))


def test_only_the_post_of_the_step_signs_or_returns(county: County, review: Any) -> None:
    drafter = client_of(county["drafter"])
    assert sign(drafter, review).status_code == 403
    assert drafter.post(reverse("review:return", args=[review.pk]), {"return-reason": "不行"}).status_code == 403
    assert not Signature.objects.exists()


def test_a_second_press_signs_once(head: Client, review: Any) -> None:
    assert sign(head, review).status_code == 302
    assert sign(head, review).status_code == 302
    assert Signature.objects.count() == 1


def test_changed_content_is_refused_and_shown(county: County, head: Client, draft: Record, review: Any) -> None:
    before = seen(review)
    record = Record.objects.get(pk=draft.pk)
    record_actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>新的正文</p>"}
    )
    data = {"sign-seen": before, "sign-opinion": "同意公开"}
    text = page(head.post(reverse("review:sign", args=[review.pk]), data), 409)
    assert "材料又被修改过" in text and "新的正文" in text and "同意公开" in text
    assert not Signature.objects.exists()
    now = text.split('name="sign-seen" value="')[1].split('"')[0].replace("&quot;", '"')
    assert json.loads(now) == Review.objects.get(pk=review.pk).parts
    assert head.post(reverse("review:sign", args=[review.pk]), data | {"sign-seen": now}).status_code == 302
    broken = head.post(reverse("review:sign", args=[review.pk]), {"sign-seen": "{"})
    assert broken.status_code in (302, 403, 409)


def test_a_return_needs_a_reason_and_the_next_round_shows_what_changed(
    county: County, head: Client, draft: Record, review: Any
) -> None:
    address = reverse("review:return", args=[review.pk])
    text = page(head.post(address, {"return-reason": ""}), 422)
    assert "panel-open" in text and "退回的理由" in text
    assert head.post(address, {"return-reason": "请补充联系电话"}).status_code == 302
    assert head.post(address, {"return-reason": "请补充联系电话"}).status_code == 302, "twice is once"
    assert Signature.objects.count() == 1 and Seen.objects.count() == 1
    record = Record.objects.get(pk=draft.pk)
    record_actions.edit(
        record=record,
        by=county["drafter"],
        revision=record.revision,
        changes={"html": record.content["html"] + "<p>联系科室：预算科。</p>", "theme": "财政"},
    )
    second = record_actions.submit(record=record, by=county["drafter"])
    text = page(head.get(reverse("review:page", args=[second.pk])))
    assert "对照：您退回时的内容（初审初校）" in text and "<ins><b>新增</b>" in text and "预算科" in text
    assert "主题分类" in text


def test_after_an_edit_the_signer_sees_what_changed_since_she_signed(
    county: County, head: Client, draft: Record, review: Any
) -> None:
    assert sign(head, review).status_code == 302
    record = Record.objects.get(pk=draft.pk)
    record_actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"title": "改过的标题"})
    text = page(head.get(reverse("review:page", args=[review.pk])))
    assert "您同意时的内容" in text and "改过的" in text
    officer = client_of(county["disclosure_officer"])
    assert "科室负责人同意时的内容" in page(officer.get(reverse("review:page", args=[review.pk])))


def test_the_secrecy_form(county: County, review: Any) -> None:
    reviewer = at_secrecy(county, review)
    text = page(reviewer.get(reverse("review:page", args=[review.pk])))
    assert "政府信息公开保密审查表" in text and "审查依据" in text and "不能确定，报请有权机关" in text
    text = page(sign(reviewer, review, conclusion="public"), 422)
    assert "审查依据" in text
    text = page(sign(reviewer, review, conclusion="withheld", basis="涉及未公开事项"), 422)
    assert "请退回起草人" in text and "涉及未公开事项" in text
    text = page(sign(reviewer, review, conclusion="undetermined", basis="拿不准"), 422)
    assert "不得签署同意" in text
    text = page(sign(reviewer, review, conclusion="public", basis="逐项核对，不涉及"), 422)
    assert "还没有核对原件的密级标志和内部标志" in text and "保密法第三十五条" in text and "逐项核对，不涉及" in text
    assert not Signature.objects.filter(step="保密审查").exists(), "nothing was signed"
    assert sign(reviewer, review, conclusion="public", basis="逐项核对，不涉及", marked="on").status_code == 302
    assert Signature.objects.get(step="保密审查").form["marked"] is True


def test_the_secrecy_review_says_why_it_sends_back(county: County, head: Client, review: Any) -> None:
    address = reverse("review:page", args=[review.pk])
    assert "能否公开" not in page(head.get(address)), "the other steps judge no secrecy"
    reviewer = at_secrecy(county, review)
    text = page(reviewer.get(address))
    assert "部分内容不得公开，其余可以公开" in text and "与能否公开无关" in text
    data = {"return-reason": "第三段不得公开", "return-conclusion": "partial"}
    page(reviewer.post(reverse("review:return", args=[review.pk]), data | {"return-conclusion": "public"}), 422)
    assert reviewer.post(reverse("review:return", args=[review.pk]), data).status_code == 302
    assert Signature.objects.get(decision="returned").form == {"conclusion": "partial"}


def test_question_and_answer(county: County, review: Any) -> None:
    reviewer = at_secrecy(county, review)
    escalate, answer = (reverse(f"review:{name}", args=[review.pk]) for name in ("escalate", "answer"))
    assert reviewer.get(answer).status_code == 409, "nothing was asked"
    assert client_of(county["drafter"]).get(escalate).status_code == 403
    assert "同级保密工作部门" in page(reviewer.get(escalate))
    page(reviewer.post(escalate, {"target": "别的机关", "question": "第三段是否可以公开"}), 422)
    data = {"target": "同级保密工作部门", "question": "第三段是否可以公开"}
    assert reviewer.post(escalate, data).status_code == 302
    assert "尚未答复" in page(reviewer.post(escalate, data), 409)
    text = page(reviewer.get(reverse("review:page", args=[review.pk])))
    assert "答复前不能签署" in text and "登记答复" in text
    assert "第三段是否可以公开" in page(reviewer.get(answer))
    page(reviewer.post(answer, {"conclusion": "public"}), 422)
    assert reviewer.post(answer, {"conclusion": "public", "answer_number": "保〔2026〕3号"}).status_code == 302
    assert sign(reviewer, review, conclusion="public", basis="依据答复", marked="on").status_code == 302


def test_calling_back(county: County, head: Client, draft: Record, review: Any) -> None:
    address = reverse("review:cancel", args=[review.pk])
    reader = client_of(county["principal"])
    assert reader.get(address).status_code == 403 and reader.post(address).status_code == 403
    drafter = client_of(county["drafter"])
    assert "材料退回起草状态" in page(drafter.get(address))
    response = drafter.post(address, {"reason": "还要改"})
    assert response.status_code == 302 and response.url == draft.get_absolute_url()
    assert Record.objects.get(pk=draft.pk).state == "draft"
    page(drafter.post(address, {"reason": "还要改"}), 409)
    assert "已撤回" in page(head.get(reverse("review:page", args=[review.pk])))


def test_blocking_findings_stop_the_signature_on_the_page(county: County, head: Client) -> None:
    record = complete_draft(county, html="<p>联系人手机13800138000。</p><p>正文。</p>")
    review = record_actions.submit(record=record, by=county["drafter"])
    text = page(head.get(reverse("review:page", args=[review.pk])))
    assert "处理或者放行前不能同意" in text and "手机号码" in text
    assert "必须处理的问题" in page(sign(head, review), 422)
    assert not Signature.objects.exists()


def test_whoever_signed_for_another_agency_still_sees_it(county: County) -> None:
    """In the government's own name the office signs (嵊州 三.1): its people see both, now and later."""
    from gongkai.organisations.models import Agency

    Agency.objects.filter(pk=county.department.pk).update(kind=Agency.Kind.GOVERNMENT)
    county.department.refresh_from_db()
    record = complete_draft(county)
    review = record_actions.submit(record=record, by=county["drafter"])
    head = client_of(county["office.section_head"])
    assert queries.open_step(review).agency == county.office
    page(head.get(reverse("review:page", args=[review.pk])))
    page(head.get(record.get_absolute_url()))
    assert sign(head, review).status_code == 302
    page(head.get(reverse("review:page", args=[review.pk])))
    assert client_of(county["other.section_head"]).get(record.get_absolute_url()).status_code == 404
