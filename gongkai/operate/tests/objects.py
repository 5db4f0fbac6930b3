"""One of everything an address can name, made by acts: what the table of addresses × roles is asked about."""

import datetime as dt
import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from gongkai import ledger
from gongkai.catalogue import actions as catalogue_actions
from gongkai.catalogue import periods, statements
from gongkai.catalogue.sheets import actions as sheet_actions
from gongkai.catalogue.sheets import queries as sheet_queries
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE
from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.checks import queries as check_queries
from gongkai.desk import feed
from gongkai.desk.models import SavedFilter
from gongkai.files import actions as file_actions
from gongkai.ledger.models import Entry
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Post, Role
from gongkai.organisations.queries import today
from gongkai.records import actions, checking, editing
from gongkai.records.actions import withholding
from gongkai.records.models import Record
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review import secrecy
from gongkai.review.models import Review
from gongkai.testing import PASSWORD, PLACE, START, County, approved, complete_draft, published, sign_all

RESIDENT_ID = "11010519491231002X"  # a number of the right form that belongs to nobody
STEP = "保密审查"


def people(county: County) -> dict[str, Any]:
    """Who asks: everybody of one department, the section, the three administrators, and a stranger.

    The stranger holds every post there is, but in another agency: whatever a post opens, it opens at home only.
    """
    found: dict[str, Any] = {str(role): county[str(role)] for role in Role if role != Role.SECTION}
    found[str(Role.SECTION)] = county[f"office.{Role.SECTION}"]
    stranger = account("stranger")
    for role in Role:
        if role != Role.SECTION:
            appoint(stranger, county.other, role)
    return found | {"stranger": stranger} | county.administrators


def account(username: str) -> Any:
    return organisations.open_account(username=username, name=username, password=PASSWORD, by=ledger.SYSTEM)


def appoint(person: Any, agency: Any, role: str) -> Post:
    return organisations.appoint(person=person, agency=agency, role=role, from_on=START, by=ledger.SYSTEM)


def clients(county: County) -> dict[str, Client]:
    """A browser for each, `anonymous` first."""
    found = {"anonymous": Client(headers={"host": "localhost"})}
    for name, person in people(county).items():
        found[name] = Client(headers={"host": "localhost"})
        found[name].force_login(person)
    return found


def everything(county: County) -> dict[str, Any]:
    """What stands in braces in the table -> the object's key, or the value to send."""
    return {
        "today": today().isoformat(),
        **_records(county),
        **_reviews(county),
        **_standing(county),
        **_sheets(county),
        **_lists(county),
    }


def _records(county: County) -> dict[str, Any]:
    draft = complete_draft(county)
    flawed = complete_draft(county, html=f"<p>联系人身份证号 {RESIDENT_ID}。</p>")
    checking.run(flawed, county["drafter"])
    report = check_queries.latest(flawed)
    assert report is not None
    ready, issued = approved(county), approved(county)
    officer = county["disclosure_officer"]
    issued = actions.issue(record=issued, by=officer, number="示财〔2026〕2号", issued_on=dt.date(2026, 6, 2))
    correcting = published(county, "示财〔2026〕3号")
    actions.correct(record=correcting, by=county["drafter"], reason="第三条的日期有误")
    withdrawn = published(county, "示财〔2026〕4号")
    actions.withdraw(record=withdrawn, by=officer, reason="内容有误，重新发布")
    out, file = _with_file(county)
    return {
        "draft": draft.pk, "flawed": flawed.pk, "finding": check_queries.findings(report)[0].fingerprint,
        "approved": ready.pk, "issued": issued.pk, "published": out.pk, "correcting": correcting.pk,
        "withdrawn": withdrawn.pk, "sha256": file.sha256, "file": file_actions.address(file),
        "edited": _form(draft),
    }  # fmt: skip


def _lists(county: County) -> dict[str, Any]:
    """An open list with an entry, from which a withheld record is missing; a list handed in for filing."""
    officer = county["disclosure_officer"]
    made = withholding.open_list(agency=county.department, kind="items", year=today().year, by=officer)
    entry = withholding.enter(of=made, by=officer, title="值班表", ground="internal_affairs", reason="属于内部事务")
    record = complete_draft(county)
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="internal_affairs", reason="属于内部事务"
    )
    actions.submit(record=record, by=county["drafter"])
    closed = withholding.open_list(agency=county.department, kind="documents", year=2024, by=officer)
    withholding.close_list(of=closed, by=officer)
    return {
        "withheld": made.pk, "withheld_entry": entry.pk, "withheld_record": record.pk, "closed_list": closed.pk,
    }  # fmt: skip


