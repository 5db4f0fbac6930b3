"""机构概况: duties, contact, leaders and offices, written by the agency, reviewed, published, kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from gongkai import ledger, pages, worklist
from gongkai.catalogue import registry
from gongkai.catalogue.sheets import actions, photos, queries
from gongkai.catalogue.sheets.forms import ProfileEditor
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE
from gongkai.catalogue.tests import sheets_world
from gongkai.catalogue.tests.sheets_world import LEADER, PROFILE_FACTS, again, out
from gongkai.files.models import PublicCopy
from gongkai.ledger.queries import history, sealed_values
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import ProfileVersion
from gongkai.organisations.queries import today
from gongkai.pages.models import Page
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, sign_all

# The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.fixture
def sheet(county: County) -> Any:
    found = actions.open_(kind=PROFILE, agency=county.department, by=county["drafter"])
    return actions.edit(sheet=found, by=county["drafter"], revision=1, changes=PROFILE_FACTS)


@pytest.mark.requirement("SX-CAT-03")
def test_a_published_profile_holds_what_art_20_names_and_becomes_the_registers(county: County, sheet: Any) -> None:
    unit = organisations.open_agency(
        by=ledger.SYSTEM, name="示范县财政监督所", short_name="财监所", kind="authorised_organisation",
        place=county.office.place, from_on="2020-01-01", parent=county.department, phone="0575-12345600",
    )  # fmt: skip
    made = out(county, sheet)
    held = made.content
    assert (held["leaders"][0]["name"], held["leaders"][0]["cv"]) == ("局长（演示）", "2020年起任现职。")
    assert held["subordinates"] == [{"id": unit.pk, "name": unit.name, "phone": unit.phone}]
    agency = again(sheet).agency
    assert (agency.phone, agency.address, agency.duties) == ("0575-12345678", "示范路1号", PROFILE_FACTS["duties"])
    assert list(agency.offices.values_list("name", "phone")) == [
        ("办公室", "0575-12345678"),
        ("预算科", "0575-12345670"),
    ]
    entry = history(agency).last()
    assert entry is not None and entry.act == "organisations.agency_changed" and entry.after["phone"] == agency.phone
    for change in (ProfileVersion.objects.all().delete, lambda: ProfileVersion.objects.update(number=3)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_register_does_not_follow_before_publication(county: County, sheet: Any) -> None:
    sign_all(county, actions.submit(sheet=sheet, by=county["drafter"]))
    assert again(sheet).state == "approved" and again(sheet).agency.phone == ""


def test_what_art_20_asks_for_and_nobody_entered_is_named(county: County) -> None:
    sheet = actions.open_(kind=PROFILE, agency=county.department, by=county["drafter"])
    with pytest.raises(NotLawful) as refused:
        actions.submit(sheet=sheet, by=county["drafter"])
    assert refused.value.facts["missing"] == ["主要职能", "机构设置", "办公地址", "办公时间", "联系电话", "负责人姓名"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"phone": "13812345678"}, "联系电话"),
        ({"leaders": [LEADER | {"cv": "身份证号11010519491231002X"}]}, "局长（演示）的简历"),
        ({"offices": [{"name": "办公室", "duties": "", "phone": "13812345678"}]}, "办公室的联系电话"),
    ],
)
def test_numbers_of_persons_are_refused_where_they_stand(
    county: County, sheet: Any, changes: dict[str, Any], where: str
) -> None:
    with pytest.raises(NotLawful) as refused:
        actions.edit(sheet=sheet, by=county["drafter"], revision=sheet.revision, changes=changes)
    assert refused.value.code == "catalogue.personal_data" and refused.value.facts["fields"] == [where]
    assert "138" not in refused.value.message and "1101" not in refused.value.message


@pytest.mark.parametrize(
    "changes",
    [
        {"salary": "1"},
        {"website": "ftp://x"},
        {"phone": "0" * 61},
        {"leaders": [{"name": "局长（演示）", "post": ""}]},
        {"offices": [{"name": "办公室"}, {"name": "办公室"}]},
    ],
)
def test_what_is_faulty_is_refused(county: County, sheet: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(NotLawful):
        actions.edit(sheet=sheet, by=county["drafter"], revision=sheet.revision, changes=changes)
    assert again(sheet).content == sheet.content


def test_the_ledger_keeps_former_words_sealed_and_names_fields_only(county: County, sheet: Any) -> None:
    leaders = [LEADER | {"name": "副局长（演示）", "post": "副局长"}]
    actions.edit(sheet=sheet, by=county["drafter"], revision=sheet.revision, changes={"leaders": leaders})
    entry = history(sheet).last()
    assert entry is not None and entry.facts["changed"] == ["leaders"]
    assert "任现职" not in f"{entry.before}{entry.after}{entry.facts}{entry.reason}"
    assert sealed_values(entry)["before"]["leaders"][0]["cv"] == LEADER["cv"]  # type: ignore[index]


def test_only_the_agencys_own_people_and_only_after_review(county: County, sheet: Any) -> None:
    for stranger in ("other.drafter", "principal", "office.open_government_section"):
        with pytest.raises(NotYours):
            actions.edit(sheet=sheet, by=county[stranger], revision=sheet.revision, changes={"fax": ""})
    with pytest.raises(NotNow):
        actions.publish(sheet=sheet, by=county["disclosure_officer"])
    sign_all(county, actions.submit(sheet=sheet, by=county["drafter"]))
    with pytest.raises(NotYours):
        actions.publish(sheet=again(sheet), by=county["drafter"])


def test_a_renamed_agency_is_told_to_publish_again_and_the_former_name_stays(county: County, sheet: Any) -> None:
    out(county, sheet)
    organisations.change_agency(agency=again(sheet).agency, by=ledger.SYSTEM, name="示范县财政和国资局")
    assert [one.note for one in worklist.for_person(county["drafter"], "sheets")] == ["机关名称已变更"]
    out(county, sheet)
    first, second = (queries.version(PROFILE, sheet.agency, number) for number in (1, 2))
    assert (first.agency_name, second.agency_name) == ("示范县财政局", "示范县财政和国资局")
    assert worklist.for_person(county["drafter"], "sheets") == []


def test_a_new_phone_in_the_profile_makes_the_guide_due(county: County, sheet: Any) -> None:
    out(county, sheet)
    guide = actions.open_(kind=GUIDE, agency=again(sheet).agency, by=county["drafter"])
    organisations.change_agency(agency=guide.agency, by=ledger.SYSTEM, email="czj@example.invalid")
    out(county, guide)
    edited = actions.edit(
        sheet=again(sheet), by=county["drafter"], revision=again(sheet).revision,
        changes={"phone": "0575-87654321", "email": "czj@example.invalid"},
    )  # fmt: skip
    out(county, edited)
    found = [(one.act, one.note) for one in worklist.for_person(county["drafter"], "sheets")]
    assert found == [("更新公开指南", "联系电话、联系方式已变更")]


def test_publication_touches_the_agencys_pages(county: County, sheet: Any) -> None:
    pages.record("/agencies/1/", {f"agency:{county.department.pk}"})
    before = Page.objects.get(path="/agencies/1/").touches
    out(county, sheet)
    assert Page.objects.get(path="/agencies/1/").touches == before + 1


def editor(sheet: Any, files: dict[str, Any] | None = None, **changes: Any) -> ProfileEditor:
    """The editor's page sent back with changes."""
    shown = ProfileEditor(sheet)
    data: dict[str, Any] = {}
    for form in (shown.form, *shown.leaders.forms, *shown.offices.forms):
        for field in form:
            if field.value() not in (None, "", False):
                data[field.html_name] = field.value()
    for rows in (shown.leaders, shown.offices):
        data |= {field.html_name: field.value() for field in rows.management_form}
    return ProfileEditor(sheet, data | changes, files or {})


