"""Reform of the machinery (机构改革): an agency takes another name, or several merge into one. 条例 Art. 10

The register keeps who had which name from when to when; what was published keeps the name of its time.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from gongkai import ledger
from gongkai.organisations import listeners, policy, queries
from gongkai.organisations.actions.agencies import end_agency, must_be_sound
from gongkai.organisations.models import Agency, AgencyName
from gongkai.refusals import NotLawful, NotNow, short_of

SOURCE = "政府信息公开条例(国令711号) 第十条"


@transaction.atomic
def rename_agency(
    *, agency: Agency, name: str, short_name: str, on: dt.date, document: str, by: Any, at: dt.datetime | None = None
) -> AgencyName:
    """Give an agency another name from a day, by a document. Returns the former name as it is kept.

    Raises NotYours, NotNow (ended; the same name; name taken), NotLawful (day to come, or before the last change).
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    name, short_name = name.strip(), short_name.strip()
    if agency.to_on is not None:
        raise NotNow("organisations.agency_ended", f"该机关已于 {agency.to_on} 终止。", remedy="已终止的机关不能更名。")
    if name == agency.name:
        raise NotNow("organisations.same_name", f"该机关现在就叫“{name}”。", remedy="请填写新的名称。")
    _must_be_a_day(agency, on)
    _must_have_document(document)
    former = AgencyName.objects.create(
        agency=agency,
        name=agency.name,
        short_name=agency.short_name,
        until=on - dt.timedelta(days=1),
        document=document,
    )
    agency.name, agency.short_name = name, short_name
    must_be_sound(agency)
    agency.save(update_fields=["name", "short_name"])
    ledger.record(
        "organisations.agency_renamed", agency, by=by, at=at, before={"name": former.name},
        after={"name": name, "short_name": short_name, "on": on}, reason=document, former=former.name, name=name,
    )  # fmt: skip
    listeners.tell(agency)
    return former


def _must_be_a_day(agency: Agency, on: dt.date) -> None:
    last = agency.former_names.order_by("-until").values_list("until", flat=True).first()
    earliest = last + dt.timedelta(days=2) if last else agency.from_on + dt.timedelta(days=1)
    if on > queries.today():
        raise NotLawful(
            "organisations.rename_day",
            f"更名日期 {on} 还没有到。",
            source=SOURCE,
            remedy="请在更名当天或者以后办理。",
            field="on",
        )
    if on < earliest:
        raise NotLawful(
            "organisations.rename_day", f"更名日期不能早于 {earliest}。", source=SOURCE,
            remedy="请核对成立日期和上一次更名的日期。", field="on",
        )  # fmt: skip


def _must_have_document(document: str) -> None:
    if wrong := short_of(document, 4, "机构变动必须写明依据的文件。"):
        raise NotLawful(
            "organisations.reform_document",
            wrong,
            source=SOURCE,
            remedy="请填写文件名称和文号。",
        )


@transaction.atomic
def merge_agencies(
    *, agencies: Sequence[Agency], into: Agency, on: dt.date, document: str, by: Any, at: dt.datetime | None = None
) -> list[Agency]:
    """End several agencies on a day, with one that takes over from all of them; all or none.

    Raises as `end_agency`; NotLawful when `into` is one of those that end, or has ended itself.
    """
    into = Agency.objects.select_for_update().get(pk=into.pk)
    _must_have_document(document)
    if not agencies or into.pk in {one.pk for one in agencies} or into.to_on is not None:
        raise NotLawful(
            "organisations.merge_unfit",
            "请选择至少一个并入的机关；承继机关必须仍然存在，也不能是并入的机关之一。",
            source=SOURCE,
            remedy="合并后新设机关的，请先登记新机关。",
        )
    return [end_agency(agency=one, to_on=on, by=by, reason=document, successor=into, at=at) for one in agencies]
