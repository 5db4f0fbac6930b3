"""Staff screens of review, below /desk/review/. Made for a phone: what, what changed, what is risky, yes or back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.refusals import NotNow, NotYours, Refusal
from gongkai.review import actions, inspecting, policy, presenting, queries, secrecy, states
from gongkai.review.actions.asking import must_be_open_question
from gongkai.review.forms import AnswerForm, CancelForm, EscalateForm, ReturnManyForm, refuse
from gongkai.review.models import Escalation, Review, Signature
from gongkai.ui.acts import attempt
from gongkai.ui.asked import whole

SHOWN = 30


def _visible(request: HttpRequest, pk: int) -> Review:
    found = policy.visible_to(request.user).select_related("agency", "drafter")
    return get_object_or_404(found, pk=pk)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what I signed."""
    before = request.GET.get("before", "")
    rows, key = presenting.signed(request.user, whole(before), SHOWN)
    context = {
        "waiting": presenting.waiting(request.user) if not before else [],
        "rows": rows,
        "next_url": f"?before={key}" if key else "",
        "first_url": "." if before else "",
        "inspects": bool(inspecting.posts(request.user)),
        "trail": [*presenting.TRAIL[:1], ("审核", "")],
    }
    return render(request, "review/index.html", context)


@login_required
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One review."""
    return _page(request, _visible(request, pk))


@login_required
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The review record (审核单), to be printed and filed."""
    return render(request, "review/sheet.html", presenting.sheet(_visible(request, pk), request.user))


def _page(request: HttpRequest, review: Review, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "review/page.html", presenting.page(review, request.user) | more, status=status)


def _again(request: HttpRequest, review: Review, decision: str) -> bool:
    """Whether this person has just decided so: a second press of the same button."""
    last = Signature.objects.filter(review=review).order_by("-id").first()
    return last is not None and last.by_id == request.user.pk and last.decision == decision


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the open step over exactly what the page showed."""
    review = _visible(request, pk)
    if request.method == "GET":  # back from logging in again: the form is on the page
        return redirect("review:page", pk=pk)
    form = presenting.form_of(queries.open_step(review))(request.POST)
    if not form.is_valid():
        return _refused(request, review, form, "sign")
    try:
        signature = actions.sign(review=review, by=request.user, **form.arguments())
    except Refusal as refusal:
        if isinstance(refusal, NotYours | NotNow) and _again(request, review, "approved"):
            return redirect("review:index")
        if isinstance(refusal, NotYours):
            raise
        return _refused(request, review, form, "sign", refusal)
    messages.success(request, f"已签署“{signature.step}”：同意。")
    return redirect("review:index")


@login_required
@require_http_methods(["GET", "POST"])
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Send back to the drafter."""
    review = _visible(request, pk)
    if request.method == "GET":
        return redirect("review:page", pk=pk)
    form = presenting.return_form_of(queries.open_step(review))(request.POST)
    if not form.is_valid():
        return _refused(request, review, form, "return")
    try:
        actions.return_(review=review, by=request.user, **form.cleaned_data)
    except NotYours:
        raise
    except Refusal as refusal:
        if _again(request, review, "returned"):
            return redirect("review:index")
        return _refused(request, review, form, "return", refusal)
    messages.success(request, "已退回起草人，理由已一并送达。")
    return redirect("review:index")


