"""Public documents for tests: of any agency, with joint issuers and relations, by acts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from gongkai.inquiries import actions as inquiries
from gongkai.organisations.queries import today
from gongkai.records import actions
from gongkai.records.actions.relating import Claim
from gongkai.records.models import Genre, Record
from gongkai.testing import County, sign_all

ISSUED = dt.date(2026, 6, 2)
HTML = "<p>各单位：</p><p>现将有关事项通知如下。</p>"


def fresh(record: Record) -> Record:
    return Record.objects.select_related("agency", "item").get(pk=record.pk)


def drafted(
    county: County,
    title: str = "示范县财政局关于资产管理的通知",
    *,
    who: str = "department",
    normative: bool = False,
    claims: Iterable[Claim] = (),
    joint: Iterable[Any] = (),
    names: Iterable[str] = (),
    **changes: Any,
) -> Record:
    """A complete draft of an agency of the county."""
    by = county[f"{who}.drafter"]
    facts = {"title": title, "html": HTML, "date_made": "2026-06-01"} | changes
    record = actions.create(
        agency=getattr(county, who), by=by, genre=Genre.NOTICE, normative=normative, item=county.item, changes=facts
    )
    record = actions.determine_attribute(record=record, by=by, attribute="proactive")
    if joint or names:
        record = actions.set_joint(record=record, by=by, revision=record.revision, agencies=joint, names=names)
    if claims:
        record = actions.set_relations(record=record, by=by, revision=record.revision, claims=claims)
    return record


def consented(record: Record, by: Any) -> Record:
    """Every other maker has agreed in writing to what stands there now."""
    for one in record.joint.all():
        asked = inquiries.ask(
            subject=record, by=by, name=one.name, question="是否同意公开", due_on=today() + dt.timedelta(days=10)
        )
        inquiries.enter_answer(inquiry=asked, by=by, agree=True, letter_number="复函第1号", letter_on=today())
    return fresh(record)


def issued(
    county: County, number: str, title: str, *, who: str = "department", on: dt.date = ISSUED, **facts: Any
) -> Record:
    """Reviewed and issued, not public yet."""
    record = consented(drafted(county, title, who=who, **facts), county[f"{who}.drafter"])
    sign_all(county, actions.submit(record=record, by=county[f"{who}.drafter"]))
    officer = county[f"{who}.disclosure_officer"]
    return actions.issue(record=fresh(record), by=officer, number=number, issued_on=on)


def public(county: County, number: str, title: str = "示范县财政局关于资产管理的通知", **facts: Any) -> Record:
    """In public."""
    record = issued(county, number, title, **facts)
    actions.publish(record=record, by=county[f"{facts.get('who', 'department')}.disclosure_officer"])
    return fresh(record)


def corrected(county: County, record: Record, note: str = "文字更正。", **kwargs: Any) -> Record:
    """Corrected and public again; `claims` replace its relations, `joint` its joint issuers, the rest its text."""
    by, officer = county["drafter"], county["disclosure_officer"]
    record = actions.correct(record=record, by=by, reason="文字有误，需要更正")
    if "claims" in kwargs:
        record = actions.set_relations(record=record, by=by, revision=record.revision, claims=kwargs.pop("claims"))
    if "joint" in kwargs:
        record = actions.set_joint(record=record, by=by, revision=record.revision, agencies=kwargs.pop("joint"))
    if kwargs:
        record = actions.edit(record=fresh(record), by=by, revision=fresh(record).revision, changes=kwargs)
    sign_all(county, actions.submit(record=consented(fresh(record), by), by=by))
    actions.publish(record=fresh(record), by=officer, note=note)
    return fresh(record)
