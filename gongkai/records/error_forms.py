"""Forms of 找错: the citizen's, and those of the people who answer."""

from typing import Any

from django import forms

from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.records import error_reports
from gongkai.records.actions.reporting import LONGEST, LONGEST_ANSWER, LONGEST_CONTACT
from gongkai.records.models import ErrorReport


class ErrorForm(forms.Form):
    """What is wrong, and where. `website` is a field that people do not see; only programs fill it."""

    kind = forms.ChoiceField(label="错误的种类", choices=[("", "请选择"), *ErrorReport.Kind.choices])
    text = forms.CharField(
        label="错在哪里",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"抄下有错误的原文，写明应该怎样，最多{LONGEST}个字。不必写个人信息。",
    )
    path = forms.CharField(
        label="哪一页", max_length=300, required=False, help_text="从那一页进入找错的已经填好；不填即整个网站。"
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=LONGEST_CONTACT,
        required=False,
        help_text="电话或者邮箱，需要回复时填写。加密保存，只有办理的人能看到；不填也可以凭查询码查询结果。",
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # 个人信息保护法 Art. 17: whoever gives personal data is told how long it is kept.
        self.fields["contact"].help_text += f"和您的原话一起，保留期限为{error_reports.kept_for()}，期满清除。"


class AnswerForm(forms.Form):
    """The result and the words for the citizen."""

    outcome = forms.ChoiceField(label="核实结果", choices=ErrorReport.Outcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="答复",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="凭查询码可以看到。写明怎样改正，或者为什么没有错误；不写个人信息。",
    )


class PassOnForm(forms.Form):
    """To whom, and why."""

    agency = forms.TypedChoiceField(label="转交给", coerce=int)
    reason = forms.CharField(label="理由", max_length=300)

    def __init__(self, *args: Any, without: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = organisations.agencies().exclude(pk=without.pk)
        self.fields["agency"].choices = [("", "请选择"), *((one.pk, one.name) for one in others)]  # type: ignore[attr-defined]
