"""Acts on query points: enter, change, move from one state to the next."""

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai import ledger, pages, rules
from gongkai.catalogue.points.queries import KEY
from gongkai.catalogue.sheets.elements import must_be_clean
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, QueryPoint, Role
from gongkai.organisations.queries import today
from gongkai.refusals import NotLawful, NotNow, NotYours, short_of

State, Kind = QueryPoint.State, QueryPoint.Kind
ROLES = (Role.DRAFTER, Role.SECTION_HEAD, Role.DISCLOSURE_OFFICER)
# act -> (from, to)
STATES: dict[str, tuple[tuple[str, ...], str]] = {
    "build": ((State.PLANNED, State.LEAVING), State.EXISTING),
    "plan_withdrawal": ((State.EXISTING,), State.LEAVING),
    "withdraw": ((State.PLANNED, State.LEAVING), State.WITHDRAWN),
}
LABELS = {"build": "登记为现有", "plan_withdrawal": "列为拟撤销", "withdraw": "撤销"}
# Where people come for business of every sort, both ways of asking are offered (成都 查询点 三(一)2).
MAIN = (Kind.ARCHIVE, Kind.LIBRARY, Kind.CENTRE)
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def may(person: Any, agency: Agency) -> bool:
    """The agency's own people, and the open-government section for all."""
    return organisations.post_for(person, agency, ROLES) is not None or organisations_policy.in_section(person)


def _must(person: Any, agency: Agency) -> None:
    if not may(person, agency):
        raise NotYours(
            "catalogue.point",
            f"查询点由{agency}的经办人员或者政务公开科维护。",
            source="政府信息公开条例(国令711号) 第二十五条",
            remedy="请转给有该岗位的同事办理。",
        )


def _must_be_sound(point: QueryPoint) -> None:
    """Raise NotLawful for what a point must not lack: facts, services and modes the place asks for."""
    try:
        point.clean_fields()
        point.validate_constraints()
    except ValidationError as error:
        raise NotLawful(
            "catalogue.point_unfit", f"查询点信息有误：{'；'.join(error.messages)}", remedy="请改正。"
        ) from error
    if point.planned_month and not MONTH.fullmatch(point.planned_month):
        raise NotLawful("catalogue.point_month", "计划完成月份写法不对。", remedy="请按“2027-03”的样子填写。")
    if point.state == State.PLANNED and not point.planned_month:
        raise NotLawful(
            "catalogue.point_month", "拟增设的查询点须填写计划完成月份。", remedy="请按“2027-03”的样子填写。"
        )
    must_be_clean({"名称": point.name, "地址": point.address, "联系电话": point.phone, "备注": point.remark})
    _must_offer(point, "services", "query_points.services", "服务事项")
    if point.kind in MAIN:
        _must_offer(point, "modes", "query_points.modes", "查询方式")


def _must_offer(point: QueryPoint, field: str, name: str, label: str) -> None:
    """At least one; where the place has a rule, as many as it lists. 成都 查询点 三(一)"""
    try:
        rule = rules.at(name, point.agency.place, today())
    except rules.NoRule:
        rule = None
    least, held = len(rule.value) if rule else 1, len(set(getattr(point, field)))
    if held < least:
        raise NotLawful(
            f"catalogue.point_{field}",
            f"这类查询点的{label}不全，应当有{least}项，只填了{held}项。",
            source=rules.cited(rule) if rule else "政府信息公开条例(国令711号) 第二十五条",
            remedy=f"请补充{label}。",
        )


@transaction.atomic
def enter(*, agency: Agency, by: Any, at: dt.datetime | None = None, **facts: Any) -> QueryPoint:
    """Enter a point of an agency, existing or planned. Raises NotYours, NotLawful. 条例 Art. 25"""
    agency = Agency.objects.get(pk=agency.pk)
    _must(by, agency)
    point = QueryPoint(agency=agency, **facts)
    _must_be_sound(point)
    point.save(force_insert=True)
    ledger.record("catalogue.point_entered", point, by=by, at=at, after=facts, name=point.name)
    pages.touch([KEY])
    return point


def _locked(point: QueryPoint) -> QueryPoint:
    return QueryPoint.objects.select_for_update(of=("self",)).select_related("agency").get(pk=point.pk)


@transaction.atomic
def change(*, point: QueryPoint, by: Any, at: dt.datetime | None = None, **facts: Any) -> QueryPoint:
    """Change facts of a point; its state has acts of its own. Raises NotYours, NotNow (withdrawn), NotLawful."""
    point = _locked(point)
    _must(by, point.agency)
    if point.state == State.WITHDRAWN:
        raise NotNow("catalogue.point_withdrawn", f"“{point}”已经撤销。", remedy="重新设立的，请新增查询点。")
    before = {name: getattr(point, name) for name, value in facts.items() if value != getattr(point, name)}
    if not before:
        return point
    for name in before:
        setattr(point, name, facts[name])
    _must_be_sound(point)
    point.save(update_fields=list(before))
    after = {name: facts[name] for name in before}
    ledger.record("catalogue.point_changed", point, by=by, at=at, before=before, after=after, name=point.name)
    pages.touch([KEY])
    return point


@transaction.atomic
def move(*, point: QueryPoint, act: str, by: Any, reason: str = "", at: dt.datetime | None = None) -> QueryPoint:
    """build | plan_withdrawal | withdraw. Raises NotYours, NotNow (state), NotLawful (withdrawing needs a reason)."""
    point = _locked(point)
    _must(by, point.agency)
    sources, target = STATES[act]
    if point.state not in sources:
        raise NotNow(
            "catalogue.point_state",
            f"“{point}”现在是“{point.get_state_display()}”，不能{LABELS[act]}。",
            remedy="请刷新页面。",
        )
    if act != "build" and (wrong := short_of(reason, 2, f"{LABELS[act]}须写明理由。")):
        raise NotLawful("catalogue.point_reason", wrong, remedy="请填写理由。")
    must_be_clean({"理由": reason})
    before, point.state = point.state, target
    point.save(update_fields=["state"])
    ledger.record(
        "catalogue.point_moved", point, by=by, at=at, before=before, after=target, reason=reason.strip(),
        label=LABELS[act], name=point.name,
    )  # fmt: skip
    pages.touch([KEY])
    return point
