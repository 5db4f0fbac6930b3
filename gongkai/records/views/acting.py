"""One page for each further act: what it does in words, the form, the act."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.checks import actions as check_actions
from gongkai.checks import queries as check_queries
from gongkai.checks.finding import Finding
from gongkai.ledger.queries import history
from gongkai.organisations.queries import today
from gongkai.records import (
    actions,
    clocks,
    lifting_forms,
    naming,
    numbers,
    policy,
    possible,
    presenting,
    states,
)
from gongkai.records.forms import (
    AttributeForm,
    IssueForm,
    LookedForm,
    PlainForm,
    PublishForm,
    ReasonForm,
    ValidityForm,
    refuse,
)
from gongkai.records.models import Record
from gongkai.records.views.fetching import visible
from gongkai.refusals import Refusal
from gongkai.ui.acts import attempt, data_of

AGAIN = dt.timedelta(seconds=30)  # a second press of the same button within this time is the same act
page = require_http_methods(["GET", "POST"])


# What an act of a page leaves in the ledger: after it a second press of the same button is no mistake.
RECORDED = {
    "attribute": {"records.attribute_determined"},
    "issue": {"records.issued"},
    "publish": {"records.published", "records.corrected"},
    "schedule": {"records.scheduled"},
    "unschedule": {"records.unscheduled"},
    "revise": {"records.revised"},
    "correct": {"records.correction_opened"},
    "drop_correction": {"records.correction_dropped"},
    "set_validity": {"records.validity_set", "records.effect_declined"},
    "renew": {"records.renewed", "records.expiry_accepted"},
    "emergency": {"records.emergency_opened"},
    "withdraw": {"records.withdrawn"},
    "intranet": {"records.intranet_loaded"},
    "overturn": {"records.penalty_overturned", "records.penalty_overturn_dropped"},
    "abandon": {"records.abandoned"},
    "override": {"checks.overridden"},
}


def _repeated(record: Record, act: str, refusal: Refusal | None, person: Any) -> bool:
    """Whether the act was refused only because this person has just done it."""
    if refusal is None or refusal.code not in (
        "records.state",
        "checks.already_overridden",
        "records.overturned_already",
        "records.intranet_loaded",
        "records.not_overturned",
    ):
        return False
    done = history(record).filter(actor_id=person.pk, act__in=RECORDED.get(act, ())).last()
    return done is not None and timezone.now() - done.recorded_at < AGAIN


def answer(
    request: HttpRequest,
    record: Record,
    act: str,
    form: forms.Form,
    run: Callable[..., Any],
    *,
    done: str,
    button: str = "",
    **context: Any,
) -> HttpResponse:
    """Ask (GET), or act and go back to the record (POST). A refusal is shown on the form, with all that was typed."""
    label = possible.LABELS.get(act, context.get("heading", ""))
    if request.method == "GET":
        _must_be_possible(request, record, act, label)
    if request.method == "POST":
        policy.must(request.user, possible.POSTS.get(act, act), record, label)
    tried = attempt(request, form, run, refuse)
    if tried.done:
        messages.success(request, done)
    if tried.done or _repeated(record, act, tried.refusal, request.user):
        return redirect(record)
    known = {"source": possible.source_of(record, act), "warn": False}
    context = {**known, "heading": label, "button": button or label, "form": form, "record": record, **context}
    return render(
        request,
        "records/act.html",
        {**context, "trail": presenting.trail(record, context["heading"])},
        status=tried.status,
    )


def _must_be_possible(request: HttpRequest, record: Record, act: str, label: str) -> None:
    policy.must(request.user, possible.POSTS.get(act, act), record, label)
    if act != "override":
        states.must_allow("edit" if act == "attribute" else act, record)


@login_required
@page
def attribute(request: HttpRequest, pk: int) -> HttpResponse:
    """主动公开, 依申请公开, 不予公开."""
    record = visible(request, pk)
    initial = {name: getattr(record, name) for name in ("attribute", "ground", "attribute_reason")}
    form = AttributeForm(data_of(request), record=record, initial=initial)

    def run(attribute: str, ground: str, attribute_reason: str, **more: Any) -> None:
        said = lifting_forms.given(more)
        actions.determine_attribute(
            record=record, by=request.user, attribute=attribute, ground=ground, reason=attribute_reason, exceptions=said
        )

    words = ["公开属性在起草时确定，随审核一并签署；没有公开属性的，不得印发。"]
    return answer(request, record, "attribute", form, run, done="公开属性已确定。", words=words)


@login_required
@page
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """文号, index number, day of issue."""
    record = visible(request, pk)
    proposed = record.content.get("number") or numbers.proposal(record.agency, today().year)
    form = IssueForm(data_of(request), initial={"number": proposed, "issued_on": today()})
    words = ["印发后发文字号和索引号不再改变，公开期限从印发之日起算。"]
    if record.attribute == Record.Attribute.PROACTIVE:
        rule = clocks.publication_rule(record, today())
        words.append(f"这份公文应当公开：{rule.say()}。")

    def run(**data: Any) -> None:
        actions.issue(record=record, by=request.user, **data)

    return answer(request, record, "issue", form, run, done="已印发。", words=words)


@login_required
@page
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the approved version in public; its consequence in words."""
    record = visible(request, pk)
    correction = record.state == Record.State.CORRECTION_APPROVED
    form = PublishForm(data_of(request), correction=correction)
    if correction:
        words = ["更正后的内容立即替换现在公开的内容，原来的版本留存备查；更正说明随信息一并公开。"]
    else:
        where = f"目录“{record.item.path}”、" if record.item else ""
        words = [
            f"《{record.title}》将立即向社会公开，出现在{record.agency.name}、{where}最新公开、搜索和订阅中。",
            "公开后任何人都可以查看、下载和转载；要收回，只能办理撤下，并且不能保证他人没有保存。",
        ]

    def run(note: str = "") -> None:
        actions.publish(record=record, by=request.user, note=note)

    return answer(request, record, "publish", form, run, done="已向社会公开。", button="立即公开", words=words)


