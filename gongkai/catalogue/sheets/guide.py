"""The guide: the elements the place requires, from facts, from law, and from what the agency writes. 条例 Art. 12

Facts (office, address, phone …) come from the register and law fills its own elements, so neither is typed twice; the
rest is text. A place may ask for an element this file does not know: it is text like the others.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from gongkai import rules
from gongkai.catalogue import queries as catalogues
from gongkai.catalogue.sheets.elements import Change, must_be_clean
from gongkai.ledger.queries import history
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.refusals import NotLawful

RULE = "guide.elements"
LENGTH = 2000
# Element -> the register's fields behind it.
FACTS = {
    "office_name": ("disclosure_office",), "address": ("address",), "hours": ("hours",), "phone": ("phone",),
    "fax": ("fax",), "contact": ("phone", "email"), "channels": ("address", "hours", "fax", "disclosure_office"),
}  # fmt: skip
# Element -> the rules that fill it.
LAW = {
    "withholding": ("records.grounds",), "procedure": ("foi.procedure_steps",), "correction": ("foi.correction",),
    "time_adjustment": ("foi.extension", "foi.reply"),
}  # fmt: skip
KINDS = {"fact": "取自机关登记信息", "law": "按现行规定生成", "text": "由本机关填写"}


@dataclass(frozen=True)
class Element:
    """One element: `kind` fact | law | text; `source`: the article behind the words, if law says them."""

    code: str
    label: str
    words: str
    kind: str
    source: str = ""

    @property
    def missing(self) -> bool:
        """Nobody has entered it yet."""
        return not self.words


def rule_for(agency: Agency, day: dt.date) -> rules.Rule:
    """The place's rule of elements."""
    return rules.at(RULE, agency.place, day)


def kind_of(code: str) -> str:
    """fact, law or text."""
    return "fact" if code in FACTS else "law" if code in LAW else "text"


def elements(agency: Agency, texts: dict[str, str], day: dt.date) -> list[Element]:
    """The guide as it would be published on a day, in the order of the place's rule."""
    found = []
    for one in rule_for(agency, day).value:
        code, label = str(one["code"]), str(one["label"])
        words, source = _said(agency, code, texts, day)
        found.append(Element(code, label, words, kind_of(code), source))
    return found


def _said(agency: Agency, code: str, texts: dict[str, str], day: dt.date) -> tuple[str, str]:
    kind = kind_of(code)
    if kind == "fact":
        return _fact(agency, code), ""
    return _law(code, agency.place, day) if kind == "law" else (texts.get(code, ""), "")


def _fact(agency: Agency, code: str) -> str:
    if code == "channels":
        return "；".join(f"{label}：{where}" for label, where, _ in contact_lines(agency))
    return "；".join(filter(None, (getattr(agency, field) for field in FACTS[code])))


def contact_lines(agency: Agency) -> list[tuple[str, str, str]]:
    """(channel, where, hint) by which an application reaches the agency today; only those with known facts."""
    office = agency.disclosure_office or agency.name
    lines = []
    if agency.address:
        hours = f"办公时间：{agency.hours}。" if agency.hours else ""
        lines.append(("当面提交", agency.address, f"请带身份证明。书写有困难的，可以口述，由工作人员代填。{hours}"))
        lines.append(("邮寄", f"{agency.address} {office}（收）", "请在信封上注明“政府信息公开申请”。"))
    if agency.fax:
        lines.append(("传真", agency.fax, "发出后请打电话确认收到。"))
    return lines


def _law(code: str, place: str, day: dt.date) -> tuple[str, str]:
    """What law says of an element, and where; empty where a rule behind it is not in force."""
    try:
        found = [rules.at(name, place, day) for name in LAW[code]]
    except rules.NoRule:
        return "", ""
    words, note = [rule.say() for rule in found], found[0].note
    said = {
        "withholding": f"{words[0]}，依法不予公开或者可以不予公开。",
        "procedure": f"依次为{words[0]}。",
        "correction": f"申请内容不明确的，{words[0]}告知补正。{note}",
        "time_adjustment": f"答复期限为{words[-1]}；需要延长的，{words[0]}。{note}",
    }
    return said[code], rules.cited(found[0])


def surely_public(address: str) -> bool:
    """Whether an address leads others here too: a name of this computer alone leads a reader to his own."""
    return urlsplit(address).hostname not in ("localhost", "127.0.0.1", "::1")


