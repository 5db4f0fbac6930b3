"""What title and text say about a paper, for the clerk to confirm: never a decision."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from gongkai.checks import KINDS
from gongkai.checks.finding import Finding
from gongkai.files import canonical_number, text_of
from gongkai.records import content, naming, numbers, related, wording
from gongkai.records.models import Record
from gongkai.refusals import Refusal

# Papers that lay down rules for everybody end like this (行政规范性文件, 国办发〔2018〕37号): a hint, never a decision.
_RULES = re.compile(
    r"(办法|细则|规定|规则|实施意见|管理规范)\s*(?:[(（〔][^()（）]{1,12}[)）〕])?\s*[》>]?\s*(?:的通知)?\s*$"
)
_INTERNAL = re.compile(r"工作规则|议事规则|内部|考核|值班|会议|财务管理|机关管理")


def normative_hint(title: str) -> str:
    """Why a paper of this title may be normative, in a sentence; "" where nothing speaks for it."""
    found = _RULES.search(title)
    if found is None or _INTERNAL.search(title):
        return ""
    return f"标题中有“{found[1]}”，可能是行政规范性文件，已按此推荐勾选；只管本机关内部事务的不是，请取消勾选。"


def days(text: str) -> dict[str, dt.date]:
    """Field -> day that the text states, where the days are in order; `expires_on` is the first without force."""
    said = wording.said(text)
    if said.effective and said.expires and said.expires <= said.effective:
        return {"effective_on": said.effective}
    found = {"effective_on": said.effective, "expires_on": said.expires}
    return {name: day for name, day in found.items() if day is not None}


def day_hint(text: str, name: str) -> str:
    """Why a day is filled in, in a sentence that follows it."""
    said = wording.said(text)
    if name == "effective_on":
        return "已按正文中施行的日期填写，请核对。"
    if said.until:
        return f"正文写明至{_day(said.until)}止，已按次日起失效填写，请核对。"
    return "已按正文中的有效期推算填写，请核对。"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Repeal:
    """A document the text ends and no relation names: `target` where it is public here, else None."""

    said: wording.Repealed
    target: Record | None

    @property
    def key(self) -> str:
        """What a form sends back."""
        return self.said.number or self.said.title

    @property
    def label(self) -> str:
        """As the clerk reads it."""
        return f"废止{self.said.words}" + ("" if self.target else "（不在本系统公开，按名称登记）")


def repeals(record: Record) -> list[Repeal]:
    """Documents that the saved text says it repeals, without those a relation names already."""
    rows = list(record.relations.filter(kind__in=related.EFFECTS))
    known = {row.target_id for row in rows if row.target_id}
    named = {canonical_number(row.number) for row in rows if row.number} | {row.title for row in rows}
    found = []
    for one in wording.said(text_of(record.content.get("html", ""))).repeals:
        public = naming.public(one.number) if one.number else naming.public(one.title)
        target = public[0].record if len(public) == 1 else None
        if target is not None and (target.pk in known or target.pk == record.pk):
            continue
        if ({one.number, one.title} - {""}) & named:
            continue
        found.append(Repeal(one, target))
    return found


def findings(record: Record) -> list[Finding]:
    """Where fields and text say different things: days, repeals nobody registered, a 文号 that cannot be used."""
    said = wording.said(text_of(record.content.get("html", "")))
    found = [*_days_differ(record, said), *_number(record)]
    for one in repeals(record):
        message = f"文中写明废止{one.said.words}，没有登记关系，公开后原文件不会标注已经废止。"
        found.append(_note("relation", "与其他文件的关系", one.key, message))
    return found


def _days_differ(record: Record, said: wording.Said) -> list[Finding]:
    given = {name: content.date_of(record.content, name) for name in content.DATE_FIELDS}
    made, effective, expires = (given[name] for name in ("date_made", "effective_on", "expires_on"))
    messages: list[tuple[str, str]] = []
    if made and said.signed and made != said.signed:
        messages.append(("date_made", f"成文日期填写的是{_day(made)}，落款写的是{_day(said.signed)}，两处不一致。"))
    if said.effective and effective != said.effective and (effective or record.normative):
        filled = f"填写的是{_day(effective)}" if effective else "没有填写"
        messages.append(("effective_on", f"正文写明自{_day(said.effective)}起施行，实施日期{filled}。"))
    agrees = expires is not None and expires in (said.expires, said.until)
    if said.expires and not agrees and (expires or record.normative):
        filled = f"填写的是{_day(expires)}" if expires else "没有填写"
        until = said.until or said.expires - dt.timedelta(days=1)
        messages.append(("expires_on", f"正文写明的有效期到{_day(until)}为止，失效日期{filled}。"))
    return [_note("date_wording", content.DATE_FIELDS[name], message, message) for name, message in messages]


def _number(record: Record) -> list[Finding]:
    try:
        numbers.must_be_proposable(record)
    except Refusal as refusal:
        message = f"{refusal.message}{refusal.remedy}"
        return [_note("number_form", content.TEXT_FIELDS["number"], refusal.message, message)]
    return []


def _note(kind: str, part: str, value: str, message: str) -> Finding:
    known: Any = KINDS[kind]
    return Finding(kind, 0, 0, "", message, known.advice, False, known.article, part=part, value=value)
