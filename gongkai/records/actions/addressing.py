"""Keeping the addresses of the former site."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.records import old_addresses, policy
from gongkai.records.actions.drafting import locked
from gongkai.records.models import OldAddress, Record
from gongkai.refusals import NotLawful


@transaction.atomic
def keep_address(*, record: Record, address: str, by: Any, at: dt.datetime | None = None) -> OldAddress:
    """Let an address of the former site lead to the record. The same one twice is the same act.

    Raises NotYours, NotLawful (not an address; it leads to another record; the record was never public).
    """
    record = locked(record)
    policy.must(by, "publish", record, "登记旧地址")
    if not record.publications.exists():
        raise NotLawful("records.old_address_draft", "这条信息从未公开，不能登记旧地址。", remedy="请在公开以后登记。")
    path = old_addresses.normal(address)
    known = OldAddress.objects.filter(path=path).first()
    if known is not None and known.record_id != record.pk:
        raise NotLawful(
            "records.old_address_taken",
            f"旧地址“{path}”已经指向另一条信息（{known.record_id}）。",
            remedy="一个旧地址只能指向一条信息，请核对导入的清单。",
        )
    if known is not None:
        return known
    made = OldAddress.objects.create(path=path, record=record, made_at=at or timezone.now())
    ledger.record("records.address_kept", record, by=by, at=at, path=path)
    return made
