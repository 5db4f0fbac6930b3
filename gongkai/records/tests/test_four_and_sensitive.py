"""Four reviews on demand, and the kinds of information that only the head may let out. 嵊州 三.2, 三.4"""

import datetime as dt
from typing import Any

import pytest

from gongkai.ledger.models import Entry
from gongkai.organisations.models import Agency
from gongkai.records import actions, edit_form, plans, sensitivity
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review.models import Review, Signature
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db
FOUR = ["初审初校", "复审复校", "保密审查", "三审三校", "四审四校"]


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def review_of(record: Record) -> Review:
    return Review.objects.filter(subject_kind="record", subject_id=str(record.pk)).latest("id")


def names(record: Record) -> list[tuple[str, str]]:
    return [(step.name, step.state) for step in review_queries.steps(review_of(record))]


def sign_to(county: County, review: Review, name: str) -> Review:
    """Sign every step before the one called `name`."""
    while True:
        review = Review.objects.get(pk=review.pk)
        step = review_queries.open_step(review)
        assert step is not None
        if step.name == name:
            return review
        person = review_queries.signers(review, step).first()
        form = {"conclusion": "public", "basis": "不涉及国家秘密", "marked": True} if step.form else {}
        review_actions.sign(review=review, by=person, seen=review.parts, form=form)


def refused(error: type[Exception], code: str, act: Any, **kwargs: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error) as caught:
        act(**kwargs)
    assert caught.value.code == code and caught.value.remedy  # type: ignore[attr-defined]
    assert Entry.objects.count() == before


@pytest.mark.requirement("SZ-REV-04b")
def test_the_drafter_asks_for_four_reviews(county: County, draft: Record) -> None:
    actions.demand_four(record=draft, by=county["drafter"])
    review = actions.submit(record=fresh(draft), by=county["drafter"])
    assert [step["name"] for step in review.steps] == FOUR
    assert "三.4" in review.plan["source"]
    sign_all(county, review)
    assert fresh(draft).state == "approved"
    assert Signature.objects.get(step="四审四校").by == county["principal"]


