"""A form and the act behind it: asked with GET, done with POST, refused on the form with all that was typed.

form = ReasonForm(data_of(request))
tried = attempt(request, form, run, refuse)
if tried.done:
    return redirect(…)
return render(request, …, status=tried.status)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from gongkai.refusals import NotYours, Refusal

Run = Callable[..., Any]
Show = Callable[[Any, Refusal], None]


@dataclass(frozen=True)
class Attempt:
    """How it ended: `status` 200 only asked, 302 done, 422 the form is incomplete, else that of `refusal`."""

    status: int
    made: Any = None
    refusal: Refusal | None = None

    @property
    def done(self) -> bool:
        return self.status == 302


def data_of(request: HttpRequest) -> Any:
    """What was sent, None where nothing was; an act that asks for nothing sends an empty form."""
    return request.POST if request.method == "POST" else None


def refuse(form: Any, refusal: Refusal, fields: Mapping[str, str] | None = None) -> None:
    """Show a refusal on the form: beside the field it speaks of (`fields`: code -> name), else above all."""
    name = (fields or {}).get(refusal.code) or refusal.facts.get("field")
    form.add_error(name if name in form.fields else None, str(refusal))


def attempt(request: HttpRequest, form: forms.BaseForm, run: Run, show: Show = refuse) -> Attempt:
    """Run the act with what a complete form holds. Raises NotYours: that is a page of its own, not a remark."""
    if request.method != "POST":
        return Attempt(200)
    if not form.is_valid():
        return Attempt(422)
    try:
        return Attempt(302, made=run(**form.cleaned_data))
    except NotYours:
        raise
    except Refusal as refusal:
        show(form, refusal)
        return Attempt(refusal.status, refusal=refusal)
