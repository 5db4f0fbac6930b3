"""Forms of taking down: why, what the public is told; and of a penalty decision that no longer stands."""

from typing import Any

from django import forms

from gongkai.records import removal_kinds
from gongkai.records.models import Record
from gongkai.ui.forms import DateField


class WithdrawForm(forms.Form):
    """The kind, what the public is told, the reason that is kept."""

    kind = forms.ChoiceField(label="撤下的情形", widget=forms.RadioSelect)
    note = forms.CharField(
        label="公开说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="向社会公开，显示在原来的地址上。不要写出姓名、号码和原来的标题；涉密和个人信息、第三方权益的不填。",
    )  # fmt: skip
    reason = forms.CharField(
        label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="留存备查，不公开。"
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = {"required": "，须写明公开说明", "optional": "", "none": "，不写公开说明"}
        found = removal_kinds.kinds(record.agency.place)
        choices = [(one["code"], f"{one['label']}（{one['article']}{needs[one['note']]}）") for one in found]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if record.overturned is not None:
            self.fields["kind"].initial = removal_kinds.PENALTY


class OverturnForm(forms.Form):
    """What happened to the penalty decision, when, by which document."""

    outcome = forms.ChoiceField(label="处罚决定", widget=forms.RadioSelect)
    on = DateField(label="被变更、撤销的日期", help_text="撤回期限从这一天起算，这一天不计入。")
    document = forms.CharField(
        label="依据的文书", max_length=200, help_text="写明文书名称和文号，例如：示行复〔2026〕1号行政复议决定书。"
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one["code"], one["label"]) for one in removal_kinds.outcomes(record.agency.place)]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