def _with_file(county: County) -> tuple[Record, Any]:
    record = complete_draft(county)
    file = file_actions.store("附表".encode(), "附表.txt", None)
    actions.attach(record=record, by=county["drafter"], file=file)
    sign_all(county, actions.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"]))
    officer = county["disclosure_officer"]
    record = Record.objects.get(pk=record.pk)
    actions.issue(record=record, by=officer, number="示财〔2026〕1号", issued_on=dt.date(2026, 6, 2))
    actions.publish(record=record, by=officer)
    return record, file


def _form(record: Record) -> dict[str, Any]:
    """The editor's fields as a browser would send them back."""
    form = editing.EditForm(record=Record.objects.get(pk=record.pk))
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, "", False, [])}


def _reviews(county: County) -> dict[str, Any]:
    first, secret, asked = (actions.submit(record=complete_draft(county), by=county["drafter"]) for _ in range(3))
    secret, asked = sign_until(secret, STEP), sign_until(asked, STEP)
    target, reviewer = secrecy.targets(asked)[0], county["secrecy_reviewer"]
    review_actions.escalate(review=asked, by=reviewer, target=target, question="坐标是否可以公开？")
    return {
        "reviewed": first.subject_id, "review": first.pk, "seen": json.dumps(first.parts), "secrecy": secret.pk,
        "target": target, "asked": asked.pk,
    }  # fmt: skip


def _sheets(county: County) -> dict[str, Any]:
    """The department's guide: published once, being changed. Its profile: published once, the next one approved."""
    by = county["drafter"]
    sheets.published(county, PROFILE)
    profile = sheets.again(sheet_queries.sheet_of(PROFILE, county.department))
    changes = {"duties": "负责财政和国有资产管理。"}
    sheet_actions.edit(sheet=profile, by=by, revision=profile.revision, changes=changes)
    sign_all(county, sheet_actions.submit(sheet=profile, by=by))
    guide = sheets.again(sheets.published(county, GUIDE).sheet)
    changes = {"texts": guide.content["texts"] | {"ways": "到办公室查阅。"}}
    guide = sheet_actions.edit(sheet=guide, by=by, revision=guide.revision, changes=changes)
    return {"guide_revision": guide.revision}


def sign_until(review: Review, name: str) -> Review:
    """Let the right people sign every step before the one called `name`."""
    while True:
        review = Review.objects.get(pk=review.pk)
        step = review_queries.open_step(review)
        assert step is not None, name
        if step.name == name:
            return review
        person = review_queries.signers(review, step).first()
        review_actions.sign(review=review, by=person, seen=review.parts)


def _standing(county: County) -> dict[str, Any]:
    drafter, by = county["drafter"], ledger.SYSTEM
    idle = account("idle")
    Authenticator.objects.create(user=idle, type=Authenticator.Type.TOTP, data={"secret": "of a telephone"})
    post = appoint(account("holder"), county.department, Role.SECTION_HEAD)
    deputy = organisations.deputise(
        post=Post.objects.get(person=county["principal"]), person=county["leader_in_charge"], from_on=today(),
        to_on=today(), reason="外出", by=by,
    )  # fmt: skip
    room = organisations.open_office(agency=county.department, name="预算科", by=by)
    free = county.catalogue.items.exclude(assignments__agency=county.other).first()
    assignment = county.item.assignments.get(agency=county.department)
    new = catalogue_actions.import_catalogue(place=PLACE, by=by, title="目录（草稿）")
    entry = Entry.objects.order_by("id").first()
    assert entry is not None
    return {
        "department": county.department.pk, "other": county.other.pk, "room": room.pk, "code": county.item.code,
        "item": county.item.pk, "catalogue": county.catalogue.pk, "new_catalogue": new.pk,
        "assignment": assignment.pk, "free": free.pk, "account": drafter.pk, "idle": idle.pk, "post": post.pk,
        "deputy": deputy.pk, "entry": entry.pk, "chain": entry.chain_id,
        "filter": SavedFilter.objects.create(person=drafter, name="超期", query="late=on").pk,
        "token": feed.address(drafter).partition("token=")[2],
    } | _duties(county)  # fmt: skip



def _duties(county: County) -> dict[str, Any]:
    """An item of the department under which nothing is public, an ended quarter, a statement about another item."""
    quiet, other = (county.catalogue.items.get(number=number) for number in (23, 24))
    quarter, *_ = periods.offered(quiet, statements.facts(county.department, quiet), today())
    made = catalogue_actions.state(
        agency=county.department, item=other, period=quarter, reason="没有此类信息", by=county["disclosure_officer"]
    )
    return {"quiet": quiet.code, "quarter": quarter.key, "statement": made.pk}
