"""What the worklist says of the catalogue: after a reorganisation its responsible agencies are named again."""

from collections.abc import Iterator
from typing import Any

from gongkai import worklist
from gongkai.catalogue import policy
from gongkai.catalogue.models import Catalogue
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency


def items(person: Any) -> Iterator[worklist.Item]:
    """For the section: catalogues in force that name agencies that have ended. 条例 Art. 10; 绍兴 2019要点 五(三)"""
    in_force = Catalogue.objects.filter(state=Catalogue.State.IN_FORCE)
    named = Agency.objects.filter(catalogue_assignments__item__catalogue__in=in_force).distinct()
    ended = list(named.filter(to_on__lt=organisations.today()).select_related("successor"))
    if not ended or not policy.may_manage(person):  # asked in this order: one query on every other day
        return
    for catalogue in in_force:
        gone = [one for one in ended if one.catalogue_assignments.filter(item__catalogue=catalogue).exists()]
        if gone:
            yield worklist.Item(
                kind="catalogue",
                act="重新落实责任单位",
                title=catalogue.title,
                url=f"/desk/catalogue/{catalogue.pk}/",
                since=organisations.midnight(min(agency.to_on for agency in gone if agency.to_on)),
                note="；".join(map(_said, gone)),
            )


def _said(agency: Agency) -> str:
    heir = f"，职能由{agency.successor}承接" if agency.successor else ""
    return f"{agency}已于{agency.to_on}终止{heir}"
