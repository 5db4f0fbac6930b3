"""One of everything an address can name, made by acts: what the table of addresses × roles is asked about."""

import datetime as dt
import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from gongkai import ledger
from gongkai.catalogue import actions as catalogue_actions
from gongkai.catalogue import periods, statements
from gongkai.catalogue.points import actions as point_actions
from gongkai.catalogue.sheets import actions as sheet_actions
from gongkai.catalogue.sheets import queries as sheet_queries
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE
from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.checks import actions as check_actions
from gongkai.checks import queries as check_queries
from gongkai.desk import feed
from gongkai.desk.models import SavedFilter
from gongkai.files import actions as file_actions
from gongkai.files.tests import makers
from gongkai.inquiries import actions as inquiry_actions
from gongkai.ledger.models import Entry
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Post, Role
from gongkai.organisations.queries import today
from gongkai.records import actions, checking, edit_form, reading_versions
from gongkai.records.actions import withholding
from gongkai.records.actions.relating import Claim
from gongkai.records.cleanups import Row
from gongkai.records.models import Record
from gongkai.records.redaction import Removal
from gongkai.records.tests import documents
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review import secrecy
from gongkai.review.models import Review, Signature
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
        "word": _word(),
        "error": _error(county),
        "today": today().isoformat(),
        **_records(county),
        **_documents(county),
        **_reviews(county),
        **_standing(county),
        **_sheets(county),
        **_lists(county),
        **_partial(county),
        **_joint(county),
        **_inspections(county),
    }


def _inspections(county: County) -> dict[str, Any]:
    """The stranger's agency is the secrecy administration: a form it may inspect, one whose correction it ordered."""
    organisations.change_agency(agency=county.other, functions=["secrecy_administration"], by=ledger.SYSTEM)
    form, wrong = Signature.objects.exclude(form={}).filter(review__state="approved").order_by("pk")[:2]
    words = {"finding": "没有写明对照的保密事项范围", "due_on": today()}
    order = review_actions.order_correction(signature=wrong, by=county["other.principal"], **words)
    return {"form": form.pk, "order": order.pk}


