"""Acts on agencies and their offices."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai import ledger, rules
from gongkai.ledger.gates import pass_gates
from gongkai.organisations import listeners, policy, queries, uscc
from gongkai.organisations.models import Agency, Office, Post
from gongkai.refusals import NotLawful, NotNow


@transaction.atomic
def open_agency(*, by: Any, at: dt.datetime | None = None, **fields: Any) -> Agency:
    """Enter an agency in the register. Raises NotYours, NotNow (name or code taken). 条例 Art. 4; 嵊州 一.1"""
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    agency = Agency(**fields)
    must_be_sound(agency)
    agency.save(force_insert=True)
    warning = uscc.problem(agency.uscc) if agency.uscc else ""
    ledger.record("organisations.agency_opened", agency, by=by, at=at, after=fields, warning=warning)
    listeners.tell(agency)
    return agency


def must_be_sound(agency: Agency) -> None:
    """Raise NotNow for a name or code that is taken, NotLawful for facts that cannot be: unknown place or kind …"""
    others = Agency.objects.exclude(pk=agency.pk)
    same = others.filter(name=agency.name, to_on=None)
    if agency.uscc:
        same = same | others.filter(uscc=agency.uscc)
    if taken := same.first():
        raise NotNow(
            "organisations.agency_exists",
            f"“{agency.name}”或其统一社会信用代码已经登记（{taken.name}）。",
            remedy="请在机关列表中查找已有登记，需要更名的请办理变更。",
        )
    if agency.is_competent and (other := others.filter(is_competent=True, to_on=None).first()):
        raise NotNow(
            "organisations.competent_exists",
            f"主管部门已经是{other.name}，同一地方只有一个主管部门。",
            source="政府信息公开条例(国令711号) 第三条",
            remedy="主管部门变动的，请先取消原单位的标记。",
        )
    if agency.place not in {place.path for place in rules.places()}:
        raise NotLawful(
            "organisations.place_unknown", f"规则库中没有地方“{agency.place}”。", remedy="请选择规则库中已有的地方。"
        )
    try:
        agency.clean_fields()
        agency.validate_constraints()
    except ValidationError as error:
        text = "；".join(error.messages)
        raise NotLawful("organisations.agency_unfit", f"机关信息有误：{text}", remedy="请改正后再办。") from error


# Facts that change by acts of their own.
_FIXED = {"id", "from_on", "to_on", "successor"}


@transaction.atomic
def change_agency(*, agency: Agency, by: Any, at: dt.datetime | None = None, **changes: Any) -> Agency:
    """Change facts of an agency; before and after are kept. 条例 Art. 12 (及时更新)"""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    allowed = {field.name for field in Agency._meta.concrete_fields} - _FIXED
    if unknown := set(changes) - allowed:
        raise NotLawful(
            "organisations.agency_unfit", f"不能这样变更：{'、'.join(sorted(unknown))}。", remedy="请使用页面上的字段。"
        )
    before = {name: getattr(agency, name) for name in changes}
    for name, value in changes.items():
        setattr(agency, name, value)
    must_be_sound(agency)
    agency.save(update_fields=list(changes))
    warning = uscc.problem(agency.uscc) if changes.get("uscc") else ""
    ledger.record("organisations.agency_changed", agency, by=by, at=at, before=before, after=changes, warning=warning)
    listeners.tell(agency)
    return agency


@transaction.atomic
def open_office(*, agency: Agency, name: str, by: Any, at: dt.datetime | None = None, **fields: Any) -> Office:
    """Add an internal office to an agency."""
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    if Office.objects.filter(agency=agency, name=name).exists():
        raise NotNow(
            "organisations.office_exists",
            f"{agency.short_name}已经有内设机构“{name}”。",
            remedy="请核对名称，或修改已有的内设机构。",
        )
    office = Office.objects.create(agency=agency, name=name, **fields)
    ledger.record("organisations.agency_changed", agency, by=by, at=at, after={"office": name})
    listeners.tell(agency)
    return office


@transaction.atomic
def end_office(*, office: Office, to_on: dt.date, by: Any, at: dt.datetime | None = None) -> Office:
    """Dissolve an internal office on a day. Raises NotNow when it is dissolved already."""
    office = Office.objects.select_for_update().select_related("agency").get(pk=office.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    if office.to_on is not None:
        raise NotNow("organisations.office_ended", f"该内设机构已于 {office.to_on} 撤销。", remedy="无需重复办理。")
    office.to_on = to_on
    office.save(update_fields=["to_on"])
    after = {"office": office.name, "to_on": to_on}
    ledger.record("organisations.agency_changed", office.agency, by=by, at=at, after=after)
    listeners.tell(office.agency)
    return office


@transaction.atomic
def end_agency(
    *,
    agency: Agency,
    to_on: dt.date,
    by: Any,
    reason: str,
    successor: Agency | None = None,
    at: dt.datetime | None = None,
) -> Agency:
    """End an agency on a day, with the one that takes over its functions. 条例 Art. 10 (职权变更)

    Raises NotNow when it has ended already or still has posts beyond that day; NotLawful for impossible
    dates, a day to come among them.
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    if agency.to_on is not None:
        raise NotNow("organisations.agency_ended", f"该机关已于 {agency.to_on} 终止。", remedy="无需重复办理。")
    if to_on < agency.from_on or (successor and successor.pk == agency.pk):
        raise NotLawful(
            "organisations.agency_end_unfit",
            f"终止日期不能早于成立日期 {agency.from_on}，承继机关也不能是该机关自己。",
            remedy="请改正后再办。",
        )
    if to_on > queries.today():
        raise NotLawful(
            "organisations.agency_end_day",
            f"终止日期 {to_on} 还没有到，现在登记，该机关会立即按已终止公布。",
            source="政府信息公开条例(国令711号) 第十条",
            remedy="请在终止当天或者以后办理。",
        )
    if open_posts := Post.objects.filter(agency=agency, to_on=None).count():
        raise NotNow(
            "organisations.agency_has_posts",
            f"{agency.short_name}还有 {open_posts} 个岗位没有收回。",
            remedy="请先请安全管理员收回全部岗位，再终止机关。",
        )
    pass_gates("organisations.end_agency", agency, by)
    agency.to_on, agency.successor = to_on, successor
    agency.save(update_fields=["to_on", "successor"])
    after = {"to_on": to_on, "successor": successor}
    ledger.record("organisations.agency_ended", agency, by=by, at=at, after=after, reason=reason)
    listeners.tell(agency)
    return agency
