"""Who may write, hand in and publish a sheet: the agency's own people (条例 Art. 4); the section reads all."""

from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast

from gongkai.catalogue.sheets.kinds import Kind
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.refusals import NotYours
from gongkai.review import policy as review_policy

MAY: dict[str, tuple[str, ...]] = {
    "edit": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER),
    "submit": (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER),
    "publish": (Role.DISCLOSURE_OFFICER,),
}


def may(person: Any, act: str, agency: Agency) -> bool:
    """Whether a post held today lets `person` do `act` on the agency's sheet."""
    return organisations.post_for(person, agency, MAY[act]) is not None


def must(person: Any, act: str, agency: Agency, label: str) -> None:
    """Raise NotYours unless `may`."""
    if not may(person, act, agency):
        roles = "、".join(Role(role).label for role in MAY[act])
        raise NotYours(
            f"catalogue.sheet_{act}",
            f"“{label}”应由{agency}的{roles}办理，您目前没有这些岗位。",
            source="政府信息公开条例(国令711号) 第四条、第十二条",
            remedy="请转给有该岗位的同事办理；岗位有变动的，请联系安全管理员。",
        )


def agencies_visible_to(person: Any, kind: Kind) -> QuerySet[Agency]:
    """Agencies whose sheet `person` may see: her own, those she is asked to sign for; all for the section."""
    living = organisations.agencies()
    if organisations_policy.in_section(person):
        return living
    asked = review_policy.visible_to(person).filter(subject_kind=kind.code)
    asked = asked.annotate(sheet=Cast("subject_id", BigIntegerField()))
    signing = kind.sheets.objects.filter(pk__in=asked.values("sheet"))
    mine = organisations.agencies_of(person)
    return living.filter(pk__in=mine.values("pk")) | living.filter(pk__in=signing.values("agency"))
