"""From a file to review: new, edit, submit."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.catalogue.models import Item
from gongkai.ledger import gates
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.records import actions, edit_form, editing, finding, opening, plans, policy, presenting, starting, states
from gongkai.records.forms import NewForm, refuse
from gongkai.records.models import Record
from gongkai.records.views.fetching import visible
from gongkai.refusals import NotNow, NotYours, Refusal


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Whose draft, and which file."""
    person: Any = request.user
    agencies = list(organisations.agencies_of(person, policy.MAY["edit"]))
    if not agencies:
        raise policy.no_drafter()
    initial = {"key": uuid.uuid4().hex} | {
        name: request.GET[name] for name in ("item", "agency") if name in request.GET
    }
    form = NewForm(request.POST or None, request.FILES or None, agencies=agencies, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid() and (record := _opened(request, form)):
            return redirect("records:edit", pk=record.pk)
        status = 422
    return render(
        request,
        "records/new.html",
        {"form": form, "item": _item(form, agencies), "trail": [*presenting.TRAIL, ("新建信息", "")]},
        status=status,
    )


def _item(form: NewForm, agencies: list[Agency]) -> Item | None:
    """The item to begin under, as the duty board asked for it."""
    chosen = str(form["agency"].value() or "")
    agency = next((one for one in agencies if str(one.pk) == chosen), agencies[0])
    return opening.item_for(agency, str(form["item"].value() or ""))


def _opened(request: HttpRequest, form: NewForm) -> Record | None:
    agency = Agency.objects.get(pk=form.cleaned_data["agency"])
    key = request.session.session_key or ""
    try:
        return opening.open_draft(session_key=key, agency=agency, by=request.user, data=form.cleaned_data)
    except NotYours:
        raise
    except Refusal as refusal:
        refuse(form, refusal)
        return None


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor; saving, and sending to review when the second button was pressed."""
    record = visible(request, pk)
    policy.must(request.user, "edit", record, "修改")
    if request.method == "GET":
        states.must_allow("edit", record)
        return _editor(request, edit_form.EditForm(record=record))
    form = edit_form.EditForm(request.POST, request.FILES, record=record)
    if not form.is_valid():
        return _editor(request, form, status=422)
    try:
        saved = editing.save(form, request.user)
    except NotYours:
        raise
    except Refusal as refusal:
        return _not_saved(request, form, refusal)
    if "submit" in request.POST:
        return _send(request, form, saved)
    messages.success(request, "已保存。")
    return redirect(f"{request.path}?saved={form.cleaned_data['revision']}")


def _not_saved(request: HttpRequest, form: edit_form.EditForm, refusal: Refusal) -> HttpResponse:
    """Everything typed stays; when a colleague was faster, both texts are shown."""
    if refusal.code != "records.edited_meanwhile":
        refuse(form, refusal)
        return _editor(request, form, status=refusal.status)
    record = Record.objects.select_related("agency", "item__catalogue").get(pk=form.record.pk)
    data = request.POST.copy()
    data["revision"] = str(record.revision)
    again = edit_form.EditForm(data, record=record)
    again.is_valid()
    both = editing.differences(again, record)
    return _editor(request, again, status=409, conflict=refusal, both=both)


def _send(request: HttpRequest, form: edit_form.EditForm, record: Record) -> HttpResponse:
    """Submit what was just saved, unless something is missing or blocking findings have not been looked at yet.

    All of it is said at once: findings above, what is missing beside its field and in the summary.
    """
    found = finding.shown(record, request.user)
    report = found["report"].content_hash if found["report"] else ""
    held = found["open"] if form.cleaned_data["accepted"] != report else 0
    problems = _problems(record, request.user) if states.allows("submit", record.state) else []
    if problems:
        return _wanting(request, record, problems, report=report if held else "", held=held)
    if held:
        again = edit_form.EditForm(record=record, initial={"accepted": report})
        return _editor(request, again, held=held, saved=True)
    try:
        actions.submit(record=record, by=request.user)
    except Refusal as refusal:
        if isinstance(refusal, NotNow) and record.state == Record.State.IN_REVIEW:
            return redirect(record)
        return _wanting(request, record, [refusal])
    messages.success(request, "已保存并送审。审核进展在本页查看，退回时会通知您。")
    return redirect(f"{record.get_absolute_url()}?saved={form.cleaned_data['revision']}")


def _problems(record: Record, by: Any) -> list[Refusal]:
    """Everything that would refuse the submission."""
    found: list[Refusal] = []
    try:
        plans.must_be_complete(record)
    except Refusal as refusal:
        found.append(refusal)
    return [*found, *gates.refusals("records.submit", record, by)]


# What a form does once: it has been done, and sending the form again must not do it twice.
_DONE = ("relation_kind", "relation_target", "relation_number", "relation_on", "relation_outside", "relation_said",
         "relation_remove", "remove", "compared")  # fmt: skip


def _wanting(request: HttpRequest, record: Record, problems: list[Refusal], *, report: str = "", held: int = 0) -> Any:
    """The editor with everything that keeps the saved draft from review."""
    data = request.POST.copy()
    data["revision"] = str(record.revision)
    data["accepted"] = report or data.get("accepted", "")
    for name in _DONE:
        data.pop(name, None)
    again = edit_form.EditForm(data, record=record)
    again.is_valid()
    for refusal in problems:
        _say_missing(again, refusal)
    return _editor(request, again, status=problems[0].status, saved=True, held=held)


MISSING = {
    "标题": "title",
    "正文或者附件": "html",
    "公开属性": "attribute",
    "公开事项": "item",
    "发文日期": "date_made",
    "重要信息类别": "sensitive_kind",
    "成文日期": "date_made",
    starting.KIND: "subject",
}


def _say_missing(form: edit_form.EditForm, refusal: Refusal) -> None:
    """The draft is saved; what review still wants stands beside its field."""
    missing = refusal.facts.get("missing") or []
    for label in missing:
        name = form.started_name if label == form.started_label else MISSING.get(label)
        if name == "item" and "suggested" in form.fields:
            name = "suggested"
        form.add_error(name, f"送审前请补充{label}。")
    if not missing:
        refuse(form, refusal)


def _editor(request: HttpRequest, form: edit_form.EditForm, *, status: int = 200, **more: Any) -> HttpResponse:
    record = form.record
    context = {
        "form": form,
        "record": record,
        "kind": presenting.KINDS[record.state],
        "found": finding.shown(record, request.user, editing=True),
        "returned": presenting.returned(record),
        "read": opening.report_of(record, request.session),
        "common": form.group(edit_form.COMMON),
        "normative": form.group(edit_form.NORMATIVE),
        "further": form.group(edit_form.FURTHER),
        **_documents(form),
        "may_submit": policy.may(request.user, "submit", record) and states.allows("submit", record.state),
        "reviewing": record.state not in (Record.State.DRAFT, Record.State.CORRECTING),
        "attachments": record.attachments.select_related("file"),
        "trail": presenting.trail(record, "编辑"),
        **more,
    }
    return render(request, "records/edit.html", context, status=status)


def _documents(form: edit_form.EditForm) -> dict[str, Any]:
    """The two folded parts of the editor; what is filled or wrong in them stands open."""
    groups = {"together": edit_form.TOGETHER, "related": edit_form.RELATED}
    found: dict[str, Any] = {name: form.group(fields) for name, fields in groups.items()}
    for name, fields in groups.items():
        found[f"{name}_open"] = any(
            form.errors.get(field) or form[field].value() for field in fields if field in form.fields
        )
    shown = {"relation_remove", "relation_said"} & set(form.fields)
    return found | {"related_open": found["related_open"] or bool(shown)}


@login_required
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the saved working copy to review. Whoever comes here by GET (after logging in again) sees the record."""
    record = visible(request, pk)
    if request.method == "GET":
        return redirect(record)
    try:
        actions.submit(record=record, by=request.user)
    except NotNow:
        if record.state not in (Record.State.IN_REVIEW, Record.State.CORRECTION_REVIEW):
            raise
        messages.info(request, "这条信息已经送审，无需重复办理。")
    else:
        messages.success(request, "已送审。")
    return redirect(record)
