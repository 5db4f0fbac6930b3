"""Staff screens of the calendar: read by all staff, announced by those `policy` names."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.calendars import actions, policy, queries
from gongkai.calendars.forms import YearForm
from gongkai.ledger.queries import history, sentence

TRAIL = [("工作台", "/desk/"), ("工作日历", "/desk/calendars/")]
SHOWN = 200


@login_required
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """All years, and what is missing."""
    rows = queries.years(timezone.localdate())
    return render(
        request,
        "calendars/years.html",
        {"rows": rows, "may_announce": policy.may_announce(request.user), "trail": TRAIL[:1]},
    )


@login_required
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One year as twelve months."""
    row = next((one for one in queries.years(timezone.localdate()) if one.year == year), None)
    if row is None:
        raise Http404
    own = queries.visible_years().filter(year=year).first()
    entries = [
        {"at": entry.at, "sentence": sentence(entry), "by": entry.actor_name} for entry in (history(own) if own else [])
    ]
    context = {"row": row, "months": queries.months(year), "entries": entries, "trail": TRAIL}
    return render(request, "calendars/year.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """The form, and after it the page that shows what would move. Nothing is changed here."""
    policy.must_announce(request.user)
    form = YearForm(request.POST or None, initial={"year": request.GET.get("year", "")})
    if request.method == "POST" and form.is_valid() and "back" not in request.GET:
        table = form.table()
        moved = queries.moved_dates(table)
        context = {"form": form, "table": table, "moved": moved[:SHOWN], "number": len(moved), "trail": TRAIL}
        context["days"] = [
            ("放假", queries.groups(table.off, table.names)),
            ("上班", queries.groups(table.work, table.names)),
        ]
        return render(request, "calendars/confirm.html", context)
    return render(request, "calendars/announce.html", {"form": form, "trail": TRAIL})


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The act itself."""
    policy.must_announce(request.user)
    form = YearForm(request.POST)
    if not form.is_valid():
        return render(request, "calendars/announce.html", {"form": form, "trail": TRAIL})
    kept = actions.announce_year(by=request.user, **form.cleaned_data)
    messages.success(request, sentence(history(kept).reverse()[0]))
    return redirect("calendars:year", year=kept.year)
