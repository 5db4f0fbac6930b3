"""Forms: ask, answer, enter a letter, coordinate, call back."""

import json
from functools import partial
from typing import Any

from django import forms

from gongkai.ui import acts
from gongkai.ui.forms import DateField

FIELD_OF = {
    "inquiries.question": "question",
    "inquiries.due_on": "due_on",
    "inquiries.reason": "opinion",
    "inquiries.letter_number": "letter_number",
    "inquiries.letter_on": "letter_on",
    "inquiries.decision": "decision",
    "inquiries.why": "reason",
}
YES_NO = [("yes", "同意公开，内容准确一致"), ("no", "不同意，或者内容需要修改")]
refuse = partial(acts.refuse, fields=FIELD_OF)


class AskForm(forms.Form):
    """Whom, what, until when."""

    names = forms.MultipleChoiceField(label="征求哪些机关", widget=forms.CheckboxSelectMultiple)
    question = forms.CharField(
        label="征求内容",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        initial="拟主动公开，请核对内容是否准确一致、是否同意公开。",
    )
    due_on = DateField(
        label="请对方何时答复", help_text="写在征求意见函上。主动公开没有法定的答复期限，也不能逾期视为同意。"
    )

    def __init__(self, *args: Any, names: list[tuple[str, str]], fixed: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = names  # type: ignore[attr-defined]
        if fixed is not None:
            del self.fields["due_on"]


class Answering(forms.Form):
    """Yes or no, and why."""

    agree = forms.ChoiceField(label="答复", choices=YES_NO, widget=forms.RadioSelect)
    opinion = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不同意的必须写明哪里不准确、为什么不能公开。",
    )

    def clean_agree(self) -> bool:
        return bool(self.cleaned_data["agree"] == "yes")


class AnswerForm(Answering):
    """By the asked agency itself. `seen` are the hashes of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_seen(self) -> dict[str, str]:
        try:
            found = json.loads(self.cleaned_data["seen"])
        except ValueError:
            found = None
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


class EnterForm(Answering):
    """From a letter."""

    letter_number = forms.CharField(label="来函文号或者编号", max_length=80)
    letter_on = DateField(label="来函日期")
    field_order = ("letter_number", "letter_on", "agree", "opinion")


class CoordinateForm(forms.Form):
    """What the competent unit decided. `consent`: only the body's own written consent lets it out (黄岩 保密审查 7)."""

    release = forms.ChoiceField(
        label="协调结果",
        choices=[("yes", "按现有内容公开"), ("no", "不按现有内容公开")],
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(label="意见和理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    decider = forms.CharField(
        label="作出协调的机关", required=False, max_length=120, help_text="由其他主管单位协调的，填写名称和文号。"
    )

    def __init__(self, *args: Any, consent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if consent:
            choices = [("yes", "按现有内容再次书面征求对方同意"), ("no", "不按现有内容公开")]
            self.fields["release"].choices = choices  # type: ignore[attr-defined]

    def clean_release(self) -> bool:
        return bool(self.cleaned_data["release"] == "yes")


class ReasonForm(forms.Form):
    """Why it is called back."""

    reason = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class PlainForm(forms.Form):
    """An act that asks for nothing."""
