"""Forms of the catalogue: the file to import, what was read and signed on the way to the confirmation, assignments."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils import timezone

from gongkai import rules
from gongkai.catalogue import reading
from gongkai.catalogue.models import Item
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.ui.forms import DateField

LARGEST = 10 * 1024 * 1024  # bytes of a file read into memory
SALT = "gongkai.catalogue.import"
ELSEWHERE = "本项内容在其他系统公开的，填写该页的完整地址。"
STALE = dt.timedelta(hours=12)


class FileForm(forms.Form):
    """A catalogue as csv or xlsx. `report()` reads it; `payload()` carries it, signed, to the confirmation."""

    title = forms.CharField(
        label="目录名称", max_length=200, help_text="写全称，例如“示范县政府信息公开基本目录（2026年版）”。"
    )
    source = forms.CharField(label="出处", max_length=300, help_text="公布目录的文件名称和文号。")
    since = DateField(label="施行日期")
    place = forms.ChoiceField(label="适用地区")
    file = forms.FileField(
        label="目录文件",
        help_text="csv 或 xlsx。表头应当有：序号、一级目录、二级目录、三级目录、公开内容、公开依据、公开时限；"
        "可以另有责任单位、公开形式、审核程序。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["place"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(place.path, place.name) for place in rules.places()]
        choice.initial = settings.PLACE
        self.fields["since"].initial = timezone.localdate

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(f"文件超过{LARGEST // 1024 // 1024}兆字节，请去掉无关的工作表后再上传。")
        return file

    def report(self) -> reading.Report:
        """The row-by-row report on the uploaded file."""
        file = self.cleaned_data["file"]
        return reading.read_file(file.name, file.read())

    def payload(self, report: reading.Report) -> str:
        """What the confirmation needs, signed so that nothing is changed on the way."""
        data = {name: self.cleaned_data[name] for name in ("title", "source", "place")}
        return signing.dumps(
            data | {"since": self.cleaned_data["since"].isoformat(), "report": report.as_plain()},
            salt=SALT,
            compress=True,
        )


class ConfirmForm(forms.Form):
    """The confirmation: what was read, and whether faulty rows are left out."""

    payload = forms.CharField(widget=forms.HiddenInput)
    allow_partial = forms.BooleanField(label="只导入没有问题的行，有误的行以后再补", required=False)

    def clean_payload(self) -> dict[str, Any]:
        try:
            data: dict[str, Any] = signing.loads(self.cleaned_data["payload"], salt=SALT, max_age=STALE)
        except signing.BadSignature as error:
            raise forms.ValidationError("读入的内容已经过期或者被改动，请重新上传文件。") from error
        return data

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments for `actions.import_catalogue`."""
        data = dict(self.cleaned_data["payload"])
        return data | {
            "since": dt.date.fromisoformat(data["since"]),
            "report": reading.Report.from_plain(data["report"]),
            "allow_partial": self.cleaned_data["allow_partial"],
        }


class AssignForm(forms.Form):
    """One more agency for an item."""

    agency = forms.ModelChoiceField(label="责任单位", queryset=Agency.objects.none(), empty_label="请选择")
    reason = forms.CharField(label="理由", max_length=200, required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["agency"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = organisations.agencies().exclude(catalogue_assignments__item=item)


class LinkForm(forms.Form):
    """Where an item of another system is found."""

    url = forms.CharField(
        label="链接地址", required=False, max_length=500, help_text="本项内容在其他系统公开的，填写该页的完整地址。"
    )


class ReasonForm(forms.Form):
    """Why; may be left out."""

    reason = forms.CharField(required=False, max_length=200)
