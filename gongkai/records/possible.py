"""Which acts are possible now, and why the others are not: asked of states, policy and plans, never guessed."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from gongkai import rules
from gongkai.ledger.gates import pass_gates
from gongkai.organisations.queries import today
from gongkai.records import checking, clocks, offering, plans, policy, states
from gongkai.records.actions import publishing
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, Refusal
from gongkai.review import policy as review_policy
from gongkai.review import queries as review_queries
from gongkai.review.models import Review

State = Record.State
# What is worth showing in each state, in the order of work.
SHOWN: dict[str, tuple[str, ...]] = {
    State.DRAFT: ("submit", "edit", "attribute", "issue", "publish", "abandon"),
    State.IN_REVIEW: ("edit", "attribute", "issue", "publish"),
    State.APPROVED: ("issue", "publish", "schedule", "unschedule", "edit", "attribute", "abandon"),
    State.ISSUED: ("publish", "schedule", "unschedule", "revise"),
    State.PUBLISHED: ("correct", "set_validity", "renew", "withdraw"),
    State.CORRECTING: ("submit", "edit", "attribute", "drop_correction", "publish", "set_validity", "withdraw"),
    State.CORRECTION_REVIEW: ("edit", "publish", "set_validity", "withdraw"),
    State.CORRECTION_APPROVED: ("publish", "edit", "set_validity", "withdraw"),
    State.WITHDRAWN: (),
    State.ABANDONED: (),
}
LABELS = {**states.LABELS, "attribute": "确定公开属性"}
# Beside the way to publication: what undoes a signature or changes what the public already sees.
QUIET = ("edit", "attribute", "correct", "set_validity", "renew", "schedule", "unschedule")
POSTS = {
    "drop_correction": "correct",
    "schedule": "publish",
    "unschedule": "publish",
}  # acts that ask for the posts of another
HINTS = {
    "edit": "修改标题、正文、著录项和附件。",
    "submit": "按本地规定逐级审核，各环节签署后才能公开。",
    "attribute": "主动公开、依申请公开或者不予公开。",
    "issue": "编发文字号和索引号，公开期限从印发之日起算。",
    "publish": "立即向社会公开，出现在目录、搜索和订阅中。",
    "schedule": "定在以后的一个时间公开，到时由系统再核对一次并公开。",
    "unschedule": "到时不再自动公开。",
    "renew": "有效期届满前，由制定机关决定延长。",
    "revise": "文号、索引号和印发日期不变，退回起草，改好后重新审核。",
    "correct": "公开的内容保持不变，更正稿审核通过后才替换。",
    "drop_correction": "更正稿作废，恢复为已公开的内容。",
    "set_validity": "标明已修改、已失效或者已废止，页面上方显著提示。",
    "withdraw": "页面、附件、列表和搜索结果一并撤下，并逐个地址核验。",
    "abandon": "这份草稿不再办理，记录仍然保留。",
}
WITHDRAW_SOURCE = "政府信息公开条例第六条、第十四条、第十五条"


def obstacle(record: Record, act: str, person: Any) -> Refusal | None:
    """What stands in the way of `act` now, None where nothing does. Changes nothing."""
    try:
        _ask(record, act, person)
    except Refusal as refusal:
        return refusal
    return None


def _ask(record: Record, act: str, person: Any) -> None:
    states.must_allow("edit" if act == "attribute" else act, record)
    policy.must(person, POSTS.get(act, act), record, LABELS[act])
    further: Callable[[], None] | None = {
        "submit": lambda: _before_review(record, person),
        "issue": lambda: _before_issue(record),
        "publish": lambda: _before_publication(record),
        "schedule": lambda: _before_publication(record),
    }.get(act)
    if further:
        further()


def _before_review(record: Record, person: Any) -> None:
    plans.must_be_complete(record)
    pass_gates("records.submit", record, person)


def _before_issue(record: Record) -> None:
    if not record.attribute:
        gate = rules.at("records.attribute_required", record.agency.place, today())
        raise NotLawful(
            "records.no_attribute",
            "未确定公开属性的，不得印发。",
            source=rules.cited(gate),
            remedy="请先确定公开属性。",
        )


def _before_publication(record: Record) -> None:
    correction = record.state == State.CORRECTION_APPROVED
    publishing.must_be_publishable(record, correction, "—")
    publishing.must_be_reviewed(record)
    left = checking.still_open(record)
    if left:
        raise NotLawful(
            "checks.blocking",
            f"检查发现{left}处必须处理的问题。",
            source=checking.SOURCE,
            remedy="请修改内容，或者逐项核对放行。",
        )


def source_of(record: Record, act: str) -> str:
    """The article or local rule an act rests on; "" where none is named."""
    place, day = record.agency.place, today()
    names = {
        "submit": "review.publication",
        "attribute": "records.attributes",
        "issue": "records.attribute_required",
        "set_validity": "records.validity",
        "renew": "records.validity",
    }
    if act in names:
        return rules.cited(rules.at(names[act], place, day))
    if act in ("publish", "schedule"):
        return rules.cited(clocks.fact_of(record))
    return {
        "withdraw": WITHDRAW_SOURCE,
        "correct": "政府信息公开条例第六条",
        "revise": "政府信息公开条例第十八条、第四十四条",
    }.get(act, "")


def acts(record: Record, person: Any) -> list[dict[str, Any]]:
    """Items of the tag `acts`."""
    review = current_review(record)
    found = _of_review(review, person) if review else []
    for act in SHOWN[record.state]:
        if _beside_the_point(record, act):
            continue
        refusal = obstacle(record, act, person)
        found.append(
            {
                "label": LABELS[act],
                "url": reverse(f"records:{act}", args=[record.pk]),
                "method": "post" if act == "submit" else "get",
                "allowed": refusal is None,
                "why": f"{refusal.message}{refusal.remedy}" if refusal else "",
                "hint": HINTS[act],
                "source": (refusal.source if refusal else "") or source_of(record, act),
                "warn": act in ("withdraw", "abandon", "drop_correction", "revise"),
                "quiet": act in QUIET and record.state not in (State.DRAFT, State.CORRECTING),
            }
        )
    return [*found, *offering.further(record, person)]


def _beside_the_point(record: Record, act: str) -> bool:
    """What need not be offered: issue of what is no document, a term where there is none, a time that is not set."""
    if act == "issue":
        return not record.is_document
    if act in ("schedule", "unschedule"):
        waiting = record.attribute == Record.Attribute.PROACTIVE and not (record.is_document and not record.issued_on)
        return not (waiting if act == "schedule" else record.publish_at or record.schedule_failure)
    return act == "renew" and not record.content.get("expires_on")


def current_review(record: Record) -> Review | None:
    """The review that is running, if any."""
    review = review_queries.live("record", str(record.pk), "publication")
    return review if review is not None and review.state == Review.State.OPEN else None


def _of_review(review: Review, person: Any) -> list[dict[str, Any]]:
    step = review_queries.open_step(review)
    if step is None:
        return []
    found = [_signing(review, step, person)]
    try:
        review_policy.must_withdraw(person, review)
    except Refusal:
        return found
    url = reverse("review:cancel", args=[review.pk])
    hint = "停止审核，退回起草，改好后重新送审。"
    return [
        *found,
        {"label": "撤回送审", "url": url, "allowed": True, "quiet": True, "hint": hint,
         "source": rules.cited(review.plan)},
    ]  # fmt: skip


def _signing(review: Review, step: Any, person: Any) -> dict[str, Any]:
    item = {
        "label": step.name,
        "url": reverse("review:page", args=[review.pk]),
        "hint": f"由{step.where}的{step.role_label}签署。",
        "source": rules.cited(review.plan),
    }
    try:
        review_policy.must_sign(person, review, step)
    except (Refusal, NotNow) as refusal:
        return item | {"allowed": False, "why": refusal.message}
    return item | {"allowed": True}
