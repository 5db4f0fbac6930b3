"""Forms of the catalogue: the file to import, what was read and signed on the way to the confirmation, assignments."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils import timezone

from gongkai import clock, rules
from gongkai.catalogue import matching, reading
from gongkai.catalogue.models import Item
from gongkai.catalogue.periods import Period
from gongkai.catalogue.standing import OPEN, Status
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.refusals import NotLawful
from gongkai.ui.forms import DateField

LARGEST = 10 * 1024 * 1024  # bytes of a file read into memory
LONGEST_WHAT = 200  # characters of what a plan says must be published
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


class BoardForm(forms.Form):
    """The filter of the duty board; it stands in the address."""

    status = forms.ChoiceField(label="情况", required=False, choices=[("", "全部"), *Status.choices])
    kind = forms.ChoiceField(label="机关类型", required=False, choices=[("", "全部"), *Agency.Kind.choices])
    column = forms.ChoiceField(label="目录", required=False)
    schedule = forms.ChoiceField(label="公开频次", required=False, choices=[("", "全部"), *Item.Schedule.choices])
    reminded = forms.BooleanField(label="只看催办未办结的", required=False)
    worst = forms.IntegerField(required=False, min_value=1, max_value=99, widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Iterable[Item], kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = list(dict.fromkeys(level for item in items for level in (item.level1, item.level2) if level))
        self._choose("column", [("", "全部"), *((one, one) for one in columns)])
        if len(kinds) > 1:
            self._choose("kind", [("", "全部"), *(one for one in Agency.Kind.choices if one[0] in kinds)])
        else:
            del self.fields["kind"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class StateForm(forms.Form):
    """本期无此类信息: which period, and why."""

    period = forms.ChoiceField(label="期间", help_text="只能选已经结束、没有公开过信息的期间。")
    reason = forms.CharField(
        label="情况说明", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会在门户的这一事项下公开，例如“本季度没有开展此项工作，没有形成此类信息。”",
    )  # fmt: skip

    def __init__(self, offered: Iterable[Period], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {one.key: one for one in offered}
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, one.label) for key, one in self.offered.items()]

    def clean_period(self) -> Period:
        """The period itself."""
        return self.offered[self.cleaned_data["period"]]


class RemindForm(forms.Form):
    """Which of the filtered items an agency or all agencies are reminded of."""

    status = forms.ChoiceField(required=False, choices=[("", ""), *((one.value, one.label) for one in OPEN)])
    agency = forms.IntegerField(required=False)
    code = forms.CharField(required=False, max_length=40)
    note = forms.CharField(label="附言", required=False, max_length=200)
    query = forms.CharField(required=False, max_length=1000)
    sure = forms.BooleanField(required=False)


class NeededReasonForm(forms.Form):
    """Why; must be given."""

    reason = forms.CharField(label="理由", max_length=200)


class ListForm(forms.Form):
    """A list of powers or public services as csv or xlsx."""

    file = forms.FileField(
        label="清单文件",
        help_text="权责清单或者公共服务事项清单，csv 或 xlsx。表头写“事项名称”；没有表头的，取每行最长的一格。",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(f"文件超过{LARGEST // 1024 // 1024}兆字节，请去掉无关的工作表后再上传。")
        try:
            self.table = reading.table_of(file.name, file.read())
        except NotLawful as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def entries(self) -> list[str]:
        """The names of the entries."""
        return matching.names_of(self.table)


class PlanForm(forms.Form):
    """The public plan, and by when it says what must be published: one line for each."""

    plan = forms.CharField(
        label="计划", max_length=500, help_text="填写已经公开的计划的索引号、文号或者完整标题；它是这些日期的依据。"
    )
    dates = forms.CharField(
        label="计划所定的日期",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每行一项，先写最晚公开的日期，空一格，再写公开什么，例如“2026-12-20 第四季度食品抽检结果”。",
    )

    def clean_dates(self) -> list[tuple[dt.date, str]]:
        """(last day, what) of every line."""
        found = []
        for number, line in enumerate(self.cleaned_data["dates"].splitlines(), start=1):
            if not line.strip():
                continue
            day, _, what = line.strip().partition(" ")
            try:
                found.append((clock.parse_date(day), what.strip()))
            except clock.ClockError as error:
                raise forms.ValidationError(f"第{number}行：{error}请先写日期，空一格，再写公开什么。") from error
            if not 0 < len(what.strip()) <= LONGEST_WHAT:
                raise forms.ValidationError(f"第{number}行：请写明公开什么，不超过{LONGEST_WHAT}个字。")
        return found
