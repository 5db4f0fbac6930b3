"""Reading query points, and the rows of the survey form (新都 调查表)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import QueryPoint

KEY = "query_points"  # of the public page
HEADS = (
    "填报单位",
    "类别",
    "名称",
    "状态",
    "地址",
    "开放时间",
    "联系电话",
    "服务事项",
    "查询方式",
    "计划完成月份",
    "备注",
)


def public() -> list[QueryPoint]:
    """Points that people can go to today, by class."""
    open_ = (QueryPoint.State.EXISTING, QueryPoint.State.LEAVING)
    found = list(QueryPoint.objects.filter(state__in=open_).select_related("agency"))
    order = list(QueryPoint.Kind)
    return sorted(found, key=lambda one: (order.index(QueryPoint.Kind(one.kind)), one.agency.order, one.name))


def visible_to(person: Any) -> QuerySet[QueryPoint]:
    """The person's agencies'; all for the section."""
    found = QueryPoint.objects.select_related("agency")
    if organisations_policy.in_section(person):
        return found
    return found.filter(agency__in=organisations.agencies_of(person))


def said(values: list[str], choices: Any) -> str:
    """Codes in words."""
    return "、".join(str(choices(value).label) for value in values)


def form_rows(points: QuerySet[QueryPoint]) -> Iterator[list[str]]:
    """The survey form: a head, then a row for each point, withdrawn ones left out."""
    yield list(HEADS)
    for one in points.exclude(state=QueryPoint.State.WITHDRAWN):
        row = [one.agency.name, one.get_kind_display(), one.name, one.get_state_display(), one.address, one.hours]
        row += [one.phone, said(one.services, QueryPoint.Service), said(one.modes, QueryPoint.Mode)]
        # A cell that begins like a formula would be one in a spreadsheet.
        yield [f"'{cell}" if cell[:1] in "=+-@" and cell else cell for cell in [*row, one.planned_month, one.remark]]
