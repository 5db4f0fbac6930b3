"""Who asks, who answers, who coordinates, who sees a question."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from gongkai import ledger, rules
from gongkai.inquiries import registry
from gongkai.inquiries.models import Inquiry
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.refusals import NotLawful, NotYours
from gongkai.review import policy as review_policy

# An agency's word to another is its leader's; who prepares it may read.
ANSWERS = (Role.LEADER, Role.PRINCIPAL)
DISPUTES = (Inquiry.State.DISAGREED, Inquiry.State.COORDINATED)
COORDINATOR = "inquiries.coordinator"  # the rule: who decides between makers that disagree, in order
READS = (*ANSWERS, Role.DISCLOSURE_OFFICER, Role.SECTION_HEAD, Role.SECRECY_REVIEWER)


def visible_to(person: Any) -> QuerySet[Inquiry]:
    """Questions of the person's agencies, and those her agency is asked, while she holds a post that prepares answers.

    The section of the competent authority, which coordinates, sees all; the government's leaders see disputes, which
    they decide where that authority is a party.
    """
    if organisations_policy.in_section(person):
        return Inquiry.objects.all()
    mine = organisations.agencies_of(person).values("pk")
    asked = organisations.agencies_of(person, READS).values("pk")
    seen = Q(asking__in=mine) | Q(agency__in=asked)
    for place in organisations.agencies_of(person, ANSWERS).filter(kind=Agency.Kind.GOVERNMENT).values("place"):
        seen |= Q(state__in=DISPUTES, asking__place=place["place"])
    return Inquiry.objects.filter(seen)


def may_ask(person: Any, kind: str, subject: Any) -> bool:
    """Whether a post of the asking agency lets `person` ask about `subject`."""
    return registry.of(kind).may_ask(subject, person)


def must_ask(person: Any, kind: str, subject: Any) -> None:
    """Raise NotYours unless `may_ask`."""
    if not may_ask(person, kind, subject):
        raise NotYours(
            "inquiries.ask",
            f"征求意见由牵头机关{registry.of(kind).agency(subject)}的起草人、科室负责人或者信息公开审核人办理。",
            source="政府信息公开条例第十条、第十一条",
            remedy="请转给有该岗位的同事办理。",
        )


def must_answer(person: Any, inquiry: Inquiry, authors: list[int]) -> str:
    """The post, in words, by which `person` answers for the asked agency; a deputy's says 代理.

    Raises NotYours (no such post, or nobody of this system was asked), NotLawful (wrote it himself).
    """
    found = review_policy.acting_post(person, inquiry.agency, ANSWERS) if inquiry.agency else None
    if found is None:
        raise NotYours(
            "inquiries.answer",
            f"对外答复由{inquiry.name}的分管领导或者主要负责人办理，您目前没有这些岗位。",
            source=(inquiry.rule or {}).get("source", ""),
            remedy="请转给有该岗位的同事办理；来函答复的，由牵头机关登记。",
        )
    if person.pk in authors or person.pk == inquiry.asked_by_id:
        raise NotLawful(
            "inquiries.same_person",
            "这份材料是您起草、修改或者由您征求意见的，不能由您代表另一机关答复。",
            source=(inquiry.rule or {}).get("source", ""),
            remedy=f"请由{inquiry.name}的另一名负责人答复。",
        )
    return found[1]


def must_coordinate(person: Any, inquiry: Inquiry, authors: Iterable[int]) -> str:
    """The post by which `person` decides between makers that disagree. 条例 Art. 3; 遵义 管理制度 10

    Raises NotYours (no such post), NotLawful (wrote, asked or answered it himself; everybody who could decide is a
    party).
    """
    rule = rules.at(COORDINATOR, inquiry.asking.place, organisations.today())
    agency, roles = coordinator(inquiry) or (None, ())
    if agency is None:
        raise NotLawful(
            "inquiries.no_coordinator",
            "有权协调的机关自己就是当事一方（或者没有在本系统登记），不能由当事一方决定，本系统没有可以协调的机关。",
            source=rules.cited(rule),
            remedy="请报请上一级行政机关书面协调，按协调意见修改后重新征求对方意见。",
        )
    found = review_policy.acting_post(person, agency, roles)
    if found is None:
        labels = "或者".join(str(Role(role).label) for role in roles)
        raise NotYours(
            "inquiries.coordinate",
            f"这件不同意见由{agency}的{labels}登记协调结果。",
            source=rules.cited(rule),
            remedy=f"请报请{agency}协调。",
        )
    if person.pk in {*authors, inquiry.asked_by_id, inquiry.answered_by_id}:
        raise NotLawful(
            "inquiries.same_person",
            "这份材料由您起草、征求或者答复过意见，不能再由您登记协调结果。",
            source=(inquiry.rule or {}).get("source", ""),
            remedy=f"请由{agency}的另一位同事办理。",
        )
    return found[1]


def coordinator(inquiry: Inquiry) -> tuple[Agency, tuple[str, ...]] | None:
    """Who decides: the first body of the rule that is no party itself, and the roles that decide there; None if none.

    Nobody decides between itself and others: neither the agency that asks nor any other maker.
    """
    involved = parties(inquiry)
    for one in rules.at(COORDINATOR, inquiry.asking.place, organisations.today()).value:
        agency, roles = _body(str(one["code"]), inquiry.asking.place)
        if agency is not None and agency.pk not in involved:
            return agency, roles
    return None


def _body(code: str, place: str) -> tuple[Agency | None, tuple[str, ...]]:
    if code == "competent_authority":
        return organisations.competent(), (Role.SECTION,)
    government = organisations.agencies().filter(kind=Agency.Kind.GOVERNMENT, place=place).order_by("order", "pk")
    return government.first(), ANSWERS


def parties(inquiry: Inquiry) -> set[int]:
    """Keys of the agencies that made it: who asks, who is asked, and the other makers of the same information."""
    subject = ledger.resolve(inquiry.subject_kind, inquiry.subject_id)
    handler = registry.of(inquiry.subject_kind)
    makers = {body.agency.pk for body in handler.bodies(subject) if body.agency}
    asked = {inquiry.agency_id} if inquiry.agency_id else set()
    return {inquiry.asking_id, handler.agency(subject).pk} | makers | asked
