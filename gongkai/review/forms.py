"""Forms of a signer: approve with an opinion, return with a reason, the secrecy form, the question and its answer."""

import json
from functools import partial
from typing import Any

from django import forms

from gongkai.review import secrecy
from gongkai.review.models import Escalation, Review
from gongkai.ui import acts
from gongkai.ui.forms import DateField

FIELD_OF = {
    "review.reason": "reason",
    "review.secrecy_form": "basis",
    "review.undetermined": "conclusion",
    "review.not_public": "conclusion",
    "review.marks_unchecked": "marked",
    "review.escalation_target": "target",
    "review.question": "question",
    "review.answer_number": "answer_number",
    "review.finding": "finding",
    "review.order_due": "due_on",
    "review.order_words": "answer",
}
refuse = partial(acts.refuse, fields=FIELD_OF)


class SignForm(forms.Form):
    """Approve. `seen` are the hashes of what the page showed."""

    prefix = "sign"
    opinion = forms.CharField(label="意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_seen(self) -> dict[str, str]:
        try:
            found = json.loads(self.cleaned_data["seen"])
        except ValueError:
            found = None
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    def arguments(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("seen", "opinion")}


class SecrecyForm(SignForm):
    """政府信息公开保密审查表, signed together with the step."""

    conclusion = forms.ChoiceField(
        label="审查结论", choices=list(secrecy.CONCLUSIONS.items()), widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label="审查依据",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="依据什么判断，例如：对照本行业保密事项范围逐项核对，不涉及国家秘密、工作秘密。",
    )
    marked = forms.BooleanField(
        label="已核对原件，没有密级标志和内部标志",
        required=False,  # only “可以公开” needs it: the act says so, with the article
        help_text="审查结论是“可以公开”的，必须核对并勾选。",
    )
    field_order = ("conclusion", "basis", "marked", "opinion", "seen")

    def arguments(self) -> dict[str, Any]:
        names = ("conclusion", "basis", "marked")
        return super().arguments() | {"form": {name: self.cleaned_data[name] for name in names}}


class ReturnForm(forms.Form):
    """Send back, with a reason."""

    prefix = "return"
    reason = forms.CharField(
        label="退回的理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明哪里需要改、怎么改。起草人会看到这段话。",
    )


class SecrecyReturnForm(ReturnForm):
    """Send back from the secrecy review, saying whether it is the content that stays closed."""

    conclusion = forms.ChoiceField(
        label="能否公开",
        choices=list(secrecy.RETURNED_FOR.items()),
        widget=forms.RadioSelect,
        help_text="部分不得公开的，起草人可以据此制作公开部分；全部不得公开的，须改变公开属性。没有改动的，不能再送审。",
    )
    field_order = ("conclusion", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "reason"
        ].help_text = (
            "不得公开的，写明是哪些段落或者附件、依据哪一条；其他的，写明哪里需要改、怎么改。起草人会看到这段话。"
        )


class ReturnManyForm(forms.Form):
    """Several of one's own queue, with one reason. Nothing is ticked beforehand but what the address names."""

    chosen = forms.TypedMultipleChoiceField(label="退回哪几件", coerce=int, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label="退回的理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="对勾选的每一件都适用。写明哪里需要改、怎么改，起草人会看到这段话。",
    )

    def __init__(self, *args: Any, waiting: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (row["review"].pk, f"{row['title']}（{row['review'].agency.short_name}，{row['review'].waiting_step}）")
            for row in waiting
        ]
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]


class CancelForm(forms.Form):
    """Call it back."""

    reason = forms.CharField(
        label="撤回的原因", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class EscalateForm(forms.Form):
    """Ask the organ entitled to decide."""

    target = forms.ChoiceField(label="报请哪个机关确定", widget=forms.RadioSelect)
    question = forms.CharField(
        label="不能确定的内容和理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明哪一段、为什么不能确定是否可以公开。不要写出可能涉密的原文。",
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [(one, one) for one in secrecy.targets(review)]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The written answer of the organ that was asked."""

    conclusion = forms.ChoiceField(label="答复结论", choices=Escalation.Conclusion.choices, widget=forms.RadioSelect)
    answer_number = forms.CharField(
        label="答复文件的文号或者编号", max_length=80, help_text="没有文号的，填写答复日期和经办部门。"
    )
    answer = forms.CharField(
        label="答复要点", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class OrderForm(forms.Form):
    """What is wrong with a secrecy review, and until when it must be corrected."""

    finding = forms.CharField(
        label="发现的问题", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明违反了哪一条、应当怎样纠正。不要写出涉密内容和号码。",
    )  # fmt: skip
    due_on = DateField(label="纠正期限")


class ReportForm(forms.Form):
    """What was done about it."""

    answer = forms.CharField(
        label="纠正情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明核查的结果和采取的措施。需要更正、撤下的，在信息页面办理。",
    )  # fmt: skip
