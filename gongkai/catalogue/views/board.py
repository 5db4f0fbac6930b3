"""The duty board: agencies, items, one of each, the heat table, its export; reminders and statements."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.catalogue import (
    actions,
    board,
    coverage,
    periods,
    policy,
    presenting,
    queries,
    showing,
    statements,
    tables,
)
from gongkai.catalogue.board import Board
from gongkai.catalogue.forms import BoardForm, NeededReasonForm, RemindForm, StateForm
from gongkai.catalogue.models import Catalogue, Statement
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import taken_over, today
from gongkai.refusals import NotNow, Refusal

TRAIL = [("工作台", "/desk/"), ("公开情况", "/desk/catalogue/board/")]


def _catalogue(request: HttpRequest) -> Catalogue:
    """The catalogue in force where the person works."""
    found = queries.in_force(presenting.own_place(request.user))
    if found is None:
        raise NotNow(
            "catalogue.none_in_force",
            "还没有启用公开目录，没有公开情况可看。",
            remedy="请先由政务公开科导入并启用公开目录。",
        )
    return found


def _board(request: HttpRequest, agency: int | None = None, code: str = "") -> Board:
    """What the person may see of the board; 404 for an agency or an item beyond that."""
    catalogue = _catalogue(request)
    agencies = policy.board_agencies(request.user, catalogue)
    if agency is not None:
        agencies = [one for one in agencies if one.pk == agency]
    found = board.load(catalogue, agencies, [code] if code else [])
    if (agency is not None and not agencies) or (code and not found.cells):
        raise Http404("没有这样的公开责任")
    return found


def _form(request_data: QueryDict, found: Board) -> BoardForm:
    items = {cell.item.pk: cell.item for cell in found.cells}
    ordered = sorted(items.values(), key=lambda item: item.order)
    return BoardForm(request_data, items=ordered, kinds={cell.agency.kind for cell in found.cells})


def _context(request: HttpRequest, found: Board, here: str) -> dict[str, Any]:
    return showing.common(found, _form(request.GET, found), request.user, here)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Agencies with a count for each status, the worst first. Who sees one agency only is led to it."""
    found = _board(request)
    agencies = {cell.agency.pk for cell in found.cells}
    if len(agencies) == 1 and not policy.may_manage(request.user):
        here = reverse("catalogue:board_agency", args=[agencies.pop()])
        return redirect(here + showing.query(showing.asked_of(_form(request.GET, found))))
    context = _context(request, found, "board")
    context |= {"rows": board.by_agency(context["cells"]), "trail": TRAIL[:1]}
    return render(request, "catalogue/board.html", context)


@login_required
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Items with a count for each status, the worst first."""
    found = _board(request)
    context = _context(request, found, "board_items")
    context |= {"rows": board.by_item(context["cells"]), "by_item": True, "trail": TRAIL[:1]}
    return render(request, "catalogue/board.html", context)


@login_required
@require_safe
def heat(request: HttpRequest) -> HttpResponse:
    """Agencies × first levels (or the second levels of one), each with its gravest status."""
    found = _board(request)
    context = _context(request, found, "board_heat")
    columns, rows = board.heat(context["cells"], context["asked"].column)
    heads = [(one, showing.query(context["asked"], column=one)) for one in columns]
    shown = [(one, [_heat(name, row) for name, row in zip(columns, cells, strict=True)]) for one, cells in rows]
    context |= {"heads": heads, "rows": shown, "trail": TRAIL[:1]}
    return render(request, "catalogue/board_heat.html", context)


def _heat(column: str, row: board.Row | None) -> tuple[str, str, str]:
    """(column, word, kind of tag): the gravest status and how many items have it."""
    if row is None:
        return column, "", ""
    status, kind, number = row.gravest
    return column, f"{status.label}{f' {number}' if number > 1 else ''}", kind


@login_required
@require_safe
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """All items of one agency, the worst first."""
    found = _board(request, pk)
    context = _context(request, found, "board_agency")
    one = Agency.objects.get(pk=pk)
    context |= {
        "subject": one,
        "agency_pk": pk,
        "export_query": showing.query(context["asked"], agency=pk),
        "cells": sorted(context["cells"], key=_gravity),
        "trail": TRAIL,
        "lacking": coverage.lacking(found),
    }
    return render(request, "catalogue/board_agency.html", context)


@login_required
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """All agencies responsible for one item, the worst first."""
    found = _board(request, code=code)
    context = _context(request, found, "board_items")
    cells = sorted(context["cells"], key=_gravity)
    narrowed = showing.query(context["asked"], code=code)
    context |= {
        "subject": found.cells[0].item,
        "item_code": code,
        "export_query": narrowed,
        "cells": cells,
        "trail": TRAIL,
    }
    return render(request, "catalogue/board_item.html", context)


def _gravity(cell: board.Cell) -> tuple[object, ...]:
    """The most urgent first: what is late, then what has a day before what has none (空白 can wait a day)."""
    order = [status.value for status in board.Status]
    day = cell.standing.due_on
    late = cell.status == board.Status.OVERDUE
    return not late, (day is None, day), order.index(cell.status), cell.agency.order, cell.item.order


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """What the filter shows, cell by cell; `agency` and `code` narrow it to a drilled page."""
    pk, code = request.GET.get("agency", ""), request.GET.get("code", "")[:40]
    found = _board(request, int(pk) if pk.isdecimal() and len(pk) < 10 else None, code)
    rows = showing.export_rows(_context(request, found, "board")["cells"])
    data = tables.as_csv(rows) if kind == "csv" else tables.as_xlsx("公开情况", rows)
    return tables.download(kind, f"公开情况{found.today}", data)


@login_required
@require_safe
def duty(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One agency and one item: where it stands, what may be said, what was said."""
    return _duty(request, pk, code)