def start(agency: Agency) -> dict[str, Any]:
    """A new working copy: a first wording of the texts, for the agency to go over."""
    catalogue = catalogues.in_force(agency.place)
    levels = list(dict.fromkeys(catalogue.items.values_list("level1", flat=True))) if catalogue else []
    site = settings.PUBLIC_URL if surely_public(settings.PUBLIC_URL) else ""  # a guide must not name one computer
    known = {
        "classes": f"按照《{catalogue.title}》分为：{'、'.join(levels)}。" if catalogue else "",
        "arrangement": "按一级、二级、三级目录编排，每条信息有唯一的索引号。" if catalogue else "",
        "ways": f"在本网站{f'（{site}）' if site else ''}查阅、检索、下载。",
        "internet": f"{site or '本网站'}/apply/（网上受理是否开通，以该页所写为准）",
    }
    return {"texts": {one.code: known.get(one.code, "") for one in elements(agency, {}, today()) if one.kind == "text"}}


def tidy(agency: Agency, changes: dict[str, Any]) -> dict[str, Any]:
    """`changes` of the working copy as they are kept. Raises NotLawful (unknown element, too long, personal data)."""
    labels = {one.code: one.label for one in elements(agency, {}, today()) if one.kind == "text"}
    texts = {code: str(text).strip() for code, text in changes.get("texts", {}).items()}
    if unknown := set(texts) - set(labels):
        raise NotLawful(
            "catalogue.guide_element",
            f"指南没有可以填写的要素“{'、'.join(sorted(unknown))}”。",
            remedy="登记信息请在机构概况中更改，法定内容随规定自动更新。",
        )
    if long := [labels[code] for code, text in texts.items() if len(text) > LENGTH]:
        raise NotLawful("catalogue.too_long", f"“{'、'.join(long)}”超过{LENGTH}字。", remedy="请写得简短一些。")
    must_be_clean({labels[code]: text for code, text in texts.items()})
    return {"texts": texts}


def handed(agency: Agency, content: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """The guide as it is handed in: every element in words, and the rule that asked for them."""
    found = [asdict(one) for one in elements(agency, content.get("texts", {}), day)]
    return {"name": agency.name, "elements": found, "rule": rule_for(agency, day).as_fact()["source"]}


def missing(agency: Agency, content: dict[str, Any], day: dt.date) -> list[str]:
    """Labels of the elements that say nothing yet."""
    return [one.label for one in elements(agency, content.get("texts", {}), day) if one.missing]


def must_be_complete(agency: Agency, content: dict[str, Any], day: dt.date) -> None:
    """Raise NotLawful naming every missing element: no half guide goes out. 条例 Art. 12; 绍兴 目录 第1项"""
    found = elements(agency, content.get("texts", {}), day)
    left = [one for one in found if one.missing]
    if left:
        raise NotLawful(
            "catalogue.guide_incomplete",
            f"公开指南的要素不齐全，缺少：{'、'.join(one.label for one in left)}。",
            source=rules.cited(rule_for(agency, day)),
            remedy="由本机关填写的请在指南中补充；办公地址、电话等登记信息请在机构概况中补充并发布。",
            missing=[one.label for one in left],
        )
    must_be_clean({one.label: one.words for one in found if one.kind != "law"})


def rows(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, words) of a guide that was handed in or published."""
    return [(one["label"], one["words"]) for one in content["elements"]]


def changed(agency: Agency, content: dict[str, Any], since: dt.datetime, day: dt.date) -> list[Change]:
    """What facts and law say differently from a guide published at `since`, with the day of the change."""
    then = {one["code"]: one for one in content["elements"]}
    texts = {code: one["words"] for code, one in then.items()}
    found = []
    for one in elements(agency, texts, day):
        before = then.get(one.code, {}).get("words", "")
        if one.code not in then or one.words != before:
            found.append(Change(one.label, before, one.words, _changed_on(agency, one, since, day)))
    return found


def _changed_on(agency: Agency, element: Element, since: dt.datetime, day: dt.date) -> dt.date:
    """The day the fact or the rule behind an element changed; a new element: the day its rule took effect."""
    if element.kind == "fact":
        return register_changed_on(agency, FACTS[element.code], since) or day
    names = LAW.get(element.code, (RULE,))
    dates = [rules.at(name, agency.place, day).since for name in names]
    return max(max(dates), timezone.localdate(since))


def register_changed_on(agency: Agency, fields: tuple[str, ...], since: dt.datetime) -> dt.date | None:
    """The local day on which the register first changed one of `fields` after `since`; None where it did not."""
    for entry in history(agency).filter(act="organisations.agency_changed", at__gt=since):
        if any(field in (entry.after or {}) for field in fields):
            return timezone.localdate(entry.at)
    return None
