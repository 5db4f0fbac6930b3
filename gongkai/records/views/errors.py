"""找错 on the desk: the list, one report, and its two acts."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.organisations.models import Agency
from gongkai.records import actions, error_reports, presenting
from gongkai.records.error_forms import AnswerForm, PassOnForm
from gongkai.records.forms import refuse
from gongkai.records.models import ErrorReport
from gongkai.ui.acts import attempt, data_of

MOST = 200
page = require_http_methods(["GET", "POST"])


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [*presenting.TRAIL[:2], ("找错", reverse("records:errors") if more else ""), *more]


def _one(request: HttpRequest, pk: int) -> ErrorReport:
    return get_object_or_404(error_reports.visible_to(request.user), pk=pk)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Open reports first, leaks of personal data on top; then the newest answered ones."""
    found = error_reports.visible_to(request.user)
    waiting = sorted(
        found.filter(outcome=""), key=lambda one: (not one.urgent, one.due_on or timezone.localdate(one.reported_at))
    )
    context = {"waiting": waiting, "answered": found.exclude(outcome="")[:MOST], "trail": _trail()}
    return render(request, "records/errors/index.html", context)


@login_required
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The report, with the words and the contact as sent for those who answer it."""
    report = _one(request, pk)
    sent = error_reports.sealed(report)
    context = {
        "report": report,
        "sent": sent.get("text", ""),
        "contact": sent.get("contact", ""),
        "path": sent.get("path", report.path),
        "masked": sent.get("text", report.text) != report.text,
        "trail": _trail((str(report), "")),
    }
    return render(request, "records/errors/one.html", context)


@login_required
@page
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """已经改正, 核实没有错误."""
    report = _one(request, pk)

    def run(outcome: str, answer: str) -> None:
        actions.answer_error(report=report, by=request.user, outcome=outcome, answer=answer)

    return _answer(request, report, "答复找错", AnswerForm(data_of(request)), run, "已答复。")


@login_required
@page
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Another agency answers for it."""
    report = _one(request, pk)

    def run(agency: int, reason: str) -> None:
        to = Agency.objects.get(pk=agency)
        actions.pass_on_error(report=report, by=request.user, agency=to, reason=reason)

    form = PassOnForm(data_of(request), without=report.agency)
    return _answer(request, report, "转交找错", form, run, "已转交。")


def _answer(
    request: HttpRequest, report: ErrorReport, heading: str, form: forms.Form, run: Callable[..., None], done: str
) -> HttpResponse:
    """Ask, or act and go back to the list; a refusal stands on the form."""
    tried = attempt(request, form, run, refuse)
    if tried.done:
        messages.success(request, done)
        return redirect("records:errors")
    trail = _trail((str(report), report.get_absolute_url()), (heading, ""))
    context = {"report": report, "heading": heading, "form": form, "trail": trail}
    return render(request, "records/errors/act.html", context, status=tried.status)
