"""The law of a record: is the attribute lawful, is the draft complete, which plan applies."""

from typing import Any

from gongkai import rules
from gongkai.organisations.models import Role
from gongkai.organisations.queries import today
from gongkai.records import lifting, starting, urgency
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, short_of
from gongkai.review import assigning

SECRET = "state_secret"  # noqa: S105 - a ground's code


def options(name: str, place: str) -> list[dict[str, Any]]:
    """A list rule as dicts with at least `code` and `label`."""
    found = []
    for entry in rules.at(name, place, today()).value:
        if isinstance(entry, str):
            found.append({"code": entry, "label": entry})
        else:
            found.append({"label": entry.get("name", entry.get("code", "")), **entry})
    return found


def attribute_values(place: str) -> list[str]:
    """Codes of the attributes the place allows."""
    return [str(entry["code"]) for entry in options("records.attributes", place)]


def must_be_lawful_attribute(record: Record, attribute: str, ground: str, reason: str, rule: Any) -> Any | None:
    """The rule of grounds where one was needed. Raises NotLawful (attribute, ground or reason)."""
    place = record.agency.place
    if attribute not in attribute_values(place):
        raise NotLawful(
            "records.attribute_unknown",
            "公开属性只能是主动公开、依申请公开或者不予公开之一。",
            source=rules.cited(rule),
            remedy="请选择其中一种。",
        )
    _must_be_ground(place, attribute, ground)
    if attribute == Record.Attribute.PROACTIVE:
        return None
    if wrong := short_of(reason, 4, "不主动公开的，必须写明理由。"):
        raise NotLawful(
            "records.reason_missing",
            wrong,
            source=rules.cited(rules.at("records.attributes", place, today())),
            remedy="请写明为什么不能主动公开，供审核人判断。",
        )
    return rules.at("records.grounds", place, today())


def _must_be_ground(place: str, attribute: str, ground: str) -> None:
    """Raise NotLawful: a ground no list holds, none where one is needed, one beside 主动公开. 条例 Arts 13–16"""
    if ground and ground not in {str(entry["code"]) for entry in options("records.grounds", place)}:
        raise NotLawful(
            "records.ground_unknown",
            "所选的不公开依据不在规定的清单中。",
            source=rules.cited(rules.at("records.grounds", place, today())),
            remedy="请在依据列表中选择；都不符合的，应当主动公开或者不选依据、依申请公开。",
        )
    if attribute == Record.Attribute.WITHHELD and not ground:
        raise NotLawful(
            "records.ground_missing",
            "不予公开必须选择条例规定的依据。",
            source="政府信息公开条例第十四条至第十六条",
            remedy="请在依据列表中选择；都不符合的，应当主动公开或者依申请公开。",
        )
    if attribute == Record.Attribute.PROACTIVE and ground:
        raise NotLawful(
            "records.ground_needless",
            "主动公开的信息不能同时选择不公开的依据。",
            source="政府信息公开条例第十三条至第十六条",
            remedy="可以公开的，请把不公开的依据改为“不选”；确有依据的，请确定为不予公开。",
        )


def must_be_open(record: Record, attribute: str) -> None:
    """Raise NotLawful where the place wants the information of this item public: 依申请公开 is not open to it. 遵义 四

    No ground changes that: what Art. 5 of the place (条例 Arts 14–16) closes is 不予公开, and by its Art. 6 only what
    falls under neither article may be given on request.
    """
    if attribute != Record.Attribute.ON_REQUEST or record.item is None:
        return
    try:
        rule = rules.at("records.must_be_proactive", record.agency.place, today())
    except rules.NoRule:
        return
    for entry in rule.value:
        if record.item.art20 in entry["art20"]:
            raise NotLawful(
                "records.must_be_proactive",
                f"“{record.item.name}”{entry['label']}，应当主动公开，不能确定为依申请公开。",
                source=rules.cited(rule),
                remedy="请确定为主动公开；有不予公开的法定情形的，请确定为不予公开并选择依据，能够区分的制作公开部分。",
            )


