"""The reading version of an attachment: beside the file's words, mended, compared."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.files import text_of
from gongkai.records import actions, edit_form, policy, presenting, reading_versions, states
from gongkai.records.actions.reading import writer_of
from gongkai.records.forms import refuse
from gongkai.records.models import Attachment, Record
from gongkai.records.views.fetching import visible
from gongkai.ui.acts import attempt, data_of


class ReadingForm(forms.Form):
    """The text of a reading version. `revision` is the record's the clerk started from."""

    use_required_attribute = False

    html = forms.CharField(
        label="阅读版",
        required=False,
        widget=forms.Textarea(attrs={"rows": 20, "data-prose": ""}),
        help_text="内容须与原件一致，只调整读取的差错；全部删去，则只公开原件。",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_html(self) -> str:
        return edit_form.as_html(self.cleaned_data["html"])


def _found(request: HttpRequest, pk: int, key: int) -> tuple[Record, Attachment]:
    record = visible(request, pk)
    return record, get_object_or_404(record.attachments.select_related("file", "proofread_by"), pk=key)


def _page(request: HttpRequest, record: Record, attachment: Attachment, status: int = 200, **more: Any) -> HttpResponse:
    editable = policy.may(request.user, "edit", record) and states.allows("edit", record.state)
    writer = writer_of(record, attachment)
    context = {
        "record": record,
        "attachment": attachment,
        "state": reading_versions.state(attachment),
        "before": reading_versions.extracted(attachment),
        "after": text_of(attachment.reading),
        "seen": reading_versions.seen(attachment),
        "editable": editable,
        "own": writer is not None and writer == request.user.pk,
        "trail": presenting.trail(record, "附件的阅读版"),
        **more,
    }
    return render(request, "records/reading_version.html", context, status=status)


@login_required
@require_safe
def reading_version(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """The reading version, and how it differs from what the file says."""
    return _page(request, *_found(request, pk, key))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """The same editor as for the text of the record."""
    record, attachment = _found(request, pk, key)
    policy.must(request.user, "edit", record, "修改阅读版")
    if request.method == "GET":
        states.must_allow("edit", record)
    initial = {"html": attachment.reading, "revision": record.revision}
    form = ReadingForm(data_of(request), initial=initial)
    tried = attempt(request, form, partial(actions.edit_reading, attachment=attachment, by=request.user), refuse)
    if tried.done:
        messages.success(request, "阅读版已保存，请另一位同事与原件核对。")
        return redirect("records:reading_version", pk=pk, key=key)
    trail = presenting.trail(record, "修改阅读版")
    context = {"record": record, "attachment": attachment, "form": form, "trail": trail}
    return render(request, "records/reading_edit.html", context, status=tried.status)


@login_required
@require_POST
def make(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Make it anew from the file; what was mended by hand is replaced."""
    _, attachment = _found(request, pk, key)
    actions.make_reading(attachment=attachment, by=request.user)
    messages.success(request, "已由原件生成阅读版，请与原件核对。")
    return redirect("records:reading_version", pk=pk, key=key)


@login_required
@require_POST
def proofread(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Say that it was compared with the file."""
    _, attachment = _found(request, pk, key)
    actions.proofread_reading(attachment=attachment, by=request.user, seen=request.POST.get("seen", ""))
    messages.success(request, "已确认阅读版与原件一致。")
    return redirect("records:reading_version", pk=pk, key=key)
