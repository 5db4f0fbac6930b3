"""Relations: what may be stated, what publication does, what is lifted, and what no page may give away."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import pages, worklist
from gongkai.ledger import queries as ledger
from gongkai.organisations.queries import today
from gongkai.records import actions, comparing, content, queries, related
from gongkai.records.actions.relating import Claim
from gongkai.records.models import Publication, Record, ValidityChange
from gongkai.records.tests.documents import ISSUED, corrected, drafted, fresh, public
from gongkai.records.tests.test_actions import refused
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, sign_all

pytestmark = pytest.mark.django_db
LATER = dt.date(2026, 9, 1)


def stated(county: County, record: Record, *claims: Claim) -> Record:
    return actions.set_relations(record=record, by=county["drafter"], revision=fresh(record).revision, claims=claims)


def page(client: Client, record: Record) -> str:
    return client.get(f"/records/{record.pk}/").content.decode()


@pytest.fixture
def old(county: County) -> Record:
    return public(county, "示财〔2025〕1号", "示范县财政局关于旧办法的通知", normative=True)


# --- stating ----------------------------------------------------------------------------------------------


def test_relations_are_part_of_what_is_signed(county: County, old: Record) -> None:
    record = drafted(county)
    before = content.parts(record)
    review = actions.submit(record=record, by=county["drafter"])
    sign_all(county, review)
    record = stated(county, record, Claim("repeals", old, on=LATER), Claim("results_from", None, "预算法", ""))
    after = content.parts(record)
    assert before["content"] != after["content"] and record.state == Record.State.IN_REVIEW
    words = dict(comparing.rows(comparing.snapshot(record)["metadata"], record.agency.place))
    said = "废止《示范县财政局关于旧办法的通知》（示财〔2025〕1号），自2026-09-01起；依据或者来源于《预算法》"
    assert words["与其他文件的关系"] == said
    same = stated(county, record, *(Claim(r.kind, r.target, r.title, r.number, r.on) for r in record.relations.all()))
    assert same.revision == record.revision


def test_refusals(county: County, old: Record) -> None:
    record = drafted(county)
    common: dict[str, Any] = {"record": record, "by": county["drafter"], "revision": record.revision}

    def no(code: str, *claims: Claim, error: Any = NotLawful, **more: Any) -> Any:
        return refused(error, code, actions.set_relations, claims=claims, **common | more)

    no("records.relation_kind", Claim("cites", old))
    no("records.relation_title", Claim("interprets", None, " 《》 "))
    no("records.relation_itself", Claim("repeals", record))
    no("records.relation_twice", Claim("amends", old), Claim("repeals", old))
    no("records.relation_twice", Claim("results_from", None, "预算法"), Claim("results_from", None, "《预算法》"))
    no("records.relation_day", Claim("repeals", old, on=dt.date(2020, 1, 1)))
    no("records.personal_data", Claim("results_from", None, "关于11010519491231002X的批复"))
    secret = drafted(county, "尚未公开的文件", who="other")
    no("records.relation_unknown", Claim("results_from", secret))
    no("records.edited_meanwhile", Claim("amends", old), error=NotNow, revision=0)
    no("records.edit", Claim("amends", old), error=NotYours, by=county["other.drafter"])


def test_the_draft_of_another_agency_is_not_given_away(county: County, old: Record) -> None:
    """What another agency is about to say stays unknown until it is public; then the circle is refused."""
    theirs = public(county, "示民〔2026〕51号", "民政局的文件", who="other")
    record = actions.correct(record=theirs, by=county["other.drafter"], reason="补充关系")
    actions.set_relations(
        record=record, by=county["other.drafter"], revision=record.revision, claims=[Claim("repeals", old)]
    )
    mine = actions.correct(record=old, by=county["drafter"], reason="需要更正")
    stated(county, mine, Claim("repeals", fresh(theirs)))


def test_of_two_that_repeal_each_other_only_the_first_goes_public(county: County, old: Record) -> None:
    """Neither sees the other's draft; the second is told once the first is public."""
    theirs = public(county, "示民〔2026〕51号", "民政局的文件", who="other")
    drafter, officer = county["other.drafter"], county["other.disclosure_officer"]
    draft = actions.correct(record=theirs, by=drafter, reason="需要更正")
    actions.set_relations(record=draft, by=drafter, revision=draft.revision, claims=[Claim("repeals", old)])
    corrected(county, old, claims=[Claim("repeals", theirs)])
    sign_all(county, actions.submit(record=fresh(draft), by=drafter))
    refused(NotLawful, "records.relation_circle", actions.publish, record=fresh(draft), by=officer, note="补充关系")


