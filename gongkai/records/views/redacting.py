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
from gongkai.records.actions.drafting import must_be_current
from gongkai.records.actions.redacting import MARK_AGAIN
from gongkai.records.forms import refuse
from gongkai.records.models import Record
from gongkai.records.partial_forms import PublicPartForm, RedactForm
from gongkai.records.views.acting import page
from gongkai.records.views.fetching import visible
from gongkai.refusals import Refusal
from gongkai.ui.acts import Attempt, attempt, data_of

LOST = "您打开时的第{number}段已经改动，对它的选择没有保留；在该段所写的文字，移到了“全文各处都要除去的文字”。"


@login_required
@page
def public_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what stays closed; the rest becomes a draft of its own."""
    record = visible(request, pk)
    policy.must(request.user, "public_part", record, "制作公开部分")
    states.must_allow("public_part", record)

    def run(form: PublicPartForm) -> Record:
        return actions.make_public_part(
            record=record,
            by=request.user,
            revision=form.started_from or 0,
            removals=form.removals(),
            kept=form.kept(),
            images=form.cleaned_data.get("images", False),
            ground=form.cleaned_data["ground"],
        )

    words = "勾选或者填写不公开的内容。除去的内容不会进入公开部分，只封存在原件的留痕中；原件不公开。"
    done = "公开部分已经做成草稿。请核对，补充公开事项后送审。"
    return _marking(request, record, PublicPartForm, run, heading="制作公开部分", words=words, done=done)


@login_required
@page
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Take more out of a public part."""
    record = visible(request, pk)
    policy.must(request.user, "redact", record, "再除去内容")
    states.must_allow("redact", record)

    def run(form: RedactForm) -> Record:
        revision = form.started_from or 0
        return actions.redact_more(record=record, by=request.user, revision=revision, removals=form.removals())

    words = "再除去的内容以后各处都不能出现。正在审核的，看过正文的环节须重新签署。"
    return _marking(request, record, RedactForm, run, heading="再除去内容", words=words, done="已除去。")


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
    request: HttpRequest, record: Record, kind: type[Any], run: Any, *, done: str, **context: Any
) -> HttpResponse:
    form = kind(data_of(request), record=record)
    tried = _attempt(request, record, form, run)
    if tried.done:
        messages.success(request, done)
        return redirect(tried.made)
    if tried.refusal is not None and tried.refusal.code == "records.edited_meanwhile":
        record.refresh_from_db()
        form = kind(request.POST, record=record)
        refuse(form, tried.refusal)
        for number in form.lost:
            form.add_error(None, LOST.format(number=number))
    known = {
        "record": record, "form": form, "source": redaction.source(),
        "trail": presenting.trail(record, context["heading"]),
    }  # fmt: skip
    return render(request, "records/redact.html", known | context, status=tried.status)


def _attempt(request: HttpRequest, record: Record, form: RedactForm, run: Any) -> Attempt:
    """The act; what was marked on other paragraphs than the present ones is refused before anything else is asked."""
    if request.method == "POST":
        try:
            must_be_current(record, form.started_from, MARK_AGAIN)
        except Refusal as refusal:
            return Attempt(refusal.status, refusal=refusal)
    return attempt(request, form, lambda **_: run(form), refuse)
