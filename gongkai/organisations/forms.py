"""Forms of the organisations screens. Labels and hints are what a system or security administrator reads."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from gongkai import rules
from gongkai.organisations import functions as words_of
from gongkai.organisations import queries, uscc
from gongkai.organisations.models import Agency, Office, Role, User
from gongkai.ui.forms import DateField

WORDS = re.compile(r"[\s,，、;；]+")
FACTS = (
    "name", "short_name", "kind", "uscc", "uscc_sure", "place", "parent", "superior_department", "dispatch_word",
    "is_competent", "functions", "disclosure_office", "address", "hours", "phone", "fax", "email", "duties",
    "order", "from_on",
)  # fmt: skip


class PersonField(forms.ModelChoiceField):
    """Accounts that may hold posts, by name and account, since names repeat."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), empty_label="请选择", **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return obj.actor_name


class AgencyForm(forms.ModelForm):
    """Facts of an agency. An odd credit code is said, and taken when the administrator says that it is right."""

    place = forms.ChoiceField(label="适用规则的地方", help_text="期限、审核程序等按这个地方的规定执行。")
    uscc_sure = forms.BooleanField(label="已核对登记证书，代码确实如此", required=False)
    functions = forms.CharField(
        label="职能",
        required=False,
        help_text="与公开目录“责任单位”一栏的用词一致，例如“财政”；有几项的用顿号隔开。",
    )
    from_on = DateField(label="成立日期")

    class Meta:
        model = Agency
        fields = tuple(name for name in FACTS if name != "uscc_sure")
        help_texts = {
            "short_name": "列表和待办中使用，例如“县财政局”。",
            "dispatch_word": "发文字号中年份之前的部分，例如“示财”。",
            "superior_department": "垂直管理部门填写上级主管部门全称。",
            "is_competent": "一个系统只有一个主管部门，一般是政府办公室。",
            "order": "数字小的排在前面。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["place"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(place.path, place.name) for place in rules.places()]
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        parent.label, parent.empty_label = "上级机关", "没有"
        parent.queryset = queries.agencies().exclude(pk=self.instance.pk)
        if self.instance.pk is None:
            self.initial.setdefault("place", settings.PLACE)
        else:
            self.initial["functions"] = "、".join(map(words_of.label, self.instance.functions))
        self.order_fields(FACTS)
        if not self.is_bound or not uscc.problem(self._code()) or not self._code():
            del self.fields["uscc_sure"]

    def _code(self) -> str:
        return (self.data.get(self.add_prefix("uscc")) or "").strip().upper()

    def clean_uscc(self) -> str:
        return str(self.cleaned_data["uscc"]).strip().upper()

    def clean_functions(self) -> list[str]:
        """As typed; a word that stands for what the agency has already stays what it was."""
        had = self.instance.functions
        kept = {words_of.label(word): word for word in had} | {word: word for word in had}
        return [str(kept.get(word, word)) for word in WORDS.split(self.cleaned_data["functions"]) if word]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        problem = uscc.problem(data["uscc"]) if data.get("uscc") else ""
        if problem and not data.pop("uscc_sure", False):
            self.add_error("uscc", f"{problem}核对无误的，请在下面勾选后再次提交。")
        return data

    def facts(self) -> dict[str, Any]:
        """The cleaned facts as the act takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "uscc_sure"}

    def changes(self) -> dict[str, Any]:
        """Only what differs from what is registered. The instance was overwritten by validation: ask the database."""
        kept = Agency.objects.get(pk=self.instance.pk)
        return {name: value for name, value in self.facts().items() if getattr(kept, name) != value}


class EndAgencyForm(forms.Form):
    to_on = DateField(label="终止日期")
    successor = forms.ModelChoiceField(
        Agency.objects.none(), label="承继职权的机关", required=False, empty_label="没有",
        help_text="该机关制作的政府信息以后由承继机关负责公开。",
    )  # fmt: skip
    reason = forms.CharField(label="依据", max_length=200, help_text="撤销、合并的文件名称和文号。")

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["successor"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = queries.agencies().exclude(pk=agency.pk)


class RenameForm(forms.Form):
    """Another name from a day."""

    name = forms.CharField(label="新名称", max_length=120)
    short_name = forms.CharField(label="新简称", max_length=40)
    on = DateField(label="自哪一天起")
    document = forms.CharField(label="依据", max_length=200, help_text="更名的文件名称和文号。")


class MergeForm(forms.Form):
    """Several agencies end, one takes over."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label="并入的机关", widget=forms.CheckboxSelectMultiple
    )
    into = forms.ModelChoiceField(
        Agency.objects.none(), label="承继职权的机关", help_text="合并后新设机关的，请先登记新机关。"
    )
    on = DateField(label="终止日期")
    document = forms.CharField(label="依据", max_length=200, help_text="合并的文件名称和文号。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agencies", "into"):
            self.fields[name].queryset = queries.agencies()  # type: ignore[attr-defined]


