"""The law as data, to be read: which rules hold here today, where each comes from, where local texts break it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai import rules
from gongkai.desk.forms import FINDINGS, LintForm, PlaceForm, RulesForm
from gongkai.rules import presenting, vocabulary
from gongkai.rules.presenting import brief, held_at, place_names

TRAIL = [("规则", "/desk/rules/")]


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    return [
        ("现行规则", "/desk/rules/", current == "rules"),
        ("规定之间的冲突", "/desk/rules/lint/", current == "lint"),
    ]


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every rule that holds at a place on a day."""
    _, place, on = PlaceForm.asked(request.GET)
    form = RulesForm({"place": place, "on": on.isoformat(), **{k: request.GET.get(k, "") for k in ("kind", "q")}})
    asked = form.cleaned_data if form.is_valid() else {"kind": "", "q": ""}
    names, q = place_names(), asked["q"].strip().lower()
    found = [
        {"rule": rule, "words": brief(rule), "where": names[rule.place], "kind": vocabulary.KINDS[rule.kind]}
        for rule in presenting.held(place, on)
        if (not asked["kind"] or rule.kind == asked["kind"])
        and (not q or q in f"{rule.name} {rule.title} {rule.source}".lower())
    ]
    groups = _by_matter(found, lambda row: row["rule"].name)
    context = {
        "form": form, "rows": found, "groups": groups, "narrowed": bool(asked["kind"] or q),
        "unverified": sum(not row["rule"].verified for row in found),  # type: ignore[attr-defined]
        "place": place, "place_name": names[place], "on": on, "tabs": _tabs("rules"),
    }  # fmt: skip
    return render(request, "desk/rules.html", context)


@login_required
@require_safe
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """One rule: what holds, where it comes from, what stands above and beside it, its history."""
    if name not in rules.names():
        raise Http404
    form, place, on = PlaceForm.asked(request.GET)
    names, held = place_names(), held_at(name, place, on)
    past = presenting.past(name, place)
    context = {
        "form": form, "name": name, "rule": held, "place": place, "place_name": names[place], "on": on,
        "title": held.title if held else past[0].rule.title if past else name,
        "facts": _facts(held, names) if held else [],
        "items": presenting.items(held) if held else [],
        "levels": presenting.levels(name, place, on),
        "history": past,
        "findings": [_finding(one, names) for one in rules.lint(timezone.localdate())
                     if one.name == name and not one.row and f"{place}/".startswith(f"{one.place}/")],
        "trail": [*TRAIL, (name, "")],
    }  # fmt: skip
    return render(request, "desk/rule.html", context)


def _facts(held: rules.Rule, names: dict[str, str]) -> list[tuple[Any, ...]]:
    return [
        ("内容", held.say() if held.kind not in ("list", "plan") else f"共 {len(held.value)} 项，见下"),
        ("出处", held.source),
        ("来自", names[held.place], "" if held.place.count("/") else "全国规定，各地没有另作有效规定时适用"),
        ("施行日期", held.since),
        ("末日遇休息日", vocabulary.ROLL.get(held.roll, "") if held.kind == "period" else ""),
        ("地方能否另定", vocabulary.LOCAL[held.local]),
        ("核对", f"{vocabulary.STATUS[held.status]}，{held.checked_on}"),
        ("说明", held.note),
    ]


def _finding(one: rules.Finding, names: dict[str, str]) -> dict[str, Any]:
    held = held_at(one.name, one.place, timezone.localdate())
    return {
        "one": one,
        "title": held.title if held else one.name,
        "place": names[one.place],
        "kind": FINDINGS[one.kind],
        "mark": {"X": "stop", "O": "wait", "gap": "wait"}.get(one.kind, "plain"),
    }


def _concerns(place: str, asked: str) -> bool:
    """Whether a finding of `place` is of interest where one asks for `asked`: the place, what is below and above it."""
    return not asked or f"{place}/".startswith(f"{asked}/") or f"{asked}/".startswith(f"{place}/")


def _by_matter(rows: list[dict[str, Any]], name_of: Callable[[dict[str, Any]], str]) -> list[tuple[str, list[Any]]]:
    """(what the matter is called with the number of its rows, the rows), in the order of the matters."""
    found: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: presenting.place_of_matter(name_of(row))):
        found.setdefault(presenting.matter_of(name_of(row))[0], []).append(row)
    return [(f"{label}　{len(some)} 条", some) for label, some in found.items()]


@login_required
@require_safe
def lint(request: HttpRequest) -> HttpResponse:
    """Every conflict between texts, with both sources."""
    form = LintForm({"place": settings.PLACE} | request.GET.dict())
    asked = form.cleaned_data if form.is_valid() else {"kind": "", "place": ""}
    names, every = place_names(), rules.lint(timezone.localdate())
    within = [one for one in every if _concerns(one.place, asked["place"])]
    found = [_finding(one, names) for one in within if not asked["kind"] or one.kind == asked["kind"]]
    counts = [(label, sum(one.kind == kind for one in within)) for kind, label in FINDINGS.items()]
    groups = _by_matter(found, lambda row: row["one"].name)
    context = {
        "form": form, "rows": found, "groups": groups, "narrowed": bool(asked["kind"]),
        "counts": counts, "tabs": _tabs("lint"),
    }  # fmt: skip
    return render(request, "desk/lint.html", context)
