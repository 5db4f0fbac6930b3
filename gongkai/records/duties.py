"""The lists an office owes besides single records: their acts, subjects and tasks."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from gongkai import ledger, worklist
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Post, Role
from gongkai.records import reconciling, withheld
from gongkai.records.models import WithheldList

ACTS = {
    "records.withheld_opened": "编制{year}年{label}",
    "records.withheld_entered": "列入不予公开目录（第{entry}条）",
    "records.withheld_amended": "修改不予公开目录的条目（第{entry}条）",
    "records.withheld_left_out": "移出不予公开目录（第{entry}条）",
    "records.withheld_closed": "编成不予公开目录，共{entries}条",
    "records.withheld_filed": "不予公开目录备案，回执{receipt}",
    "records.withheld_reopened": "退回不予公开目录",
    "records.withheld_written": "不予公开目录拟稿公布",
    "records.reconciled": "核对印发公文{issued}份，缺纸质件{missing}份，应公开未公开{unpublished}份",
    "records.address_kept": "登记旧地址：{path}",
}


def register() -> None:
    """Tell the apps below."""
    for act, sentence in ACTS.items():
        ledger.register_act(act, sentence)
    ledger.register_subject(
        "withheld_list", "records.WithheldList", url=lambda one: reverse("records:withheld_list", args=[one.pk])
    )
    ledger.register_subject(
        "reconciliation",
        "records.Reconciliation",
        url=lambda one: reverse("records:reconciliation", args=[one.agency_id, one.first_day.isoformat()]),
    )
    worklist.register_source("lists", "目录和核对", items)


def items(person: Any) -> Iterator[worklist.Item]:
    """Yearly lists to make and to file, entries to review again, half months to check."""
    day, posts = organisations.today(), list(organisations.posts_of(person))
    if any(post.role == Role.SECTION and post.agency.is_competent for post in posts):
        yield from _to_file()
    if mine := _agencies(posts, withheld.KEEPERS):
        yield from _to_make(mine, day)
        yield from _to_review(mine, day)
    for agency in _agencies(posts, reconciling.KEEPERS[:2]):
        yield from _to_check(agency, day)


def _agencies(posts: list[Post], roles: Iterable[str]) -> list[Agency]:
    """The agencies of posts in one of the roles, each once."""
    return list({post.agency_id: post.agency for post in posts if post.role in roles}.values())


def _item(act: str, title: str, url: str, **more: Any) -> worklist.Item:
    return worklist.Item(kind="lists", act=act, title=title, url=url, **more)


def _to_file() -> Iterator[worklist.Item]:
    for one in WithheldList.objects.filter(state=WithheldList.State.CLOSED).select_related("agency"):
        url = reverse("records:withheld_list", args=[one.pk])
        yield _item("备案", str(one), url, agency=str(one.agency), since=one.closed_at)


def _to_make(agencies: list[Any], day: dt.date) -> Iterator[worklist.Item]:
    """Where the place asks for a yearly list: last year's, until it is handed in. The rule names no last day."""
    year = day.year - 1
    owing = [(one, rule) for one in agencies if (rule := withheld.rule_of(one, day)) and one.from_on.year <= year]
    if not owing:
        return
    found = WithheldList.objects.filter(agency__in=[one for one, _ in owing], year=year)
    done = set(found.exclude(state=WithheldList.State.OPEN).values_list("agency_id", flat=True))
    for agency, rule in owing:
        if agency.pk not in done:
            title = f"{agency.short_name}{year}年不予公开目录"
            yield _item("编制并报送备案", title, reverse("records:withheld"), agency=str(agency), source=rule.source)


def _to_review(agencies: list[Any], day: dt.date) -> Iterator[worklist.Item]:
    for entry in withheld.to_review(agencies, day):
        url = (
            entry.record.get_absolute_url() if entry.record else reverse("records:withheld_list", args=[entry.list_id])
        )
        yield _item(
            "重新审查", str(entry), url, agency=str(entry.list.agency), due_on=entry.review_on,
            note="保密期限已经届满；公开前须重新审查，期满不等于可以公开。",
        )  # fmt: skip


def _to_check(agency: Any, day: dt.date) -> Iterator[worklist.Item]:
    rule = reconciling.rule_of(agency, day)
    period = reconciling.unconfirmed(agency, day) if rule else None
    if rule and period:
        first, last = period
        url = reverse("records:reconciliation", args=[agency.pk, first.isoformat()])
        title = f"{first}至{last}印发的公文"
        yield _item("核对纸质件与公开情况", title, url, agency=str(agency), source=rule.source)
