"""Screens of the ledger, for the audit administrator: entries, one entry, checks, daily roots."""

import datetime as dt
import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.ledger import checking, labels, policy, queries
from gongkai.ledger.forms import FindForm
from gongkai.ledger.models import Chain, Check, Entry, Root
from gongkai.rules import say

TRAIL = [("留痕", "/desk/ledger/")]
PAGE = 50
MOST = 2_000_000_000_000


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    every = (("entries", "全部留痕", "/desk/ledger/"), ("roots", "每日总账", "/desk/ledger/roots/"),
             ("checks", "校验", "/desk/ledger/checks/"))  # fmt: skip
    return [(label, url, name == current) for name, label, url in every]


@login_required
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The newest entries first, filtered, paged by key."""
    policy.must_read(request.user)
    form = FindForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    before = request.GET.get("before", "")
    key = min(int(before), MOST) if before.isdecimal() else None
    found = list(queries.find(**asked, before=key)[: PAGE + 1]) if form.is_valid() else []
    shown = found[:PAGE]
    links = queries.subject_links(shown)
    context = {
        "form": form,
        "rows": [{"entry": one, "sentence": queries.sentence(one), "subject": links[one.chain_id]} for one in shown],
        "next_url": _page(request, shown[-1].pk) if len(found) > PAGE else "",
        "first_url": _page(request, None) if key else "",
        "tabs": _tabs("entries"),
    }
    return render(request, "ledger/entries.html", context)


def _page(request: HttpRequest, before: int | None) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before:
        query["before"] = str(before)
    return f"?{query.urlencode()}"


@login_required
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry whole: what, who, when, before and after, rule, hash and the hash before."""
    policy.must_read(request.user)
    found = get_object_or_404(Entry.objects.select_related("chain", "sealed"), pk=pk)
    sealed = getattr(found, "sealed", None)
    context = {
        "entry": found,
        "sentence": queries.sentence(found), "changes": _changes(found.before, found.after),
        "facts": [(labels.label(name), labels.text(value)) for name, value in found.facts.items()],
        "subject": queries.subject_links([found])[found.chain_id],
        "kind": queries.kind_label(found.chain.subject_kind),
        "rule": _rule(found.rule),
        "sealed": None if sealed is None else "已按保存期限删除" if sealed.erased_at else "加密另存，本页不显示",
        "earlier": Entry.objects.filter(chain=found.chain, number=found.number - 1).first(),
        "later": Entry.objects.filter(chain=found.chain, number=found.number + 1).first(),
        "trail": [*TRAIL, (queries.sentence(found), "")],
    }  # fmt: skip
    return render(request, "ledger/entry.html", context)


def _changes(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """(name, before, after) of every value kept on either side; a bare value has no name."""
    if not isinstance(before, dict) and not isinstance(after, dict):
        return [("", labels.text(before), labels.text(after))] if before is not None or after is not None else []
    left, right = (one if isinstance(one, dict) else {} for one in (before, after))
    return [
        (labels.label(name), labels.text(left.get(name)), labels.text(right.get(name))) for name in {**left, **right}
    ]


def _rule(fact: dict[str, Any] | None) -> dict[str, Any] | None:
    """A kept rule with its value in words; rules of another shape are shown by title and source alone."""
    if not fact or "source" not in fact:
        return fact
    words = ""
    if {"kind", "value", "unit", "counted_from"} <= fact.keys() and not isinstance(fact["value"], list):
        words = say(fact["kind"], fact["value"], fact["unit"], fact["counted_from"], fact.get("bound", "most"))
    return {**fact, "words": words}


@login_required
@require_safe
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """One chain, recomputed while the page is made."""
    policy.must_read(request.user)
    found = get_object_or_404(Chain, pk=pk)
    faults = queries.verify_chain(found)
    last = found.entries.select_related("chain").last()
    context = {
        "chain": found,
        "faults": faults,
        "subject": queries.subject_links([last])[found.pk] if last else (str(found), ""),
        "entries": [
            {"at": one.at, "sentence": queries.sentence(one), "by": one.actor_name, "reason": one.reason,
             "url": f"/desk/ledger/{one.pk}/"}
            for one in found.entries.order_by("-number")[:500]
        ],
        "trail": [*TRAIL, (str(found), "")],
    }  # fmt: skip
    return render(request, "ledger/chain.html", context)


@login_required
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """Checks of the whole ledger and their results."""
    policy.must_read(request.user)
    rows = list(Check.objects.all()[:20])
    running = bool(rows) and rows[0].state in (Check.State.WAITING, Check.State.RUNNING)
    context = {"rows": rows, "running": running, "tabs": _tabs("checks")}
    return render(request, "ledger/checks.html", context)


@login_required
@require_POST
def ask_check(request: HttpRequest) -> HttpResponse:
    """Queue a check of everything."""
    checking.ask(by=request.user)
    messages.success(request, "已开始校验，可以离开本页，稍后回来查看结果。")
    return redirect("ledger:checks")


@login_required
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Daily roots, newest first, paged by day."""
    policy.must_read(request.user)
    before = _day(request.GET.get("before", ""))
    found = Root.objects.order_by("-day")
    rows = list((found.filter(day__lt=before) if before else found)[: PAGE + 1])
    context = {
        "rows": rows[:PAGE],
        "next_url": f"?before={rows[PAGE - 1].day}" if len(rows) > PAGE else "",
        "first_url": "?" if before else "",
        "tabs": _tabs("roots"),
    }
    return render(request, "ledger/roots.html", context)


@login_required
@require_safe
def roots_file(request: HttpRequest) -> HttpResponse:
    """All roots as JSON, to be kept away from the server."""
    policy.must_read(request.user)
    rows = [
        {"day": str(root.day), "entries": root.entries, "last_entry": root.last_entry, "previous": root.previous,
         "hash": root.hash, "algorithm": root.algorithm}
        for root in queries.roots(_day(request.GET.get("since", "")))
    ]  # fmt: skip
    body = json.dumps({"exported_at": timezone.now().isoformat(), "roots": rows}, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ledger-roots-{timezone.localdate()}.json"'
    return response


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