def test_the_editor_gives_back_what_it_was_given(county: County, sheet: Any) -> None:
    sent = editor(sheet)
    assert sent.is_valid(), [part.errors for part in sent.parts]
    assert (
        actions.edit(
            sheet=sheet, by=county["drafter"], revision=sent.revision(), changes=sent.changes(county["drafter"])
        ).revision
        == sheet.revision
    ), "nothing changed, nothing recorded"
    sent = editor(sheet, **{"leaders-1-name": "副局长（演示）", "leaders-1-post": "副局长", "leaders-1-ORDER": "1",
                            "leaders-0-ORDER": "2", "offices-0-DELETE": "on"})  # fmt: skip
    assert sent.is_valid(), [part.errors for part in sent.parts]
    made = sent.changes(county["drafter"])
    assert [row["post"] for row in made["leaders"]] == ["副局长", LEADER["post"]]
    assert [row["name"] for row in made["offices"]] == ["预算科"]


def test_a_photo_is_public_while_the_version_in_public_shows_it(
    county: County, sheet: Any, settings: Any, tmp_path: Any
) -> None:
    sent = editor(sheet, {"leaders-0-picture": SimpleUploadedFile("证件照.png", PNG, "image/png")})
    assert sent.is_valid()
    changes = sent.changes(county["drafter"])
    sha256 = changes["leaders"][0]["photo"]
    sheet = actions.edit(sheet=sheet, by=county["drafter"], revision=sheet.revision, changes=changes)
    review = actions.submit(sheet=sheet, by=county["drafter"])
    assert not PublicCopy.objects.filter(file__sha256=sha256).exists()
    assert "attachments" in review.parts and photos.hashes(again(sheet).handed) == [sha256]
    sign_all(county, review)
    actions.publish(sheet=again(sheet), by=county["disclosure_officer"])
    copy = PublicCopy.objects.get(file__sha256=sha256)
    assert copy.name == "领导照片.png" and photos.address(sha256).startswith("/files/")
    sheet = again(sheet)
    sheet = actions.edit(
        sheet=sheet, by=county["drafter"], revision=sheet.revision, changes={"leaders": [LEADER | {"photo": ""}]}
    )
    out(county, sheet)
    assert not PublicCopy.objects.filter(file__sha256=sha256).exists()


