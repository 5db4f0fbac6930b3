"""The editor's form: everything of the working copy, what is proposed of it, and what must be answered."""

from html import escape
from typing import Any

from django import forms

from gongkai import rules
from gongkai.catalogue import queries as catalogue
from gongkai.catalogue.models import Item
from gongkai.files import text_of
from gongkai.ledger.queries import history
from gongkai.organisations import queries as organisations
from gongkai.records import (
    content,
    lifting_forms,
    originals,
    plans,
    proposing,
    reading_versions,
    related,
    sensitivity,
    starting,
)
from gongkai.records.days import wrong_expiry
from gongkai.records.forms import ACCEPT, FilesField, FilesInput, WithGround, fill_attribute
from gongkai.records.models import Genre, Record, Relation
from gongkai.records.start_fields import OTHER, STARTED, StartFields
from gongkai.ui.forms import DateField

COMMON = (
    "genre", "date_made", "number", "suggested", "item", "subject", STARTED, "attribute", "ground",
    "attribute_reason", *lifting_forms.FIELDS, "normative",
)  # fmt: skip
NORMATIVE = ("effective_on", "expires_on")
FURTHER = (
    "sensitive_kind", "theme", "audience", "keywords", "summary", "scope", "term", "office", "source",
    "stage", "link_url",
)  # fmt: skip
TOGETHER = ("joint_agencies", "joint_others")
RELATED = (
    "relation_said",
    "relation_remove",
    "relation_kind",
    "relation_target",
    "relation_outside",
    "relation_number",
    "relation_on",
)
LABELS = {**content.TEXT_FIELDS, **content.DATE_FIELDS, **content.START_FIELDS}
HINTS = {
    "number": "已有文号的填写；没有的，印发时再编。",
    "keywords": "用空格隔开。",
    "scope": "例如：面向社会。",
    "term": "例如：长期、限时。",
    "stage": "这份信息属于五公开的哪一种。",
    "link_url": "正文在其他网站的，填写网址。",
    "sensitive_kind": "属于这些种类的，须经主要负责人签署。",
}


class _Wanted:
    """A field that review asks for and a draft may leave empty: shown as needed, saved as it is."""

    def validate(self, value: Any) -> None:
        if value not in ("", None):
            super().validate(value)  # type: ignore[misc]


class WantedText(_Wanted, forms.CharField):
    pass


class WantedChoice(_Wanted, forms.ChoiceField):
    pass


class KindChoice(WantedChoice):
    """The choices follow the item: what another item held is no answer."""

    def to_python(self, value: Any) -> str:
        chosen = super().to_python(value)
        return chosen if self.valid_value(chosen) else ""