def must_be_complete(record: Record) -> None:
    """Raise NotLawful naming everything that is missing; asked before review, at approval, issue and publication."""
    must_be_open(record, record.attribute)
    lifting.must_be_excepted(record, record.attribute, record.ground, None)
    missing = []
    if not record.content.get("title"):
        missing.append("标题")
    if not record.content.get("html") and not record.attachments.exists() and not record.content.get("link_url"):
        missing.append("正文或者附件")
    if not record.attribute:
        missing.append("公开属性")
    if record.attribute == Record.Attribute.PROACTIVE and record.item is None:
        missing.append("公开事项")
    kind = sensitive_kind(record)
    if kind and kind not in {str(entry["code"]) for entry in options("review.head_signature", record.agency.place)}:
        missing.append("本地规定所列的重要信息类别")
    missing += starting.missing(record)
    if record.normative:
        missing += [label for label in _normative_missing(record) if label not in missing]
    if missing:
        source = "政府信息公开条例第十七条"
        if "公开属性" in missing:
            source = rules.cited(rules.at("records.attribute_required", record.agency.place, today()))
        raise NotLawful(
            "records.incomplete",
            f"材料不完整，缺少：{'、'.join(missing)}。",
            source=source,
            remedy="请补充后再办理。",
            missing=missing,
        )


# Elements a normative document must show (rule records.normative_elements) and where the working copy holds them.
# 文号, and what follows from it, is given by the act of issue, which asks for it again.
_ELEMENTS = {"title": "title", "date": "date_made", "date_made": "date_made", "full_text": "html", "text": "html"}


def _normative_missing(record: Record) -> list[str]:
    missing = []
    for entry in options("records.normative_elements", record.agency.place):
        field = _ELEMENTS.get(str(entry["code"]))
        if field and not record.content.get(field):
            missing.append(str(entry["label"]))
    return missing


NOT_SENSITIVE = "none"  # the clerk's answer “no”: kept and signed like any other


def sensitive_kind(record: Record) -> str:
    """The code of the kind that needs the head's signature (嵊州 三.2); "" where it is of none."""
    kind = str(record.content.get("sensitive_kind") or "")
    return "" if kind == NOT_SENSITIVE else kind


def four_reviews(place: str) -> Any:
    """The plan of four reviews at a place. Raises NotLawful where the place's own plan knows no fourth (黄岩, 遵义)."""
    three = rules.at("review.publication", place, today())
    try:
        four = rules.at("review.publication_four", place, today())
    except rules.NoRule:
        four = None
    if four is None or len(four.place) < len(three.place):
        raise NotLawful(
            "records.no_four_reviews",
            f"本地的审核程序是“{'、'.join(str(step['name']) for step in three.steps)}”，没有规定四审四校。",
            source=three.source,
            remedy="请按本地程序送审；重要信息请在“重要信息类别”中选择，由主要负责人签署。",
        )
    return four


def plan_of(record: Record) -> Any:
    """The plan rule of the agency's place today: four reviews where they were asked for. 嵊州 三.4"""
    place = record.agency.place
    return four_reviews(place) if record.four_reviews else rules.at("review.publication", place, today())


def for_record(record: Record) -> tuple[Any, list[dict[str, Any]]]:
    """The plan rule for a record, and its steps with those that facts add.

    In the government's own name its office signs where the place says so (嵊州 三.1, `review.assigning`). The sensitive
    kinds need the head of the unit itself (嵊州 三.2, 遵义 管理制度 6): of a government's paper, the government's head.
    """
    plan = plan_of(record)
    return plan, with_facts(record, plan.steps)


def for_review(record: Record, kept: dict[str, Any]) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """What a running review follows now: another plan where three reviews became four or back (else None), steps."""
    four = kept.get("name") == "review.publication_four"
    if four == record.four_reviews:
        return None, with_facts(record, kept["value"])
    plan, steps = for_record(record)
    return plan.as_fact(), steps


def with_facts(record: Record, planned: Any) -> list[dict[str, Any]]:
    """The steps of a plan with what the record's facts add now; asked again after every edit."""
    steps = assigning.steps_at(planned, record.agency)
    if sensitive_kind(record) and not any(step["post"] == Role.PRINCIPAL for step in steps):
        rule = rules.at("review.head_signature", record.agency.place, today())
        steps.append(
            {
                "name": "主要负责人审批",
                "post": str(Role.PRINCIPAL),
                "sees": ["content", "attachments", "metadata"],
                "distinct_from": ["drafter"],
                "source": rules.cited(rule),
            }
        )
    return urgency.reordered(record, steps)