@login_required
@page
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to drafting what was issued and is not public yet."""
    record = visible(request, pk)
    form = ReasonForm(data_of(request), label="为什么需要修改")
    words = ["退回起草后可以修改内容和公开属性，并须重新审核。发文字号、索引号和印发日期不变，公开期限不重新计算。"]

    def run(reason: str) -> None:
        actions.revise(record=record, by=request.user, reason=reason)

    return answer(request, record, "revise", form, run, done="已退回起草，请修改后送审。", words=words, warn=True)


@login_required
@page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a correction."""
    record = visible(request, pk)
    form = ReasonForm(data_of(request), label="哪里需要更正", hint="例如：第三条的日期有误。理由会留存备查。")
    words = ["已公开的内容保持不变。更正稿改好后重新审核，公开时替换原来的内容，并附更正说明。"]

    def run(reason: str) -> None:
        actions.correct(record=record, by=request.user, reason=reason)

    return answer(
        request, record, "correct", form, run, done="已发起更正，请修改后送审。", button="发起更正", words=words
    )


@login_required
@page
def drop_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a correction up."""
    record = visible(request, pk)
    words = ["更正稿中的修改将被放弃，恢复为现在公开的内容。放弃的修改不能找回。"]

    def run() -> None:
        actions.drop_correction(record=record, by=request.user)

    form = PlainForm(data_of(request))
    done = "更正已放弃，内容恢复为公开的版本。"
    return answer(request, record, "drop_correction", form, run, done=done, words=words, warn=True)


@login_required
@page
def set_validity(request: HttpRequest, pk: int) -> HttpResponse:
    """Amended, expired, repealed: from which day, by what."""
    record = visible(request, pk)
    form = ValidityForm(data_of(request), place=record.agency.place, initial={"on": today()})
    words = ["公开页面上方会显著标明有效性；搜索结果同时标明。"]

    def run(note: str, **data: Any) -> None:
        actions.set_validity(record=record, by=request.user, note=note, by_record=naming.cause(note), **data)

    return answer(request, record, "set_validity", form, run, done="有效性已标注。", words=words)


@login_required
@page
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    record = visible(request, pk)
    form = ReasonForm(data_of(request))
    words = ["这份草稿不再办理，也不能恢复；内容和办理记录仍然保留备查。"]

    def run(reason: str) -> None:
        actions.abandon(record=record, by=request.user, reason=reason)

    return answer(request, record, "abandon", form, run, done="已作废。", words=words, warn=True)


@login_required
@page
def override(request: HttpRequest, pk: int, fingerprint: str) -> HttpResponse:
    """Let one blocking finding pass, with a reason one answers for."""
    record = visible(request, pk)
    report = check_queries.latest(record)
    items = {one.fingerprint: one for one in check_queries.findings(report)} if report else {}
    if report is None or fingerprint not in items:
        raise Http404
    found = items[fingerprint]
    policy.must(request.user, "override", record, "核对放行")
    check_actions.must_not_be_final([found])
    unseen = found.severity == "unchecked"
    form = (LookedForm if unseen else ReasonForm)(data_of(request), **_asked(found))

    def run(reason: str, looked: bool = True) -> None:
        check_actions.override(report=report, fingerprint=fingerprint, by=request.user, reason=reason, looked=looked)

    words = [f"{found.message}（{found.part}：{found.excerpt}）" if found.excerpt else found.message, found.advice]
    context: dict[str, Any] = {
        "words": words,
        "heading": f"{'人工核对' if unseen else '核对放行' if found.blocking else '核对保留'}：{found.label}",
        "source": found.article,
        "button": "核对无误，放行" if found.blocking else "核对无误",
        "done": "已放行。" if found.blocking else "已记录，这份文件今后不再提示这一处。",
    }
    return answer(request, record, "override", form, run, **context)


def _asked(found: Finding) -> dict[str, str]:
    """What the form asks for: why it may go public, why it is right here, or what a person saw."""
    if found.severity == "unchecked":
        hint = "写明由谁打开看过、看到了什么、有没有不能公开的内容，不要写出号码。理由与您的姓名一并留存。"
        return {"label": "人工核对的情况", "hint": hint}
    if not found.blocking:
        hint = "写明依据。这份文件以后修改其他地方，也不再提示这一处。理由与您的姓名一并留存。"
        return {"label": "为什么在这份文件中是对的", "hint": hint}
    hint = "写明核对了什么、依据什么可以公开，不要写出号码。理由与您的姓名一并留存。"
    return {"label": "为什么可以公开", "hint": hint}