class EditForm(StartFields, WithGround):
    """Every field of the working copy. `revision` is the one the clerk started from."""

    use_required_attribute = False

    title = WantedText(label="标题", widget=forms.Textarea(attrs={"rows": 2}))
    html = WantedText(label="正文", required=False, widget=forms.Textarea(attrs={"rows": 20, "data-prose": ""}))
    genre = forms.ChoiceField(label="公文种类", choices=Genre.choices)
    date_made = DateField(label="成文日期", required=False)
    suggested = WantedChoice(label="公开事项（按标题推荐）", widget=forms.RadioSelect)
    item = WantedChoice(label="公开事项", required=False)
    subject = KindChoice(
        label=starting.KIND, widget=forms.RadioSelect, help_text="这个公开事项包括几种信息，公开期限各不相同。"
    )
    attribute = WantedChoice(label="公开属性", widget=forms.RadioSelect)
    ground = forms.ChoiceField(label="不公开的依据", required=False)
    attribute_reason = forms.CharField(label="不公开的理由", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    normative = forms.BooleanField(label="这是行政规范性文件", required=False)
    effective_on = DateField(label="实施日期", required=False)
    expires_on = DateField(label="失效日期", required=False)
    sensitive_kind = WantedChoice(label="重要信息类别", required=False)
    stage = forms.ChoiceField(label=content.TEXT_FIELDS["stage"], required=False)
    joint_agencies = forms.MultipleChoiceField(
        label="联合发文的机关", required=False, widget=forms.CheckboxSelectMultiple
    )
    joint_others = forms.CharField(
        label="联合发文的其他单位",
        required=False,
        max_length=500,
        help_text="上面没有列出的单位，写全称，用顿号隔开。",
    )
    relation_said = forms.MultipleChoiceField(
        label="正文写明废止的文件",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="按正文推荐。勾选的，保存时登记为“废止”，本文公开后原文件随即标注已废止；不属于的，请取消勾选。",
    )
    relation_remove = forms.MultipleChoiceField(
        label="要删去的关系", required=False, widget=forms.CheckboxSelectMultiple, help_text="保存后删去。"
    )
    relation_kind = forms.ChoiceField(
        label="与另一份文件的关系",
        required=False,
        choices=[("", "不填写"), *Relation.Kind.choices],
        help_text="公开时，被修改、废止、代替的文件随即标注。一次填写一份，保存后可以再填。",
    )
    relation_target = forms.CharField(
        label="另一份文件", required=False, max_length=500, help_text="填写它的文号、索引号或者完整标题。"
    )
    relation_outside = forms.BooleanField(label="它不在本系统公开，按上面所写的名称登记", required=False)
    relation_number = forms.CharField(
        label="它的发文字号", required=False, max_length=120, help_text="不在本系统公开的文件填写。"
    )
    relation_on = DateField(label="自哪一天起", required=False, help_text="不填写的，从本文实施日期或者印发日期起。")
    files: Any = FilesField(
        label="添加附件", required=False, allow_empty_file=True, widget=FilesInput(attrs={"accept": ACCEPT})
    )
    remove = forms.MultipleChoiceField(
        label="要移除的附件",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="保存后移除；已审核的版本不受影响。",
    )
    compared = forms.BooleanField(
        label="已对照原文件核对正文",
        required=False,
        help_text="原文件中看不到的内容没有遗漏在正文里，还在修订的内容已经逐处确认。核对后审核人才能签署。",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    accepted = forms.CharField(
        required=False, widget=forms.HiddenInput
    )  # the report the clerk has seen and goes on with

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, place = record, record.agency.place
        for name in ("number", *FURTHER):
            if name not in self.fields:
                self.fields[name] = forms.CharField(label=content.TEXT_FIELDS[name], required=False, max_length=500)
        self.fields["summary"].widget = forms.Textarea(attrs={"rows": 3})
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        fill_attribute(self, record)
        self._choices("sensitive_kind", self._kinds(place))
        taken_over = record.content.get("stage", "")  # an imported word of another system stays choosable
        stages = dict.fromkeys([*content.STAGES, *filter(None, [taken_over])])
        self._choices("stage", [("", "不标注"), *((one, one) for one in stages)])
        attachments, shown = reading_versions.split(record)
        attachments += [one for one in shown if self.is_bound]  # a picture just taken out of the text may go too
        self._choices("remove", [(str(one.pk), one.name) for one in attachments])
        if not attachments:
            del self.fields["remove"]
            self.fields["html"].required = not record.content.get("link_url")
        if not originals.waits(record):
            del self.fields["compared"]
        self._documents()
        self._items()
        if not self.is_bound:
            self.initial = {**initial(record), **self.initial}
            self._propose()
        self._starts()

    def _kinds(self, place: str) -> list[tuple[str, str]]:
        """The sensitive kinds. Where title or catalogue item speak of one, the clerk must answer yes or no."""
        none = (plans.NOT_SENSITIVE, "不属于（已核对）")
        title = (self.data.get("title") if self.is_bound else None) or self.record.title
        item = self.record.item.path if self.record.item else ""
        self.judge = sensitivity.suggestion_for(title, item, place)
        if self.judge is None:
            return [("", "不属于"), none, *_sensitive(place)]
        self.fields["sensitive_kind"].required = True
        words = f"{sensitivity.question(self.judge)}。"
        self.fields["sensitive_kind"].help_text = f"{words}{HINTS['sensitive_kind']}"
        return [("", "请回答"), none, *_sensitive(place)]

    def _choices(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _documents(self) -> None:
        """Agencies that may have issued it too, and what is said of other documents so far."""
        record, joint = self.record, list(self.record.joint.select_related("agency"))
        agencies = {one.pk: one.name for one in organisations.agencies() if one.pk != record.agency_id}
        agencies |= {one.agency_id: one.name for one in joint if one.agency_id}
        self._choices("joint_agencies", [(str(pk), name) for pk, name in agencies.items()])
        relations = list(record.relations.all())
        self._choices(
            "relation_remove",
            [
                (str(one.pk), related.words(fact))
                for one, fact in zip(relations, content.relations(record), strict=True)
            ],
        )
        if not relations:
            del self.fields["relation_remove"]
        self.repeals = {one.key: one for one in proposing.repeals(record)}
        self._choices("relation_said", [(key, one.label) for key, one in self.repeals.items()])
        if not self.repeals:
            del self.fields["relation_said"]
        if not self.is_bound:
            chosen = [str(one.agency_id) for one in joint if one.agency_id]
            others = "、".join(one.name for one in joint if not one.agency_id)
            self.initial = {"joint_agencies": chosen, "joint_others": others, **self.initial}

    def _propose(self) -> None:
        """What speaks for itself is chosen on the first look at a draft, days as long as nobody has touched them."""
        record = self.record
        if record.state != Record.State.DRAFT:
            return
        edited = list(history(record).filter(act="records.edited").values_list("facts__changed", flat=True))
        self._propose_days({name for changed in edited for name in changed or ()}, first=not edited)
        if edited:
            return
        if not record.normative and (hint := proposing.normative_hint(record.content.get("title", ""))):
            self.initial["normative"] = True
            self.fields["normative"].help_text = hint
        if record.item_id is None and len(self.suggestions) == 1:
            self.initial["suggested"] = next(iter(self.suggestions))
            self.initial["item"] = ""
        self.initial["relation_said"] = list(self.repeals)

    def _propose_days(self, touched: set[str], *, first: bool) -> None:
        """Days of force and expiry as the text states them, marked as proposed."""
        text = text_of(self.record.content.get("html", ""))
        for name, day in proposing.days(text).items():
            kept = self.record.content.get(name, "")
            if (not kept and name not in touched) or (first and kept == day.isoformat()):
                self.initial[name] = day.isoformat()
                self.fields[name].help_text = proposing.day_hint(text, name)

    def _is_normative(self, title: str) -> bool:
        """As it is marked, or about to be proposed."""
        return self.record.normative or (
            self.record.state == Record.State.DRAFT and bool(proposing.normative_hint(title))
        )

    def _items(self) -> None:
        """Three suggestions as radio buttons, and the whole list in groups behind them."""
        record = self.record
        self.items = {str(item.pk): item for item in _items_of(record)}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, item in self.items.items():
            label = " / ".join(item.levels[1:]) or item.name
            groups.setdefault(item.level1, []).append((key, f"{item.number} {label}"))
        self._choices("item", [("", "请选择"), *groups.items()])
        self.fields["item"].label = "公开事项（从目录中选择）"
        title = (self.data.get("title") if self.is_bound else None) or record.content.get("title", "")
        ticked = bool(self.data.get("normative")) if self.is_bound else self._is_normative(title)
        text = text_of(record.content.get("html", ""))
        best = catalogue.suggest(title, text, record.agency, normative=ticked) if title else []
        if best:
            choices = [(str(item.pk), item.path) for item in best if str(item.pk) in self.items]
            self._choices("suggested", [*choices, (OTHER, "都不是，在下面的目录中选择")])
            self.suggestions = {key for key, _ in choices}
        else:
            del self.fields["suggested"]
            self.fields["item"].required = True
            self.suggestions = set()
        if not self.is_bound and (now := str(record.item_id or "")):
            in_radio = now in self.suggestions
            chosen = {"suggested": now if in_radio else OTHER, "item": "" if in_radio else now}
            self.initial = {**chosen, **self.initial}

    def clean(self) -> dict[str, Any]:
        """What can be right in no draft is refused beside its field, before anything is saved."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        days = {name: value.isoformat() if (value := data.get(name)) else "" for name in content.DATE_FIELDS}
        if "expires_on" not in self.errors and (wrong := wrong_expiry(days)):
            self.add_error("expires_on", f"{wrong}请核对后改正；没有有效期的，不填写失效日期。")
        return data

    def clean_html(self) -> str:
        """What was typed without script has no tags: every line is a paragraph."""
        return as_html(self.cleaned_data["html"])

    def chosen_item(self) -> Item | None:
        """The catalogue item of radio or list."""
        suggested = self.cleaned_data.get("suggested") or OTHER
        return self.items.get(suggested if suggested != OTHER else self.cleaned_data["item"])

    def changes(self) -> dict[str, Any]:
        """What the act `edit` takes."""
        names = ("title", "html", "number", "date_made", *NORMATIVE, *FURTHER)
        changes = {name: self.cleaned_data.get(name) for name in names}
        return changes | self.start_changes()

    def columns(self) -> dict[str, Any]:
        """Columns beside the content."""
        data = self.cleaned_data
        return {"genre": data["genre"], "normative": data["normative"], "item": self.chosen_item()}

    def group(self, names: tuple[str, ...]) -> list[Any]:
        """Bound fields in order, for the template; a question that must be answered stands among the common ones."""
        if self.judge is not None and names == COMMON:
            names = (*names, "sensitive_kind")
        elif self.judge is not None:
            names = tuple(name for name in names if name != "sensitive_kind")
        names = tuple(self.started_name if name == STARTED else name for name in names)
        return [self[name] for name in names if name in self.fields]


def as_html(text: str) -> str:
    """What an editor sent: markup as it is; of plain words every line is a paragraph."""
    if "<" in text:
        return str(text)
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.splitlines() if line.strip())


def initial(record: Record) -> dict[str, Any]:
    """The form's values of a record."""
    columns = ("genre", "normative", "attribute", "ground", "attribute_reason", "revision")
    return dict(record.content) | {name: getattr(record, name) for name in columns}


def _items_of(record: Record) -> list[Item]:
    items = list(catalogue.items_for(record.agency))
    if not items and (found := catalogue.in_force(record.agency.place)):
        items = list(found.items.all())
    if record.item is not None and record.item not in items:
        items.append(record.item)
    return items


def _sensitive(place: str) -> list[tuple[str, str]]:
    try:
        return [(str(one["code"]), str(one["label"])) for one in plans.options("review.head_signature", place)]
    except rules.NoRule:
        return []
