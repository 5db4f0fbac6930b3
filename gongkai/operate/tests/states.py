"""One object of each kind in every state, made by acts: what `authority.yaml` is asked about."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from gongkai.checks import queries as check_queries
from gongkai.files import actions as file_actions
from gongkai.operate.tests import objects
from gongkai.organisations.queries import today
from gongkai.records import actions, checking, reading_versions
from gongkai.records.actions.relating import Claim
from gongkai.records.models import Record
from gongkai.records.redaction import Removal
from gongkai.records.tests import documents
from gongkai.testing import County, complete_draft, sign_all


@dataclass(frozen=True)
class Thing:
    """An object: what its address ends in, itself, and what the table's braces stand for beside it."""

    key: int
    subject: Any
    words: dict[str, Any] = field(default_factory=dict)


def everything(county: County) -> dict[str, dict[str, Thing]]:
    """Kind -> state or variant -> an object of the department, or of one whose posts its people hold."""
    from gongkai.operate.tests import states_beside as beside

    return {
        "record": records(county),
        "review": beside.reviews(county),
        "inquiry": beside.inquiries(county),
        "withheld list": beside.withheld_lists(county),
        **beside.sheets_states(county),
        **beside.catalogues(county),
    }


def fresh(record: Any) -> Record:
    return Record.objects.get(pk=record.pk)


def draft(county: County, **changes: Any) -> Record:
    """A complete draft with an attachment that has a reading version."""
    record = complete_draft(county, **changes)
    file = file_actions.store("附表一".encode(), "附表一.txt", None)
    attachment = actions.attach(record=record, by=county["drafter"], file=file)
    actions.make_reading(attachment=attachment, by=county["drafter"])
    return fresh(record)


def approved(county: County, **changes: Any) -> Record:
    record = draft(county, **changes)
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    return fresh(record)


def issued(county: County, number: str, **changes: Any) -> Record:
    record = approved(county, date_made=today().isoformat(), **changes)
    return actions.issue(record=record, by=county["disclosure_officer"], number=number, issued_on=today())


def withheld(county: County, **changes: Any) -> Record:
    """Decided not to be public, through its review."""
    record = complete_draft(county, **changes)
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="security", reason="写明了库房的位置"
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    return fresh(record)


def records(county: County) -> dict[str, Thing]:
    found = _drafts(county) | _public(county) | _apart(county)
    named = {name: fresh(record) for name, record in found.items() if name != "source"}
    source = found["source"].pk
    return {name: Thing(record.pk, record, _words(record) | {"source": source}) for name, record in named.items()}


def _drafts(county: County) -> dict[str, Record]:
    """What was never public."""
    drafter, officer = county["drafter"], county["disclosure_officer"]
    found = {"draft": draft(county), "in_review": draft(county), "approved": approved(county)}
    actions.submit(record=found["in_review"], by=drafter)
    for number, state in enumerate(("issued", "scheduled"), 101):
        found[state] = issued(county, f"示财〔2026〕{number}号")
    actions.schedule(record=found["scheduled"], by=officer, publish_at=timezone.now() + dt.timedelta(hours=1))
    found["abandoned"] = draft(county)
    actions.abandon(record=found["abandoned"], by=drafter, reason="不再需要")
    return found


def _public(county: County) -> dict[str, Record]:
    """What is or was public, with a term; another agency's document says of each that it is repealed."""
    drafter, officer = county["drafter"], county["disclosure_officer"]
    corrections = ("correcting", "correction_review", "correction_approved")
    found = {}
    until = (today() + dt.timedelta(days=60)).isoformat()
    for number, state in enumerate(("published", "withdrawn", "overturned", *corrections), 111):
        found[state] = issued(county, f"示财〔2026〕{number}号", expires_on=until)
        actions.publish(record=found[state], by=officer)
    claims = [Claim("repeals", fresh(record)) for record in found.values()]
    found["source"] = documents.public(county, "示民〔2026〕44号", "民政局的决定", who="other", claims=claims)
    actions.withdraw(record=found["withdrawn"], by=officer, reason="内容有误，重新发布")
    words = {"outcome": "revoked", "document": "示行复〔2026〕1号行政复议决定书"}
    actions.overturn(record=fresh(found["overturned"]), by=drafter, on=today(), **words)
    for state in corrections:
        actions.correct(record=found[state], by=drafter, reason="第三条的日期有误")
        record = fresh(found[state])
        changes = {"html": "<p>更正后的内容。</p>"}
        actions.edit(record=record, by=drafter, revision=record.revision, changes=changes)
    actions.submit(record=fresh(found["correction_review"]), by=drafter)
    sign_all(county, actions.submit(record=fresh(found["correction_approved"]), by=drafter))
    return found


def _apart(county: County) -> dict[str, Record]:
    """The emergency path, what is not to be public and its public part, a draft with something to answer for."""
    found = {"emergency": draft(county)}
    actions.open_emergency(record=found["emergency"], by=county["principal"], reason="河道水位超过警戒，须今天公开")
    found["withheld"], original = withheld(county), withheld(county)
    gone = [Removal("总体要求", "security")]
    found["part"] = actions.make_public_part(
        record=original, by=county["drafter"], revision=original.revision, removals=gone
    )
    found["flawed"] = draft(county, html=f"<p>联系人身份证号 {objects.RESIDENT_ID}。</p>")
    checking.run(found["flawed"], county["drafter"])
    return found


def _words(record: Record) -> dict[str, Any]:
    """The editor's form as it would be sent with another title, what was attached, what was found."""
    form = objects._form(record)
    edited = form | {"title": f"{form['title']}（修改）"}
    words: dict[str, Any] = {"edited": edited, "revision": record.revision, "number": 1}
    for attachment in record.attachments.select_related("file"):
        seen = reading_versions.seen(attachment)
        words |= {"annex": attachment.pk, "annex_seen": seen, "sha256": attachment.file.sha256}
    report = check_queries.latest(record)
    for finding in check_queries.findings(report) if report else ():
        if finding.blocking:
            words["fingerprint"] = finding.fingerprint
    return words