class OfficeForm(forms.ModelForm):
    class Meta:
        model = Office
        fields = ("name", "duties", "phone", "order")


class AccountForm(forms.Form):
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,39}$", label="账号", help_text="小写字母、数字、点、横线，3 至 40 个字符。",
        error_messages={"invalid": "账号只能用小写字母、数字、点和横线，3 至 40 个字符。"},
    )  # fmt: skip
    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    email = forms.EmailField(label="电子邮箱", required=False, help_text="用于接收待办提醒。")
    admin_role = forms.ChoiceField(
        label="管理角色", choices=User.AdminRole.choices, required=False,
        help_text="三类管理员各管一段，互不兼任，也不能担任业务岗位。",
    )  # fmt: skip


class ReasonForm(forms.Form):
    """An act that only needs its reason."""

    reason = forms.CharField(label="理由", max_length=200, help_text="写入留痕，例如“本人申请，忘记密码”。")


class AppointForm(forms.Form):
    person = PersonField(label="人员")
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label="请选择")
    office = forms.ModelChoiceField(Office.objects.none(), label="内设机构", required=False, empty_label="不指定")
    role = forms.ChoiceField(label="角色", choices=Role.choices, help_text="角色决定这个岗位能办什么。")
    title = forms.CharField(
        label="职务", max_length=60, required=False, help_text="显示在签署记录中，例如“办公室主任”。"
    )
    from_on = DateField(label="起始日期", initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, agencies, offices = self.fields["person"], self.fields["agency"], self.fields["office"]
        assert isinstance(people, forms.ModelChoiceField)
        assert isinstance(agencies, forms.ModelChoiceField)
        assert isinstance(offices, forms.ModelChoiceField)
        people.queryset = queries.workers()
        agencies.queryset = queries.agencies()
        offices.queryset = Office.objects.filter(to_on=None, agency__to_on=None).select_related("agency")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        office, agency = data.get("office"), data.get("agency")
        if office and agency and office.agency_id != agency.pk:
            self.add_error("office", f"“{office.name}”不是{agency.short_name}的内设机构，请重新选择。")
        return data


class EndPostForm(forms.Form):
    to_on = DateField(label="最后一天", initial=timezone.localdate, help_text="当天仍可办理，次日起失效。")
    reason = forms.CharField(label="理由", max_length=200, help_text="例如“岗位调整”。")


class DeputiseForm(forms.Form):
    person = PersonField(label="代理人")
    from_on = DateField(label="起始日期", initial=timezone.localdate)
    to_on = DateField(label="结束日期", help_text="当天仍有效。")
    reason = forms.CharField(label="理由", max_length=200, help_text="例如“外出培训”。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["person"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = queries.workers()


class EndDeputyForm(forms.Form):
    to_on = DateField(label="最后一天", initial=timezone.localdate)


class FindForm(forms.Form):
    """Filter of directory, accounts and posts; what is asked stays in the address."""

    q = forms.CharField(label="姓名、账号或职务", required=False)
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", required=False, empty_label="全部")
    role = forms.ChoiceField(label="角色", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency, role = self.fields["agency"], self.fields["role"]
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(role, forms.ChoiceField)
        agency.queryset = queries.agencies()
        role.choices = [("", "全部"), *Role.choices]


class AgencyFindForm(forms.Form):
    q = forms.CharField(label="名称或代码", required=False)
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "全部"), *Agency.Kind.choices])
    ended = forms.BooleanField(label="包括已终止的机关", required=False)


class AccountFindForm(forms.Form):
    q = forms.CharField(label="姓名或账号", required=False)
    show = forms.ChoiceField(
        label="范围", required=False,
        choices=[("", "在用"), ("free", "在用但没有岗位"), ("admin", "管理员"), ("closed", "已停用")],
    )  # fmt: skip
