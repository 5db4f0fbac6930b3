"""What a form asks where information that was closed by law is to be opened: a chosen way out and its evidence."""

from collections.abc import Iterator
from typing import Any

from django import forms

from gongkai import rules
from gongkai.records import lifting
from gongkai.records.models import Record
from gongkai.ui.forms import DateField

# In the order in which they are shown. `exception_…` belong to 条例 Art. 15, `release_…` to Art. 14.
FIELDS = (
    "exception", "exception_document", "exception_on", "exception_reason",
    "release", "release_organ", "release_number", "release_on", "release_reason",
)  # fmt: skip


def add(form: forms.Form, record: Record) -> None:
    """Add the fields that concern the record: of a ground it ever had, or of the one chosen for 依申请公开 just now."""
    grounds = lifting.grounds_before(record)
    if form.is_bound and form.data.get("attribute") == Record.Attribute.ON_REQUEST:
        grounds.append(str(form.data.get("ground") or ""))
    concerned = [way for way in lifting.ways(record.agency.place) if set(way.grounds) & set(grounds)]
    rights = [way for way in concerned if way.rule.name in lifting.RIGHTS]
    release = [way for way in concerned if way.rule.name in lifting.RELEASE]
    if rights:
        form.fields.update(_rights(rights))
    if release:
        form.fields.update(_release(release))
    if not form.is_bound:
        form.initial = {**_initial(record), **form.initial}


def _choices(ways: list[lifting.Way]) -> list[tuple[str, str]]:
    return [(way.code, f"{way.label}（{rules.cited(way.rule)}）") for way in ways]


def _rights(ways: list[lifting.Way]) -> dict[str, forms.Field]:
    return {
        "exception": forms.ChoiceField(
            label="涉及商业秘密、个人隐私，可以公开的情形",
            required=False,
            choices=[("", "不选"), *_choices(ways)],
            help_text="曾以此为由不公开的，改为主动公开、依申请公开时必须选定一种；仍不予公开的，不选。",
        ),
        "exception_document": _text("权利人同意的书面材料", "选择权利人同意的填写，例如：书面同意书、征求意见回函。"),
        "exception_on": DateField(label="书面材料的日期", required=False),
        "exception_reason": _long("认定的理由", "选择公共利益或者重新核对的填写，写明核对了什么、依据什么认定。"),
    }


def _release(ways: list[lifting.Way]) -> dict[str, forms.Field]:
    return {
        "release": forms.MultipleChoiceField(
            label="解密或者重新决定公开的情形",
            required=False,
            choices=_choices(ways),
            widget=forms.CheckboxSelectMultiple,
            help_text="曾以国家秘密、法律禁止公开或者危及安全为由不公开的，改为公开时必须选定；仍不予公开的，不选。",
        ),
        "release_organ": _text("作出决定的机关", "作出解密或者公开决定、完成解密审核的机关。"),
        "release_number": _text("决定文件的文号", "解密审核表、决定、函件的编号。"),
        "release_on": DateField(label="决定文件的日期", required=False),
        "release_reason": _long("解密或者可以公开的理由", "写明为什么不再属于不得公开的情形，不要写入涉密内容。"),
    }


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=lifting.LONGEST, help_text=hint)


def _long(label: str, hint: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=False, max_length=lifting.LONGEST, widget=area, help_text=hint)


def _initial(record: Record) -> dict[str, Any]:
    """The fields' values of the exceptions on record."""
    found: dict[str, Any] = {}
    for one in record.content.get(lifting.KEY, []):
        rights = one["rule"]["name"] in lifting.RIGHTS
        family = "exception" if rights else "release"
        found |= {f"{family}_{name}": one[name] for name in lifting.EVIDENCE if one.get(name)}
        found[family] = one["code"] if rights else [*found.get(family, []), one["code"]]
    return found


def given(data: dict[str, Any]) -> list[dict[str, Any]] | None:
    """What the form says, as the act takes it; None where it did not ask."""
    if "exception" not in data and "release" not in data:
        return None
    return list(_given(data))


def _given(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for family in ("exception", "release"):
        codes = data.get(family) or []
        for code in [codes] if isinstance(codes, str) else codes:
            yield {"code": code} | {name: data.get(f"{family}_{name}") for name in lifting.EVIDENCE}


def differs(said: list[dict[str, Any]] | None, record: Record) -> bool:
    """Whether an open record's exceptions are others than those on record; a closed one has none."""
    if said is None or record.attribute == Record.Attribute.WITHHELD:
        return False
    return _plain(said) != _plain(record.content.get(lifting.KEY, []))


def _plain(exceptions: list[dict[str, Any]]) -> list[list[str]]:
    """Code and evidence as text, of what the law of the code asks for."""
    return [[str(one["code"]), *(str(one.get(name) or "") for name in lifting.EVIDENCE)] for one in exceptions]
