"""找错 for those who work on it: whose it is, who may see and answer it, what was sent, what became of it."""

import datetime as dt
import hashlib
import re
import secrets
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.urls import Resolver404, resolve
from django.utils import timezone

from gongkai import checks, ledger, rules, worklist
from gongkai.ledger import queries as ledger_queries
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.records import policy
from gongkai.records.models import ErrorReport, Publication, Record
from gongkai.refusals import NotYours

MAY = (Role.DISCLOSURE_OFFICER, Role.SECTION_HEAD)
RECORD_PAGE = re.compile(r"/records/(\d{1,18})(?:/|$)")
AGENCY_PAGE = re.compile(r"/(?:agencies|guide)/(\d{1,18})(?:/|$)")
LONG_NUMBER = re.compile(r"\d{8}")  # of a telephone or a person: no key of ours is as long
FORM_OF_PAGE = re.compile(r"^/(?:elder|hant)(?=/)")
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for something else when written down
ACTS = {
    "records.error_reported": "公众找错：{label}",
    "records.error_answered": "答复找错：{label}",
    "records.error_passed": "转交{agency}办理找错",
}


class _Citizen:
    """The actor of a report: anybody, without a name."""

    pk = None
    actor_name = "公众"


CITIZEN = _Citizen()


def register() -> None:
    """Tell the apps below."""
    for act, sentence in ACTS.items():
        ledger.register_act(act, sentence)
    ledger.register_subject("error_report", "records.ErrorReport", url=lambda one: one.get_absolute_url())
    worklist.register_source("errors", "找错", items)


def new_code() -> str:
    """A query code of twelve characters, about 59 bits."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(12))
    return "-".join(drawn[at : at + 4] for at in (0, 4, 8))


def digest_of(code: str) -> str:
    """What is kept of a query code, however it was typed."""
    plain = re.sub(r"[\s-]", "", code).upper()
    return hashlib.sha256(plain.encode()).hexdigest()


def by_code(code: str) -> ErrorReport | None:
    """The report with this query code."""
    return ErrorReport.objects.filter(code_digest=digest_of(code)).select_related("agency").first()


def whose(path: str) -> tuple[Agency | None, Record | None]:
    """Who answers for a public page: the record's agency, the agency of the page, else the competent authority.

    What is not public counts as nothing: a report does not tell whether a record exists.
    """
    path = FORM_OF_PAGE.sub("", path)
    if found := RECORD_PAGE.match(path):
        publication = Publication.objects.filter(record=int(found[1])).select_related("record__agency").first()
        if publication is not None:
            return policy.responsible(publication.record.agency), publication.record
    if found := AGENCY_PAGE.match(path):
        agency = Agency.objects.filter(pk=found[1]).first()
        if agency is not None:
            return policy.responsible(agency), None
    return organisations.competent(), None


def is_ours(path: str) -> bool:
    """Whether a path is an address of this site and nothing else: whoever reports may write what he likes there."""
    bare = FORM_OF_PAGE.sub("", path)
    try:
        resolve(bare)
    except Resolver404:
        return False
    return bare.isascii() and not LONG_NUMBER.search(bare) and checks.masked(path) == path


def visible_to(person: Any) -> QuerySet[ErrorReport]:
    """Reports of the person's agencies; the section sees all."""
    found = ErrorReport.objects.select_related("agency", "record", "answered_by")
    if organisations_policy.in_section(person):
        return found
    return found.filter(agency__in=organisations.agencies_of(person, MAY))


def may(person: Any, report: ErrorReport) -> bool:
    """Whether `person` answers for this report today."""
    if organisations_policy.in_section(person):
        return True
    return organisations.post_for(person, report.agency, MAY) is not None


def must(person: Any, report: ErrorReport, label: str) -> None:
    """Raise NotYours unless `may`."""
    if not may(person, report):
        roles = "、".join(Role(role).label for role in MAY)
        raise NotYours(
            "records.error_report", f"“{label}”由{report.agency}的{roles}或者政务公开科办理。",
            source="政府网站发展指引(国办发〔2017〕47号)", remedy="请转给有该岗位的同事办理。",
        )  # fmt: skip


def sealed(report: ErrorReport) -> dict[str, Any]:
    """{"text", "contact", and "path" where it is no address of ours} as sent; empty where it was erased."""
    entry = ledger_queries.history(report).filter(act="records.error_reported").first()
    return (entry and ledger_queries.sealed_values(entry)) or {}


def keeping(place: str, day: dt.date) -> rules.Rule:
    """How long after an answer the words as sent and the contact are kept. 个人信息保护法 Art. 19"""
    return rules.at("site.find_errors_sender", place, day)


def kept_for() -> str:
    """The same in words, as it holds today for whoever writes to the competent authority."""
    agency = organisations.competent()
    return keeping(agency.place if agency else "cn", timezone.localdate()).say()


def items(person: Any) -> list[worklist.Item]:
    """Open reports of the person's agencies; leaks of personal data stand first and go to the section too."""
    mine = Q(agency__in=organisations.agencies_of(person, MAY))
    mine |= Q(Exists(organisations_policy.section_posts(person)), kind=ErrorReport.Kind.PERSONAL)
    found = ErrorReport.objects.filter(mine, outcome="").select_related("agency", "record")
    return [_item(one) for one in found]


def _item(one: ErrorReport) -> worklist.Item:
    return worklist.Item(
        kind="errors",
        act="核实个人信息泄露" if one.urgent else "答复找错",
        title=f"{one.get_kind_display()}：{one.record.title if one.record else one.path or '整个网站'}",
        url=one.get_absolute_url(),
        agency=str(one.agency),
        due_on=one.due_on,
        provisional=one.provisional,
        source=rules.cited(one.rule),
        from_whom="公众",
        since=one.reported_at,
        note="先核实，属实的立即撤下或者遮盖，再答复。" if one.urgent else "",
        urgent=one.urgent,
    )
