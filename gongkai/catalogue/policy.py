"""Who may import, adopt and assign: the open-government section of the competent authority (条例 Arts 3, 12)."""

from typing import Any

from django.db.models import QuerySet

from gongkai import ledger
from gongkai.catalogue.models import Catalogue, Item
from gongkai.organisations import policy as organisations
from gongkai.organisations import queries as agencies
from gongkai.organisations.models import Agency, Role
from gongkai.refusals import NotYours

REMINDED = (Role.DISCLOSURE_OFFICER, Role.DRAFTER)  # who has a reminder in the worklist and in the mail


def may_manage(person: Any) -> bool:
    """The open-government section of the competent authority, or the system itself (command line, demo)."""
    return person is ledger.SYSTEM or organisations.in_section(person)


def must_manage(person: Any) -> None:
    """Raise NotYours unless `person` may manage the catalogue."""
    if not may_manage(person):
        raise NotYours(
            "catalogue.section_only",
            "公开目录由政府信息公开工作主管部门的政务公开科编入、启用和落实责任单位。",
            source="政府信息公开条例(国令711号) 第三条、第十二条",
            remedy="目录需要调整的，请与政务公开科联系。",
        )


def visible_to(person: Any) -> QuerySet[Catalogue]:
    """A catalogue in force, or once in force, is public; drafts are seen by those who make them."""
    if may_manage(person):
        return Catalogue.objects.all()
    return Catalogue.objects.exclude(state=Catalogue.State.DRAFT)


def items_visible_to(person: Any) -> QuerySet[Item]:
    """Items of the versions that `person` may see."""
    return Item.objects.filter(catalogue__in=visible_to(person))


def may_state(person: Any, agency: Agency) -> bool:
    """The agency's disclosure officer says for it that there was nothing. 条例 Art. 4 (信息公开工作机构)

    For an agency that has ended its successor's: 遵义 管理制度 5.
    """
    if person is ledger.SYSTEM:
        return True
    return agencies.post_for(person, agencies.answering(agency), [Role.DISCLOSURE_OFFICER]) is not None


def must_state(person: Any, agency: Agency) -> None:
    """Raise NotYours unless `person` may speak for the agency."""
    if not may_state(person, agency):
        raise NotYours(
            "catalogue.officer_only",
            f"“本期无此类信息”由{agency.short_name}的政府信息公开工作机构审核人作出说明和撤回。",
            source="政府信息公开条例(国令711号) 第四条",
            remedy="请联系本单位政府信息公开工作机构办理。",
        )


def must_plan(person: Any, agency: Agency) -> None:
    """Raise NotYours unless `person` may enter for the agency what its plan says must be published."""
    if not may_state(person, agency):
        raise NotYours(
            "catalogue.plan_officer",
            f"计划所定的公开日期由{agency.short_name}的政府信息公开工作机构审核人登记和撤回。",
            source="政府信息公开条例(国令711号) 第四条",
            remedy="请联系本单位政府信息公开工作机构办理。",
        )


def board_agencies(person: Any, catalogue: Catalogue) -> list[Agency]:
    """Agencies whose duties a person sees: all under the catalogue for the section, else the person's own."""
    from gongkai.catalogue.queries import agencies_under

    under = agencies_under(catalogue)
    return list(under if may_manage(person) else under.filter(pk__in=agencies.agencies_of(person).values("pk")))
