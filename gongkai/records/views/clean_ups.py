"""Clean-up results: the list, the table that is uploaded, the preview line by line, the act, the report."""

import csv
import datetime as dt
import io
import uuid
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.records import actions, cleanups, listing, naming, policy, presenting
from gongkai.records.cleanups import Outcome, Row
from gongkai.records.forms import CleanUpForm, refuse
from gongkai.records.models import CleanUp
from gongkai.refusals import NotLawful, NotNow, NotYours

KEPT = "records.clean_up"  # the table that was read waits in the session for the answer to its preview
TRAIL = [*presenting.TRAIL, ("清理结果", "/desk/records/clean-ups/")]
HEAD = ("行", "标题", "文号", "索引号", "结论", "日期", "依据", "结果", "说明")


def _agencies(request: HttpRequest) -> list[Agency]:
    return list(organisations.agencies_of(request.user, policy.MAY["set_validity"]))  # type: ignore[arg-type]


def _visible(request: HttpRequest) -> Any:
    person: Any = request.user
    found = CleanUp.objects.select_related("agency", "made_by").order_by("-id")
    if organisations_policy.in_section(person):
        return found
    return found.filter(agency__in=organisations.agencies_of(person))


def _counted(one: CleanUp) -> tuple[int, int]:
    done = sum(fact["state"] == cleanups.FOUND for fact in one.report)
    return done, len(one.report) - done


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Results that were imported."""
    rows = [(one, *_counted(one)) for one in _visible(request)[:200]]
    context = {"rows": rows, "may": bool(_agencies(request)), "trail": [*TRAIL[:-1], ("清理结果", "")]}
    return render(request, "records/clean_ups/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Read a table, show what each line leads to. Nothing is changed yet."""
    agencies = _agencies(request)
    if not agencies:
        raise NotYours(
            "records.clean_up",
            "您目前没有标注文件有效性的岗位，不能导入清理结果。",
            source="政府信息公开条例第四条",
            remedy="请转给本机关的政府信息公开工作机构审核人办理。",
        )
    form = CleanUpForm(request.POST or None, request.FILES or None, agencies=agencies)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return _preview(request, form)
            except NotLawful as refusal:
                refuse(form, refusal)
        status = 422
    context = {"form": form, "trail": [*TRAIL, ("导入", "")]}
    return render(request, "records/clean_ups/new.html", context, status=status)


def _preview(request: HttpRequest, form: CleanUpForm) -> HttpResponse:
    data = form.cleaned_data
    rows = cleanups.read(data["table"].name, data["table"].read())
    agency = Agency.objects.get(pk=data["agency"])
    request.session[KEPT] = {
        "key": uuid.uuid4().hex,
        "agency": agency.pk,
        "title": data["title"],
        "number": data["number"],
        "decided_on": data["decided_on"].isoformat(),
        "rows": [[row.line, row.number, row.index_number, row.title, row.conclusion, row.on, row.note] for row in rows],
    }
    return _shown(request, cleanups.match(rows, agency, data["decided_on"]), request.session[KEPT])


def _shown(request: HttpRequest, outcomes: list[Outcome], kept: dict[str, Any], **more: Any) -> HttpResponse:
    good = [one for one in outcomes if one.state == cleanups.FOUND]
    context = {
        "kept": kept,
        "wrong": [one for one in outcomes if one.state not in (cleanups.FOUND, cleanups.ALREADY)],
        "good": good,
        "already": [one for one in outcomes if one.state == cleanups.ALREADY],
        "trail": [*TRAIL, ("核对", "")],
        **more,
    }
    return render(request, "records/clean_ups/preview.html", context, status=more.get("status", 200))


@login_required
@require_http_methods(["POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Mark everything that the preview showed as found."""
    kept = request.session.get(KEPT)
    if not kept or kept["key"] != request.POST.get("key"):
        raise NotNow(
            "records.clean_up_again",
            "这份清理结果已经导入，或者核对页面已经过期。",
            remedy="请看清理结果列表；没有的，请重新上传。",
        )
    agency = get_object_or_404(Agency, pk=kept["agency"])
    cause = naming.cause(kept["number"]) if kept["number"] else None
    made = actions.clean_up(
        agency=agency,
        by=request.user,
        title=kept["title"],
        number=kept["number"],
        decided_on=dt.date.fromisoformat(kept["decided_on"]),
        rows=[Row(*cells) for cells in kept["rows"]],
        record=cause,
    )
    del request.session[KEPT]
    messages.success(request, "清理结果已经标注到各份文件。")
    return redirect("records:clean_up", pk=made.pk)


@login_required
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done, line by line."""
    found = get_object_or_404(_visible(request), pk=pk)
    outcomes = [cleanups.from_fact(fact) for fact in found.report]
    context = {
        "clean_up": found,
        "outcomes": outcomes,
        "done": sum(one.state == cleanups.FOUND for one in outcomes),
        "trail": [*TRAIL, (found.title[:18], "")],
    }
    return render(request, "records/clean_ups/one.html", context)


@login_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines that were not followed, as a table to put right and import again."""
    found = get_object_or_404(_visible(request), pk=pk)
    outcomes = [cleanups.from_fact(fact) for fact in found.report]
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEAD)
    for one in outcomes:
        if one.state != cleanups.FOUND:
            writer.writerow([_plain(cell) for cell in _cells(one)])
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('清理结果未标注.csv')}"
    return response


def _cells(one: Outcome) -> list[str]:
    row = one.row
    asked = [str(row.line), row.title, row.number, row.index_number, row.conclusion, row.on, row.note]
    return [*asked, one.label, one.why]


def _plain(cell: str) -> str:
    """A cell that begins like a formula would be computed by the spreadsheet that opens it."""
    return f"'{cell}" if cell.startswith(listing.FORMULA) else cell
