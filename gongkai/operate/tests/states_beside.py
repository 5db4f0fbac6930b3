"""What stands beside records, in every state, by acts: reviews, inquiries, lists, sheets, the catalogue."""

import datetime as dt
import json
from typing import Any

from gongkai import ledger
from gongkai.catalogue import actions as catalogue_actions
from gongkai.catalogue import shipped
from gongkai.catalogue.models import Catalogue, Item
from gongkai.catalogue.reading import Report
from gongkai.catalogue.sheets import actions as sheet_actions
from gongkai.catalogue.sheets.forms import EDITORS
from gongkai.catalogue.sheets.kinds import KINDS, Kind
from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.files import actions as file_actions
from gongkai.inquiries import actions as inquiry_actions
from gongkai.inquiries.models import Inquiry
from gongkai.operate.tests import objects
from gongkai.operate.tests.states import Thing, fresh, withheld
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.organisations.queries import today
from gongkai.records import actions
from gongkai.records.actions import withholding
from gongkai.records.models import Record, WithheldList
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review import secrecy
from gongkai.review.models import Review
from gongkai.testing import PLACE, START, County, complete_draft, sign_all

OUTSIDE = "驻示范县某部"  # a body without people in this system
OTHER_PLACE = "cn/zhejiang/shaoxing"  # its catalogue may be replaced without touching what records are published under


# --- reviews ---------------------------------------------------------------------------------------------------------


def reviews(county: County) -> dict[str, Thing]:
    drafter, head = county["drafter"], county["section_head"]
    found = {state: actions.submit(record=complete_draft(county), by=drafter) for state in REVIEWS}
    for state, step in REVIEWS.items():
        _signed_until(county, found[state], step)
    for state in ("asked", "answered"):
        _ask_above(county, found[state], answered=state == "answered")
    sign_all(county, found["approved"])
    review_actions.return_(review=found["returned"], by=head, reason="请补充依据和附件")
    review_actions.cancel(review=found["cancelled"], by=drafter, reason="需要补充")
    return {state: _review(Review.objects.get(pk=review.pk)) for state, review in found.items()}


# State -> the step that it waits for, before anything else happens to it.
REVIEWS = {"open": "初审初校", "second": "复审复校", "secrecy": objects.STEP, "asked": objects.STEP,
           "answered": objects.STEP, "last": "终审终校", "approved": "", "returned": "", "cancelled": ""}  # fmt: skip


def _review(review: Review) -> Thing:
    return Thing(review.pk, review, {"seen": json.dumps(review.parts), "target": secrecy.targets(review)[0]})


def _signed_until(county: County, review: Review, name: str) -> None:
    """Sign every step before the one called `name`; none where there is no such step."""
    while name:
        review = Review.objects.get(pk=review.pk)
        step = review_queries.open_step(review)
        assert step is not None, name
        if step.name == name:
            return
        form = {"conclusion": "public", "basis": "不涉及国家秘密、工作秘密", "marked": True} if step.form else {}
        person = review_queries.signers(review, step).first()
        review_actions.sign(review=review, by=person, seen=review.parts, form=form)


def _ask_above(county: County, review: Review, answered: bool) -> None:
    by = county["secrecy_reviewer"]
    question = review_actions.escalate(
        review=review, by=by, target=secrecy.targets(review)[0], question="坐标是否可以公开？"
    )
    if answered:
        review_actions.answer(escalation=question, by=by, conclusion="public", answer_number="示保函〔2026〕3号")


# --- questions to other makers ---------------------------------------------------------------------------------------


