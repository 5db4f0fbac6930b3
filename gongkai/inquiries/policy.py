"""Who asks, who answers, who coordinates, who sees a question."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.inquiries import registry
from gongkai.inquiries.models import Inquiry
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Role
from gongkai.refusals import NotLawful, NotYours
from gongkai.review import policy as review_policy

# An agency's word to another is its leader's; who prepares it may read.
ANSWERS = (Role.LEADER, Role.PRINCIPAL)
READS = (*ANSWERS, Role.DISCLOSURE_OFFICER, Role.SECTION_HEAD, Role.SECRECY_REVIEWER)


def visible_to(person: Any) -> QuerySet[Inquiry]:
    """Questions of the person's agencies, and those her agency is asked, while she holds a post that prepares answers.

    The section of the competent authority, which coordinates, sees all.
    """
    if organisations_policy.in_section(person):
        return Inquiry.objects.all()
    mine = organisations.agencies_of(person).values("pk")
    asked = organisations.agencies_of(person, READS).values("pk")
    return Inquiry.objects.filter(Q(asking__in=mine) | Q(agency__in=asked))


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
    """The post by which `person` decides between makers that disagree. 遵义 管理制度 10

    Raises NotYours (no such post), NotLawful (wrote, asked or answered it himself).
    """
    competent = organisations.competent()
    found = review_policy.acting_post(person, competent, [Role.SECTION]) if competent else None
    if found is None:
        raise NotYours(
            "inquiries.coordinate",
            "机关之间意见不一致的，由主管部门的政务公开科登记协调结果。",
            source="政府信息公开条例第十一条",
            remedy="请报请主管部门协调。",
        )
    if person.pk in {*authors, inquiry.asked_by_id, inquiry.answered_by_id}:
        raise NotLawful(
            "inquiries.same_person",
            "这份材料由您起草、征求或者答复过意见，不能再由您登记协调结果。",
            source=(inquiry.rule or {}).get("source", ""),
            remedy="请由政务公开科的另一位同事办理。",
        )
    return found[1]
