"""One object of each kind in every state, made by acts: what `authority.yaml` is asked about."""

import datetime as dt
from typing import Any

from django.utils import timezone

from gongkai.organisations.queries import today
from gongkai.records import actions
from gongkai.records.models import Record
from gongkai.records.redaction import Removal
from gongkai.records.tests import documents
from gongkai.testing import County, approved, complete_draft, published, sign_all


def fresh(record: Any) -> Record:
    return Record.objects.get(pk=record.pk)


def records(county: County) -> dict[str, Record]:
    """State or variant -> a record of the department."""
    drafter, officer = county["drafter"], county["disclosure_officer"]
    number = iter(range(101, 130))

    def public() -> Record:
        return published(county, f"示财〔2026〕{next(number)}号")

    found = {"draft": complete_draft(county), "in_review": complete_draft(county), "approved": approved(county)}
    actions.submit(record=found["in_review"], by=drafter)
    for state in ("issued", "scheduled"):
        name = f"示财〔2026〕{next(number)}号"
        found[state] = documents.issued(county, name, "印发的通知", on=today(), date_made=today().isoformat())
    actions.schedule(record=found["scheduled"], by=officer, publish_at=timezone.now() + dt.timedelta(hours=1))
    corrections = ("correcting", "correction_review", "correction_approved")
    for state in ("published", "withdrawn", *corrections):
        found[state] = public()
    actions.withdraw(record=found["withdrawn"], by=officer, reason="内容有误，重新发布")
    for state in corrections:
        actions.correct(record=found[state], by=drafter, reason="第三条的日期有误")
        record = fresh(found[state])
        changes = {"html": "<p>更正后的内容。</p>"}
        actions.edit(record=record, by=drafter, revision=record.revision, changes=changes)
    actions.submit(record=fresh(found["correction_review"]), by=drafter)
    sign_all(county, actions.submit(record=fresh(found["correction_approved"]), by=drafter))
    found["abandoned"] = complete_draft(county)
    actions.abandon(record=found["abandoned"], by=drafter, reason="不再需要")
    found["emergency"] = complete_draft(county)
    actions.open_emergency(record=found["emergency"], by=county["principal"], reason="河道水位超过警戒，须今天公开")
    found["withheld"], original = _withheld(county), _withheld(county)
    found["part"] = actions.make_public_part(record=original, by=drafter, removals=[Removal("总体要求", "security")])
    return {name: fresh(record) for name, record in found.items()}


def _withheld(county: County) -> Record:
    record = complete_draft(county)
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="security", reason="写明了库房的位置"
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    return fresh(record)
