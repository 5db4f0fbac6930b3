"""Lists of what is not published: made, filed, written out."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.records import presenting, withheld
from gongkai.records.actions import withholding
from gongkai.records.forms import PlainForm, ReasonForm, refuse
from gongkai.records.lists_forms import EntryForm, OpenForm, ReceiptForm
from gongkai.records.models import WithheldEntry, WithheldList
from gongkai.refusals import Refusal
from gongkai.ui.acts import attempt, data_of

page = require_http_methods(["GET", "POST"])
IN = {"备案": "closed", "退回补充": "closed", "拟稿公布": "filed"}  # everything else is done while a list is open
SECTION = ("备案", "退回补充")  # what the competent section does; everything else is the agency's own
KINDS = {"open": "doing", "closed": "wait", "filed": "done"}


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [*presenting.TRAIL[:2], ("不予公开目录", reverse("records:withheld") if more else ""), *more]


def _one(request: HttpRequest, pk: int) -> WithheldList:
    return get_object_or_404(withheld.visible_to(request.user), pk=pk)


@login_required
@page
def index(request: HttpRequest) -> HttpResponse:
    """All lists the person may see; the form that begins one."""
    mine = list(organisations.agencies_of(request.user, withheld.KEEPERS))  # type: ignore[arg-type]
    form = OpenForm(request.POST if request.method == "POST" else None, agencies=mine)
    if request.method == "POST" and not mine:
        withholding.must_keep_somewhere(request.user)
    if request.method == "POST" and form.is_valid():
        agency = next(one for one in mine if one.pk == form.cleaned_data["agency"])
        try:
            made = withholding.open_list(
                agency=agency, kind=form.cleaned_data["kind"], year=form.cleaned_data["year"], by=request.user
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"目录已建立，已列入{made.entries.count()}条。")
            return redirect("records:withheld_list", pk=made.pk)
    lists = withheld.counted(withheld.visible_to(request.user))
    rows = [{"list": one, "kind": KINDS[one.state]} for one in lists]
    context = {"rows": rows, "form": form if mine else None, "trail": _trail()}
    return render(request, "records/lists/withheld.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, its entries and what can be done with it."""
    found = _one(request, pk)
    labels = withheld.ground_labels(found.agency)
    entries = found.entries.select_related("record")
    context = {
        "list": found,
        "kind": KINDS[found.state],
        "entries": [(entry, labels.get(entry.ground, entry.ground)) for entry in entries],
        "missing": withheld.candidates(found) if found.state == WithheldList.State.OPEN else [],
        "may_keep": withheld.may_keep(request.user, found.agency),
        "may_write": withheld.may_write_again(found),
        "may_file": organisations_policy.in_section(request.user),
        "publishes": found.kind == WithheldList.Kind.ITEMS
        and withheld.publishing_rule(found.agency, organisations.today()) is not None,
        "trail": _trail((str(found), "")),
    }
    return render(request, "records/lists/withheld_list.html", context)


def _answer(
    request: HttpRequest, of: WithheldList, heading: str, form: forms.Form, run: Callable[..., Any], done: str,
    words: list[str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Ask, or act and go back to the list; a refusal stands on the form."""
    if heading in SECTION:
        withholding.must_be_section(request.user, heading, of)
    else:
        withholding.must_keep(request.user, of.agency, heading)
    if request.method == "GET":
        withholding.must_be_in(of, IN.get(heading, WithheldList.State.OPEN), heading)
    tried = attempt(request, form, run, refuse)
    if tried.done:
        messages.success(request, done)
        return redirect("records:withheld_list", pk=of.pk)
    trail = _trail((str(of), reverse("records:withheld_list", args=[of.pk])), (heading, ""))
    context = {"list": of, "heading": heading, "form": form, "words": words or [], "trail": trail}
    return render(request, "records/lists/act.html", context, status=tried.status)


@login_required
@page
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Something without a record here."""
    of = _one(request, pk)
    form = EntryForm(data_of(request), agency=of.agency)

    def run(**fields: Any) -> None:
        withholding.enter(of=of, by=request.user, **fields)

    return _answer(request, of, "增加条目", form, run, "已增加。")


@login_required
@require_POST
def take(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """A record that was decided not public after the list was begun."""
    of = _one(request, pk)
    withholding.enter(of=of, record=get_object_or_404(withheld.candidates(of), pk=record), by=request.user)
    return redirect("records:withheld_list", pk=pk)


@login_required
@page
def amend(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Change one entry."""
    of = _one(request, pk)
    found = get_object_or_404(WithheldEntry, list=of, pk=entry)
    initial = {name: getattr(found, name) for name in withholding.CHANGEABLE}
    form = EntryForm(data_of(request), agency=of.agency, initial=initial)

    def run(**fields: Any) -> None:
        withholding.amend_entry(entry=found, by=request.user, **fields)

    return _answer(request, of, "修改条目", form, run, "已修改。")


@login_required
@page
def leave_out(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Take one entry out."""
    of = _one(request, pk)
    found = get_object_or_404(WithheldEntry, list=of, pk=entry)

    def run(reason: str) -> None:
        withholding.leave_out(entry=found, by=request.user, reason=reason)

    return _answer(request, of, "移除条目", ReasonForm(data_of(request)), run, "已移除。")


@login_required
@page
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the list in."""
    of = _one(request, pk)
    words = ["编成后条目不再改变，由政务公开科备案；需要补充的，由政务公开科退回。"]

    def run() -> None:
        withholding.close_list(of=of, by=request.user)

    return _answer(request, of, "编成并报送备案", PlainForm(data_of(request)), run, "已编成，等待备案。", words)


@login_required
@page
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it on file."""
    of = _one(request, pk)

    def run(receipt: str) -> None:
        withholding.file_list(of=of, by=request.user, receipt=receipt)

    return _answer(request, of, "备案", ReceiptForm(data_of(request)), run, "已备案。")


@login_required
@page
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it back."""
    of = _one(request, pk)

    def run(reason: str) -> None:
        withholding.reopen_list(of=of, by=request.user, reason=reason)

    return _answer(request, of, "退回补充", ReasonForm(data_of(request)), run, "已退回。")


@login_required
@page
def write_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it a draft that goes public by review."""
    of = _one(request, pk)
    words = ["系统按备案的目录拟成一条信息，只写对外名称；选择公开事项、送审后才会公开。"]

    def run() -> None:
        withholding.write_out(of=of, by=request.user)

    return _answer(request, of, "拟稿公布", PlainForm(data_of(request)), run, "已拟稿，请在信息页面继续办理。", words)
