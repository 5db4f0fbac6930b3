"""Content is looked at politically and for policy before it goes out. 绍兴 2019年要点 四(一)"""

import datetime as dt

import pytest

from gongkai import rules
from gongkai.organisations.queries import today
from gongkai.records import actions
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow
from gongkai.review import actions as review_actions
from gongkai.review.models import Signature
from gongkai.testing import PLACE, County, complete_draft, sign_all


@pytest.mark.requirement("SX-T19-44")
def test_wrong_words_hold_every_signature_and_nothing_goes_out_that_nobody_looked_at(county: County) -> None:
    assert rules.at("review.content_check", PLACE, today()).unit == "before"
    record = complete_draft(county, html="<p>严格执行预算，邀请香港等国家和地区的企业参加。</p>")
    officer = county["disclosure_officer"]
    with pytest.raises(NotNow):
        actions.publish(record=record, by=officer)
    review = actions.submit(record=record, by=county["drafter"])
    with pytest.raises(NotLawful) as refused:
        review_actions.sign(review=review, by=county["section_head"], seen=review.parts)
    assert refused.value.code == "checks.blocking" and not Signature.objects.filter(review=review).exists()
    record = Record.objects.get(pk=record.pk)
    actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>严格执行预算。</p>"}
    )
    sign_all(county, review)
    looked = set(Signature.objects.filter(review=review).values_list("by", flat=True))
    assert county["section_head"].pk in looked and county["leader_in_charge"].pk in looked
    assert county["drafter"].pk not in looked, "whoever wrote it is not who looks at it"
    record = actions.issue(
        record=Record.objects.get(pk=record.pk), by=officer, number="示财〔2026〕4号", issued_on=dt.date(2026, 6, 2)
    )
    actions.publish(record=record, by=officer)
    assert Record.objects.get(pk=record.pk).state == "published"
