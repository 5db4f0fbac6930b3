"""Asking co-makers before release: acts, every refusal, who sees what, what stands in the way of publication."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from gongkai import ledger, worklist
from gongkai.files import actions as file_actions
from gongkai.inquiries import actions, policy, queries, tasks
from gongkai.inquiries.models import Inquiry
from gongkai.ledger.models import Entry
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency, Post, Role
from gongkai.organisations.queries import today
from gongkai.records import actions as records
from gongkai.records import asking
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review.models import Review
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db
OTHER = "示范县民政局"
OUTSIDE = "驻示范县某部"
DUE = dt.timedelta(days=10)


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


@pytest.fixture
def joint(county: County) -> Record:
    """A draft of the department, made with another agency of this system and a body outside."""
    return complete_draft(county, joint_issuers=f"{OTHER}、{OUTSIDE}")


def ask(county: County, record: Record, name: str = OTHER, **more: Any) -> Inquiry:
    data = {"question": "请核对是否准确、是否同意公开。", "due_on": today() + DUE, "by": county["drafter"]} | more
    return actions.ask(subject=record, name=name, **data)


def agree(county: County, inquiry: Inquiry, **more: Any) -> Inquiry:
    data = {"by": county["other.leader_in_charge"], "agree": True, "seen": inquiry.parts} | more
    return actions.answer(inquiry=inquiry, **data)


def enter(county: County, inquiry: Inquiry, **more: Any) -> Inquiry:
    data = {"by": county["drafter"], "agree": True, "letter_number": "部函〔2026〕3号", "letter_on": today()} | more
    return actions.enter_answer(inquiry=inquiry, **data)


def refused(error: type[Exception], code: str, act: Any, *args: Any, **kwargs: Any) -> None:
    entries, states = Entry.objects.count(), list(Inquiry.objects.values_list("pk", "state"))
    with pytest.raises(error) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code, caught.value
    assert caught.value.message and caught.value.remedy  # type: ignore[attr-defined]
    assert Entry.objects.count() == entries and list(Inquiry.objects.values_list("pk", "state")) == states


# --- asking -----------------------------------------------------------------------------------------------


def test_a_maker_is_asked_about_exactly_this_content(county: County, joint: Record) -> None:
    inquiry = ask(county, joint)
    assert (inquiry.state, inquiry.agency, inquiry.asking) == ("asked", county.other, county.department)
    assert inquiry.parts == asking.parts(joint) and "第十一条" in (inquiry.rule or {})["source"]
    entry = Entry.objects.get(act="inquiries.asked")
    assert entry.facts["body"] == OTHER and entry.facts["parts"] == inquiry.parts


def test_who_may_ask_whom_what_and_until_when(county: County, joint: Record) -> None:
    refused(NotYours, "inquiries.ask", ask, county, joint, by=county["other.drafter"])
    refused(NotYours, "inquiries.ask", ask, county, joint, by=county["secretariat"])
    refused(NotLawful, "inquiries.not_a_maker", ask, county, joint, name="示范县教育局")
    refused(NotLawful, "inquiries.question", ask, county, joint, question="？")
    refused(NotLawful, "inquiries.due_on", ask, county, joint, due_on=None)
    refused(NotLawful, "inquiries.due_on", ask, county, joint, due_on=today() - DUE)
    refused(NotLawful, "review.personal_data", ask, county, joint, question="请电告13800138000核对")
    ask(county, joint)
    refused(NotNow, "inquiries.asked_already", ask, county, joint)
    withheld = records.determine_attribute(
        record=fresh(joint), by=county["drafter"], attribute="withheld", ground="process", reason="尚在讨论中"
    )
    refused(NotNow, "inquiries.not_askable", ask, county, withheld, name=OUTSIDE)


# --- answering --------------------------------------------------------------------------------------------


def test_the_leader_of_the_asked_agency_answers(county: County, joint: Record) -> None:
    inquiry = ask(county, joint)
    for name in ("other.drafter", "other.disclosure_officer", "leader_in_charge", "drafter"):
        refused(NotYours, "inquiries.answer", agree, county, inquiry, by=county[name])
    refused(NotLawful, "inquiries.reason", agree, county, inquiry, agree=False)
    refused(NotNow, "inquiries.changed", agree, county, inquiry, seen={"content": "x", "attachments": "y"})
    answered = agree(county, inquiry)
    assert answered.state == "agreed" and answered.post_title == "县民政局分管领导"
    refused(NotNow, "inquiries.state", agree, county, inquiry)
    assert Entry.objects.get(act="inquiries.agreed").facts["post"] == "县民政局分管领导"


def test_a_deputy_answers_as_deputy_but_not_what_he_wrote(county: County, joint: Record) -> None:
    post = Post.objects.get(person=county["other.principal"])
    common: dict[str, Any] = {"post": post, "from_on": today(), "to_on": today(), "by": ledger.SYSTEM}
    organisations.deputise(person=county["other.secretariat"], reason="外出", **common)
    inquiry = ask(county, joint)
    organisations.deputise(person=county["drafter"], reason="借调", **common)
    refused(NotLawful, "inquiries.same_person", agree, county, inquiry, by=county["drafter"])
    assert agree(county, inquiry, by=county["other.secretariat"]).post_title.endswith("（代理）")


@pytest.mark.requirement("HY-SEC-07")
def test_a_body_outside_answers_by_letter(county: County, joint: Record) -> None:
    inquiry = ask(county, joint, OUTSIDE)
    assert inquiry.agency is None
    refused(NotYours, "inquiries.answer", agree, county, inquiry)
    refused(NotYours, "inquiries.ask", enter, county, inquiry, by=county["other.leader_in_charge"])
    refused(NotLawful, "inquiries.letter_number", enter, county, inquiry, letter_number=" ")
    refused(NotLawful, "inquiries.letter_on", enter, county, inquiry, letter_on=today() + DUE)
    refused(NotLawful, "inquiries.letter_on", enter, county, inquiry, letter_on=today() - DUE)
    refused(NotLawful, "inquiries.reason", enter, county, inquiry, agree=False)
    answered = enter(county, inquiry)
    assert answered.state == "agreed" and answered.letter_number == "部函〔2026〕3号" and answered.answered_by is None


def test_an_edit_makes_the_consent_stale_and_it_is_asked_again(county: County, joint: Record) -> None:
    inquiry = agree(county, ask(county, joint))
    assert [one.confirmed for one in queries.answers(fresh(joint))] == [True, False]
    now = fresh(joint)
    records.edit(record=now, by=county["drafter"], revision=now.revision, changes={"theme": "民政"})
    assert queries.answers(fresh(joint))[0].confirmed, "a header field is not what they confirmed"
    now = fresh(joint)
    records.edit(record=now, by=county["drafter"], revision=now.revision, changes={"html": "<p>新的正文。</p>"})
    answer = queries.answers(fresh(joint))[0]
    assert not answer.confirmed and answer.words == "内容已改，须重新征求"
    again = ask(county, fresh(joint))
    assert again.pk != inquiry.pk and Inquiry.objects.get(pk=inquiry.pk).state == "agreed", "the old answer stands"


def test_an_open_question_about_old_content_is_called_back_by_the_new_one(county: County, joint: Record) -> None:
    first = ask(county, joint)
    now = fresh(joint)
    records.edit(record=now, by=county["drafter"], revision=now.revision, changes={"html": "<p>新的正文。</p>"})
    refused(NotNow, "inquiries.changed", agree, county, first)
    second = ask(county, fresh(joint))
    assert Inquiry.objects.get(pk=first.pk).state == "withdrawn" and second.state == "asked"
    file = file_actions.store("附表".encode(), "附表.txt", None)
    records.attach(record=fresh(joint), by=county["drafter"], file=file)
    refused(NotNow, "inquiries.changed", agree, county, second)


# --- disagreement -----------------------------------------------------------------------------------------


@pytest.mark.requirement("ZY-MGMT-10b")
@pytest.mark.parametrize("release", [True, False])
def test_the_competent_unit_coordinates(county: County, joint: Record, release: bool) -> None:
    inquiry = agree(county, ask(county, joint), agree=False, opinion="第二条的人数与我局统计不一致")
    section = county[f"office.{Role.SECTION}"]
    assert "协调不同意见" in [one.act for one in worklist.for_person(section)]
    common: dict[str, Any] = {"inquiry": inquiry, "release": release}
    decide = actions.coordinate
    refused(NotYours, "inquiries.coordinate", decide, by=county["leader_in_charge"], decision="按此公开", **common)
    refused(NotLawful, "inquiries.decision", decide, by=section, decision=" ", **common)
    actions.coordinate(by=section, decision="数据以民政局统计为准，双方已核对", **common)
    assert queries.answers(fresh(joint))[0].confirmed is release
    entry = Entry.objects.get(act="inquiries.coordinated")
    assert entry.facts["label"] == ("公开" if release else "不公开")
    refused(NotNow, "inquiries.state", decide, by=section, decision="再次协调此事", **common)


def test_withdraw_and_remind(county: County, joint: Record) -> None:
    inquiry = ask(county, joint)
    refused(NotYours, "inquiries.ask", actions.remind, inquiry=inquiry, by=county["other.leader_in_charge"])
    actions.remind(inquiry=inquiry, by=county["drafter"])
    refused(NotNow, "inquiries.reminded", actions.remind, inquiry=inquiry, by=county["drafter"])
    refused(NotLawful, "inquiries.why", actions.withdraw, inquiry=inquiry, by=county["drafter"], reason="")
    refused(NotYours, "inquiries.ask", actions.withdraw, inquiry=inquiry, by=county["other.drafter"], reason="不用了")
    actions.withdraw(inquiry=inquiry, by=county["drafter"], reason="改为单独发文")
    refused(NotNow, "inquiries.state", actions.remind, inquiry=inquiry, by=county["drafter"])
    refused(NotNow, "inquiries.state", agree, county, inquiry)


# --- the gate ---------------------------------------------------------------------------------------------


def reviewed_to_last(county: County, record: Record) -> Review:
    review = records.submit(record=fresh(record), by=county["drafter"])
    while True:
        review = Review.objects.get(pk=review.pk)
        step = review_queries.open_step(review)
        assert step is not None
        if step.role == "leader_in_charge":
            return review
        form = {"conclusion": "public", "basis": "不涉及国家秘密", "marked": True} if step.form else {}
        person = review_queries.signers(review, step).first()
        review_actions.sign(review=review, by=person, seen=review.parts, form=form)


@pytest.mark.requirement("HY-SEC-07", "ZY-MGMT-10a")
def test_no_review_ends_and_nothing_goes_out_before_every_maker_confirmed(county: County, joint: Record) -> None:
    review = reviewed_to_last(county, joint)
    leader = county["leader_in_charge"]
    sign = review_actions.sign
    refused(NotNow, "review.outstanding", sign, review=review, by=leader, seen=review.parts)
    agree(county, ask(county, joint))
    (row,) = asking.outstanding(fresh(joint))
    assert (row.done, row.total) == (1, 2) and OUTSIDE in row.words
    refused(NotNow, "review.outstanding", sign, review=review, by=leader, seen=review.parts)
    enter(county, ask(county, joint, OUTSIDE))
    sign(review=review, by=leader, seen=review.parts)
    assert fresh(joint).state == "approved"
    officer = county["disclosure_officer"]
    records.issue(record=fresh(joint), by=officer, number="示财〔2026〕9号", issued_on=dt.date(2026, 6, 2))
    Inquiry.objects.filter(name=OTHER).update(state="withdrawn")  # as if it had been asked about something else
    refused(NotLawful, "records.makers_not_agreed", records.publish, record=fresh(joint), by=officer)
    Inquiry.objects.filter(name=OTHER).update(state="agreed")
    records.publish(record=fresh(joint), by=officer)
    assert fresh(joint).state == "published"


def test_silence_is_no_consent(county: County, joint: Record) -> None:
    inquiry = ask(county, joint)
    Inquiry.objects.filter(pk=inquiry.pk).update(due_on=today() - DUE)
    assert asking.outstanding(fresh(joint))[0].done == 0
    acts = {one.act for one in worklist.for_person(county["drafter"]) if one.kind == "inquiries"}
    assert acts == {"催办征求意见"}


def test_a_single_maker_needs_nobody(county: County, draft: Record) -> None:
    assert asking.outstanding(draft) == []
    sign_all(county, records.submit(record=draft, by=county["drafter"]))
    assert fresh(draft).state == "approved"


@pytest.mark.parametrize(
    ("place", "words"), [("cn/zhejiang/taizhou/huangyan", "第七条"), ("cn/guizhou/zunyi", "第十条")]
)
def test_the_places_own_rule_is_named(county: County, joint: Record, place: str, words: str) -> None:
    Agency.objects.filter(pk=county.department.pk).update(place=place)
    assert words in asking.outstanding(fresh(joint))[0].source


# --- who sees what ----------------------------------------------------------------------------------------


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_asked_see_the_material_and_nothing_else(county: County, joint: Record) -> None:
    file = file_actions.store("附表一".encode(), "附表一.txt", None)
    records.attach(record=joint, by=county["drafter"], file=file)
    inquiry = ask(county, fresh(joint))
    other = client_of(county["other.leader_in_charge"])
    text = other.get(inquiry.get_absolute_url()).content.decode()
    assert "严格执行预算" in text and "附表一.txt" in text and "代表示范县民政局答复" in text
    assert other.get(f"{inquiry.get_absolute_url()}files/{file.sha256}/").status_code == 200
    for address in (joint.get_absolute_url(), f"/desk/records/{joint.pk}/ledger/", f"/desk/records/{joint.pk}/files/"):
        assert other.get(address).status_code == 404, address
    assert client_of(county["other.secretariat"]).get(inquiry.get_absolute_url()).status_code == 404
    now = fresh(joint)
    records.edit(record=now, by=county["drafter"], revision=now.revision, changes={"html": "<p>后来的秘密草稿。</p>"})
    text = other.get(inquiry.get_absolute_url()).content.decode()
    assert "后来的秘密草稿" not in text and "须就修改后的内容重新征求" in text
    assert other.get(f"{inquiry.get_absolute_url()}files/{file.sha256}/").status_code == 404


def test_visible_to(county: County, joint: Record) -> None:
    inquiry = ask(county, joint)
    for name in ("drafter", "other.leader_in_charge", "other.disclosure_officer", f"office.{Role.SECTION}"):
        assert inquiry in policy.visible_to(county[name]), name
    for name in ("other.drafter", "office.drafter"):
        assert inquiry not in policy.visible_to(county[name]), name


def test_who_may_not_answer_is_told_how_many_wait_for_the_leader(county: County, joint: Record) -> None:
    def told(name: str) -> str:
        return client_of(county[name]).get("/desk/inquiries/").content.decode()

    empty, number = "没有待答复的征求意见", "本机关有 1 件，由分管领导或者主要负责人答复"
    assert empty in told("other.drafter") and number not in told("other.drafter")
    inquiry = ask(county, joint)
    for name in ("other.drafter", "other.disclosure_officer"):
        assert number in told(name) and empty not in told(name), name
    assert inquiry.get_absolute_url() not in told("other.drafter"), "the number, not the question"
    assert number not in told("other.leader_in_charge") and inquiry.get_absolute_url() in told("other.leader_in_charge")
    assert number not in told("office.drafter")


def test_pages_ask_answer_and_print(county: County, joint: Record) -> None:
    drafter = client_of(county["drafter"])
    address = f"/desk/inquiries/ask/record/{joint.pk}/"
    assert OTHER in drafter.get(address).content.decode()
    assert client_of(county["other.drafter"]).get(address).status_code == 404
    assert drafter.get("/desk/inquiries/ask/record/x/").status_code == 404
    data = {"names": [OTHER, OUTSIDE], "question": "请核对是否准确", "due_on": ""}
    assert drafter.post(address, data).status_code == 422 and not Inquiry.objects.exists()
    assert drafter.post(address, data | {"due_on": (today() + DUE).isoformat()}).status_code == 302
    inquiry = Inquiry.objects.get(name=OTHER)
    slip = drafter.get(f"{inquiry.get_absolute_url()}slip/").content.decode()
    assert "征求意见函" in slip and inquiry.parts["content"] in slip and "逾期未答复不视为同意" in slip
    other = client_of(county["other.principal"])
    assert "待我们答复" in other.get("/desk/inquiries/").content.decode()
    answer = {"agree": "no", "opinion": "", "seen": json.dumps(inquiry.parts)}
    text = other.post(f"{inquiry.get_absolute_url()}answer/", answer)
    assert text.status_code == 422 and "必须写明意见" in text.content.decode()
    done = other.post(f"{inquiry.get_absolute_url()}answer/", answer | {"agree": "yes"})
    assert done.status_code == 302
    assert other.post(f"{inquiry.get_absolute_url()}answer/", answer | {"agree": "yes"}).status_code == 302
    outside = Inquiry.objects.get(name=OUTSIDE)
    letter = {"agree": "yes", "letter_number": "部函〔2026〕3号", "letter_on": today().isoformat()}
    assert drafter.post(f"{outside.get_absolute_url()}enter/", letter).status_code == 302
    assert all(one.confirmed for one in queries.answers(fresh(joint)))


def test_mail_names_no_content(county: County, joint: Record) -> None:
    inquiry = ask(county, joint)
    tasks.mail_asked(inquiry.pk)
    assert mail.outbox and joint.title not in mail.outbox[0].body and OTHER not in mail.outbox[0].body
    assert set(mail.outbox[0].to) == {county["other.leader_in_charge"].email, county["other.principal"].email}
    agree(county, inquiry)
    sent = len(mail.outbox)
    tasks.mail_asked(inquiry.pk)
    assert len(mail.outbox) == sent, "answered meanwhile"
    tasks.mail_asking(inquiry.pk)
    assert mail.outbox[-1].to == [county["drafter"].email]


def test_the_record_and_the_review_show_the_way(county: County, joint: Record) -> None:
    drafter = client_of(county["drafter"])
    assert "征求共同制作机关意见" in drafter.get(joint.get_absolute_url()).content.decode()
    review = reviewed_to_last(county, joint)
    text = client_of(county["leader_in_charge"]).get(f"/desk/review/{review.pk}/").content.decode()
    assert "共同制作机关确认 0/2" in text and "才能签署最后一个环节" in text and "签署同意" not in text
