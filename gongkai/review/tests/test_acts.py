"""Acts of review beside the single signature: several returned at once, deputies, what is asked of others, costs."""

import datetime as dt
from typing import Any

import pytest

from gongkai import ledger
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Post, Role
from gongkai.organisations.queries import today
from gongkai.records import actions as record_actions
from gongkai.records import checking
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions, presenting, queries
from gongkai.review.models import Review, Signature
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db


def submitted(county: County, **changes: Any) -> Review:
    review: Review = record_actions.submit(record=complete_draft(county, **changes), by=county["drafter"])
    return review


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def deputise(county: County, holder: str, person: str) -> None:
    post = Post.objects.get(person=county[holder])
    organisations.deputise(
        post=post, person=county[person], from_on=today(), to_on=today(), reason="外出", by=ledger.SYSTEM
    )


def test_several_are_returned_with_one_reason_each_by_an_act_of_its_own(county: County) -> None:
    reviews = [submitted(county) for _ in range(3)]
    done, refused = actions.return_many(reviews=reviews, by=county["section_head"], reason="请补充依据")
    assert len(done) == 3 and not refused
    assert {fresh(one).state for one in reviews} == {"returned"}
    assert set(Record.objects.values_list("state", flat=True)) == {"draft"}
    assert {one.opinion for one in Signature.objects.all()} == {"请补充依据"}


def test_what_cannot_be_returned_is_named_and_stays_whole(county: County) -> None:
    first, second = submitted(county), submitted(county)
    actions.sign(review=second, by=county["section_head"], seen=second.parts)
    done, refused = actions.return_many(reviews=[first, second], by=county["section_head"], reason="请补充依据")
    assert [one.review_id for one in done] == [first.pk]
    assert [(one.pk, why.code) for one, why in refused] == [(second.pk, "review.not_signer")]
    assert fresh(second).state == "open" and Record.objects.get(pk=second.subject_id).state == "in_review"


@pytest.mark.parametrize("reason", ["", " ", "联系人手机13800138000"])
def test_a_reason_that_cannot_stand_returns_nothing(county: County, reason: str) -> None:
    reviews = [submitted(county) for _ in range(2)]
    with pytest.raises(NotLawful):
        actions.return_many(reviews=reviews, by=county["section_head"], reason=reason)
    assert not Signature.objects.exists()


def test_a_deputy_signs_as_deputy(county: County) -> None:
    deputise(county, "section_head", "secretariat")
    review = submitted(county)
    signature = actions.sign(review=review, by=county["secretariat"], seen=review.parts)
    assert signature.post_title.endswith("（代理）")


def test_a_deputy_does_not_sign_what_he_wrote(county: County) -> None:
    """The step itself may be signed by whoever drafted; his deputy stands in for somebody else."""
    deputise(county, "section_head", "drafter")
    review = submitted(county)
    assert [one.pk for one, _ in queries.signable(county["drafter"])] == []
    assert [one.pk for one, _ in queries.signable(county["section_head"])] == [review.pk]
    with pytest.raises(NotLawful) as caught:
        actions.sign(review=review, by=county["drafter"], seen=review.parts)
    assert caught.value.code == "review.same_person"
    with pytest.raises(NotLawful):
        actions.return_(review=review, by=county["drafter"], reason="请补充依据")
    assert not Signature.objects.exists()


def test_ones_own_post_goes_before_a_deputyship(county: County) -> None:
    deputise(county, "section_head", "disclosure_officer")
    organisations.appoint(
        person=county["disclosure_officer"],
        agency=county.department,
        role=Role.SECTION_HEAD,
        from_on=dt.date(2020, 1, 1),
        by=ledger.SYSTEM,
    )
    review = submitted(county)
    signature = actions.sign(review=review, by=county["disclosure_officer"], seen=review.parts)
    assert "代理" not in signature.post_title


def test_the_queue_says_what_changed_and_what_is_risky(county: County) -> None:
    review = submitted(county)
    head = county["section_head"]
    (row,) = presenting.waiting(head)
    assert row["changed"] == "首次送审" and row["brief"].open_findings == 0
    actions.sign(review=review, by=head, seen=review.parts)
    record = Record.objects.get(pk=review.subject_id)
    record_actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>秘密★1年</p>"}
    )
    (row,) = presenting.waiting(head)
    assert row["changed"] == "您同意后改了标题和正文"
    checking.run(Record.objects.get(pk=record.pk), county["drafter"])
    (row,) = presenting.waiting(head)
    assert row["brief"].open_findings >= 1


def test_the_queue_costs_the_same_for_one_and_for_many(county: County, django_assert_max_num_queries: Any) -> None:
    for _ in range(6):
        submitted(county)
    with django_assert_max_num_queries(16):
        assert len(presenting.waiting(county["section_head"])) == 6


def test_a_signature_has_a_budget(county: County, django_assert_max_num_queries: Any) -> None:
    review = submitted(county)
    with django_assert_max_num_queries(50):  # the check beforehand, and the gate that reads what it found
        actions.sign(review=review, by=county["section_head"], seen=review.parts)


def test_a_finished_review_takes_no_question(county: County, client: Any) -> None:
    review = submitted(county)
    sign_all(county, review)
    client.force_login(county["secrecy_reviewer"])
    for name in ("escalate", "answer"):
        assert client.get(f"/desk/review/{review.pk}/{name}/").status_code in (404, 409)
    assert "不能确定，报请" not in client.get(f"/desk/review/{review.pk}/").content.decode()


@pytest.mark.requirement("SZ-REV-04a", "HY-SEC-04b")
def test_the_sheet_names_every_step_post_hash_and_time(county: County, client: Any) -> None:
    review = submitted(county)
    sign_all(county, review)
    client.force_login(county["drafter"])
    text = client.get(f"/desk/review/{review.pk}/print/").content.decode()
    assert "审核单" in text
    for signature in Signature.objects.filter(review=review):
        assert signature.step in text and signature.post_title in text and signature.parts["content"][:12] in text
    assert fresh(review).parts["metadata"] in text and "不涉及国家秘密、工作秘密" in text


def test_bulk_return_on_the_page(county: County, client: Any) -> None:
    first, second = submitted(county, title="第一件"), submitted(county, title="第二件")
    client.force_login(county["section_head"])
    text = client.get("/desk/review/return/").content.decode()
    assert "第一件" in text and "第二件" in text and "checked" not in text
    response = client.post("/desk/review/return/", {"chosen": [first.pk], "reason": ""})
    assert response.status_code == 422
    response = client.post("/desk/review/return/", {"chosen": [first.pk], "reason": "请补充依据"})
    assert response.status_code == 302
    assert fresh(first).state == "returned" and fresh(second).state == "open"
    client.force_login(county["drafter"])
    assert client.post("/desk/review/return/", {"chosen": [second.pk], "reason": "请补充"}).status_code == 422
    assert fresh(second).state == "open"


def test_nobody_signs_for_another_agency(county: County) -> None:
    review = submitted(county)
    with pytest.raises(NotYours):
        actions.sign(review=review, by=county["other.section_head"], seen=review.parts)
    with pytest.raises(NotNow):
        sign_all(county, review)
        actions.sign(review=review, by=county["section_head"], seen=review.parts)
