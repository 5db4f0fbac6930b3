"""Screens of the secrecy administration, and the page of an order for those it is addressed to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.refusals import NotNow, Refusal
from gongkai.review import actions, inspecting, secrecy
from gongkai.review.forms import OrderForm, ReportForm, refuse
from gongkai.review.models import Inspection
from gongkai.ui.acts import attempt, data_of

SHOWN = 30
TRAIL = [("工作台", "/desk/"), ("审核", "/desk/review/"), ("保密审查检查", "/desk/review/inspections/")]


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Secrecy review forms of the agencies at the place, newest first, and the orders given."""
    inspecting.must_inspect(request.user)
    before = request.GET.get("before", "")
    found = inspecting.forms(request.user)
    found = found.filter(pk__lt=int(before)) if before.isdigit() and len(before) < 18 else found
    signed = list(found[: SHOWN + 1])
    titles = inspecting.titles(signed[:SHOWN])
    rows = [{"signature": one, "title": titles[one.pk], "words": _words(one)} for one in signed[:SHOWN]]
    orders = [] if before else [_row(one) for one in inspecting.visible_to(request.user)[:SHOWN]]
    context = {
        "rows": rows,
        "orders": orders,
        "next_url": f"?before={signed[SHOWN - 1].pk}" if len(signed) > SHOWN else "",
        "first_url": "." if before else "",
        "trail": [*TRAIL[:2], ("保密审查检查", "")],
    }
    return render(request, "review/inspections.html", context)


def _words(signature: Any) -> str:
    return secrecy.CONCLUSIONS.get(signature.form.get("conclusion", ""), "")


def _row(order: Inspection) -> dict[str, Any]:
    words, kind = inspecting.state_of(order)
    return {"order": order, "title": inspecting.title_of(order.signature), "words": words, "kind": kind}


@login_required
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """One secrecy review form; an order to correct it."""
    signature = get_object_or_404(inspecting.forms(request.user), pk=pk)
    asked = OrderForm(data_of(request))

    def run(**data: Any) -> None:
        actions.order_correction(signature=signature, by=request.user, **data)

    tried = attempt(request, asked, run, refuse)
    if tried.done:
        messages.success(request, "已责令纠正，列入对方待办。")
        return redirect("review:inspections")
    context = {
        "signature": signature, "title": inspecting.title_of(signature), "rows": secrecy.words(signature.form),
        "form": asked, "may": _may(request.user, signature), "orders": [_row(one) for one in _orders(signature)],
        "trail": [*TRAIL, ("保密审查表", "")],
    }  # fmt: skip
    return render(request, "review/inspection.html", context, status=tried.status)


def _orders(signature: Any) -> list[Inspection]:
    return list(signature.inspections.select_related("signature__review__agency", "inspector"))


def _may(person: Any, signature: Any) -> bool:
    try:
        inspecting.must_order(person, signature)
    except Refusal:
        return False
    return True


@login_required
@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found, until when, and what was done."""
    found = get_object_or_404(inspecting.visible_to(request.user), pk=pk)
    words, kind = inspecting.state_of(found)
    context = {
        "order": found, "words": words, "kind": kind, "title": inspecting.title_of(found.signature),
        "rows": secrecy.words(found.signature.form), "open": found.answered_at is None,
        "trail": [*TRAIL[:2], ("责令纠正", "")],
    }  # fmt: skip
    return render(request, "review/order.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency says what was done."""
    found = get_object_or_404(inspecting.visible_to(request.user), pk=pk)
    inspecting.must_answer(request.user, found)
    if request.method == "GET" and found.answered_at is not None:
        raise NotNow("review.order_answered", "已经报告过纠正情况。", remedy="请返回查看。")
    asked = ReportForm(data_of(request))

    def run(answer: str) -> None:
        actions.report_correction(order=found, by=request.user, answer=answer)

    tried = attempt(request, asked, run, refuse)
    if tried.done:
        messages.success(request, "已报告纠正情况。")
        return redirect(found)
    context = {
        "form": asked, "heading": "报告纠正情况", "title": inspecting.title_of(found.signature),
        "words": [f"{found.inspector}：{found.finding}"], "back": found.get_absolute_url(),
        "trail": [*TRAIL[:2], ("责令纠正", found.get_absolute_url()), ("报告纠正情况", "")],
    }  # fmt: skip
    return render(request, "review/ask.html", context, status=tried.status)
