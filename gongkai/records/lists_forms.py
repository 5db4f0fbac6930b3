"""Forms of the lists an office keeps: what is not published, and the half-monthly check of papers."""

from typing import Any

from django import forms

from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import withheld
from gongkai.records.forms import NO_SECRETS, WithGround
from gongkai.records.models import WithheldList
from gongkai.ui.forms import DateField


class OpenForm(forms.Form):
    """Which list of which agency and year."""

    agency = forms.TypedChoiceField(label="机关", coerce=int)
    kind = forms.ChoiceField(label="目录", choices=WithheldList.Kind.choices)
    year = forms.IntegerField(label="年份", min_value=2008, max_value=2199)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(one.pk, one.name) for one in agencies]  # type: ignore[attr-defined]
        self.fields["year"].initial = today().year - 1


class EntryForm(WithGround):
    """One withheld piece."""

    title = forms.CharField(label="名称", max_length=500)
    shown_title = forms.CharField(
        label="对外名称",
        required=False,
        max_length=500,
        help_text="名称本身不宜公开的填写。以国家秘密为由的必须填写；名称涉密的，不得录入本系统。",
    )
    number = forms.CharField(label="发文字号", required=False, max_length=120)
    made_on = DateField(label="形成日期", required=False)
    ground = forms.ChoiceField(label="不予公开的依据", help_text=NO_SECRETS)
    reason = forms.CharField(label="具体理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    review_on = DateField(
        label="再审查日期",
        required=False,
        help_text="保密期限届满的日期。到期后会列入待办：公开前须重新审查，期满不等于可以公开。",
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [("", "请选择"), *withheld.ground_labels(agency).items()]  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """The receipt of filing."""

    receipt = forms.CharField(label="备案回执编号", max_length=120, help_text="按备案登记簿填写。")


class PaperForm(forms.Form):
    """Which papers were handed over, and what is to be said of the rest."""

    seen = forms.TypedMultipleChoiceField(
        label="已收到纸质件", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    remark = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="缺少纸质件的、应公开而没有公开的，写明原因和补办的办法。",
    )

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row["record"], f"{row['number']} {row['title']}".strip()) for row in rows]
        self.fields["seen"].choices = choices  # type: ignore[attr-defined]
