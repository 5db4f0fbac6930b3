"""The lists an office owes besides single records: their acts, subjects and tasks."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from gongkai import ledger, rules, worklist
from gongkai.catalogue import missed
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
    """Yearly lists to make, to file and to publish, entries to review again, half months to check."""
    day, posts = organisations.today(), list(organisations.posts_of(person))
    if any(post.role == Role.SECTION and post.agency.is_competent for post in posts):
        yield from _to_file()
    if mine := _agencies(posts, withheld.KEEPERS):
        yield from _to_make(mine, day)
        yield from _to_review(mine, day)
        yield from _to_publish(mine, day)
    if checking := _agencies(posts, reconciling.KEEPERS[:2]):
        yield from _to_check(checking, day)


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
    """Where the place asks for a yearly list of documents: each past year's until it is on file, the oldest first.

    The rule names no last day. A list of items is another list, and one that is only handed in is not on file.
    """
    found = WithheldList.objects.filter(agency__in=agencies, kind=WithheldList.Kind.DOCUMENTS)
    made = {(one.agency_id, one.year): one for one in found}
    for agency in agencies:
        if (rule := withheld.rule_of(agency, day)) is None:
            continue
        begin = max(rule.since, agency.from_on, missed.since(agency.place, day)).year
        owing = [year for year in range(begin, day.year) if not _filed(made.get((agency.pk, year)))]
        if owing:
            yield _yearly(agency, owing, made.get((agency.pk, owing[0])), rules.cited(rule))


def _filed(of: WithheldList | None) -> bool:
    return of is not None and of.state == WithheldList.State.FILED


def _yearly(agency: Agency, owing: list[int], of: WithheldList | None, source: str) -> worklist.Item:
    """One task an agency: the oldest year, the others named beside it."""
    closed = of is not None and of.state == WithheldList.State.CLOSED
    said = ["已经编成，等待政务公开科备案。"] if closed else []
    said += [f"还有{'、'.join(map(str, owing[1:]))}年的没有备案。"] if owing[1:] else []
    url = reverse("records:withheld_list", args=[of.pk]) if of else reverse("records:withheld")
    title = f"{agency.short_name}{owing[0]}年{WithheldList.Kind.DOCUMENTS.label}"
    return _item("编制并报送备案", title, url, agency=str(agency), source=source, note="".join(said))


def _to_publish(agencies: list[Any], day: dt.date) -> Iterator[worklist.Item]:
    """Lists on file that the place wants public and nobody can read yet. 遵义 管理制度 11"""
    found = WithheldList.objects.filter(agency__in=agencies, state=WithheldList.State.FILED)
    for one in found.filter(kind=WithheldList.Kind.ITEMS).select_related("agency", "record").order_by("year", "pk"):
        rule = withheld.publishing_rule(one.agency, day)
        if rule is None or (one.record and one.record.state in withheld.PUBLIC):
            continue
        under_way = one.record is not None and not withheld.may_write_again(one)
        if one.record and under_way:
            url, note = one.record.get_absolute_url(), f"已经拟稿，现在是“{one.record.get_state_display()}”。"
        else:
            url, note = reverse("records:withheld_list", args=[one.pk]), "已经备案，还没有向社会公布。"
        act = "公布" if under_way else "拟稿公布"
        yield _item(act, str(one), url, agency=str(one.agency), source=rules.cited(rule), since=one.filed_at, note=note)


def _to_review(agencies: list[Any], day: dt.date) -> Iterator[worklist.Item]:
    for entry in withheld.to_review(agencies, day):
        url = (
            entry.record.get_absolute_url() if entry.record else reverse("records:withheld_list", args=[entry.list_id])
        )
        yield _item(
            "重新审查", str(entry), url, agency=str(entry.list.agency), due_on=entry.review_on,
            note="保密期限已经届满；公开前须重新审查，期满不等于可以公开。",
        )  # fmt: skip


def _to_check(agencies: list[Agency], day: dt.date) -> Iterator[worklist.Item]:
    """The oldest half month that nobody has checked, and how many follow. 黄岩 公文公开 4"""
    owed = reconciling.unconfirmed(agencies, day)
    for agency in agencies:
        if not (periods := owed.get(agency.pk)):
            continue
        rule = reconciling.rule_of(agency, day)
        (first, last), others = periods[0], len(periods) - 1
        url = reverse("records:reconciliation", args=[agency.pk, first.isoformat()])
        note = f"后面还有{others}个半月没有核对。" if others else ""
        title = f"{first}至{last}印发的公文"
        source = rules.cited(rule) if rule else ""
        yield _item("核对纸质件与公开情况", title, url, agency=str(agency), source=source, note=note)