@login_required
@require_http_methods(["GET", "POST"])
def return_many(request: HttpRequest) -> HttpResponse:
    """Return several of one's queue with one reason; what could not be returned is listed with why."""
    waiting = presenting.waiting(request.user)
    chosen = [key for text in request.GET.getlist("chosen") if (key := whole(text)) is not None]
    data = request.POST if request.method == "POST" else None
    form = ReturnManyForm(data, waiting=waiting, initial={"chosen": chosen})
    done: list[Signature] = []
    failed: list[dict[str, Any]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            rows = {row["review"].pk: row for row in waiting}
            reviews = [rows[key]["review"] for key in form.cleaned_data["chosen"]]
            try:
                done, refused = actions.return_many(
                    reviews=reviews, by=request.user, reason=form.cleaned_data["reason"]
                )
            except Refusal as refusal:
                refuse(form, refusal)
            else:
                if not refused:
                    messages.success(request, f"已退回 {len(done)} 件，理由已一并送达。")
                    return redirect("review:index")
                failed = [{"title": rows[review.pk]["title"], "why": str(why)} for review, why in refused]
                status = 409
    trail = [*presenting.TRAIL, ("批量退回", "")]
    context = {"form": form, "waiting": waiting, "done": done, "failed": failed, "trail": trail}
    return render(request, "review/return_many.html", context, status=status)


def _refused(
    request: HttpRequest, review: Review, form: forms.Form, name: str, refusal: Refusal | None = None
) -> HttpResponse:
    """The page again, with everything typed; where the content was changed it shows the new one and signs that."""
    review = Review.objects.select_related("agency", "drafter").get(pk=review.pk)
    context = presenting.page(review, request.user)
    if refusal:
        refuse(form, refusal)
        if name == "sign" and refusal.code == "review.changed":
            data = request.POST.copy()
            data[form.add_prefix("seen")] = context["sign"].initial["seen"]
            form.data = data
    if context["step"] is None:
        name = ""  # nothing is left to sign: the page says how it ended
    more = {name: form, "opened": name, "refused": form}
    return render(request, "review/page.html", context | more, status=refusal.status if refusal else 422)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The drafting agency calls it back."""
    review = _visible(request, pk)
    policy.must_withdraw(request.user, review)
    if request.method == "GET":
        states.must_allow("cancel", review)
    form = CancelForm(request.POST if request.method == "POST" else None)

    def run(reason: str) -> None:
        actions.cancel(review=review, by=request.user, reason=reason)

    words = ["审核停止，材料退回起草状态。已经签署的意见仍然保留，改好后重新送审。"]
    return _ask(
        request, review, form, run, heading="撤回送审", words=words, done="已撤回，可以继续修改。", to_subject=True
    )


def _must_be_at_step(request: HttpRequest, review: Review, act: str) -> queries.Step | None:
    """The form is shown to whoever signs the open step, and to nobody once the review has ended."""
    states.must_allow(act, review)
    if (step := queries.open_step(review)) is not None:
        policy.must_sign(request.user, review, step)
    return step


@login_required
@require_http_methods(["GET", "POST"])
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the organ entitled to decide whether it may be public."""
    review = _visible(request, pk)
    step = _must_be_at_step(request, review, "escalate")
    if request.method == "GET":
        must_be_open_question(step)
    form = EscalateForm(request.POST if request.method == "POST" else None, review=review)

    def run(target: str, question: str) -> None:
        actions.escalate(review=review, by=request.user, target=target, question=question)

    words = [f"可以报请：{'、'.join(secrecy.targets(review))}。答复前不能签署；答复后在本页登记。"]
    done = "已登记报请，请按规定送达书面材料。"
    return _ask(request, review, form, run, heading="报请确定", words=words, done=done)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the written answer."""
    review = _visible(request, pk)
    _must_be_at_step(request, review, "answer")
    question = Escalation.objects.filter(review=review, answered_at=None).order_by("-id").first()
    if question is None:
        raise NotNow("review.no_question", "现在没有等待答复的报请。", remedy="请刷新页面查看最新情况。")
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def run(**data: Any) -> None:
        actions.answer(escalation=question, by=request.user, **data)

    words = [f"向“{question.target}”报请的内容：{question.question}"]
    return _ask(request, review, form, run, heading="登记答复", words=words, done="答复已登记。")


def _ask(
    request: HttpRequest,
    review: Review,
    form: forms.Form,
    run: Callable[..., None],
    *,
    done: str,
    to_subject: bool = False,
    **context: Any,
) -> HttpResponse:
    """A page with one form and one act."""
    facts = presenting.page(review, request.user)
    back = facts["subject_url"] if to_subject else f"/desk/review/{review.pk}/"
    tried = attempt(request, form, run, refuse)
    if tried.done:
        messages.success(request, done)
        return redirect(back)
    title = Truncator(facts["material"].title).chars(18)
    trail = [*presenting.TRAIL, (title, f"/desk/review/{review.pk}/"), (context["heading"], "")]
    known = {"review": review, "title": facts["material"].title, "form": form, "back": back, "trail": trail}
    return render(request, "review/ask.html", known | context, status=tried.status)
