"""Forms of the word list."""

from django import forms

from gongkai.checks.models import KeptWord
from gongkai.ui.forms import DateField


class WordForm(forms.Form):
    """A word to be kept."""

    wrong = forms.CharField(label="不当写法", min_length=2, max_length=60)
    right = forms.CharField(label="规范写法", max_length=60, required=False, help_text="没有固定替换写法的，可以不填。")
    kind = forms.ChoiceField(label="种类", choices=KeptWord.Kind)
    reason = forms.CharField(label="理由或者出处", max_length=200, help_text="检查结果中会显示给经办人。")
    blocking = forms.BooleanField(
        label="必须改正才能公开",
        required=False,
        help_text="不勾选的，只提示核对。有权人员可以在具体文件中写明理由后保留。",
    )
    in_titles = forms.BooleanField(label="书名号内也检查", required=False)
    since = DateField(
        label="自哪一天起的文件", required=False, help_text="机构更名一类，请填更名日期；此前的文件不提示。"
    )
    until = DateField(label="到哪一天止的文件", required=False)
    unless = forms.CharField(
        label="在这些词语中不算",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个，例如“防犯”在“防犯罪”中不算。",
    )


class EndForm(forms.Form):
    """Why a word is no longer looked for."""

    reason = forms.CharField(label="停用的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
