"""What the worklist says of the catalogue: reminders that are still open, and agencies to be named again."""

from collections.abc import Iterator
from typing import Any

from gongkai import worklist
from gongkai.catalogue import board, policy, queries, reform
from gongkai.catalogue.models import Catalogue, Reminder
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency


def items(person: Any) -> Iterator[worklist.Item]:
    """Everything the catalogue wants of `person`."""
    yield from _reminded(person)
    yield from _ended(person)
    yield from reform.items(person)


def _reminded(person: Any) -> Iterator[worklist.Item]:
    """One item for each agency that was reminded, as long as anything of it is open. 条例 Art. 46"""
    own = organisations.agencies_of(person, policy.REMINDED)
    found = list(Reminder.objects.filter(agency__in=own).select_related("agency", "made_by").order_by("made_at"))
    for agency in {one.agency_id: one.agency for one in found}.values():
        catalogue = queries.in_force(agency.place)
        mine = [one for one in found if one.agency_id == agency.pk]
        if catalogue is None:
            continue
        cells = board.load(catalogue, [agency], {one.item_code for one in mine}).cells
        waiting = [cell for cell in cells if cell.reminded]
        if waiting:
            yield _reminder(agency, waiting, mine)


def _reminder(agency: Agency, waiting: list[board.Cell], mine: list[Reminder]) -> worklist.Item:
    codes = {cell.item.code for cell in waiting}
    told = [one for one in mine if one.item_code in codes]
    dated = [cell.standing for cell in waiting if cell.standing.due_on]
    first = min(dated, key=lambda one: one.due_on or organisations.today(), default=None)
    names = "、".join(cell.item.name for cell in waiting[:3])
    return worklist.Item(
        kind="catalogue",
        act="公开或者说明本期无此类信息",
        title=f"被催办的{len(waiting)}项：{names}" + ("等" if len(waiting) > 3 else ""),
        url=f"/desk/catalogue/board/agencies/{agency.pk}/?reminded=on",
        agency=str(agency),
        due_on=first.due_on if first else None,
        provisional=bool(first and first.provisional),
        source=first.source if first else "",
        from_whom=str(told[-1].made_by or ""),
        since=told[0].made_at,
        note=told[-1].note,
    )


def _ended(person: Any) -> Iterator[worklist.Item]:
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
