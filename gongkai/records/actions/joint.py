"""Who issued a document together with its agency: rows for agencies of this system, names for all others."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from gongkai import ledger
from gongkai.organisations.models import Agency
from gongkai.records import checking, content, policy, states
from gongkai.records.actions.drafting import locked, must_be_current, save_copy, tell_review
from gongkai.records.models import JointIssuer, Record
from gongkai.refusals import NotLawful

LONGEST = 120
Maker = tuple[Agency | None, str]


@transaction.atomic
def set_joint(
    *,
    record: Record,
    by: Any,
    revision: int,
    agencies: Iterable[Agency] = (),
    names: Iterable[str] = (),
    at: dt.datetime | None = None,
) -> Record:
    """Say who issued it jointly: agencies of this system in their order, then others by name.

    The public header's text is made of the rows, never typed beside them. Raises NotYours, NotNow (state; somebody
    else was faster), NotLawful (itself, twice, a name that is none). 条例 Art. 10
    """
    record = locked(record)
    policy.must(by, "edit", record, "填写联合发文单位")
    target = states.must_allow("edit", record)
    must_be_current(record, revision)
    makers = known([*((agency, agency.name) for agency in agencies), *((None, name) for name in names)])
    if makers == [(one.agency, one.name) for one in record.joint.select_related("agency")]:
        return record
    before = record.content.get("joint_issuers", "")
    enter(record, makers)
    save_copy(record, by, target, at)
    after = {"joint": record.content["joint_issuers"], **content.parts(record)}
    ledger.record("records.joint_set", record, by=by, at=at, before={"joint": before}, after=after)
    tell_review(record, by, at)
    return record


def enter(record: Record, makers: list[Maker]) -> None:
    """Write rows and text. Raises NotLawful."""
    _must_be_makers(record, makers)
    write(record, makers)


def write(record: Record, makers: list[Maker]) -> None:
    """Rows and text as they are given: what was public once comes back as it was, whatever the names are now."""
    record.joint.all().delete()
    JointIssuer.objects.bulk_create(
        JointIssuer(record=record, agency=agency, name=name, order=order)
        for order, (agency, name) in enumerate(makers, start=1)
    )
    record.content = record.content | {"joint_issuers": "、".join(name for _, name in makers)}


def from_text(text: str) -> list[Maker]:
    """The units that a text names, those of this system recognised by name or short name."""
    return known([(None, name) for name in re.split(r"[、，,；;\s]+", text) if name])


def known(makers: list[Maker]) -> list[Maker]:
    """Makers without margins and empty names, with the agency of every name this system knows."""
    tidy = [(agency, " ".join(name.split())) for agency, name in makers if name.strip()]
    names = {name for agency, name in tidy if agency is None}
    agencies: dict[str, Agency] = {}
    for field in ("short_name", "name"):
        # Of several that bore a name, the one that bears it now: it stands last, and the last one is kept.
        found = Agency.objects.filter(**{f"{field}__in": names}).order_by(F("to_on").asc(nulls_last=True))
        agencies |= {getattr(one, field): one for one in found}
    return [(agency or agencies.get(name), name) for agency, name in tidy]


def _must_be_makers(record: Record, makers: list[Maker]) -> None:
    seen: set[Any] = set()
    for agency, name in makers:
        if (agency and agency.pk == record.agency_id) or name in (record.agency.name, record.agency.short_name):
            raise NotLawful(
                "records.joint_itself",
                f"{record.agency}是这份文件的牵头单位，不用再填写为联合发文单位。",
                remedy="请只填写其他单位。",
            )
        if name in seen or (agency and agency.pk in seen):
            raise NotLawful("records.joint_twice", f"“{name}”填写了两次。", remedy="请删去重复的一个。")
        if len(name) > LONGEST:
            raise NotLawful("records.joint_long", f"“{name[:20]}……”不是单位名称。", remedy="各单位之间请用顿号隔开。")
        checking.must_be_clean(name, "联合发文单位")
        seen |= {name, *([agency.pk] if agency else [])}
