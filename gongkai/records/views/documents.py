"""Pages of what happens to a document as a document: its term, its standing beside others, its time of publication."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.records import actions, clocks, listing, naming, queries, related
from gongkai.records.actions.relating import day_of
from gongkai.records.forms import EffectForm, PlainForm, ReasonForm, RenewForm, ScheduleForm
from gongkai.records.views.acting import answer, page
from gongkai.records.views.fetching import visible
from gongkai.ui.acts import data_of


@login_required
@page
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A longer term, by a named decision."""
    record = visible(request, pk)
    held = queries.standing_of(record)
    form = RenewForm(data_of(request))

    def run(until: Any, note: str, reason: str) -> None:
        cause = naming.cause(note)
        actions.renew(record=record, by=request.user, until=until, reason=reason, note=note, by_record=cause)

    words = [
        f"现在的失效日期是 {held.expires_on}。" if held.expires_on else "这份文件没有写明失效日期。",
        "文件内容不变，公开页面同时写明原定和延长后的日期，以及作出决定的文件。内容需要改的，请制定新文件。",
    ]
    links = [("评估后不再延长，到期失效", "records:let_expire")]
    return answer(request, record, "renew", form, run, done="有效期已延长。", words=words, links=links)


@login_required
@page
def let_expire(request: HttpRequest, pk: int) -> HttpResponse:
    """The document ends with its term."""
    record = visible(request, pk)
    held = queries.standing_of(record)
    form = ReasonForm(data_of(request), label="评估的结论")
    words = [f"{held.expires_on or '有效期届满之日'} 起，公开页面自动标明已失效；在此之前仍可以办理延长。"]

    def run(reason: str) -> None:
        actions.let_expire(record=record, by=request.user, reason=reason)

    done = "已登记，到期自动标明失效。"
    return answer(request, record, "renew", form, run, done=done, words=words, heading="到期失效", button="到期失效")


@login_required
@page
def effect(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """A document of another agency says that it amends or ends this one."""
    record = visible(request, pk)
    public = get_object_or_404(queries.live(), record=source)
    said = related.effects_of(public).get(record.pk)
    if said is None:
        raise Http404
    form = EffectForm(data_of(request))

    def run(agree: str, note: str) -> None:
        actions.settle_effect(record=record, source=public.record, by=request.user, agree=agree == "yes", note=note)

    kind = related.Kind(said["kind"]).label
    words = [
        f"{public.agency_name}公开的《{public.title}》{public.number}写明：自 {day_of(said, public)} 起{kind}本文。",
        "本文由本机关公开，是否按它标注有效性，由本机关核对决定。",
    ]
    facts: dict[str, Any] = {"words": words, "heading": "核对有效性", "button": "确定", "done": "已办理。"}
    return answer(request, record, "set_validity", form, run, **facts)


@login_required
@page
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """A time of publication, no later than the law allows."""
    record = visible(request, pk)
    form = ScheduleForm(data_of(request), initial={"publish_at": record.publish_at})
    due = clocks.due(record)
    words = [
        "到时由系统公开，审核、检查和岗位都再核对一次；核对不通过的不公开，并在工作台提醒。其间修改内容的，定时自动取消。"
    ]
    if due is not None and due.due_on is not None:
        words.append(f"最晚应当在 {due.due_on} 公开（{listing.rule_of(record)}），不能定得更晚。")

    def run(publish_at: Any) -> None:
        actions.schedule(record=record, by=request.user, publish_at=publish_at)

    return answer(request, record, "schedule", form, run, done="已设定公开时间。", words=words)


@login_required
@page
def unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the time back."""
    record = visible(request, pk)
    at = f"{timezone.localtime(record.publish_at):%Y-%m-%d %H:%M}" if record.publish_at else ""
    words = [f"原定 {at} 公开。取消后不再自动公开。" if at else f"定时公开没有办成：{record.schedule_failure}"]

    def run() -> None:
        actions.unschedule(record=record, by=request.user)

    form = PlainForm(data_of(request))
    return answer(request, record, "unschedule", form, run, done="已取消定时公开。", words=words)
