"""Who may do what with a record. Posts decide, on the day; visibility is a queryset."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast

from gongkai import ledger
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.records.models import Record
from gongkai.refusals import NotYours
from gongkai.review import policy as review_policy

# act -> roles of the record's agency that may do it
MAY: dict[str, tuple[str, ...]] = {
    "edit": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER),
    "attribute": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER),
    "submit": (Role.DRAFTER, Role.SECTION_HEAD),
    "issue": (Role.DISCLOSURE_OFFICER, Role.SECTION_HEAD),
    "publish": (Role.DISCLOSURE_OFFICER,),
    "revise": (Role.DISCLOSURE_OFFICER, Role.SECTION_HEAD),
    "correct": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER),
    "set_validity": (Role.DISCLOSURE_OFFICER,),
    "renew": (Role.DISCLOSURE_OFFICER,),
    "withdraw": (Role.DISCLOSURE_OFFICER, Role.LEADER, Role.PRINCIPAL),
    "intranet": (Role.SECRETARIAT, Role.DISCLOSURE_OFFICER, Role.SECTION_HEAD),
    "overturn": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER),
    "abandon": (Role.DRAFTER, Role.SECTION_HEAD),
    "emergency": (Role.LEADER, Role.PRINCIPAL),
    "four": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER, Role.LEADER, Role.PRINCIPAL),
    "lower_four": (Role.LEADER, Role.PRINCIPAL),
    "public_part": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER),
    "redact": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER),
    "override": (Role.DISCLOSURE_OFFICER, Role.LEADER, Role.SECRECY_REVIEWER),
}


def visible_to(person: Any) -> QuerySet[Record]:
    """Records of the person's agencies, and those she was asked to sign for another agency (嵊州 三.1).

    The open-government section sees those of all agencies.
    """
    if person is ledger.SYSTEM or organisations_policy.in_section(person):
        return Record.objects.all()
    mine = with_predecessors(organisations.agencies_of(person))
    asked = review_policy.visible_to(person).exclude(agency__in=mine).filter(subject_kind="record")
    asked = asked.annotate(record=Cast("subject_id", BigIntegerField()))
    return Record.objects.filter(Q(agency__in=mine) | Q(pk__in=asked.values("record")))


def with_predecessors(agencies: Iterable[Agency]) -> set[int]:
    """Keys of the agencies and of those they took over from: one query a generation, mostly the first and last."""
    known: set[int] = set()
    found = {agency.pk for agency in agencies}
    while found:
        known |= found
        former = Agency.objects.filter(successor__in=found, to_on__isnull=False)
        found = set(former.values_list("pk", flat=True)) - known
    return known


def responsible(agency: Agency) -> Agency:
    """Who answers for an agency's records now: itself, or the last successor of one that has ended. 遵义 管理制度 5"""
    return organisations.answering(agency)


def may(person: Any, act: str, record: Record) -> bool:
    """Whether a post held today lets `person` do `act` on `record`."""
    if person is ledger.SYSTEM:
        return True
    if act == "four":
        return may_demand_four(person, record) or (record.four_reviews and may(person, "lower_four", record))
    if organisations.post_for(person, responsible(record.agency), MAY[act]) is not None:
        return True
    # The competent section may take down what any agency published by mistake (条例 Art. 6, 嵊州 一.3).
    return act == "withdraw" and organisations_policy.in_section(person)


def must(person: Any, act: str, record: Record, label: str) -> None:
    """Raise NotYours unless `may`."""
    if not may(person, act, record):
        roles = "、".join(Role(role).label for role in MAY[act])
        raise NotYours(
            f"records.{act}",
            f"“{label}”应由{record.agency}的{roles}办理，您目前没有这些岗位。",
            source="政府信息公开条例第四条、第十条",
            remedy="请转给有该岗位的同事办理；岗位有变动的，请联系安全管理员。",
        )


def may_demand_four(person: Any, record: Record) -> bool:
    """Whoever drafts it, and whoever signs a step of its running review. 嵊州 三.4"""
    return may(person, "edit", record) or review_policy.signs_in("record", str(record.pk), person)


def must_demand_four(person: Any, record: Record) -> None:
    """Raise NotYours unless `may_demand_four`."""
    if not may_demand_four(person, record):
        raise NotYours(
            "records.four",
            f"四审四校由{record.agency}的起草人或者正在审核的签署人提出，您目前没有这些岗位。",
            source="政府信息公开条例第十七条",
            remedy="请转告起草人或者审核人办理。",
        )


def must_draft_for(person: Any, agency: Any) -> None:
    """Raise NotYours unless `person` may open a draft for `agency`."""
    if person is not ledger.SYSTEM and organisations.post_for(person, agency, MAY["edit"]) is None:
        raise NotYours(
            "records.create",
            f"您在{agency}没有经办岗位，不能为其起草信息。",
            source="政府信息公开条例第十条",
            remedy="请在您所在的机关起草，或联系安全管理员更新岗位。",
        )


def must_clean_up(person: Any, agency: Agency) -> None:
    """Raise NotYours unless `person` marks the validity of the agency's documents."""
    if person is not ledger.SYSTEM and organisations.post_for(person, agency, MAY["set_validity"]) is None:
        roles = "、".join(Role(role).label for role in MAY["set_validity"])
        raise NotYours(
            "records.clean_up",
            f"导入清理结果应由{agency}的{roles}办理，您目前没有这个岗位。",
            source="政府信息公开条例第四条",
            remedy="请转给有该岗位的同事办理。",
        )


def may_draft(person: Any) -> bool:
    """Whether `person` may open a draft for any agency."""
    return organisations.agencies_of(person, MAY["edit"]).exists()


def no_drafter() -> NotYours:
    """The refusal for somebody who may draft for no agency at all."""
    return NotYours(
        "records.create",
        "您目前没有起草岗位，不能新建信息。",
        source="政府信息公开条例第十条",
        remedy="请联系安全管理员更新岗位。",
    )
