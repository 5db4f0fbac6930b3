"""Staff screens of the word lists: read by all staff, kept by the section of the competent authority."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.checks import actions, policy, queries
from gongkai.checks.forms import EndForm, WordForm
from gongkai.checks.wordlist import KINDS_OF_WORDS, shipped
from gongkai.ui.acts import attempt

TRAIL = [("工作台", "/desk/"), ("词语检查", "/desk/checks/words/")]


@login_required
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Words kept here, words ended, and the list that came with the software."""
    given = [{"word": one, "kind": KINDS_OF_WORDS[one.kind], "unless": "、".join(one.unless)} for one in shipped()]
    context = {
        "kept": queries.kept(),
        "ended": queries.kept(ended=True),
        "shipped": given,
        "may_keep": policy.may_keep_words(request.user),
        "trail": TRAIL[:1],
    }
    return render(request, "checks/words.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_word(request: HttpRequest) -> HttpResponse:
    """Keep a word."""
    policy.must_keep_words(request.user)
    form = WordForm(request.POST or None)

    def run(**data: Any) -> str:
        return f"已登记“{actions.add_word(by=request.user, **data).wrong}”，以后的检查都会用到。"

    return _answer(request, form, run, heading="登记词语", button="登记")


@login_required
@require_http_methods(["GET", "POST"])
def end_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop looking for a word."""
    policy.must_keep_words(request.user)
    word = get_object_or_404(queries.kept(), pk=pk)
    form = EndForm(request.POST or None)

    def run(reason: str) -> str:
        return f"已停用“{actions.end_word(word=word, by=request.user, reason=reason).wrong}”。"

    return _answer(request, form, run, heading=f"停用“{word.wrong}”", button="停用")


def _answer(request: HttpRequest, form: Any, run: Any, *, heading: str, button: str) -> HttpResponse:
    """Ask (GET), or act and go back to the list (POST). A refusal is shown on the form, with all that was typed."""
    tried = attempt(request, form, run)
    if tried.done:
        messages.success(request, tried.made)
        return redirect("checks:words")
    context = {"form": form, "heading": heading, "button": button, "trail": TRAIL}
    return render(request, "checks/word.html", context, status=tried.status)
