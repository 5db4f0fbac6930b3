"""Forms of the staff screens: the list's filter, the new draft, and one small form for each act."""

from typing import Any

from django import forms

from gongkai import rules
from gongkai.files import SIZE_LIMIT
from gongkai.files.kinds import BY_ENDING
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import lifting_forms, plans
from gongkai.records.models import Record
from gongkai.refusals import Refusal
from gongkai.ui import acts
from gongkai.ui.forms import DateField, DateTimeInput

ACCEPT = ",".join(f".{ending}" for ending in BY_ENDING)
NO_SECRETS = (
    "国家秘密的内容不得录入本系统：选择“国家秘密”的，标题、正文、附件和理由中都不要写入涉密内容，"
    "涉密文件按保密规定另行管理。"
)
# Which field a refusal speaks of; all others stand above the form.
FIELD_OF = {
    "records.title_long": "title",
    "records.ground_missing": "ground",
    "records.ground_unknown": "ground",
    "records.ground_needless": "ground",
    "records.exception_missing": "exception",
    "records.exception_unknown": "exception",
    "records.release_missing": "release",
    "records.reason_missing": "attribute_reason",
    "records.attribute_unknown": "attribute",
    "records.number_missing": "number",
    "records.number_shape": "number",
    "records.number_taken": "number",
    "records.issued_in_future": "issued_on",
    "records.issued_before_made": "issued_on",
    "records.start_after_issue": "issued_on",
    "records.subject": "subject",
    "records.correction_note": "note",
    "records.validity": "validity",
    "records.validity_note": "note",
    "records.reason": "reason",
    "records.emergency_reason": "reason",
    "records.four_reason": "reason",
    "records.withdraw_reason": "reason",
    "records.withdraw_kind": "kind",
    "records.withdraw_note": "note",
    "records.penalty_unrecorded": "kind",
    "records.penalty_passed_over": "kind",
    "records.overturn_outcome": "outcome",
    "records.overturn_day": "on",
    "records.overturn_document": "document",
    "records.intranet_day": "on",
    "records.joint_itself": "joint_agencies",
    "records.joint_twice": "joint_others",
    "records.joint_long": "joint_others",
    "records.relation_kind": "relation_kind",
    "records.relation_title": "relation_target",
    "records.relation_twice": "relation_target",
    "records.relation_itself": "relation_target",
    "records.relation_unknown": "relation_target",
    "records.relation_several": "relation_target",
    "records.relation_circle": "relation_target",
    "records.relation_ended": "relation_target",
    "records.relation_day": "relation_on",
    "records.expiry_order": "expires_on",
    "records.renew_day": "until",
    "records.renew_document": "note",
    "records.schedule_past": "publish_at",
    "records.schedule_late": "publish_at",
    "records.schedule_emergency": "publish_at",
    "records.clean_up_title": "title",
    "records.clean_up_day": "decided_on",
    "records.clean_up_file": "table",
    "records.clean_up_columns": "table",
    "records.clean_up_long": "table",
    "records.clean_up_empty": "table",
    "records.error_kind": "kind",
    "records.error_text": "text",
    "records.error_long": "text",
    "records.error_contact": "contact",
    "records.error_outcome": "outcome",
    "records.error_answer": "answer",
    "records.error_personal": "answer",
    "records.error_agency": "agency",
    "records.error_reason": "reason",
    "checks.reason_needed": "reason",
    "checks.reason_personal": "reason",
}


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal on the form: beside the field it speaks of, else above all."""
    place = next((one for one in ("main", "files") if one in form.fields), "")
    fields = {refusal.code: place} if refusal.code.startswith("files.") else FIELD_OF | getattr(form, "fields_of", {})
    acts.refuse(form, refusal, fields)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; cleaned to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class FilterForm(forms.Form):
    """What stands in the list's address."""

    q = forms.CharField(label="标题、文号或索引号", required=False, max_length=100)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Record.State.choices])
    attribute = forms.ChoiceField(
        label="公开属性", required=False, choices=[("", "全部"), ("none", "未确定"), *Record.Attribute.choices[1:]]
    )
    agency = forms.ChoiceField(label="机关", required=False)
    year = forms.IntegerField(label="年份", required=False, min_value=1949, max_value=2199)
    show = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: list[Agency], shows: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["show"].choices = [("", ""), *((one, one) for one in shows)]  # type: ignore[attr-defined]
        if len(agencies) > 1:
            choices = [("", "全部"), *((str(one.pk), one.short_name) for one in agencies)]
            self.fields["agency"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["agency"]


class MainFile(forms.FileField):
    """Shown as needed; whether it may be left out depends on the button, which `NewForm.clean` looks at."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, initial) if data else None


class NewForm(forms.Form):
    """Whose draft, and the file to read. `key` makes a second click the same act."""

    use_required_attribute = False

    agency = forms.TypedChoiceField(label="发布机构", coerce=int)
    main = MainFile(
        label="公文文件",
        allow_empty_file=True,  # the gate names what is wrong with it
        help_text="",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    keep = forms.BooleanField(label="把这个文件也作为附件公开", required=False)
    files: Any = FilesField(
        label="附件", required=False, allow_empty_file=True, widget=FilesInput(attrs={"accept": ACCEPT})
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    item = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)  # a code, from the duty board

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(one.pk, one.name) for one in agencies]  # type: ignore[attr-defined]
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0].pk
        megabytes = SIZE_LIMIT // 1024 // 1024
        how = "选择 Word、WPS、PDF 或者网页文件，也可以拖到这个框里。系统读出标题、文号、日期和正文，供您核对。"
        self.fields["main"].help_text = f"{how}不超过 {megabytes} MB。"
        self.fields["files"].help_text = "可以一次选择多个。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "empty" in self.data:
            data["main"] = None
        elif not data.get("main") and "main" not in self.errors:
            self.add_error("main", "请选择一个文件；没有文件的，点“没有文件，直接起草”。")
        return data


class WithGround(forms.Form):
    """A form in which 国家秘密 may be chosen as the ground: then it says that none may be entered here."""

    @property
    def warning(self) -> str:
        """What stands above the form while it is chosen; "" else."""
        return NO_SECRETS if self["ground"].value() == plans.SECRET else ""

    def clean(self) -> dict[str, Any]:
        """Ground and reason belong to what is kept back: the page hides them beside 主动公开, so they are not meant."""
        data = super().clean() or self.cleaned_data
        if data.get("attribute") == Record.Attribute.PROACTIVE:
            data |= {"ground": "", "attribute_reason": ""}
        return data


class AttributeForm(WithGround):
    """主动公开, 依申请公开 or 不予公开, with ground and reason."""

    attribute = forms.ChoiceField(label="公开属性", widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label="不公开的依据",
        required=False,
        help_text="不予公开的必须选择；依申请公开的，选择与理由相符的一项或者不选。",
    )
    attribute_reason = forms.CharField(
        label="不公开的理由",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="依申请公开、不予公开的必须写明，供审核人判断。",
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_attribute(self, record)


def fill_attribute(form: forms.Form, record: Record) -> None:
    """The place's attributes and grounds as choices, and what is asked where the record was ever closed by law."""
    place = record.agency.place
    attributes = [(one["code"], one["label"]) for one in plans.options("records.attributes", place)]
    grounds = [(one["code"], f"{one['label']}（{one['article']}）") for one in plans.options("records.grounds", place)]
    form.fields["attribute"].choices = attributes  # type: ignore[attr-defined]
    form.fields["ground"].choices = [("", "不选"), *grounds]  # type: ignore[attr-defined]
    form.fields["ground"].help_text = f"{form.fields['ground'].help_text}{NO_SECRETS}"
    lifting_forms.add(form, record)


class IssueForm(forms.Form):
    """文号 and day of issue; a number is proposed, never given in silence."""

    number = forms.CharField(
        label="发文字号", max_length=120, help_text="按登记簿核对。年份用六角括号，例如：示政办发〔2026〕12号。"
    )
    issued_on = DateField(label="印发日期", help_text="公文正式印发的日期，公开期限从这一天起算。")


class PublishForm(forms.Form):
    """Publication; a correction needs its visible note."""

    note = forms.CharField(
        label="更正说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随信息一并公开，用一句话写明更正了什么。",
    )

    def __init__(self, *args: Any, correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correction:
            del self.fields["note"]


class ReasonForm(forms.Form):
    """A reason that is kept."""

    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str = "理由", hint: str = "理由会留存备查。", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class OptionalReasonForm(forms.Form):
    """A reason that some must give and others need not."""

    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="起草人在送审前提出的可以不填；审核中提出的、降低审核级别的必须写明。理由会留存备查。",
    )


class LookedForm(ReasonForm):
    """A reason of somebody who looked at what could not be checked."""

    looked = forms.BooleanField(label="我已经打开这一内容，从头到尾看过", required=False)


class PlainForm(forms.Form):
    """An act that asks for nothing."""


class ValidityForm(forms.Form):
    """From which day a document is amended, expired or repealed, and by what."""

    validity = forms.ChoiceField(label="有效性", widget=forms.RadioSelect)
    on = DateField(label="自哪一天起")
    note = forms.CharField(
        label="依据的文件",
        required=False,
        max_length=300,
        help_text="修改、废止它的文件名称或者文号；标注已修改、已废止的必须填写。",
    )

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(Record.Validity.choices)
        codes = [str(one["code"]) for one in rules.at("records.validity", place, today()).value]
        self.fields["validity"].choices = [(code, known[code]) for code in codes if code in known]  # type: ignore[attr-defined]


class RenewForm(forms.Form):
    """A longer term, by a decision that is named."""

    until = DateField(label="新的失效日期")
    note = forms.CharField(
        label="延长有效期的文件",
        required=False,
        max_length=300,
        help_text="作出决定的文件名称或者文号；填写文号的，公开页面上可以直接打开。",
    )
    reason = forms.CharField(
        label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="评估的结论，留存备查。"
    )


class EffectForm(forms.Form):
    """Whether to follow a document of another agency."""

    agree = forms.ChoiceField(
        label="处理", choices=[("yes", "按该文件标注"), ("no", "不标注")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=300,
        help_text="按该文件标注的，随有效性一并公开，可以不填；不标注的必须写明理由，理由只留存备查。",
    )


class ScheduleForm(forms.Form):
    """When it goes public by itself."""

    publish_at = forms.DateTimeField(
        label="公开时间",
        widget=DateTimeInput(attrs={"placeholder": "2026-01-31T09:00"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": "请按“2026-01-31 09:00”的样子填写日期和时间。"},
        help_text="北京时间，到时由系统公开，公开前再核对一次。",
    )


class CleanUpForm(forms.Form):
    """The result of a clean-up and its table."""

    agency = forms.TypedChoiceField(label="机关", coerce=int)
    title = forms.CharField(
        label="清理结果文件名称", max_length=500, help_text="例如：关于公布行政规范性文件清理结果的决定。"
    )
    number = forms.CharField(
        label="它的发文字号", required=False, max_length=120, help_text="在本系统公开的，填写后与各份文件相互链接。"
    )
    decided_on = DateField(label="决定日期", help_text="表格中没有写明日期的，从这一天起标注。")
    table = forms.FileField(
        label="清理结果表",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=(
            "xlsx 或者 csv。第一行写列名：文号、索引号、标题（至少一列），结论（保留、修改、废止、失效），日期，依据。"
        ),
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(one.pk, one.name) for one in agencies]  # type: ignore[attr-defined]

    def clean_table(self) -> Any:
        table = self.cleaned_data["table"]
        if table.size > SIZE_LIMIT:
            raise forms.ValidationError("文件过大，请只保留需要的列。")
        return table
