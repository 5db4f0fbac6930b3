"""Confirming that the papers of half a month were compared with what is public. 黄岩 公文公开 4"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import checking, reconciling
from gongkai.records.models import Reconciliation
from gongkai.refusals import NotLawful, NotNow, NotYours, short_of


@transaction.atomic
def confirm(
    *,
    agency: Agency,
    first_day: dt.date,
    seen: list[int],
    by: Any,
    remark: str = "",
    at: dt.datetime | None = None,
) -> Reconciliation:
    """Confirm a half month: `seen` are the records whose paper was there; what was not there needs a remark.

    The rows are kept as they stood. Raises NotYours, NotNow (period not over; confirmed already), NotLawful (a paper
    missing, or an open document not public, without a remark).
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if not reconciling.may_confirm(by, agency):
        raise NotYours(
            "records.reconcile",
            f"核对{agency}的纸质文件，由其秘书科核稿人、政府信息公开工作机构审核人或者政务公开科办理。",
            source=_source(agency, first_day),
            remedy="请转给有该岗位的同事办理。",
        )
    first, last = reconciling.period_of(first_day)
    if (timezone.localdate(at) if at else today()) <= last:
        raise NotNow("records.period_open", f"{first}至{last}这半个月还没有结束。", remedy="请在期满后核对。")
    made, _ = Reconciliation.objects.get_or_create(agency=agency, first_day=first, defaults={"last_day": last})
    if made.confirmed_at is not None:
        raise NotNow("records.reconciled", f"{first}至{last}已经核对过。", remedy="请查看已有的清单。")
    rows = [row | {"paper": row["record"] in seen} for row in reconciling.rows(agency, first, last)]
    remark = checking.must_be_clean(remark, "说明")
    _must_be_explained(rows, remark, _source(agency, last))
    made.rows, made.remark, made.confirmed_at = rows, remark, at or timezone.now()
    made.confirmed_by = by if by is not ledger.SYSTEM else None
    made.save()
    rule = reconciling.rule_of(agency, last)
    ledger.record(
        "records.reconciled",
        made,
        by=by,
        at=at,
        rule=rule,
        reason=remark,
        issued=len(rows),
        missing=sum(not row["paper"] for row in rows),
        unpublished=sum(row["state"] == "waiting" for row in rows),
        records=[row["record"] for row in rows],
    )
    return made


def _source(agency: Agency, day: dt.date) -> str:
    """Where the place asks for the check; "" where the agency does it of its own accord."""
    rule = reconciling.rule_of(agency, day)
    return rules.cited(rule) if rule else ""


def _must_be_explained(rows: list[dict[str, Any]], remark: str, source: str) -> None:
    odd = [row["number"] or row["title"] for row in rows if not row["paper"] or row["state"] == "waiting"]
    if odd and (
        wrong := short_of(
            remark, 4, f"有{len(odd)}份文件没有纸质件，或者应公开而没有公开（{'、'.join(odd[:5])}），必须写明情况。"
        )
    ):
        raise NotLawful(
            "records.reconcile_remark",
            wrong,
            source=source,
            remedy="请在说明中写明原因和补办的办法。",
            field="remark",
        )