def _duty(request: HttpRequest, pk: int, code: str, form: StateForm | None = None) -> HttpResponse:
    found = _board(request, pk, code)
    cell = found.cells[0]
    here = (cell.agency.short_name, reverse("catalogue:board_agency", args=[pk]))
    context = showing.duty(cell, request.user, found.today, form) | {"trail": [*TRAIL, here]}
    return render(request, "catalogue/duty.html", context, status=422 if form else 200)


@login_required
@require_POST
def state(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """本期无此类信息."""
    cell = _board(request, pk, code).cells[0]
    policy.must_state(request.user, cell.agency)
    facts = statements.facts(cell.agency, cell.item)
    form = StateForm(periods.offered(cell.item, facts, today()), request.POST)
    if not form.is_valid():
        return _duty(request, pk, code, form)
    try:
        made = actions.state(agency=cell.agency, item=cell.item, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _duty(request, pk, code, form)
    messages.success(request, f"已说明{made.label}无此类信息，门户上同时可以看到。")
    return redirect("catalogue:duty", pk=pk, code=code)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a statement back."""
    own = [one.pk for one in policy.board_agencies(request.user, _catalogue(request))]
    heirs = taken_over(own)
    found = get_object_or_404(Statement, pk=pk, agency__in=[*own, *heirs])
    form = NeededReasonForm(request.POST)
    actions.withdraw(
        statement=found, by=request.user, reason=form.cleaned_data["reason"] if form.is_valid() else ""
    )  # fmt: skip
    messages.success(request, "说明已经撤回。")
    return redirect("catalogue:duty", pk=heirs.get(found.agency_id, found.agency_id), code=found.item_code)


@login_required
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind of everything that the filter and the form name; of more agencies than fit a glance only when sure."""
    policy.must_manage(request.user)
    sent = RemindForm(request.POST)
    sent.is_valid()
    asked = {name: sent.cleaned_data.get(name) or "" for name in ("status", "code", "note")}
    agency_pk = sent.cleaned_data.get("agency")
    found = _board(request, agency_pk, asked["code"])
    form = _form(QueryDict(sent.cleaned_data.get("query", "").lstrip("?")), found)
    filter_asked = showing.asked_of(form)
    cells = [
        cell for cell in board.chosen(found.cells, filter_asked) if cell.open and asked["status"] in ("", cell.status)
    ]
    back = _back(agency_pk, asked["code"], showing.query(filter_asked))
    rows = board.by_agency(cells)
    if len(rows) > showing.WORST and not sent.cleaned_data.get("sure"):
        context = {"rows": rows, "number": len(cells), "sent": sent.cleaned_data, "back": back, "trail": TRAIL}
        return render(request, "catalogue/board_remind.html", context)
    pairs = [cell.pair for cell in cells]
    told = actions.remind(catalogue=found.catalogue, pairs=pairs, by=request.user, note=asked["note"])
    said = f"已向{told.agencies}个机关催办{told.made}项。" if told.made else "没有新的催办。"
    again = f"另有{told.repeated}项今天已经催办过，没有重复。" if told.repeated else ""
    messages.success(request, said + again)
    return redirect(back)


def _back(agency_pk: int | None, code: str, query: str) -> str:
    """The page the button stood on."""
    if agency_pk and code:
        return reverse("catalogue:duty", args=[agency_pk, code])
    if agency_pk:
        return reverse("catalogue:board_agency", args=[agency_pk]) + query
    if code:
        return reverse("catalogue:board_item", args=[code]) + query
    return reverse("catalogue:board") + query
