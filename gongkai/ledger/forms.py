"""The filter of the ledger."""

from typing import Any

from django import forms

from gongkai.ledger import queries, registry
from gongkai.ui.forms import DateField


def act_label(name: str) -> str:
    """An act without its facts: “授予岗位” for “授予岗位：{agency}{role}”."""
    return registry.act_sentence(name).split("{")[0].rstrip("：（“，") or name


class FindForm(forms.Form):
    """Act, actor, days, kind of subject."""

    act = forms.ChoiceField(label="行为", required=False)
    actor = forms.CharField(label="经办人姓名或账号", required=False)
    subject = forms.ChoiceField(label="对象", required=False)
    first = DateField(label="自", required=False)
    last = DateField(label="至", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act, subject = self.fields["act"], self.fields["subject"]
        assert isinstance(act, forms.ChoiceField)
        assert isinstance(subject, forms.ChoiceField)
        act.choices = [("", "全部"), *((name, act_label(name)) for name in registry.acts())]
        subject.choices = [("", "全部"), *((name, queries.kind_label(name)) for name in registry.kinds())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "截止日期早于起始日期，请改正。")
        return data