@pytest.mark.requirement("SZ-REV-04b")
def test_a_signer_asks_during_review_and_what_stands_stays(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    sign_to(county, review, "终审终校")
    leader = county["leader_in_charge"]
    refused(NotLawful, "records.four_reason", actions.demand_four, record=draft, by=leader)
    actions.demand_four(record=draft, by=leader, reason="影响面大，请主要负责人把关")
    assert names(draft) == [
        ("初审初校", "done"),
        ("复审复校", "open"),
        ("保密审查", "done"),
        ("三审三校", "waiting"),
        ("四审四校", "waiting"),
    ]
    assert fresh(draft).edited_by == county["drafter"], "whoever demands writes nothing"
    sign_all(county, review_of(draft))
    assert Signature.objects.filter(step="三审三校", by=leader).exists()
    assert fresh(draft).state == "approved"
    refused(NotNow, "records.state", actions.demand_four, record=draft, by=county["drafter"])


def test_four_reviews_are_not_lowered_after_a_signature_without_the_leaders_reason(
    county: County, draft: Record
) -> None:
    actions.demand_four(record=draft, by=county["drafter"])
    actions.lower_four(record=fresh(draft), by=county["drafter"])  # nobody has seen it yet
    refused(NotNow, "records.four_not_asked", actions.lower_four, record=fresh(draft), by=county["drafter"])
    actions.demand_four(record=fresh(draft), by=county["drafter"])
    refused(NotNow, "records.four_already", actions.demand_four, record=fresh(draft), by=county["drafter"])
    review = actions.submit(record=fresh(draft), by=county["drafter"])
    sign_to(county, review, "复审复校")
    refused(NotYours, "records.lower_four", actions.lower_four, record=draft, by=county["drafter"], reason="来不及")
    refused(NotLawful, "records.four_reason", actions.lower_four, record=draft, by=county["leader_in_charge"])
    actions.lower_four(record=draft, by=county["leader_in_charge"], reason="内容已公开过，不需要第四级")
    assert [name for name, _ in names(draft)] == ["初审初校", "复审复校", "保密审查", "终审终校"]


def test_whoever_neither_drafts_nor_signs_cannot_demand(county: County, draft: Record) -> None:
    refused(NotYours, "records.four", actions.demand_four, record=draft, by=county["secretariat"], reason="应当四审")
    refused(NotYours, "records.four", actions.demand_four, record=draft, by=county["other.leader_in_charge"])
    actions.submit(record=draft, by=county["drafter"])
    actions.demand_four(record=draft, by=county["secrecy_reviewer"], reason="涉及面广，请求四审")


@pytest.mark.parametrize("place", ["cn/zhejiang/taizhou/huangyan", "cn/guizhou/zunyi"])
def test_a_place_without_a_fourth_review_says_so(county: County, draft: Record, place: str) -> None:
    Agency.objects.filter(pk=county.department.pk).update(place=place)
    refused(NotLawful, "records.no_four_reviews", actions.demand_four, record=fresh(draft), by=county["drafter"])


# --- the five kinds ------------------------------------------------------------------------------------------


@pytest.mark.requirement("SZ-REV-02")
def test_a_word_in_the_title_asks_and_a_no_is_kept(county: County) -> None:
    record = complete_draft(county, title="关于做好流感等传染病防控的通知")
    found = sensitivity.suggestion(record)
    assert found is not None and found.code == "epidemic"
    with pytest.raises(NotLawful) as caught:
        actions.submit(record=record, by=county["drafter"])
    assert caught.value.code == "records.sensitive_unanswered" and "传染病疫情" in caught.value.message
    record = actions.edit(
        record=fresh(record), by=county["drafter"], revision=record.revision, changes={"sensitive_kind": "none"}
    )
    actions.submit(record=record, by=county["drafter"])
    entry = Entry.objects.get(act="records.sensitive_judged")
    assert entry.facts["answer"] == "不属于（已核对）" and "传染病疫情" in entry.facts["suggested"]
    assert "主要负责人审批" not in [name for name, _ in names(record)]


def test_the_editor_asks_among_the_common_fields(county: County) -> None:
    asked = edit_form.EditForm(record=complete_draft(county, title="2026年统计公报"))
    assert "sensitive_kind" in [field.name for field in asked.group(edit_form.COMMON)]
    assert "sensitive_kind" not in [field.name for field in asked.group(edit_form.FURTHER)]
    plain = edit_form.EditForm(record=complete_draft(county))
    assert "sensitive_kind" in [field.name for field in plain.group(edit_form.FURTHER)]


@pytest.mark.requirement("SZ-REV-02")
def test_the_kind_is_not_dropped_after_submission_without_reopening(county: County) -> None:
    record = complete_draft(county, sensitive_kind="statistics")
    review = actions.submit(record=record, by=county["drafter"])
    sign_to(county, review, "主要负责人审批")
    record = fresh(record)
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"sensitive_kind": ""})
    states = dict(names(record))
    assert "主要负责人审批" not in states
    assert states["复审复校"] == "open" and states["终审终校"] == "reopened", "whoever signed the header signs again"


@pytest.mark.requirement("SZ-REV-02", "ZY-MGMT-06c")
def test_publication_looks_for_the_heads_signature_again(county: County) -> None:
    record = complete_draft(county, sensitive_kind="statistics")
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    officer = county["disclosure_officer"]
    signature = Signature.objects.get(step="主要负责人审批")
    assert sensitivity.head_signed(fresh(record))
    actions.issue(record=fresh(record), by=officer, number="示财〔2026〕8号", issued_on=dt.date(2026, 6, 2))
    Signature.objects.filter(pk=signature.pk).update(by=county["secretariat"])  # somebody who never was the head
    refused(NotNow, "records.head_not_signed", actions.publish, record=fresh(record), by=officer)
    Signature.objects.filter(pk=signature.pk).update(by=county["principal"])
    actions.publish(record=fresh(record), by=officer)
    assert fresh(record).state == "published"


def test_four_reviews_by_the_head_need_no_second_signature_of_his(county: County) -> None:
    record = complete_draft(county, sensitive_kind="statistics")
    actions.demand_four(record=record, by=county["drafter"])
    _, steps = plans.for_record(fresh(record))
    assert [step["post"] for step in steps].count("principal") == 1
