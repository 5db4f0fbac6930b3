"""The profile (机构概况): duties, set-up, contact, leaders and offices. 条例 Art. 20 item 2; 绍兴 目录 items 3-7

What is published becomes the register's: address, phone and offices are written here by the agency's own people, and
the guide takes them from the register.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from gongkai import ledger, rules
from gongkai.catalogue.sheets.elements import Change, must_be_clean
from gongkai.catalogue.sheets.elements import rows as filled
from gongkai.catalogue.sheets.guide import register_changed_on
from gongkai.organisations.models import Agency, Office
from gongkai.refusals import NotLawful

LABELS = {
    "duties": "主要职能", "setup": "机构设置", "disclosure_office": "政府信息公开工作机构", "address": "办公地址",
    "hours": "办公时间", "phone": "联系电话", "fax": "传真", "email": "电子邮箱", "website": "网站",
}  # fmt: skip
# Fields that the register holds as well; a published profile sets them there.
REGISTER = ("duties", "disclosure_office", "address", "hours", "phone", "fax", "email")
LEADER = {"name": "姓名", "post": "职务", "portfolio": "分工", "cv": "简历", "photo": "照片"}
OFFICE = {"name": "名称", "duties": "职责", "phone": "联系电话"}
# 条例 Art. 20 item 2 names these; the head is the first of the leaders.
REQUIRED = ("duties", "setup", "address", "hours", "phone")
SOURCE = "政府信息公开条例(国令711号) 第二十条第二项"
RULE = "publication.organisation_data"
LENGTH = 8000


def start(agency: Agency) -> dict[str, Any]:
    """A new working copy: what the register says already."""
    content: dict[str, Any] = dict.fromkeys(LABELS, "") | {name: getattr(agency, name) for name in REGISTER}
    offices = agency.offices.filter(to_on=None)
    content["offices"] = [{name: getattr(office, name) for name in OFFICE} for office in offices]
    names = "、".join(office.name for office in offices)
    return content | {"leaders": [], "setup": f"内设{names}。" if names else ""}


def tidy(agency: Agency, changes: dict[str, Any]) -> dict[str, Any]:
    """`changes` of the working copy as they are kept. Raises NotLawful (unknown or faulty field, personal data)."""
    if unknown := set(changes) - {*LABELS, "leaders", "offices"}:
        raise NotLawful(
            "catalogue.profile_field",
            f"机构概况没有“{'、'.join(sorted(unknown))}”这样的内容。",
            remedy="请使用页面上的字段。",
        )
    found: dict[str, Any] = {name: str(changes[name]).strip() for name in LABELS if name in changes}
    _must_fit(found)
    if "leaders" in changes:
        found["leaders"] = _listed(changes["leaders"], LEADER, "领导")
    if "offices" in changes:
        found["offices"] = _listed(changes["offices"], OFFICE, "内设机构")
    must_be_clean(texts(found))
    return found


def _must_fit(found: dict[str, Any]) -> None:
    """Raise NotLawful for what the register could not hold."""
    for name, text in found.items():
        most = getattr(Agency._meta.get_field(name), "max_length", None) if name in REGISTER else None
        if len(text) > (most or LENGTH):
            raise NotLawful(
                "catalogue.too_long", f"“{LABELS[name]}”超过{most or LENGTH}字。", remedy="请写得简短一些。"
            )
    site = found.get("website", "")
    if site and not site.startswith(("https://", "http://")):
        raise NotLawful(
            "catalogue.website", "网站地址须以 http:// 或者 https:// 开头。", remedy="请填写完整地址，或者留空。"
        )


def _listed(given: list[dict[str, Any]], fields: dict[str, str], what: str) -> list[dict[str, str]]:
    """Rows with every field as text, in the order given; the name tells them apart."""
    found = [{name: str(row.get(name, "")).strip() for name in fields} for row in given]
    for row in found:
        if not row["name"] or (what == "领导" and not row["post"]):
            need = "姓名和职务" if what == "领导" else "名称"
            raise NotLawful("catalogue.profile_row", f"每一名{what}都要写明{need}。", remedy="请补充，或者删去这一行。")
    names = [row["name"] for row in found]
    if what == "内设机构" and len(set(names)) < len(names):
        raise NotLawful("catalogue.profile_row", "内设机构的名称重复。", remedy="请删去重复的一行。")
    return found


def texts(content: dict[str, Any]) -> dict[str, str]:
    """Label -> words of everything that will be public."""
    found = {label: content.get(name, "") for name, label in LABELS.items()}
    for row in content.get("leaders", []):
        found |= {f"{row['name']}的{label}": row[name] for name, label in LEADER.items() if name != "photo"}
    for row in content.get("offices", []):
        found |= {f"{row['name']}的{label}": row[name] for name, label in OFFICE.items()}
    return {label: text for label, text in found.items() if text}


def handed(agency: Agency, content: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """The profile as it is handed in: the working copy, and what the register adds."""
    units = agency.children.filter(to_on=None).order_by("order", "id")
    return content | {
        "name": agency.name,
        "superior": agency.superior_department,
        "subordinates": [{"id": one.pk, "name": one.name, "phone": one.phone} for one in units],
    }


def missing(agency: Agency, content: dict[str, Any], day: dt.date) -> list[str]:
    """Labels of what Art. 20 asks for and nobody has entered."""
    left = [LABELS[name] for name in REQUIRED if not content.get(name)]
    return left + ([] if content.get("leaders") else ["负责人姓名"])


def must_be_complete(agency: Agency, content: dict[str, Any], day: dt.date) -> None:
    """Raise NotLawful naming everything that is missing. 条例 Art. 20 item 2"""
    if left := missing(agency, content, day):
        raise NotLawful(
            "catalogue.profile_incomplete",
            f"机构概况不完整，缺少：{'、'.join(left)}。",
            source=SOURCE,
            remedy="请补充后再送审。",
            missing=left,
        )
    must_be_clean(texts(content))


def rows(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, words) of a profile, leaders and offices each as one row."""
    found = filled(content, LABELS)
    for row in content.get("leaders", []):
        said = "\n".join(filter(None, (row["post"], row["portfolio"], row["cv"])))
        found.append((f"领导：{row['name']}", said + (f"\n照片 {row['photo'][:8]}" if row.get("photo") else "")))
    for row in content.get("offices", []):
        found.append((f"内设机构：{row['name']}", "　".join(filter(None, (row["duties"], row["phone"])))))
    units = "、".join(row["name"] for row in content.get("subordinates", []))
    return found + ([("下属单位", units)] if units else [])


