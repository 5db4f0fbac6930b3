"""Import, adopt, assign: one success each, one test per refusal, and what the ledger keeps."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from gongkai import ledger, pages
from gongkai.catalogue import actions, assigning, shipped
from gongkai.catalogue.models import Assignment, Catalogue
from gongkai.catalogue.reading import Report, Row
from gongkai.catalogue.tests.world import PLACE, agency, bring
from gongkai.ledger import queries as entries
from gongkai.pages.models import Page
from gongkai.refusals import NotLawful, NotNow, NotYours

pytestmark = pytest.mark.django_db


def rows(*values: dict) -> Report:
    common = {"content": "内容", "limit_text": "动态更新", "limit_unit": "dynamic", "counted_from": "change"}
    return Report([Row(line, common | value) for line, value in enumerate(values, start=2)])


def enter(report: Report, **more):
    facts = {"place": PLACE, "title": "目录", "since": dt.date(2026, 1, 1), "source": "测试", "by": ledger.SYSTEM}
    return actions.import_catalogue(**(facts | more), report=report)


@pytest.mark.requirement("SX-CAT-00")
def test_the_shipped_catalogue_has_every_column_of_every_row(draft: Catalogue) -> None:
    table, _ = shipped.report(PLACE, dt.date(2026, 11, 22))
    assert draft.items.count() == len(table.items) == 73
    for item, row in zip(draft.items.all(), table.items, strict=True):
        assert (item.number, item.level1, item.level2, item.level3) == (row.no, row.level1, row.level2, row.level3)
        assert (item.content, item.basis, item.limit_text) == (row.content, row.basis, row.limit_text)
    assert draft.items.get(number=10).code == "SX-010"
    assert draft.state == Catalogue.State.DRAFT and draft.version == 1
    entry = entries.history(draft).get()
    assert (entry.act, entry.facts["items"], entry.after["place"]) == ("catalogue.imported", 73, PLACE)


def test_without_a_report_the_shipped_catalogue_is_taken(db: None) -> None:
    made = actions.import_catalogue(place=PLACE, by=ledger.SYSTEM)
    assert made.items.count() == 73 and made.since == dt.date(2024, 12, 28)


def test_a_place_without_a_shipped_catalogue_is_told(db: None) -> None:
    with pytest.raises(NotLawful) as refused:
        actions.import_catalogue(place="cn/guizhou/zunyi", by=ledger.SYSTEM)
    assert refused.value.code == "catalogue.none_shipped" and refused.value.remedy


def test_an_unknown_place_is_refused(db: None) -> None:
    with pytest.raises(NotLawful) as refused:
        enter(rows({"number": 1, "level1": "甲"}), place="cn/nowhere")
    assert refused.value.code == "catalogue.place"


def test_only_the_section_imports(clerk, section) -> None:
    with pytest.raises(NotYours):
        bring(by=clerk)
    assert not Catalogue.objects.exists()
    assert bring(by=section).version == 1


@pytest.mark.requirement("TP-B-04")
def test_a_new_version_supersedes_the_one_in_force_and_keeps_codes(in_force: Catalogue) -> None:
    report = rows(
        {"number": 1, "level1": "法定主动公开内容", "level2": "财政预决算", "level3": "政府预算"},
        {"number": 2, "level1": "法定主动公开内容", "level2": "新的一类"},
    )
    second = actions.adopt(catalogue=enter(report), by=ledger.SYSTEM)
    in_force.refresh_from_db()
    assert (second.version, second.state, in_force.state) == (2, "in_force", "superseded")
    assert second.items.get(number=1).code == in_force.items.get(level3="政府预算").code == "SX-019"
    fresh = second.items.get(number=2).code
    assert not in_force.items.filter(code=fresh).exists()
    assert [entry.act for entry in entries.history(in_force)][-1] == "catalogue.superseded"
    assert entries.history(second).last().before == 1


def test_at_most_one_version_is_in_force(in_force: Catalogue, db: None) -> None:
    other = bring()
    with pytest.raises(IntegrityError), transaction.atomic():
        Catalogue.objects.filter(pk=other.pk).update(state="in_force")


def test_adoption_assigns_by_kind_function_name_and_everybody(in_force, office, finance, civil, town) -> None:
    def who(number: int) -> set[str]:
        found = Assignment.objects.filter(item__catalogue=in_force, item__number=number)
        return set(found.values_list("agency__short_name", flat=True))

    assert who(19) == {"财政局"}
    assert who(49) == {"民政局"}
    assert who(2) == {"政府办公室"}
    assert who(21) == {"财政局", "民政局", "城关镇", "政府办公室"}
    named = rows(
        {"number": 1, "level1": "甲", "responsible": ["城关镇", "各部门"]},
        {"number": 2, "level1": "乙", "responsible": ["各级行政机关"]},
    )
    second = actions.adopt(catalogue=enter(named), by=ledger.SYSTEM)
    assert second.items.get(number=1).assignments.count() == 4
    assert second.items.get(number=2).assignments.count() == 4


def test_items_without_an_agency_are_named_in_the_ledger(in_force: Catalogue) -> None:
    entry = entries.history(in_force).get(act="catalogue.adopted")
    assert 40 in entry.facts["without_agency"] and 19 not in entry.facts["without_agency"]


def test_what_was_done_by_hand_outlives_a_version(in_force, civil, finance, section) -> None:
    budget = in_force.items.get(number=19)
    actions.assign(item=budget, agency=civil, by=section, reason="代编预算")
    actions.unassign(assignment=budget.assignments.get(agency=finance), by=section)
    second = actions.adopt(catalogue=bring(), by=section)
    kept = second.items.get(code=budget.code).assignments.all()
    assert [(one.agency, one.by_hand) for one in kept] == [(civil, True)]


def test_assigning_twice_changes_nothing(in_force, civil, section) -> None:
    item = in_force.items.get(number=19)
    first = actions.assign(item=item, agency=civil, by=section)
    assert actions.assign(item=item, agency=civil, by=section) == first
    assert [entry.act for entry in entries.history(item)] == ["catalogue.assigned"]


def test_an_agency_that_ended_gets_nothing(in_force, civil, finance, section) -> None:
    civil.to_on, civil.successor = dt.date(2026, 1, 1), finance
    civil.save()
    with pytest.raises(NotLawful) as refused:
        actions.assign(item=in_force.items.get(number=19), agency=civil, by=section)
    assert "财政局" in refused.value.remedy
    actions.reassign(catalogue=in_force, by=section)
    assert not Assignment.objects.filter(item__catalogue=in_force, agency=civil).exists()


def test_agencies_opened_later_are_assigned_again(in_force, section) -> None:
    school = agency("教育局", "department", ["education"])
    assert actions.reassign(catalogue=in_force, by=section) > 0
    assert in_force.items.get(number=40).assignments.get().agency == school
    assert actions.reassign(catalogue=in_force, by=section) == 0


def test_states_are_guarded(in_force, draft, section) -> None:
    for act in (actions.adopt, actions.discard):
        with pytest.raises(NotNow):
            act(catalogue=in_force, by=section)
    actions.adopt(catalogue=bring(), by=section)
    old = in_force.items.first()
    with pytest.raises(NotNow):
        actions.assign(item=old, agency=section.posts.first().agency, by=section)
    with pytest.raises(NotNow):
        actions.link(item=old, url="https://example.gov.cn/", by=section)
    with pytest.raises(NotNow):
        actions.reassign(catalogue=Catalogue.objects.get(pk=in_force.pk), by=section)


def test_a_catalogue_without_items_is_not_adopted(section) -> None:
    empty = Catalogue.objects.create(place=PLACE, title="空", version=1, since=dt.date(2026, 1, 1), source="测试")
    with pytest.raises(NotLawful) as refused:
        actions.adopt(catalogue=empty, by=section)
    assert "第十二条" in refused.value.source


def test_a_draft_can_be_dropped(draft: Catalogue, section) -> None:
    actions.discard(catalogue=draft, by=section, reason="文件选错")
    assert not Catalogue.objects.exists()


@pytest.mark.requirement("SX-CAT-42")
def test_an_item_may_be_a_link_to_another_system(in_force, section, clerk) -> None:
    item = in_force.items.get(number=42)
    assert "跳转链接" in item.note
    actions.link(item=item, url="https://service.example.gov.cn/insurance", by=section)
    item.refresh_from_db()
    assert item.link_url == "https://service.example.gov.cn/insurance"
    with pytest.raises(NotLawful) as refused:
        actions.link(item=item, url="javascript:alert(1)", by=section)
    assert refused.value.code == "catalogue.link"
    with pytest.raises(NotYours):
        actions.link(item=item, url="", by=clerk)


@pytest.mark.requirement("CD-GD-06")
def test_an_item_keeps_content_form_limit_procedure_and_unit(db: None) -> None:
    report = rows({"number": 1, "level1": "甲", "form": "政府网站", "procedure": "三审三校", "responsible": ["财政局"]})
    item = enter(report).items.get()
    assert (item.content, item.form, item.limit_text, item.procedure, item.responsible) == (
        "内容", "政府网站", "动态更新", "三审三校", ["财政局"],
    )  # fmt: skip


def test_every_word_of_the_shipped_catalogue_has_a_chinese_name(draft: Catalogue) -> None:
    words = {word for item in draft.items.all() for word in item.responsible}
    assert all(not assigning.label(word).isascii() for word in words), words


def test_pages_that_show_the_catalogue_are_made_again(draft: Catalogue) -> None:
    def touches() -> int:
        return Page.objects.get(path="/catalogue/").touches

    pages.record("/catalogue/", ["catalogue"])
    seen = touches()

    def touched() -> bool:
        nonlocal seen
        before, seen = seen, touches()
        return seen > before

    actions.adopt(catalogue=draft, by=ledger.SYSTEM)
    assert touched()
    other, item = agency("县档案馆", "department"), draft.items.get(number=10)
    assignment = actions.assign(item=item, agency=other, by=ledger.SYSTEM)
    assert touched()
    actions.assign(item=item, agency=other, by=ledger.SYSTEM)
    assert not touched()  # nothing has changed
    actions.unassign(assignment=assignment, by=ledger.SYSTEM)
    assert touched()
    actions.reassign(catalogue=draft, by=ledger.SYSTEM)
    touched()
    Assignment.objects.filter(by_hand=False).delete()
    assert actions.reassign(catalogue=draft, by=ledger.SYSTEM) and touched()
