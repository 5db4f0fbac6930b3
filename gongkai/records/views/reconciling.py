"""The half-monthly list: what was issued, what is public, which papers were handed over."""

import datetime as dt
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.records import presenting, reconciling
from gongkai.records.actions.reconciling import confirm
from gongkai.records.forms import refuse
from gongkai.records.lists_forms import PaperForm
from gongkai.ui.acts import attempt, data_of


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The last half month of each agency the person works for, older ones nobody checked, and earlier lists."""
    agencies = _agencies(request)
    first, last = reconciling.period_before(organisations.today())
    done = {one.agency_id: one for one in reconciling.visible_to(request.user).filter(first_day=first)}
    owed = reconciling.unconfirmed(agencies, organisations.today())
    rows = [{"agency": one, "done": getattr(done.get(one.pk), "confirmed_at", None)} for one in agencies]
    older = {one: [period for period in owed.get(one.pk, []) if period[0] != first] for one in agencies}
    context = {
        "first": first,
        "last": last,
        "rows": rows,
        "older": [(one, periods) for one, periods in older.items() if periods],
        "earlier": reconciling.visible_to(request.user).exclude(first_day=first)[:50],
        "trail": [*presenting.TRAIL[:2], ("半月核对", "")],
    }
    return render(request, "records/lists/reconciliations.html", context)


def _agencies(request: HttpRequest) -> list[Agency]:
    person = request.user
    if organisations_policy.in_section(person):
        return list(organisations.agencies())
    return list(organisations.agencies_of(person, reconciling.KEEPERS))  # type: ignore[arg-type]


@login_required
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, agency: int, day: str) -> HttpResponse:
    """One agency's half month: computed until confirmed, then as it was confirmed."""
    try:
        first, last = reconciling.period_of(dt.date.fromisoformat(day))
    except ValueError as error:
        raise Http404(day) from error
    mine = {one.pk for one in _agencies(request)}
    of = get_object_or_404(Agency.objects.filter(pk__in=mine), pk=agency)
    known = reconciling.visible_to(request.user).filter(agency=of, first_day=first).first()
    confirmed = bool(known and known.confirmed_at)
    rows = known.rows if known and confirmed else reconciling.rows(of, first, last)
    form = PaperForm(data_of(request), rows=rows)
    tried = attempt(request, form, partial(confirm, agency=of, first_day=first, by=request.user), refuse)
    if tried.done:
        messages.success(request, "已核对。")
        return redirect("records:reconciliation", agency=of.pk, day=first.isoformat())
    given = set(request.POST.getlist("seen"))
    shown = [
        row | dict(zip(("word", "kind"), reconciling.STATES[row["state"]], strict=True))
        | {"ticked": str(row["record"]) in given}
        for row in rows
    ]  # fmt: skip
    trail = [*presenting.TRAIL[:2], ("半月核对", reverse("records:reconciliations")), (of.short_name, "")]
    context = {
        "agency": of, "first": first, "last": last, "rows": shown, "form": form, "known": known,
        "confirmed": confirmed, "over": organisations.today() > last, "trail": trail,
        "waiting": sum(row["state"] == "waiting" for row in rows),
        "rule": reconciling.rule_of(of, last),
    }  # fmt: skip
    return render(request, "records/lists/reconciliation.html", context, status=tried.status)