def test_a_hash_typed_into_the_form_opens_no_other_file(county: County, sheet: Any) -> None:
    sent = editor(sheet, **{"leaders-0-photo": "a" * 64})
    assert sent.is_valid() and sent.changes(county["drafter"])["leaders"][0]["photo"] == ""


def test_a_file_that_is_no_picture_is_refused(county: County, sheet: Any) -> None:
    sent = editor(sheet, {"leaders-0-picture": SimpleUploadedFile("简历.txt", "简历".encode(), "text/plain")})
    assert sent.is_valid()
    with pytest.raises(NotLawful) as refused:
        sent.changes(county["drafter"])
    assert refused.value.code == "catalogue.photo"


def test_a_published_profile_fills_the_items_it_really_speaks_of(county: County) -> None:
    """绍兴目录 3-7: basic facts, offices and heads are there; subordinate bodies this agency has none of."""
    codes = [f"SX-{number:03}" for number in range(1, 8)]
    assert not registry.count([county.department.pk], codes)
    sheets_world.published(county, PROFILE)
    filled = {code for _, code in registry.count([county.department.pk], codes)}
    assert filled == {"SX-003", "SX-005", "SX-006", "SX-007"}
    sheets_world.published(county, GUIDE)
    assert "SX-001" in {code for _, code in registry.count([county.department.pk], codes)}
    days = {one.code for one in registry.published([county.department.pk], codes, today())}
    assert days == filled | {"SX-001"}
