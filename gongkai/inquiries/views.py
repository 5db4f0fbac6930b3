"""Screens: what is asked of us and by us, the page on which an agency answers, one page for each act."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai import ledger
from gongkai.files import actions as file_actions
from gongkai.inquiries import actions, policy, presenting, queries, registry, states
from gongkai.inquiries.forms import AnswerForm, AskForm, CoordinateForm, EnterForm, PlainForm, ReasonForm, refuse
from gongkai.inquiries.models import Inquiry
from gongkai.organisations.queries import today
from gongkai.refusals import NotNow
from gongkai.ui.acts import attempt, data_of
from gongkai.ui.asked import whole

SHOWN = 50
INLINE = {"pdf", "png", "jpg"}
page_methods = require_http_methods(["GET", "POST"])


def _visible(request: HttpRequest, pk: int) -> Inquiry:
    found = policy.visible_to(request.user).select_related("agency", "asking", "asked_by", "answered_by")
    return get_object_or_404(found, pk=pk)


def _subject(inquiry: Inquiry) -> Any:
    subject = ledger.resolve(inquiry.subject_kind, inquiry.subject_id)
    if subject is None:
        raise Http404
    return subject


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Asked of us, asked by us."""
    context = {
        "waiting": presenting.rows(list(queries.asked_of(request.user)[:SHOWN])),
        "others": queries.of_our_leaders(request.user).count(),
        "received": presenting.rows(list(queries.received(request.user).exclude(state=Inquiry.State.ASKED)[:SHOWN])),
        "made": presenting.rows(list(queries.made(request.user)[:SHOWN])),
        "trail": [*presenting.TRAIL[:1], ("征求意见", "")],
    }
    return render(request, "inquiries/index.html", context)


@login_required
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, with the material it is about, made for a phone."""
    return render(request, "inquiries/page.html", presenting.page(_visible(request, pk), request.user))


@login_required
@page_methods
def ask(request: HttpRequest, kind: str, identifier: str) -> HttpResponse:
    """Ask the makers that have not confirmed the present content."""
    subject = ledger.resolve(kind, identifier) if registry.has(kind) and whole(identifier) is not None else None
    if subject is None or not policy.may_ask(request.user, kind, subject):
        raise Http404
    handler = registry.of(kind)
    known = queries.answers(subject)
    names = [(one.body.name, f"{one.body.name}（{one.words}）") for one in known if not _settled(one)]
    fixed = handler.due(subject, today())
    form = AskForm(data_of(request), names=names, fixed=fixed, initial={"names": [name for name, _ in names]})
    tried = attempt(request, form, partial(_ask_all, subject, request.user), refuse)
    if tried.done:
        messages.success(request, "已征求意见。系统外的机关，请打印征求意见函送达。")
        return redirect("inquiries:index")
    context = {
        "form": form, "answers": known, "title": handler.title(subject), "rule": handler.rule(subject),
        "back": handler.url(subject), "names": names, "trail": [*presenting.TRAIL, ("发出征求", "")],
    }  # fmt: skip
    return render(request, "inquiries/ask.html", context, status=tried.status)


def _settled(answer: queries.Answer) -> bool:
    waits = answer.inquiry is not None and answer.inquiry.state == Inquiry.State.ASKED
    return answer.current and (answer.confirmed or waits)


@transaction.atomic
def _ask_all(subject: Any, by: Any, names: list[str], question: str, due_on: dt.date | None = None) -> None:
    """One act for each body; all of them or none."""
    for name in names:
        actions.ask(subject=subject, by=by, name=name, question=question, due_on=due_on)


@login_required
@page_methods
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The asked agency's word, on the page it read."""
    inquiry = _visible(request, pk)
    if request.method == "GET":  # back from logging in again: the form is on the page
        return redirect("inquiries:page", pk=pk)
    policy.must_answer(request.user, inquiry, registry.of(inquiry.subject_kind).authors(_subject(inquiry)))
    form = AnswerForm(request.POST)
    tried = attempt(request, form, partial(actions.answer, inquiry=inquiry, by=request.user), refuse)
    # The second press of the same button is answered as the first.
    again = isinstance(tried.refusal, NotNow) and Inquiry.objects.filter(pk=pk, answered_by=request.user.pk).exists()
    if tried.done:
        messages.success(request, "已答复，牵头机关会收到通知。")
    if tried.done or again:
        return redirect("inquiries:index")
    context = presenting.page(_visible(request, pk), request.user) | {"form": form, "refused": form}
    return render(request, "inquiries/page.html", context, status=tried.status)


