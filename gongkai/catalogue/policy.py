"""Who may import, adopt and assign: the open-government section of the competent authority (条例 Arts 3, 12)."""

from typing import Any

from django.db.models import QuerySet

from gongkai import ledger
from gongkai.catalogue.models import Catalogue, Item
from gongkai.organisations import policy as organisations
from gongkai.refusals import NotYours


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
