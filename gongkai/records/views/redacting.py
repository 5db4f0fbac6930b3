"""Pages on which passages are taken out for partial release."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from gongkai.files import vault
from gongkai.files.page_pictures import page_picture as make_page_picture
from gongkai.records import actions, policy, presenting, redaction, states
from gongkai.records.forms import refuse
from gongkai.records.models import Record
from gongkai.records.partial_forms import PublicPartForm, RedactForm
from gongkai.records.views.acting import page
from gongkai.records.views.fetching import visible
from gongkai.ui.acts import attempt, data_of


@login_required
@page
def public_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what stays closed; the rest becomes a draft of its own."""
    record = visible(request, pk)
    policy.must(request.user, "public_part", record, "制作公开部分")
    states.must_allow("public_part", record)
    form = PublicPartForm(data_of(request), record=record)

    def run() -> Record:
        return actions.make_public_part(
            record=record,
            by=request.user,
            removals=form.removals(),
            kept=form.kept(),
            images=form.cleaned_data.get("images", False),
            ground=form.cleaned_data["ground"],
        )

    words = "勾选或者填写不公开的内容。除去的内容不会进入公开部分，只封存在原件的留痕中；原件不公开。"
    done = "公开部分已经做成草稿。请核对，补充公开事项后送审。"
    return _marking(request, record, form, run, heading="制作公开部分", words=words, done=done)


@login_required
@page
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Take more out of a public part."""
    record = visible(request, pk)
    policy.must(request.user, "redact", record, "再除去内容")
    states.must_allow("redact", record)
    form = RedactForm(data_of(request), record=record)

    def run() -> Record:
        return actions.redact_more(record=record, by=request.user, revision=record.revision, removals=form.removals())

    words = "再除去的内容以后各处都不能出现。正在审核的，看过正文的环节须重新签署。"
    return _marking(request, record, form, run, heading="再除去内容", words=words, done="已除去。")


@login_required
@require_safe
def page_picture(request: HttpRequest, pk: int, key: int, number: int) -> HttpResponse:
    """A page of an attached PDF, to mark on."""
    record = visible(request, pk)
    attachment = get_object_or_404(record.attachments.select_related("file"), pk=key, file__kind="pdf")
    policy.must(request.user, "public_part", record, "制作公开部分")
    drawn = make_page_picture(vault.private_path(attachment.file.sha256).read_bytes(), number)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def _marking(
    request: HttpRequest, record: Record, form: RedactForm, run: Any, *, done: str, **context: Any
) -> HttpResponse:
    tried = attempt(request, form, lambda **_: run(), refuse)
    if tried.done:
        messages.success(request, done)
        return redirect(tried.made)
    known = {
        "record": record, "form": form, "source": redaction.source(),
        "trail": presenting.trail(record, context["heading"]),
    }  # fmt: skip
    return render(request, "records/redact.html", known | context, status=tried.status)