def test_no_circles(county: County, old: Record) -> None:
    middle = drafted(county, "中间的文件", claims=[Claim("repeals", old)])
    record = actions.correct(record=old, by=county["drafter"], reason="需要更正")
    refused(
        NotLawful, "records.relation_circle", actions.set_relations, record=record, by=county["drafter"],
        revision=record.revision, claims=[Claim("replaces", middle)],
    )  # fmt: skip
    stated(county, record, Claim("results_from", middle))  # another sort of relation is no circle
    actions.abandon(record=middle, by=county["drafter"], reason="不再需要")
    stated(county, record, Claim("replaces", middle))


def test_what_is_repealed_is_neither_amended_nor_repealed_again(county: County, old: Record) -> None:
    officer = county["disclosure_officer"]
    actions.set_validity(record=old, by=officer, validity="repealed", on=LATER, note="示财〔2026〕8号")
    record = drafted(county)
    for kind in ("amends", "repeals", "replaces"):
        error = refused(
            NotLawful, "records.relation_ended", actions.set_relations, record=record, by=county["drafter"],
            revision=record.revision, claims=[Claim(kind, old)],
        )  # fmt: skip
        assert "2026-09-01" in error.message
    stated(county, record, Claim("results_from", old))
    stated(county, record, Claim("amends", old, on=LATER - dt.timedelta(days=1)))  # before the repeal it still held


# --- what publication does --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "validity"), [("amends", "amended"), ("repeals", "repealed"), ("replaces", "repealed")]
)
def test_publication_marks_the_target(county: County, old: Record, kind: str, validity: str) -> None:
    new = public(county, "示财〔2026〕2号", "新办法", claims=[Claim(kind, old)])
    change = ValidityChange.objects.get(record=old)
    assert (change.validity, change.on, change.by_record) == (validity, ISSUED, new)
    assert queries.validity(old) == validity and queries.validity(old, ISSUED - dt.timedelta(days=1)) == "in_force"
    entry = ledger.history(old).last()
    assert entry is not None and entry.act == "records.validity_set" and entry.facts["source"] == new.pk
    assert fresh(old).validity == validity


def test_the_day_is_the_stated_one_or_that_of_effect(county: County, old: Record) -> None:
    other = public(county, "示财〔2025〕2号", "另一办法")
    ahead = today() + dt.timedelta(days=60)
    claims = [Claim("repeals", old, on=ahead), Claim("amends", other)]
    public(county, "示财〔2026〕2号", "新办法", claims=claims, effective_on="2026-07-01")
    assert queries.validity(old) == "in_force" and queries.validity(old, ahead) == "repealed"
    assert ValidityChange.objects.get(record=other).on == dt.date(2026, 7, 1)


@pytest.mark.requirement("HY-INTW-04b", "SX-T19-04")
def test_both_pages_name_each_other(client: Client, county: County, old: Record) -> None:
    page(client, old)
    claims = [Claim("interprets", old), Claim("results_from", None, "中华人民共和国预算法", "主席令第12号")]
    new = public(county, "示财〔2026〕2号", "关于旧办法的解读", claims=claims)
    assert f"/records/{old.pk}/" in {one.path for one in pages.stale()}
    html = page(client, new)
    assert (
        f'本文解读：<a href="/records/{old.pk}/">' in html and "本文依据：中华人民共和国预算法（主席令第12号）" in html
    )
    assert f'对本文的解读：<a href="/records/{new.pk}/">关于旧办法的解读</a>' in page(client, old)


def test_the_banner_names_and_links_what_repealed(client: Client, county: County, old: Record) -> None:
    new = public(county, "示财〔2026〕2号", "新办法", claims=[Claim("replaces", old)])
    html = page(client, old)
    assert (
        "已废止" in html
        and f'自 2026-06-02 起，由<a href="/records/{new.pk}/">《新办法》</a>（示财〔2026〕2号）代替' in html
    )
    assert html.index("已废止") < html.index("著录项")


def test_no_title_that_is_not_public_is_given_away(client: Client, county: County, old: Record) -> None:
    secret = drafted(county, "内部研究中的方案")
    new = public(county, "示财〔2026〕2号", "新办法", claims=[Claim("results_from", secret), Claim("repeals", old)])
    assert "内部研究中的方案" not in page(client, new)
    actions.withdraw(record=new, by=county["disclosure_officer"], reason="误发，立即撤下", at=new.created_at)
    html = page(client, old)
    assert "新办法" not in html and "示财〔2026〕2号" not in html and "已废止" in html


def test_withdrawal_lifts_nothing_and_asks_the_agency(county: County, old: Record) -> None:
    """A document taken down has not lost its force; whether it has is for the agency to say."""
    new = public(county, "示财〔2026〕2号", "新办法", claims=[Claim("repeals", old)])
    officer = county["disclosure_officer"]
    actions.withdraw(record=new, by=officer, reason="含有个人信息，撤下处理", at=new.created_at)
    assert queries.validity(old) == "repealed"
    asked = [item for item in worklist.for_person(officer) if item.act == "核对有效性"]
    assert [item.url for item in asked] == [f"/desk/records/{old.pk}/validity/"] and "撤下" in asked[0].note
    actions.set_validity(record=old, by=officer, validity="in_force", on=today(), note="废止决定已撤销")
    assert queries.validity(old) == "in_force" and queries.validity(old, today() - dt.timedelta(days=1)) == "repealed"
    assert not [item for item in worklist.for_person(officer) if item.act == "核对有效性"]


