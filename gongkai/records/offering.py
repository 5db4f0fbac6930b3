"""Acts that few records need: shown only where they can be done, so that the list of next acts stays short."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from gongkai import rules
from gongkai.inquiries import queries as inquiry_queries
from gongkai.organisations.queries import today
from gongkai.records import asking, intranet, plans, policy, removal_kinds, states
from gongkai.records.actions import redacting
from gongkai.records.models import Record
from gongkai.refusals import NotLawful


def further(record: Record, person: Any) -> list[dict[str, Any]]:
    """Items of the tag `acts`, all quiet."""
    found = [*_asking(record, person), *_four(record, person), *_emergency(record, person), *_parts(record, person)]
    found += [*_penalty(record, person), *_intranet(record, person)]
    return [one | {"allowed": True, "quiet": True} for one in found]


def _item(record: Record, name: str, label: str, hint: str, source: str = "") -> dict[str, Any]:
    return {"label": label, "url": reverse(f"records:{name}", args=[record.pk]), "hint": hint, "source": source}


def _asking(record: Record, person: Any) -> Iterator[dict[str, Any]]:
    if record.state not in asking.ASKABLE or not asking.proactive(record) or not policy.may(person, "edit", record):
        return
    answers = inquiry_queries.answers(record)
    if answers:
        done = len([one for one in answers if one.confirmed])
        url = reverse("inquiries:ask", args=["record", record.pk])
        hint = f"共同制作的信息公开前，须征得其他机关同意，已同意 {done}/{len(answers)}。"
        yield {"label": "征求共同制作机关意见", "url": url, "hint": hint, "source": rules.cited(asking.rule(record))}


def _four(record: Record, person: Any) -> Iterator[dict[str, Any]]:
    if not states.allows("four", record.state):
        return
    try:
        source = rules.cited(plans.four_reviews(record.agency.place))
    except NotLawful:
        return
    if not record.four_reviews and policy.may_demand_four(person, record):
        yield _item(record, "four", "要求四审四校", "增加一级审核，由主要负责人终审。", source)
    elif record.four_reviews and (policy.may(person, "edit", record) or policy.may(person, "lower_four", record)):
        yield _item(record, "four", "改为三审三校", "有人签署后，只能由分管领导或者主要负责人写明理由办理。", source)


def _emergency(record: Record, person: Any) -> Iterator[dict[str, Any]]:
    urgent = states.allows("emergency", record.state) and not record.emergency
    if urgent and record.attribute != Record.Attribute.WITHHELD and policy.may(person, "emergency", record):
        hint = "突发事件等当日必须公开的：保密审查和负责人签署后即可公开，其余环节随后补签。"
        yield _item(record, "emergency", "启动应急公开", hint)


def _penalty(record: Record, person: Any) -> Iterator[dict[str, Any]]:
    if not states.allows("overturn", record.state) or not policy.may(person, "overturn", record):
        return
    source = rules.cited(rules.at(removal_kinds.CLOCK, record.agency.place, today()))
    if record.overturned is not None:
        yield _item(record, "drop_overturn", "取消登记处罚决定被变更、撤销", "登记有误的，写明理由后取消。", source)
    elif removal_kinds.looks_like_a_penalty(record):
        hint = "复议、诉讼等改变了处罚决定的，登记后须在期限内撤回并公开说明理由。"
        yield _item(record, "overturn", "登记处罚决定被变更、撤销", hint, source)


def _intranet(record: Record, person: Any) -> Iterator[dict[str, Any]]:
    wanted = record.intranet is None and states.allows("intranet", record.state)
    rule = intranet.rule_of(record) if wanted else None
    if rule is not None and policy.may(person, "intranet", record):
        hint = "电子文本加载到非涉密内网工作平台以后，登记加载的日期。"
        yield _item(record, "intranet", "登记加载到内网工作平台", hint, rules.cited(rule))


def _parts(record: Record, person: Any) -> Iterator[dict[str, Any]]:
    source = "政府信息公开条例(国令711号) 第三十七条"
    if record.redacted_of_id and states.allows("redact", record.state) and policy.may(person, "redact", record):
        yield _item(record, "redact", "再除去内容", "除去后各处都不能再出现这些文字。", source)
    closed = record.attribute in (Record.Attribute.ON_REQUEST, Record.Attribute.WITHHELD)
    if not states.allows("public_part", record.state) or not policy.may(person, "public_part", record):
        return
    if closed or (record.state == Record.State.DRAFT and redacting.found_partial(record)):
        hint = "除去依法不予公开的部分，其余部分另成一份信息送审、公开。原件不公开。"
        yield _item(record, "public_part", "制作公开部分", hint, source)
