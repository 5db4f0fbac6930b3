"""The emergency path: same day, with a recorded reason, secrecy review and leader first, the rest by rule."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from gongkai import ledger, worklist
from gongkai.ledger.models import Entry
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency, Post
from gongkai.organisations.queries import today
from gongkai.records import actions, urgency
from gongkai.records.models import Genre, Record
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review.models import Review, Signature
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db
REASON = "河道水位超过警戒，群众须今天知道转移安排"


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def review_of(record: Record) -> Review:
    return Review.objects.filter(subject_kind="record", subject_id=str(record.pk)).latest("id")


def urgent(county: County, **changes: Any) -> Record:
    """A draft of information (no document) for which the leader opened the path, submitted."""
    record = complete_draft(county, title="防汛转移安排", date_made=today().isoformat(), **changes)
    Record.objects.filter(pk=record.pk).update(genre=Genre.INFORMATION)
    actions.open_emergency(record=fresh(record), by=county["leader_in_charge"], reason=REASON)
    actions.submit(record=fresh(record), by=county["drafter"])
    return fresh(record)


def sign_next(county: County, record: Record) -> str:
    review = review_of(record)
    step = review_queries.open_step(review)
    assert step is not None
    person = review_queries.signers(review, step).first()
    form = {"conclusion": "public", "basis": "不涉及国家秘密", "marked": True} if step.form else {}
    review_actions.sign(review=review, by=person, seen=review.parts, form=form)
    return step.name


def out(county: County, **changes: Any) -> Record:
    """Published on the emergency path."""
    record = urgent(county, **changes)
    while fresh(record).state == "in_review":
        sign_next(county, record)
    actions.publish(record=fresh(record), by=county["disclosure_officer"])
    return fresh(record)


def refused(error: type[Exception], code: str, act: Any, **kwargs: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error) as caught:
        act(**kwargs)
    assert caught.value.code == code and caught.value.remedy  # type: ignore[attr-defined]
    assert Entry.objects.count() == before


def test_only_leader_or_head_opens_it_once_with_a_reason(county: County, draft: Record) -> None:
    common: dict[str, Any] = {"record": draft}
    refused(
        NotYours, "records.emergency", actions.open_emergency, by=county["disclosure_officer"], reason=REASON, **common
    )
    leader = county["leader_in_charge"]
    refused(NotLawful, "records.emergency_reason", actions.open_emergency, by=leader, reason="紧急", **common)
    refused(
        NotLawful, "records.personal_data", actions.open_emergency, by=leader, reason=f"{REASON}13800138000", **common
    )
    actions.open_emergency(record=draft, by=leader, reason=REASON)
    entry = Entry.objects.get(act="records.emergency_opened")
    assert entry.reason == REASON and entry.facts["post"] == "县财政局分管领导" and entry.rule["name"]
    refused(NotNow, "records.emergency_open", actions.open_emergency, by=leader, reason=REASON, record=fresh(draft))
    sign_all(county, actions.submit(record=fresh(draft), by=county["drafter"]))
    refused(NotNow, "records.state", actions.open_emergency, by=leader, reason=REASON, record=fresh(draft))


def test_a_deputy_opens_it_as_deputy(county: County, draft: Record) -> None:
    post = Post.objects.get(person=county["principal"])
    organisations.deputise(
        post=post, person=county["secrecy_head"], from_on=today(), to_on=today(), reason="外出", by=ledger.SYSTEM
    )
    actions.open_emergency(record=draft, by=county["secrecy_head"], reason=REASON)
    assert fresh(draft).emergency["post"].endswith("（代理）")


def test_secrecy_review_and_leader_first_then_it_goes_out_the_same_day(county: County) -> None:
    record = urgent(county)
    assert [(step["name"], bool(step.get("later"))) for step in review_of(record).steps] == [
        ("保密审查", False), ("终审终校", False), ("初审初校", True), ("复审复校", True),
    ]  # fmt: skip
    officer = county["disclosure_officer"]
    assert sign_next(county, record) == "保密审查"
    refused(NotNow, "records.state", actions.publish, record=fresh(record), by=officer)
    assert sign_next(county, record) == "终审终校"
    assert fresh(record).state == "approved" and review_of(record).state == "open"
    actions.publish(record=fresh(record), by=officer)
    assert fresh(record).state == "published"
    assert sign_next(county, record) == "初审初校"
    assert sign_next(county, record) == "复审复校"
    assert review_of(record).state == "approved" and fresh(record).emergency["completed_on"]
    assert Entry.objects.filter(act="records.emergency_completed").exists()
    assert record.versions.count() == 1


def test_nobody_signs_twice_by_the_change_of_order(county: County) -> None:
    """The leader may not sign a later step that he must differ from, whichever comes first."""
    record = urgent(county)
    by_name = {step["name"]: step for step in review_of(record).steps}
    assert "终审终校" in by_name["初审初校"]["distinct_from"] and "终审终校" in by_name["复审复校"]["distinct_from"]


@pytest.mark.requirement("HY-SEC-02", "SZ-SEC-03b")
def test_it_never_skips_secrecy_review_nor_the_head(county: County) -> None:
    record = urgent(county, sensitive_kind="epidemic")
    assert [step["name"] for step in review_of(record).steps if not step.get("later")] == [
        "保密审查", "终审终校", "主要负责人审批",
    ]  # fmt: skip
    sign_next(county, record)
    sign_next(county, record)
    assert fresh(record).state == "in_review"
    sign_next(county, record)
    assert fresh(record).state == "approved"


@pytest.mark.parametrize("place", ["cn/zhejiang/taizhou/huangyan", "cn/guizhou/zunyi", "cn"])
def test_every_plan_keeps_its_secrecy_steps_before(county: County, draft: Record, place: str) -> None:
    Agency.objects.filter(pk=county.department.pk).update(place=place)
    said = {"sensitive_kind": "none"}  # 遵义 asks it of every record
    actions.edit(record=draft, by=county["drafter"], revision=fresh(draft).revision, changes=said)
    actions.open_emergency(record=fresh(draft), by=county["leader_in_charge"], reason=REASON)
    review = actions.submit(record=fresh(draft), by=county["drafter"])
    before = [step for step in review.steps if not step.get("later")]
    assert any(step.get("form") for step in before) and before[-1]["post"] in ("leader_in_charge", "principal")
    assert not any(step.get("form") for step in review.steps if step.get("later"))


def test_opened_during_review_the_signed_steps_stay(county: County) -> None:
    record = complete_draft(county)
    actions.submit(record=record, by=county["drafter"])
    sign_next(county, record)  # 初审初校
    actions.open_emergency(record=fresh(record), by=county["principal"], reason=REASON)
    states = {step.name: step.state for step in review_queries.steps(review_of(record))}
    assert states == {"保密审查": "open", "终审终校": "waiting", "初审初校": "done", "复审复校": "waiting"}


def test_an_edit_after_the_reduced_plan_closes_the_way_again(county: County) -> None:
    record = urgent(county)
    sign_next(county, record)
    sign_next(county, record)
    now = fresh(record)
    actions.edit(record=now, by=county["drafter"], revision=now.revision, changes={"html": "<p>改后的正文。</p>"})
    assert fresh(record).state == "in_review"
    with pytest.raises(NotNow):
        actions.publish(record=fresh(record), by=county["disclosure_officer"])
    assert sign_next(county, record) == "保密审查"
    assert sign_next(county, record) == "终审终校"
    actions.publish(record=fresh(record), by=county["disclosure_officer"])


def test_the_next_day_the_reduced_plan_does_not_suffice(county: County) -> None:
    record = urgent(county)
    sign_next(county, record)
    sign_next(county, record)
    now = fresh(record)
    now.emergency = {**now.emergency, "on": (today() - dt.timedelta(days=1)).isoformat()}
    now.save(update_fields=["emergency"])
    refused(NotNow, "records.not_reviewed", actions.publish, record=now, by=county["disclosure_officer"])
    sign_next(county, record)
    sign_next(county, record)
    assert fresh(record).state == "approved"
    actions.publish(record=fresh(record), by=county["disclosure_officer"])


def test_a_set_time_lies_within_the_day_of_the_emergency(county: County) -> None:
    record = urgent(county)
    sign_next(county, record)
    sign_next(county, record)
    officer, now = county["disclosure_officer"], timezone.now()
    late = now + dt.timedelta(days=2)
    refused(
        NotLawful, "records.schedule_emergency", actions.schedule, record=fresh(record), by=officer, publish_at=late
    )
    sign_next(county, record)
    sign_next(county, record)
    actions.schedule(record=fresh(record), by=officer, publish_at=late)
    assert fresh(record).publish_at == late


def test_what_follows_is_on_the_worklist_with_its_day(county: County) -> None:
    record = out(county)
    (item,) = [one for one in worklist.for_person(county["section_head"]) if one.kind == "review"]
    assert item.act == "初审初校" and item.due_on is not None and item.due_on > today() and "补签" in item.note
    assert list(urgency.used([county.department])) == [record] and not list(urgency.overdue([county.department]))
    long_ago = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    record.publications.update(first_published_at=long_ago)
    assert list(urgency.overdue([county.department])) == [record]


def test_a_later_return_wants_correction_or_take_down(county: County) -> None:
    record = out(county)
    head = county["section_head"]
    review_actions.return_(review=review_of(record), by=head, reason="转移地点写错了")
    record = fresh(record)
    assert record.state == "published" and record.emergency["returned_reason"] == "转移地点写错了"
    acts = [one.act for one in worklist.for_person(county["disclosure_officer"]) if one.kind == "records"]
    assert "应急公开后退回，更正或者撤下" in acts
    actions.correct(record=record, by=county["drafter"], reason="转移地点写错了")
    record = fresh(record)
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>正确地点。</p>"})
    review = actions.submit(record=fresh(record), by=county["drafter"])
    assert not any(step.get("later") for step in review.steps), "a correction goes the whole way"
    sign_all(county, review)
    actions.publish(record=fresh(record), by=county["disclosure_officer"], note="更正转移地点")
    assert not list(urgency.returned([county.department]))


def test_a_correction_ends_what_was_left_of_the_emergency_review(county: County) -> None:
    record = out(county)
    former = review_of(record)
    actions.correct(record=record, by=county["drafter"], reason="地点有误")
    with pytest.raises(NotNow) as caught:
        now = fresh(record)
        actions.edit(record=now, by=county["drafter"], revision=now.revision, changes={"html": "<p>新。</p>"})
        review_actions.sign(review=former, by=county["section_head"], seen=former.parts)
    assert caught.value.code == "records.being_corrected"
    actions.submit(record=fresh(record), by=county["drafter"])
    assert Review.objects.get(pk=former.pk).state == "cancelled" and review_of(record).state == "open"


def test_a_return_before_publication_goes_back_to_the_drafter(county: County) -> None:
    record = urgent(county)
    sign_next(county, record)
    sign_next(county, record)
    review_actions.return_(review=review_of(record), by=county["section_head"], reason="请先核对地点")
    assert fresh(record).state == "draft"
    assert Signature.objects.filter(decision="returned").count() == 1


def test_the_page_says_what_it_means(county: County, client: Any, draft: Record) -> None:
    client.force_login(county["leader_in_charge"])
    address = f"/desk/records/{draft.pk}/emergency/"
    text = client.get(address).content.decode()
    assert "其余审核环节在公开后补签" in text and "个工作日" in text
    assert client.post(address, {"reason": "急"}).status_code == 422
    assert client.post(address, {"reason": REASON}).status_code == 302
    client.force_login(county["drafter"])
    assert client.get(address).status_code == 403