def _act(
    request: HttpRequest, inquiry: Inquiry, act: str, form: forms.Form, run: Callable[..., Any], **context: Any
) -> HttpResponse:
    """A page with one form and one act."""
    done = context.pop("done")
    if request.method == "GET":
        _must_be_possible(act, inquiry)
    tried = attempt(request, form, run, refuse)
    if tried.done:
        messages.success(request, done)
        return redirect(inquiry)
    trail = [*presenting.TRAIL, (inquiry.name, inquiry.get_absolute_url()), (context["heading"], "")]
    known = {"inquiry": inquiry, "form": form, "trail": trail}
    return render(request, "inquiries/act.html", known | context, status=tried.status)


def _must_be_possible(act: str, inquiry: Inquiry) -> None:
    """Nobody types what would be refused anyway: state, content changed since, reminded today."""
    states.must_allow(act, inquiry)
    if act != "withdraw":
        actions.must_be_current(inquiry, _subject(inquiry), inquiry.parts)
    if act == "remind":
        actions.must_not_be_reminded(inquiry, today())


@login_required
@page_methods
def enter_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a letter."""
    inquiry = _visible(request, pk)
    policy.must_ask(request.user, inquiry.subject_kind, _subject(inquiry))

    def run(**data: Any) -> None:
        actions.enter_answer(inquiry=inquiry, by=request.user, **data)

    words = [f"按{inquiry.name}的来函登记。来函原件请随审核材料留存。"]
    form = EnterForm(data_of(request))
    return _act(request, inquiry, "agree", form, run, heading="登记来函答复", words=words, done="来函答复已登记。")


@login_required
@page_methods
def coordinate(request: HttpRequest, pk: int) -> HttpResponse:
    """What the competent unit decided."""
    inquiry = _visible(request, pk)
    policy.must_coordinate(request.user, inquiry, registry.of(inquiry.subject_kind).authors(_subject(inquiry)))

    def run(**data: Any) -> None:
        actions.coordinate(inquiry=inquiry, by=request.user, **data)

    words = [f"{inquiry.asking}拟公开，{inquiry.name}不同意：{inquiry.opinion}"]
    if inquiry.needs_consent:
        source = (inquiry.rule or {}).get("source", "")
        words.append(f"本地规定须取得对方书面同意（{source}），协调不能代替同意：协调后由牵头机关再次书面征求。")
    form = CoordinateForm(data_of(request), consent=inquiry.needs_consent)
    done = "协调结果已登记。"
    return _act(request, inquiry, "coordinate", form, run, heading="登记协调结果", words=words, done=done)


@login_required
@page_methods
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a question back."""
    inquiry = _visible(request, pk)
    policy.must_ask(request.user, inquiry.subject_kind, _subject(inquiry))

    def run(reason: str) -> None:
        actions.withdraw(inquiry=inquiry, by=request.user, reason=reason)

    words = ["撤回后对方不再看到这份材料，需要时可以重新征求。"]
    form = ReasonForm(data_of(request))
    return _act(request, inquiry, "withdraw", form, run, heading="撤回征求意见", words=words, done="已撤回。")


@login_required
@page_methods
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the asked agency by mail."""
    inquiry = _visible(request, pk)
    policy.must_ask(request.user, inquiry.subject_kind, _subject(inquiry))

    def run() -> None:
        actions.remind(inquiry=inquiry, by=request.user)

    words = [f"再次通知{inquiry.name}的负责人；系统外的机关请另行联系。催办会留痕。"]
    form = PlainForm(data_of(request))
    return _act(request, inquiry, "remind", form, run, heading="催办", words=words, done="已催办。")


@login_required
@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """征求意见函, to be printed and sent."""
    inquiry = _visible(request, pk)
    context = presenting.page(inquiry, request.user)
    context["parts"] = [(label, inquiry.parts.get(part, "")) for part, label in PARTS.items()]
    return render(request, "inquiries/slip.html", context)


PARTS = {"content": "正文", "attachments": "附件"}


@login_required
@require_safe
@csp_replace({"default-src": ["'none'"]})  # type: ignore[arg-type]
def file(request: HttpRequest, pk: int, sha256: str) -> HttpResponseBase:
    """An attachment of the material, for those who are asked about exactly it."""
    inquiry = _visible(request, pk)
    subject = _subject(inquiry)
    found = registry.of(inquiry.subject_kind).file(subject, sha256) if queries.is_current(inquiry, subject) else None
    if found is None or inquiry.state == Inquiry.State.WITHDRAWN:
        raise Http404
    stored, name = found
    inline = stored.kind in INLINE
    media = stored.media_type if inline else "application/octet-stream"
    response = FileResponse(file_actions.open_private(stored), content_type=media)
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name, safe='')}"
    return response