def _partial(county: County) -> dict[str, Any]:
    """An original that stays closed, and the public part of another one."""
    keys = {}
    for name in ("partial", "part"):
        record = complete_draft(county)
        actions.determine_attribute(
            record=record, by=county["drafter"], attribute="withheld", ground="security", reason="写明了库房的位置"
        )
        sign_all(county, actions.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"]))
        keys[name] = record.pk
    gone = [Removal("总体要求", "security")]
    whole = Record.objects.get(pk=keys["part"])
    part = actions.make_public_part(record=whole, by=county["drafter"], revision=whole.revision, removals=gone)
    marked = Record.objects.get(pk=keys["partial"])
    return keys | {"part": part.pk, "part_revision": part.revision, "partial_revision": marked.revision}


def _joint(county: County) -> dict[str, Any]:
    """Drafts made with the stranger's agency: one being asked about, one answered with a no; the third not asked."""
    found: dict[str, Any] = {}
    due = today() + dt.timedelta(days=5)
    for name in ("inquiry", "disputed", "joint"):
        record = complete_draft(county, title="关于联合开展检查的通知", joint_issuers=county.other.name)
        file = file_actions.store("共同附件".encode(), "共同附件.txt", None)
        actions.attach(record=record, by=county["drafter"], file=file)
        found["joint"] = record.pk
        if name == "joint":
            break
        common = {"subject": Record.objects.get(pk=record.pk), "by": county["drafter"], "name": county.other.name}
        inquiry = inquiry_actions.ask(question="请核对是否准确", due_on=due, **common)
        found |= {name: inquiry.pk, "inquiry_seen": json.dumps(inquiry.parts), "inquiry_file": file.sha256}
        if name == "disputed":
            leader = county["other.leader_in_charge"]
            seen = inquiry.parts
            inquiry_actions.answer(inquiry=inquiry, by=leader, agree=False, seen=seen, opinion="人数与我局统计不一致")
        else:
            found["inquiry_parts"] = json.dumps(inquiry.parts)
    found["other_name"] = county.other.name
    return found | {"inquiry_seen": found["inquiry_parts"]}


def _error(county: County) -> int:
    """What a citizen says is wrong with the department's page."""
    path = f"/agencies/{county.department.pk}/"
    return actions.report_error(kind="content", text="电话写错了。", contact="13800000000", path=path)[0].pk


def _word() -> int:
    """A word that the section keeps."""
    return check_actions.add_word(wrong="测试旧词", kind="style", reason="测试用", by=ledger.SYSTEM).pk


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
    overturned = published(county, "示财〔2026〕5号")
    actions.overturn(record=overturned, by=officer, on=today(), outcome="revoked", document="行政复议决定书")
    out, file = _with_file(county)
    annexed = complete_draft(county)
    scan = file_actions.store(makers.pdf(b"page"), "附图.pdf", None)
    annex_pdf = actions.attach(record=annexed, by=county["drafter"], file=scan)
    annex = actions.attach(
        record=annexed, by=county["drafter"], file=file_actions.store("附录".encode(), "附录.txt", None)
    )
    annex = actions.make_reading(attachment=annex, by=county["drafter"])
    return {
        "draft": draft.pk, "flawed": flawed.pk, "finding": check_queries.findings(report)[0].fingerprint,
        "approved": ready.pk, "issued": issued.pk, "published": out.pk, "correcting": correcting.pk,
        "withdrawn": withdrawn.pk, "overturned": overturned.pk,
        "sha256": file.sha256, "file": file_actions.address(file),
        "edited": _form(draft), "annexed": annexed.pk, "annex": annex.pk, "annex_pdf": annex_pdf.pk,
        "annex_seen": reading_versions.seen(annex),
        "annex_revision": Record.objects.get(pk=annexed.pk).revision,
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


def _documents(county: County) -> dict[str, Any]:
    """A term that ends, a time that is set, another agency's word on a document, the result of a clean-up."""
    officer, day = county["disclosure_officer"], today()
    until = (day + dt.timedelta(days=60)).isoformat()
    ending = documents.public(county, "示财〔2026〕41号", "将要到期的办法", expires_on=until)
    dated, timed = (
        documents.issued(county, f"示财〔2026〕{number}号", "定时公开的通知", on=day, date_made=day.isoformat())
        for number in (42, 43)
    )
    soon = timezone.now() + dt.timedelta(hours=1)
    actions.schedule(record=timed, by=officer, publish_at=soon)
    claims = [Claim("repeals", ending)]
    source = documents.public(county, "示民〔2026〕44号", "民政局的决定", who="other", claims=claims)
    old = documents.public(county, "示财〔2026〕45号", "清理的办法")
    row = Row(2, number="示财〔2026〕45号", conclusion="废止")
    made = actions.clean_up(agency=county.department, by=officer, title="清理结果", decided_on=day, rows=[row])
    return {
        "ending": ending.pk, "dated": dated.pk, "timed": timed.pk, "source": source.pk, "repealed": old.pk,
        "clean_up": made.pk, "soon": timezone.localtime(soon).strftime("%Y-%m-%dT%H:%M"),
        "until": (day + dt.timedelta(days=900)).isoformat(),
    }  # fmt: skip


def _with_file(county: County) -> tuple[Record, Any]:
    record = complete_draft(county)
    file = file_actions.store("附表".encode(), "附表.txt", None)
    attachment = actions.attach(record=record, by=county["drafter"], file=file)
    actions.make_reading(attachment=attachment, by=county["drafter"])
    sign_all(county, actions.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"]))
    officer = county["disclosure_officer"]
    record = Record.objects.get(pk=record.pk)
    actions.issue(record=record, by=officer, number="示财〔2026〕1号", issued_on=dt.date(2026, 6, 2))
    actions.publish(record=record, by=officer)
    return record, file


def _form(record: Record) -> dict[str, Any]:
    """The editor's fields as a browser would send them back."""
    form = edit_form.EditForm(record=Record.objects.get(pk=record.pk))
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
    point = point_actions.enter(
        agency=county.department, by=by, name="查阅室", kind="archive", services=["query"], modes=["staff"],
        address="示范路9号", hours="工作日",
    )  # fmt: skip
    return {"guide_revision": guide.revision, "point": point.pk}


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
    return {"quiet": quiet.code, "quarter": quarter.key, "statement": made.pk} | _planned(county)


def _planned(county: County) -> dict[str, Any]:
    """An item that goes by a plan, the public plan, and a day entered from it."""
    item = county.catalogue.items.get(number=47)
    catalogue_actions.assign(item=item, agency=county.department, by=ledger.SYSTEM)
    plan = documents.public(county, "示财〔2026〕47号", "监督检查年度计划")
    day = today().replace(month=12, day=31)
    made = catalogue_actions.enter_plan(
        agency=county.department, item=item, plan=plan.index_number or "", dates=[(day, "全年检查结果")],
        by=county["disclosure_officer"],
    )  # fmt: skip
    return {"by_plan": item.code, "plan_name": plan.index_number, "plan_day": day, "planned": made[0].pk}