def changed(agency: Agency, content: dict[str, Any], since: dt.datetime, day: dt.date) -> list[Change]:
    """What the register says differently from a profile published at `since`: name, contact, subordinate units."""
    now = handed(agency, {name: getattr(agency, name) for name in REGISTER}, day)
    found = []
    for name, label in {"name": "机关名称", **{name: LABELS[name] for name in REGISTER}}.items():
        if content.get(name, "") != now[name]:
            on = register_changed_on(agency, (name,), since) or day
            found.append(Change(label, content.get(name, ""), now[name], on))
    before, after = ("、".join(one["name"] for one in some["subordinates"]) for some in (content, now))
    return found + ([Change("下属单位", before, after, day)] if before != after else [])


def update_rule(agency: Agency, day: dt.date) -> rules.Rule:
    """By when a change must be public: the place's rule for data of organisations, else the general limit."""
    try:
        return rules.at(RULE, agency.place, day)
    except rules.NoRule:
        return rules.at("publication.default", agency.place, day)


@transaction.atomic
def take_over(*, agency: Agency, content: dict[str, Any], by: Any, at: dt.datetime | None = None) -> None:
    """Set the register's facts and offices to what was published. Called by the act of publication alone."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    after = {name: content.get(name, "") for name in REGISTER}
    before = {name: getattr(agency, name) for name in REGISTER}
    after = {name: value for name, value in after.items() if value != before[name]}
    for name, value in after.items():
        setattr(agency, name, value)
    new = _take_over_offices(agency, content.get("offices", []))
    if not after and not new:
        return
    if after:
        agency.save(update_fields=list(after))
    kept = {name: before[name] for name in after}
    facts = after | ({"offices": new} if new else {})
    ledger.record(
        "organisations.agency_changed", agency, by=by, at=at, before=kept, after=facts, reason="依已发布的机构概况"
    )


def _take_over_offices(agency: Agency, listed: list[dict[str, str]]) -> list[str]:
    """Set duties, phones and order of the offices; the names of those that are new. Ending one is its own act."""
    known, new = {office.name: office for office in agency.offices.select_for_update()}, []
    for order, row in enumerate(listed, start=1):
        office = known.get(row["name"]) or Office(agency=agency, name=row["name"])
        if office.pk is None or office.to_on is not None:
            new.append(row["name"])
        office.duties, office.phone, office.order, office.to_on = row["duties"], row["phone"], order * 10, None
        office.save()
    return new
