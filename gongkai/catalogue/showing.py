"""What the board's pages show: the filter in the address, rows with links, next acts, cells of the export."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.catalogue import board, periods, policy, statements
from gongkai.catalogue.board import Asked, Board, Cell
from gongkai.catalogue.forms import BoardForm, StateForm
from gongkai.catalogue.standing import OPEN, Status

WORST = 5
HEAD = (
    "机关", "序号", "公开事项", "目录", "情况", "已公开条数", "最近公开", "期限", "说明", "依据", "最近催办",
    "没有公开的期数",
)  # fmt: skip
HINTS = {
    Status.OVERDUE: "有信息过了公开期限，或者该更新、该按期公开而没有公开",
    Status.BLANK: "从来没有公开过，也没有说明",
    Status.SOON: "两周之内到期",
    Status.NOTHING: "责任单位说明了本期没有",
    Status.PUBLISHED: "已经公开，没有到期未办的",
    Status.LINK: "在其他系统公开，这里提供链接",
}


def asked_of(form: BoardForm) -> Asked:
    """The filter; what is not understood is left out."""
    form.is_valid()
    values = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return Asked(**values)


def query(asked: Asked, **more: Any) -> str:
    """The filter as the query part of an address, "" for none."""
    values = {**asked.__dict__, **more}
    pairs = {name: "on" if value is True else value for name, value in values.items() if value}
    return f"?{urlencode(pairs)}" if pairs else ""


def common(found: Board, form: BoardForm, person: Any, here: str) -> dict[str, Any]:
    """What every page of the board has: filter, totals, tabs, what may be reminded of."""
    asked = asked_of(form)
    cells = board.chosen(found.cells, asked)
    whole = board.Row(None, cells)
    names = [("board", "按机关"), ("board_items", "按事项"), ("board_heat", "对照表")]
    return {
        "catalogue": found.catalogue,
        "asked": asked,
        "form": form,
        "cells": cells,
        "query": query(asked),
        "totals": [(status, kind, number, query(asked, status=status), HINTS[status])
                   for status, kind, number in whole.counts],
        "tabs": [(label, reverse(f"catalogue:{name}") + query(asked), name == here) for name, label in names],
        "narrowed": any(value for name, value in asked.__dict__.items() if name != "worst"),
        "offer_worst": here in ("board", "board_heat") and not asked.worst and policy.may_manage(person),
        "reminders": reminders(cells) if policy.may_manage(person) else [],
        "may_manage": policy.may_manage(person),
        "worst_url": query(asked, worst=WORST),
        "today": found.today,
    }  # fmt: skip


def reminders(cells: list[Cell]) -> list[dict[str, Any]]:
    """The buttons: for each open status how many items of how many agencies; where there are several, one for all."""
    of = {status: [cell for cell in cells if cell.status == status] for status in OPEN}
    some = [_reminder(status, f"{status.label}的", those) for status, those in of.items() if those]
    everything = [_reminder("", "以上全部", [cell for cell in cells if cell.status in OPEN])]
    return some + (everything if len(some) > 1 else [])


def _reminder(status: str, label: str, cells: list[Cell]) -> dict[str, Any]:
    agencies = len({cell.agency.pk for cell in cells})
    return {"status": status, "label": label, "items": len(cells), "agencies": agencies}


def duty(cell: Cell, person: Any, today: Any, form: StateForm | None = None) -> dict[str, Any]:
    """The page of one agency and one item: standing, periods one may speak for, statements made."""
    facts = statements.facts(cell.agency, cell.item)
    offered = periods.offered(cell.item, facts, today)
    may_state = policy.may_state(person, cell.agency) and not cell.item.elsewhere
    return {
        "cell": cell,
        "facts": _facts(cell),
        "waiting": cell.facts.waiting,
        "dues": [due for due in facts.dues if due.due_on >= today][:2],
        "missed": cell.standing.missed,
        "listed_since": max(facts.since, cell.item.catalogue.since),
        "offered": offered,
        "may_state": may_state,
        "form": form or (StateForm(offered) if may_state and offered else None),
        "statements": statements.of_agency(cell.agency, cell.item.code),
        "may_manage": policy.may_manage(person),
    }


def _facts(cell: Cell) -> list[tuple[str, Any]]:
    item = cell.item
    return [
        ("责任单位", cell.agency.name), ("公开内容", item.content), ("公开依据", item.basis),
        ("公开频次", item.get_schedule_display()), ("目录写明的时限", item.limit_text),
        ("已公开", _published(cell)), ("最近公开", cell.facts.last),
        ("链接地址", item.link_url), ("最近催办", cell.reminded_on),
    ]  # fmt: skip


def _published(cell: Cell) -> str:
    """How many are public, and how many of them an agency published that this one took over from."""
    if not cell.facts.count:
        return "没有"
    former = f"（其中被承继的机关公开{cell.facts.inherited}条）" if cell.facts.inherited else ""
    return f"{cell.facts.count}条{former}"


def export_rows(cells: list[Cell]) -> list[tuple[object, ...]]:
    """The head and one row for each cell."""
    return [HEAD, *(_export(cell) for cell in cells)]


def _export(cell: Cell) -> tuple[object, ...]:
    standing, item = cell.standing, cell.item
    return (
        cell.agency.name, item.number, item.name, item.path, cell.status.label, cell.facts.count,
        cell.facts.last or "", standing.due_on or "", standing.what, standing.source, cell.reminded_on or "",
        len(standing.missed) or "",
    )  # fmt: skip