def inquiries(county: County) -> dict[str, Thing]:
    drafter, leader = county["drafter"], county["other.leader_in_charge"]
    states = ("asked", "agreed", "disagreed", "coordinated", "withdrawn", "reminded", "overtaken")
    found = {state: _asked(county, county.other.name) for state in states}
    found["outside"] = _asked(county, OUTSIDE)
    inquiry_actions.answer(inquiry=found["agreed"], by=leader, agree=True, seen=found["agreed"].parts)
    for state in ("disagreed", "coordinated"):
        one = found[state]
        inquiry_actions.answer(inquiry=one, by=leader, agree=False, seen=one.parts, opinion="人数与我局统计不一致")
    section = county[f"office.{Role.SECTION}"]
    inquiry_actions.coordinate(inquiry=found["coordinated"], by=section, release=True, decision="以民政局统计为准")
    inquiry_actions.withdraw(inquiry=found["withdrawn"], by=drafter, reason="改为单独发文")
    inquiry_actions.remind(inquiry=found["reminded"], by=drafter)
    changed = Record.objects.get(pk=found["overtaken"].subject_id)
    actions.edit(record=changed, by=drafter, revision=changed.revision, changes={"html": "<p>改过的内容。</p>"})
    return {state: _inquiry(Inquiry.objects.get(pk=one.pk)) for state, one in found.items()}


def _asked(county: County, name: str) -> Inquiry:
    record = complete_draft(county, title="关于联合开展检查的通知", joint_issuers=name)
    file = file_actions.store("共同附件".encode(), "共同附件.txt", None)
    actions.attach(record=record, by=county["drafter"], file=file)
    return inquiry_actions.ask(
        subject=fresh(record), by=county["drafter"], name=name, question="请核对是否准确",
        due_on=today() + dt.timedelta(days=5),
    )  # fmt: skip


def _inquiry(inquiry: Inquiry) -> Thing:
    file = Record.objects.get(pk=inquiry.subject_id).attachments.select_related("file").get().file
    return Thing(inquiry.pk, inquiry, {"seen": json.dumps(inquiry.parts), "sha256": file.sha256})


# --- lists of what is not published ----------------------------------------------------------------------------------


def withheld_lists(county: County) -> dict[str, Thing]:
    """A list of each state, each of a year of its own, with an entry; in two of them a piece of the year is missing."""
    found, officer = {}, county["disclosure_officer"]
    for year, state in enumerate(("open", "incomplete", "closed", "filed"), 2022):
        of = withholding.open_list(agency=county.department, kind="documents", year=year, by=officer)
        fields = {"title": "值班表", "ground": "internal_affairs", "reason": "属于内部事务"}
        entry = withholding.enter(of=of, by=officer, **fields)
        if state in ("closed", "filed"):
            withholding.close_list(of=of, by=officer)
        if state == "filed":
            withholding.file_list(of=of, by=county[f"office.{Role.SECTION}"], receipt="示备3号")
        found[state] = of, {"entry": entry.pk}
        if state in ("incomplete", "closed"):  # decided not public since
            found[state][1]["record"] = _of_year(county, year).pk
    return {state: Thing(of.pk, WithheldList.objects.get(pk=of.pk), words) for state, (of, words) in found.items()}


def _of_year(county: County, year: int) -> Record:
    record = withheld(county, date_made=f"{year}-06-01")
    number, day = f"示财〔{year}〕91号", dt.date(year, 6, 2)
    return actions.issue(record=record, by=county["disclosure_officer"], number=number, issued_on=day)


# --- guides and profiles ---------------------------------------------------------------------------------------------

SHEETS = ("none", "draft", "in_review", "approved", "published", "changing")


def sheets_of(county: County, kind: Kind, agencies: dict[str, Agency]) -> dict[str, Thing]:
    found = {}
    for state, agency in agencies.items():
        sheet = _sheet(county, kind, agency, state) if state != "none" else None
        words = {"edited": _sheet_form(kind, sheet), "number": 1} if sheet else {"number": 1}
        found[state] = Thing(agency.pk, sheet, words)
    return found


def sheets_agencies(county: County) -> dict[str, Agency]:
    """State -> an agency of its own, at which the department's people hold the same posts."""
    found = {}
    for state in SHEETS:
        found[state] = agency = organisations.open_agency(
            name=f"示范县第{len(found) + 1}局", short_name=f"第{len(found) + 1}局", kind=Agency.Kind.DEPARTMENT,
            place=PLACE, from_on=START, by=ledger.SYSTEM,
        )  # fmt: skip
        organisations.change_agency(agency=agency, by=ledger.SYSTEM, **sheets.FACTS)
        for role in Role:
            if role != Role.SECTION:
                objects.appoint(county[str(role)], agency, role)
    return found


