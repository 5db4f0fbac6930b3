"""公开指南: all elements or none, reviewed, published as a version, brought up to date within the place's rule."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai import calendars, clock, ledger, rules, worklist
from gongkai.catalogue.sheets import actions, guide, queries
from gongkai.catalogue.sheets.kinds import GUIDE
from gongkai.catalogue.sheets.models import Guide, GuideVersion
from gongkai.catalogue.tests.sheets_world import FACTS, again, out
from gongkai.ledger.queries import history
from gongkai.organisations import actions as organisations
from gongkai.organisations.queries import today
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.testing import PLACE, County, sign_all


@pytest.fixture
def registered(county: County) -> Any:
    """The department with every fact that a guide takes from the register."""
    return organisations.change_agency(agency=county.department, by=ledger.SYSTEM, **FACTS)


@pytest.fixture
def sheet(county: County, registered: Any) -> Any:
    """A guide begun, complete."""
    return actions.open_(kind=GUIDE, agency=registered, by=county["drafter"])


@pytest.mark.parametrize(
    ("address", "named"),
    [("http://127.0.0.1:8000", "本网站/apply/"), ("https://gk.example.gov.cn", "https://gk.example.gov.cn/apply/")],
)
def test_a_new_guide_sends_nobody_to_the_readers_own_computer(
    county: County, settings: Any, address: str, named: str
) -> None:
    settings.PUBLIC_URL = address
    texts = guide.start(county.department)["texts"]
    assert texts["internet"].startswith(named) and "127.0.0.1" not in "".join(texts.values())


@pytest.mark.requirement("SX-CAT-01")
def test_a_missing_element_is_refused_naming_all_of_them(county: County) -> None:
    sheet = actions.open_(kind=GUIDE, agency=county.department, by=county["drafter"])
    with pytest.raises(NotLawful) as refused:
        actions.submit(sheet=sheet, by=county["drafter"])
    labels = ["工作机构名称", "办公地址", "办公时间", "联系电话", "传真号码", "依申请公开渠道", "联系方式"]
    assert refused.value.facts["missing"] == labels and all(one in refused.value.message for one in labels)
    assert refused.value.source == rules.at("guide.elements", PLACE, today()).source
    assert again(sheet).state == "draft" and review_queries.live("guide", str(sheet.pk)) is None
    organisations.change_agency(agency=county.department, by=ledger.SYSTEM, **FACTS)
    texts = sheet.content["texts"] | {"ways": " "}
    sheet = actions.edit(sheet=sheet, by=county["drafter"], revision=sheet.revision, changes={"texts": texts})
    with pytest.raises(NotLawful) as refused:
        actions.submit(sheet=sheet, by=county["drafter"])
    assert refused.value.facts["missing"] == ["获取方式"]


def test_every_element_of_every_place_is_known_or_can_be_written(county: County, registered: Any) -> None:
    for place in rules.places():
        registered.place = place.path
        found = guide.elements(registered, {}, today())
        assert [one.code for one in found] == [
            one["code"] for one in rules.at("guide.elements", place.path, today()).value
        ]
        law = [one for one in found if one.kind == "law"]
        assert all(one.words and one.source for one in law), place.path


@pytest.mark.requirement("SX-CAT-01")
def test_a_guide_goes_through_the_places_review_and_stays_as_published(county: County, sheet: Any) -> None:
    review = actions.submit(sheet=sheet, by=county["drafter"])
    plan = rules.at("review.publication", PLACE, today())
    assert [step["name"] for step in review.steps] == [step["name"] for step in plan.steps]
    assert any(step.get("form") for step in review.steps), "the secrecy review is one of the steps"
    with pytest.raises(NotNow):
        actions.publish(sheet=again(sheet), by=county["disclosure_officer"])
    sign_all(county, review)
    assert again(sheet).state == "approved" and queries.published(GUIDE, sheet.agency) is None
    assert [one.act for one in worklist.for_person(county["disclosure_officer"], "sheets")] == ["发布"]
    assert worklist.for_person(county["drafter"], "sheets") == []
    made = actions.publish(sheet=again(sheet), by=county["disclosure_officer"])
    assert (made.number, made.agency_name) == (1, "示范县财政局") and len(made.sha256) == 64
    words = {one["code"]: one["words"] for one in made.content["elements"]}
    assert words["address"] == "示范路1号" and all(words.values())
    assert {"withholding", "procedure", "time_adjustment", "correction"} <= set(words)
    for change in (GuideVersion.objects.filter(pk=made.pk).update, GuideVersion.objects.filter(pk=made.pk).delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(**({"number": 9} if "update" in repr(change) else {}))
    names = [entry.act for entry in history(sheet)]
    assert names[0] == "catalogue.guide_opened" and names[-1] == "catalogue.guide_published"


def test_four_eyes_and_the_agencys_own_people_alone(county: County, registered: Any) -> None:
    for stranger in ("other.drafter", "office.open_government_section", "leader_in_charge"):
        with pytest.raises(NotYours):
            actions.open_(kind=GUIDE, agency=registered, by=county[stranger])
    with pytest.raises(NotYours):
        actions.open_(kind=GUIDE, agency=registered, by=county.administrators["system"])
    officer = county["disclosure_officer"]
    sheet = actions.open_(kind=GUIDE, agency=registered, by=officer)
    with pytest.raises(NotNow):
        actions.open_(kind=GUIDE, agency=registered, by=county["drafter"])
    review = actions.submit(sheet=sheet, by=county["drafter"])
    assert set(review.authors) == {officer.pk, county["drafter"].pk}
    review_actions.sign(review=review, by=county["section_head"], seen=review.parts)
    step = review_queries.open_step(review)
    assert step is not None and step.role == "disclosure_officer" and "drafter" in step.distinct_from
    with pytest.raises(NotLawful) as refused:  # who wrote on it does not sign for it
        review_actions.sign(review=review, by=officer, seen=review.parts)
    assert refused.value.code == "review.same_person"


def test_an_edit_after_approval_gives_the_approval_up(county: County, sheet: Any) -> None:
    review = actions.submit(sheet=sheet, by=county["drafter"])
    texts = sheet.content["texts"] | {"ways": "来人查阅。"}
    with pytest.raises(NotNow):
        actions.edit(sheet=sheet, by=county["drafter"], revision=1, changes={"texts": texts})
    sign_all(county, review)
    sheet = actions.edit(sheet=sheet, by=county["drafter"], revision=1, changes={"texts": texts})
    assert (sheet.state, sheet.handed) == ("draft", None)
    with pytest.raises(NotNow):
        actions.publish(sheet=sheet, by=county["disclosure_officer"])
    with pytest.raises(NotNow) as slower:
        actions.edit(sheet=sheet, by=county["section_head"], revision=1, changes={"texts": texts})
    assert slower.value.code == "catalogue.edited_meanwhile"


def test_what_changed_between_review_and_publication_does_not_go_out(county: County, sheet: Any) -> None:
    sign_all(county, actions.submit(sheet=sheet, by=county["drafter"]))
    organisations.change_agency(agency=sheet.agency, by=ledger.SYSTEM, phone="0575-87654321")
    with pytest.raises(NotNow) as refused:
        actions.publish(sheet=again(sheet), by=county["disclosure_officer"])
    assert "联系电话" in refused.value.facts["labels"]


def test_returned_with_a_reason_it_comes_back_to_who_handed_it_in(county: County, sheet: Any) -> None:
    review = actions.submit(sheet=sheet, by=county["drafter"])
    step = review_queries.open_step(review)
    assert step is not None
    signer = review_queries.signers(review, step).first()
    review_actions.return_(review=review, by=signer, reason="请写明邮寄地址。")
    assert again(sheet).state == "draft" and again(sheet).handed is None
    found = worklist.for_person(county["drafter"], "sheets")
    assert [(one.act, one.note) for one in found] == [("按退回意见修改", "请写明邮寄地址。")]


@pytest.mark.requirement("SX-CAT-01")
def test_a_change_of_phone_is_due_within_the_places_days(county: County, sheet: Any) -> None:
    made = out(county, sheet)
    officer = county["disclosure_officer"]
    assert queries.stale(made) is None and worklist.for_person(officer, "sheets") == []
    organisations.change_agency(agency=sheet.agency, by=ledger.SYSTEM, phone="0575-87654321", address="示范路2号")
    found = queries.stale(queries.published(GUIDE, sheet.agency))
    assert found is not None and "联系电话" in found.words and found.since == today()
    rule = rules.at("guide.update", PLACE, today())
    due = clock.due([clock.Event("started", today())], rule, calendars.current()).due_on
    assert rule.unit == "working_day" and found.due_on == due and not found.late
    (item,) = worklist.for_person(officer, "sheets")
    assert (item.act, item.due_on, item.source) == ("更新公开指南", due, rule.source)
    later = queries.stale(found.version, found.due_on + dt.timedelta(days=1))
    assert later is not None and later.since == today()
    second = out(county, again(sheet))
    assert second.number == 2 and queries.stale(second) is None
    assert worklist.for_person(officer, "sheets") == []
    words = {one["label"]: one["words"] for one in queries.version(GUIDE, sheet.agency, 1).content["elements"]}
    assert words["联系电话"] == "0575-12345678", "the earlier version stays"


@pytest.mark.requirement("ZY-MGMT-08b")
def test_where_the_place_says_promptly_it_is_told_at_once_without_a_day(county: County, sheet: Any) -> None:
    made = out(county, sheet)
    organisations.change_agency(agency=sheet.agency, by=ledger.SYSTEM, place="cn/guizhou/zunyi", phone="0851-1")
    made.sheet.agency.refresh_from_db()
    found = queries.stale(made)
    assert found is not None and found.rule.unit == "prompt" and found.due_on is None
    assert [one.act for one in worklist.for_person(county["drafter"], "sheets")] == ["更新公开指南"]


def test_the_same_words_are_not_handed_in_twice(county: County, sheet: Any) -> None:
    out(county, sheet)
    with pytest.raises(NotNow) as refused:
        actions.submit(sheet=again(sheet), by=county["drafter"])
    assert refused.value.code == "catalogue.nothing_new"


@pytest.mark.parametrize("text", ["联系人手机13812345678", "身份证号11010519491231002X"])
def test_numbers_of_persons_never_get_in(county: County, sheet: Any, text: str) -> None:
    with pytest.raises(NotLawful) as refused:
        actions.edit(sheet=sheet, by=county["drafter"], revision=1, changes={"texts": {"ways": text}})
    assert refused.value.code == "catalogue.personal_data" and "获取方式" in refused.value.message
    assert text not in str(again(sheet).content)


def test_only_what_is_text_can_be_written(county: County, sheet: Any) -> None:
    for code in ("phone", "procedure", "nonsense"):
        with pytest.raises(NotLawful):
            actions.edit(sheet=sheet, by=county["drafter"], revision=1, changes={"texts": {code: "x"}})


def test_an_agency_with_a_guide_under_way_does_not_end(county: County, sheet: Any) -> None:
    from gongkai.ledger.gates import pass_gates

    actions.submit(sheet=sheet, by=county["drafter"])
    with pytest.raises(NotNow) as refused:
        pass_gates("organisations.end_agency", sheet.agency, ledger.SYSTEM)
    assert refused.value.code == "catalogue.agency_busy"


@pytest.mark.requirement("CD-GD-01")
def test_one_norm_for_every_agency_and_a_list_that_says_who_has_none(county: County, sheet: Any, client: Any) -> None:
    out(county, sheet)
    client.force_login(county["office.open_government_section"])
    html = client.get("/desk/catalogue/guide/").content.decode()
    assert html.count("尚未编制") == 2 and "第1版" in html
    assert Guide.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalogue_guideversion")
        assert cursor.fetchone()[0] == 1


def test_a_change_in_the_night_counts_for_the_local_day() -> None:
    element, agency = SimpleNamespace(kind="law", code=""), SimpleNamespace(place=PLACE)
    evening = dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC)  # one o'clock of the 21st in Beijing
    assert guide._changed_on(agency, element, evening, dt.date(2026, 11, 22)) == dt.date(2026, 11, 21)
