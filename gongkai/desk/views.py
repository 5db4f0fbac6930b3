"""The home page (待办), its calendar and filters, and the section's overview."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai import worklist
from gongkai.desk import actions, feed, queries
from gongkai.desk.context import section
from gongkai.desk.forms import WorkForm
from gongkai.organisations import access
from gongkai.organisations import policy as organisations
from gongkai.organisations.models import User
from gongkai.organisations.queries import posts_of
from gongkai.records import policy as records_policy
from gongkai.refusals import NotYours
from gongkai.ui.asked import whole

PAGE = 100
KEYS = ("kind", "agency", "late")
HOMES = {
    User.AdminRole.SYSTEM: "organisations:agencies",
    User.AdminRole.SECURITY: "organisations:posts",
    User.AdminRole.AUDIT: "ledger:entries",
}


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What I must do, for what, until when, from whom; the filter stands in the address."""
    person: Any = request.user
    if person.admin_role:
        return redirect(HOMES[person.admin_role])
    every = queries.rows(person)
    posts = list(posts_of(person))
    request.waiting, request.posts = len(every), posts  # type: ignore[attr-defined]
    asked = _asked(request.GET)
    found = queries.chosen(every, **asked)
    number = _number(request.GET.get("page", ""), len(found))
    saved = queries.filters(person)
    query = _query(asked)
    context = {
        "form": WorkForm(request.GET, queries.kinds_of(every), queries.agencies_of(every)),
        "rows": found[(number - 1) * PAGE : number * PAGE],
        "total": len(every),
        "number": len(found),
        "late": sum(row.late for row in every),
        "with_agency": len(queries.agencies_of(every)) > 1,
        "query": query,
        "current": next((one for one in saved if one.query == query), None),
        "tabs": _tabs(every, saved, query) if every or saved else [],
        "next_url": f"?{query}&page={number + 1}" if len(found) > number * PAGE else "",
        "first_url": f"?{query}" if number > 1 else "",
        "may_draft": any(post.role in records_policy.MAY["edit"] for post in posts),
        "late_elsewhere": queries.late_elsewhere() if section(posts) else None,
    }
    return render(request, "desk/home.html", context)


def _asked(data: Any) -> dict[str, Any]:
    return {"kind": data.get("kind", ""), "agency": data.get("agency", ""), "late": bool(data.get("late"))}


def _query(asked: dict[str, Any]) -> str:
    """The filter as the query part of an address, always in one order."""
    query = QueryDict(mutable=True)
    query.update({name: "on" if asked[name] is True else asked[name] for name in KEYS if asked[name]})
    return query.urlencode()


def _number(text: str, total: int) -> int:
    last = max(1, -(-total // PAGE))
    return min(max(1, whole(text) or 1), last)


def _tabs(every: list[queries.Row], saved: list[Any], query: str) -> list[tuple[str, str, bool, int]]:
    late = sum(row.late for row in every)
    own = [
        (one.name, f"?{one.query}", one.query == query, len(queries.chosen(every, **_asked(QueryDict(one.query)))))
        for one in saved
    ]
    return [("全部", "/desk/", query == "", len(every)), ("已超期", "?late=on", query == "late=on", late), *own]


@login_required
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the page under a name."""
    query = _query(_asked(QueryDict(request.POST.get("query", "")[:500])))
    name = request.POST.get("name", "").strip()[:20]
    if query and name:
        actions.save_filter(by=request.user, name=name, query=query)
    else:
        messages.error(request, "没有保存：请先选择筛选条件，并填写名称。")
    return redirect(f"/desk/?{query}")


@login_required
@require_POST
def drop_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a filter."""
    actions.drop_filter(by=request.user, pk=pk)
    return redirect("desk:home")


@login_required
@require_http_methods(["GET", "POST"])
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The person's own calendar address explained; POST replaces it."""
    person: Any = request.user
    if request.method == "POST":
        access.renew_feed(user=person)
        messages.success(request, "已更换地址，原地址立即失效。请在日历软件中改用新地址。")
        return redirect("desk:calendar_feed")
    return render(request, "desk/calendar_feed.html", {"address": feed.address(person)})


@require_safe
def worklist_ics(request: HttpRequest) -> HttpResponse:
    """The worklist as iCalendar for whoever holds the address; no session, no cookie."""
    person = feed.person(request.GET.get("token", ""))
    if person is None:
        raise Http404
    base = feed.address(person).partition("/desk/")[0]
    response = HttpResponse(worklist.calendar_feed(person, base), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'attachment; filename="worklist.ics"'
    return response


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All agencies, the worst first: for the open-government section of the competent authority."""
    person: Any = request.user
    if not organisations.in_section(person):
        raise NotYours(
            "desk.section_only",
            "只有主管部门政务公开科可以查看全部机关的情况。",
            source="政府信息公开条例 第三条、第四十六条",
            remedy="本单位的情况请在“信息公开”中查看。",
        )
    rows = queries.overview()
    totals = {name: sum(getattr(row, name) for row in rows)
              for name in ("drafting", "reviewing", "waiting", "late", "published")}  # fmt: skip
    context = {"rows": rows, "totals": totals, "now": timezone.localtime()}
    return render(request, "desk/overview.html", context)