def test_a_correction_lifts_what_it_no_longer_says(county: County, old: Record) -> None:
    officer = county["disclosure_officer"]
    first = public(county, "示财〔2026〕1号", "修改决定", claims=[Claim("amends", old)])
    new = public(county, "示财〔2026〕2号", "新办法", claims=[Claim("repeals", old, on=LATER)])
    assert queries.validity(old) == "repealed"
    new = corrected(county, new, note="删去废止旧办法的规定。", claims=[])
    standing = queries.standing_of(old)
    assert standing.validity == "amended" and standing.change is not None and standing.change.by_record == first
    new = corrected(county, new, note="仍然废止。", claims=[Claim("repeals", old, on=LATER)])
    assert queries.validity(old, LATER) == "repealed" and queries.validity(old, LATER - dt.timedelta(1)) == "amended"
    steps = ValidityChange.objects.count()
    corrected(county, new, note="更正一个错字。", html="<p>正文</p>")
    assert ValidityChange.objects.count() == steps
    assert officer


def test_a_moved_day_moves_the_effect(county: County, old: Record) -> None:
    new = public(county, "示财〔2026〕2号", "新办法", claims=[Claim("repeals", old, on=LATER)])
    later = LATER + dt.timedelta(days=30)
    corrected(county, new, note="更正废止日期。", claims=[Claim("repeals", old, on=later)])
    assert queries.validity(old, LATER) == "in_force" and queries.validity(old, later) == "repealed"
    earlier = LATER - dt.timedelta(days=30)
    corrected(county, fresh(new), note="再次更正废止日期。", claims=[Claim("repeals", old, on=earlier)])
    assert queries.validity(old, earlier) == "repealed" and queries.validity(old, later) == "repealed"


def test_a_dropped_correction_brings_relations_back(county: County, old: Record) -> None:
    new = public(county, "示财〔2026〕2号", "新办法", claims=[Claim("repeals", old, on=LATER)])
    record = actions.correct(record=new, by=county["drafter"], reason="需要核对")
    record = stated(county, record)
    record = actions.drop_correction(record=record, by=county["drafter"])
    assert [(one.kind, one.target_id, one.on) for one in record.relations.all()] == [("repeals", old.pk, LATER)]
    assert content.parts(fresh(record)) == record.versions.get(number=1).parts


# --- documents of other agencies ----------------------------------------------------------------------------


@pytest.fixture
def proposal(county: County, old: Record) -> Publication:
    public(county, "示民〔2026〕1号", "民政局的决定", who="other", claims=[Claim("repeals", old)])
    return Publication.objects.get(number="示民〔2026〕1号")


def test_anothers_document_is_left_to_its_agency(county: County, old: Record, proposal: Publication) -> None:
    assert queries.validity(old) == "in_force" and not ValidityChange.objects.exists()
    officer = county["disclosure_officer"]
    items = [item for item in worklist.for_person(officer) if item.act == "核对有效性"]
    assert [item.url for item in items] == [f"/desk/records/{old.pk}/effects/{proposal.record_id}/"]
    assert "民政局的决定" in items[0].note and not related.proposed([county.other])
    common: dict[str, Any] = {"record": old, "source": proposal.record}
    act = actions.settle_effect
    refused(NotYours, "records.set_validity", act, by=county["other.disclosure_officer"], agree=True, **common)
    refused(NotLawful, "records.reason", act, by=officer, agree=False, **common)
    act(by=officer, agree=True, **common)
    assert queries.validity(old) == "repealed" and ValidityChange.objects.get().by_record == proposal.record
    refused(NotNow, "records.effect_settled", act, by=officer, agree=True, **common)
    assert not [item for item in worklist.for_person(officer) if item.act == "核对有效性"]


def test_it_may_be_declined_with_a_reason(county: County, old: Record, proposal: Publication) -> None:
    officer = county["disclosure_officer"]
    actions.settle_effect(record=old, source=proposal.record, by=officer, agree=False, note="该决定不涉及本文")
    assert queries.validity(old) == "in_force" and not related.proposed([county.department])


def test_joint_issuers_change_each_others_documents(county: County, old: Record) -> None:
    claims = [Claim("repeals", old)]
    public(county, "示民〔2026〕1号", "联合决定", who="other", claims=claims, joint=[county.department])
    assert queries.validity(old) == "repealed"
