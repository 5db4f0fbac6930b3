"""Forms of the two sheets. Each editor takes (sheet, data, files) and answers `parts`, `is_valid`, `changes`."""

from typing import Any

from django import forms

from gongkai.catalogue.sheets import guide, photos, profile
from gongkai.organisations.queries import today
from gongkai.refusals import Refusal
from gongkai.ui import acts

EMPTY = 2  # rows offered beyond those that are filled
MOST = 200


def _text(label: str, rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class RevisionForm(forms.Form):
    """Which state of the working copy the editor started from."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class GuideForm(RevisionForm):
    """The elements that the agency writes itself; a label and a field for each."""

    def __init__(self, *args: Any, sheet: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = sheet.content.get("texts", {})
        for one in guide.elements(sheet.agency, texts, today()):
            if one.kind == "text":
                self.fields[one.code] = _text(one.label, 3, initial=one.words, max_length=guide.LENGTH)


class GuideEditor:
    """One form."""

    def __init__(self, sheet: Any, data: Any = None, files: Any = None) -> None:
        self.form = GuideForm(data, sheet=sheet, initial={"revision": sheet.revision})
        self.parts: list[Any] = [self.form]

    def is_valid(self) -> bool:
        return self.form.is_valid()

    def revision(self) -> int:
        return int(self.form.cleaned_data["revision"])

    def changes(self, by: Any) -> dict[str, Any]:
        """As `actions.edit` takes them."""
        return {"texts": {name: value for name, value in self.form.cleaned_data.items() if name != "revision"}}


class ProfileForm(RevisionForm):
    """Plain fields of the profile."""

    duties = _text("主要职能", 5, help_text="按“三定”规定填写。")
    setup = _text("机构设置", 3, help_text="编制、内设机构和派出机构的总体情况。")
    disclosure_office = forms.CharField(label="政府信息公开工作机构", required=False, max_length=120)
    address = forms.CharField(label="办公地址", required=False, max_length=200)
    hours = forms.CharField(label="办公时间", required=False, max_length=200)
    phone = forms.CharField(label="联系电话", required=False, max_length=60, help_text="填写办公电话，不填个人手机号。")
    fax = forms.CharField(label="传真", required=False, max_length=60)
    email = forms.EmailField(label="电子邮箱", required=False)
    website = forms.URLField(label="网站", required=False, assume_scheme="https", help_text="没有单独网站的不填。")


class LeaderForm(forms.Form):
    """One leader. Only what law lets be public: name, post, portfolio, CV, photo (绍兴 目录 第6项)."""

    name = forms.CharField(label="姓名", max_length=60)
    post = forms.CharField(label="职务", max_length=80)
    portfolio = _text("分工", 2)
    cv = _text("简历", 3, help_text="只写公开的任职经历，不写身份证号、住址和联系方式。")
    picture = forms.FileField(label="照片", required=False, help_text="JPG 或者 PNG；不换照片的不用选。")
    photo = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)


class OfficeForm(forms.Form):
    """One internal office."""

    name = forms.CharField(label="名称", max_length=80)
    duties = _text("职责", 2)
    phone = forms.CharField(label="联系电话", required=False, max_length=60)


_more: dict[str, Any] = {"extra": EMPTY, "can_delete": True, "can_order": True, "max_num": MOST, "validate_max": True}
LeaderRows: Any = forms.formset_factory(LeaderForm, **_more)
OfficeRows: Any = forms.formset_factory(OfficeForm, **_more)


class ProfileEditor:
    """A form and two lists of rows."""

    def __init__(self, sheet: Any, data: Any = None, files: Any = None) -> None:
        content = sheet.content
        plain = {name: content.get(name, "") for name in profile.LABELS}
        self.form = ProfileForm(data, initial={"revision": sheet.revision, **plain})
        self.leaders = LeaderRows(data, files, prefix="leaders", initial=content.get("leaders", []))
        self.offices = OfficeRows(data, prefix="offices", initial=content.get("offices", []))
        self.known = photos.hashes(content)
        for rows, what in ((self.leaders, "领导"), (self.offices, "内设机构")):
            _name_rows(rows, what)
        self.parts: list[Any] = [self.form, self.leaders, self.offices]

    def is_valid(self) -> bool:
        valid = [part.is_valid() for part in self.parts]  # all of them, so that every error shows
        return all(valid)

    def revision(self) -> int:
        return int(self.form.cleaned_data["revision"])

    def changes(self, by: Any) -> dict[str, Any]:
        """As `actions.edit` takes them; uploaded photos are stored. Raises NotLawful for a file that is no photo."""
        data = {name: value for name, value in self.form.cleaned_data.items() if name != "revision"}
        leaders = [self._leader(row, by) for row in _ordered(self.leaders)]
        offices = [{name: row[name] for name in profile.OFFICE} for row in _ordered(self.offices)]
        return data | {"leaders": leaders, "offices": offices}

    def _leader(self, row: dict[str, Any], by: Any) -> dict[str, str]:
        upload = row.get("picture")
        photo = photos.keep(upload.read(), upload.name, by) if upload else row["photo"]
        # A hash that somebody typed into the hidden field would publish another file of the store.
        if not upload and photo not in self.known:
            photo = ""
        return {name: row[name] for name in profile.LEADER if name != "photo"} | {"photo": photo}


def _name_rows(rows: Any, what: str) -> None:
    """Labels that tell which row they belong to, for those who hear the page."""
    for number, form in enumerate(rows.forms, start=1):
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = f"删去这一{'名' if what == '领导' else '个'}{what}"
        form.fields["ORDER"].label, form.fields["ORDER"].required = "排序", False
        form.fields["ORDER"].help_text = "数字小的排在前面。"
        form.more = number > rows.initial_form_count()
        form.title = f"新增{what}（不增加的留空）" if form.more else f"{what}{number}"
        if form.more:  # folded until wanted; a new row goes to the end, so it asks for no place
            form.unfold = number == 1 or (rows.is_bound and form.has_changed())
            form.fields["ORDER"].widget = forms.HiddenInput()


def _ordered(rows: Any) -> list[dict[str, Any]]:
    """Filled rows that are not to be dropped, in their order; those without a number stay last."""
    if not rows.is_valid():
        return []
    filled = [
        form.cleaned_data for form in rows.forms if form.cleaned_data.get("name") and not form.cleaned_data["DELETE"]
    ]
    return sorted(filled, key=lambda row: row.get("ORDER") if row.get("ORDER") is not None else MOST)


EDITORS: dict[str, Any] = {"guide": GuideEditor, "profile": ProfileEditor}


def refuse(editor: Any, refusal: Refusal) -> None:
    """Put a refusal on the form, so that nothing typed is lost."""
    acts.refuse(editor.form, refusal)