def sheets_changes(kind: Kind, sheet: Any) -> dict[str, Any]:
    """What makes the next version differ from the one in public."""
    if kind.code == "profile":
        return {"duties": "负责财政和国有资产管理。"}
    return {"texts": sheet.content["texts"] | {"ways": "到办公室查阅。"}}


def _sheet(county: County, kind: Kind, agency: Agency, state: str) -> Any:
    by = county["drafter"]
    sheet = sheet_actions.open_(kind=kind, agency=agency, by=by)
    if kind.code == "profile":
        sheet = sheet_actions.edit(sheet=sheet, by=by, revision=sheet.revision, changes=sheets.PROFILE_FACTS)
    if state == "draft":
        return sheet
    review = sheet_actions.submit(sheet=sheet, by=by)
    if state == "in_review":
        return sheets.again(sheet)
    sign_all(county, review)
    if state == "approved":
        return sheets.again(sheet)
    sheet_actions.publish(sheet=sheets.again(sheet), by=county["disclosure_officer"])
    sheet = sheets.again(sheet)
    if state == "changing":
        changes = sheets_changes(kind, sheet)
        sheet = sheet_actions.edit(sheet=sheet, by=by, revision=sheet.revision, changes=changes)
    return sheet


def _sheet_form(kind: Kind, sheet: Any) -> dict[str, Any]:
    """The editor's fields as a browser would send them, with one of them changed."""
    data: dict[str, Any] = {}
    for part in EDITORS[kind.code](sheet).parts:
        rows = hasattr(part, "forms")  # leaders, offices: those that are filled, none of the empty ones
        for form in (part.management_form, *part.forms[: part.initial_form_count()]) if rows else (part,):
            values = {form.add_prefix(name): form[name].value() for name in form.fields}
            data |= {name: value for name, value in values.items() if value not in (None, "", False)}
        if rows:
            data[part.management_form.add_prefix("TOTAL_FORMS")] = part.initial_form_count()
    return data | {"ways": "来人查阅。", "duties": "负责财政、国有资产和政府采购管理。"}


def sheets_states(county: County) -> dict[str, dict[str, Thing]]:
    agencies = sheets_agencies(county)
    return {code: sheets_of(county, kind, agencies) for code, kind in KINDS.items()}


# --- the catalogue ---------------------------------------------------------------------------------------------------


def catalogues(county: County) -> dict[str, dict[str, Thing]]:
    """Three versions of another place's catalogue, an item of each, and an agency that answers for the item."""
    versions: dict[str, Catalogue] = {}
    by = ledger.SYSTEM
    table, report = shipped.report(OTHER_PLACE, today())
    few = Report(report.rows[:5])  # the pages of all three hundred items would say nothing more
    for state in ("superseded", "in_force", "draft"):
        versions[state] = catalogue_actions.import_catalogue(
            place=OTHER_PLACE, by=by, title=table.title, since=table.since, source=table.source, report=few
        )
        item = versions[state].items.order_by("order").first()
        catalogue_actions.assign(item=item, agency=county.department, by=by)
        if state != "draft":
            catalogue_actions.adopt(catalogue=versions[state], by=by)
    found: dict[str, dict[str, Thing]] = {"catalogue": {}, "item": {}, "assignment": {}}
    for state, version in versions.items():
        item = Item.objects.filter(catalogue=version).order_by("order").first()
        assert item is not None
        words = {"other": county.other.pk, "media": "csv"}
        found["catalogue"][state] = Thing(version.pk, Catalogue.objects.get(pk=version.pk), words)
        found["item"][state] = Thing(item.pk, item, words)
        assignment = item.assignments.get(agency=county.department)
        found["assignment"][state] = Thing(assignment.pk, assignment, words)
    return found
