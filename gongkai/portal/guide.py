"""The guide (政府信息公开指南) of an agency: the elements the place requires, from facts. 条例 Art. 12; 绍兴目录 第1项

What nobody has entered is said to be missing. Nothing is invented.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gongkai.catalogue.models import Catalogue
from gongkai.organisations.models import Agency
from gongkai.portal import laws

MISSING = "本机关正在补充。"
# What Art. 12 asks of every guide, for places whose rules name no elements of their own.
LEAST = ("office_name", "address", "hours", "phone", "fax", "contact")
NAMES = {
    "office_name": "工作机构名称", "address": "办公地址", "hours": "办公时间", "phone": "联系电话", "fax": "传真号码",
    "contact": "联系方式",
}  # fmt: skip


@dataclass(frozen=True)
class Element:
    """One element of the guide. `source`: the article behind the words, if law says them."""

    label: str
    words: str
    source: str = ""

    @property
    def missing(self) -> bool:
        """Nobody has entered it yet."""
        return not self.words


def elements(agency: Agency, catalogue: Catalogue | None, site: str, day: dt.date) -> list[Element]:
    """The guide of an agency; `site` is the address of this website."""
    wanted = laws.labels("guide.elements", agency.place, day)
    wanted = wanted or [{"code": code, "label": NAMES[code]} for code in LEAST]
    facts = _facts(agency, catalogue, site) | _law(agency.place, day)
    return [Element(one["label"], *_pair(facts.get(one["code"], ""))) for one in wanted]


def _pair(value: Any) -> tuple[str, str]:
    return (value.words, value.source) if isinstance(value, laws.Said) else (*value, "")[:2] if value else ("", "")


def _facts(agency: Agency, catalogue: Catalogue | None, site: str) -> dict[str, Any]:
    channels = contact_lines(agency)
    levels = list(dict.fromkeys(catalogue.items.values_list("level1", flat=True))) if catalogue else []
    return {
        "classes": (f"按照《{catalogue.title}》分为：{'、'.join(levels)}。",) if catalogue else "",
        "arrangement": ("按一级、二级、三级目录编排，每条信息有唯一的索引号。",) if catalogue else "",
        "ways": (f"在本网站（{site}）查阅、检索、下载。",),
        "office_name": _one(agency.disclosure_office),
        "address": _one(agency.address),
        "hours": _one(agency.hours),
        "phone": _one(agency.phone),
        "fax": _one(agency.fax),
        "internet": ("尚未开通网上受理，请用下列其他渠道申请。",),
        "channels": _one("；".join(f"{label}：{value}" for label, value, _ in channels)),
        "contact": _one("；".join(value for value in (agency.phone, agency.email) if value)),
    }


def _one(text: str) -> tuple[str] | str:
    return (text,) if text else ""


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


def _law(place: str, day: dt.date) -> dict[str, Any]:
    """The elements that law itself fills."""
    grounds, steps = laws.say("records.grounds", place, day), laws.say("foi.procedure_steps", place, day)
    extension, reply = laws.say("foi.extension", place, day), laws.say("foi.reply", place, day)
    correction = laws.say("foi.correction", place, day)
    found: dict[str, Any] = {}
    if grounds:
        found["withholding"] = (f"{grounds.words}，依法不予公开或者可以不予公开。", grounds.source)
    if steps:
        found["procedure"] = (f"依次为{steps.words}。", steps.source)
    if extension and reply:
        found["time_adjustment"] = (
            f"答复期限为{reply.words}；需要延长的，{extension.words}。{extension.note}",
            extension.source,
        )
    if correction:
        found["correction"] = (f"申请内容不明确的，{correction.words}告知补正。{correction.note}", correction.source)
    return found
