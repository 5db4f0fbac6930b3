"""Taking down, entering that a penalty decision no longer stands, and asking the addresses again."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai import rules
from gongkai.organisations.queries import today
from gongkai.records import actions, policy, queries, removal_kinds
from gongkai.records.forms import ReasonForm
from gongkai.records.models import Record
from gongkai.records.removal import own_addresses
from gongkai.records.removal_forms import OverturnForm, WithdrawForm
from gongkai.records.views.acting import answer, page
from gongkai.records.views.fetching import visible
from gongkai.refusals import NotNow
from gongkai.ui.acts import data_of


@login_required
@page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take down; its consequence in words, with every address."""
    record = visible(request, pk)
    form = WithdrawForm(data_of(request), record=record)
    live = queries.publication_of(record)
    words = [
        *_owed(record),
        f"《{record.title}》的页面、附件将不能再访问，列表、搜索、订阅和站点地图中也不再出现。",
        "原来的地址上只显示已经撤下、撤下的情形和公开说明，不显示标题和内容。",
        "撤下后由系统逐个访问原来的地址，把结果留作证明。撤下的信息不能恢复公开，需要再公开的，应当重新起草、审核。",
    ]

    def run(kind: str, note: str, reason: str) -> None:
        actions.withdraw(record=record, by=request.user, kind=kind, note=note, reason=reason)

    facts = own_addresses(live) if live else []
    done = "已撤下，正在逐个地址核验。"
    return answer(request, record, "withdraw", form, run, done=done, words=words, warn=True, addresses=facts)


def _owed(record: Record) -> list[str]:
    """What the law wants of a penalty decision that no longer stands."""
    until, said = removal_kinds.due(record), record.overturned
    if until is None or said is None:
        return []
    return [
        f"处罚决定已于{said['on']}{said['label']}（{said['document']}），"
        f"应当在 {until.due_on} 前撤回并公开说明理由（{said['rule']['source']}）。"
    ]


@login_required
@page
def overturn(request: HttpRequest, pk: int) -> HttpResponse:
    """A penalty decision was changed or revoked: from this day its clock runs."""
    record = visible(request, pk)
    form = OverturnForm(data_of(request), record=record)
    rule = rules.at(removal_kinds.CLOCK, record.agency.place, today())
    words = [
        "复议、诉讼或者本机关、上级机关改变了已经公开的行政处罚决定的，应当撤回处罚决定信息并公开说明理由。",
        f"期限：{rule.say()}。登记后列入待办，不会自动撤下。",
    ]

    def run(outcome: str, on: dt.date, document: str) -> None:
        actions.overturn(record=record, by=request.user, on=on, outcome=outcome, document=document)

    done = "已登记，请在期限内撤下并公开说明理由。"
    return answer(
        request, record, "overturn", form, run, done=done, words=words, button="登记", source=rules.cited(rule)
    )


@login_required
@page
def drop_overturn(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry made by mistake is taken back."""
    record = visible(request, pk)
    if request.method == "GET" and record.overturned is None:
        policy.must(request.user, "overturn", record, "取消登记")
        raise NotNow("records.not_overturned", "没有登记过处罚决定被变更、撤销。", remedy="请返回信息页面。")
    form = ReasonForm(data_of(request), label="登记错在哪里")
    said = record.overturned or {"on": "", "label": "", "document": ""}
    words = [f"登记的内容：处罚决定于{said['on']}{said['label']}（{said['document']}）。取消后不再要求撤回。"]

    def run(reason: str) -> None:
        actions.drop_overturn(record=record, by=request.user, reason=reason)

    heading = "取消登记处罚决定被变更、撤销"
    return answer(
        request, record, "overturn", form, run, done="登记已取消。", words=words, heading=heading, button="取消登记"
    )


@login_required
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch the addresses of a taken-down record again."""
    record = visible(request, pk)
    policy.must(request.user, "withdraw", record, "核验撤下结果")
    publication = get_object_or_404(record.publications.order_by("-id"), withdrawn_at__isnull=False)
    if publication.withdrawn_at is None:
        raise NotNow("records.not_withdrawn", "这条信息没有撤下。", remedy="无需核验。")
    actions.verify_removal(publication=publication, by=request.user)
    messages.success(request, "已重新核验。")
    return redirect("records:removal", pk=pk)
