from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "gongkai.review"
    label = "review"
    verbose_name = "审核"

    def ready(self) -> None:
        from gongkai import ledger, worklist

        ledger.register_act("review.opened", "送审")
        ledger.register_act("review.signed", "{step}：同意（{post}）")
        ledger.register_act("review.returned", "{step}：退回（{post}）")
        ledger.register_act("review.completed", "审核通过")
        ledger.register_act("review.cancelled", "撤回送审")
        ledger.register_act("review.reopened", "内容修改，需重新审核")
        ledger.register_act("review.escalated", "{step}：报请“{target}”确定")
        ledger.register_act("review.answered", "{step}：登记“{target}”的答复：{conclusion}（{number}）")
        ledger.register_act("review.correction_ordered", "{agency}责令纠正保密审查（{step}），限{due_on}前")
        ledger.register_act("review.correction_reported", "报告保密审查的纠正情况（{post}）")
        worklist.register_source("review", "审核", _items)


def _items(person: Any) -> Iterator[Any]:
    from gongkai import worklist
    from gongkai.review import queries, registry

    for review, subject in queries.signable(person):
        follows = any(step.get("later") and step["name"] == review.waiting_step for step in review.steps)
        due = registry.of(review.subject_kind).later_due(subject) if follows else None
        yield worklist.Item(
            kind="review",
            act=review.waiting_step,
            title=registry.of(review.subject_kind).title(subject),
            url=f"/desk/review/{review.pk}/",
            agency=str(review.agency),
            from_whom=str(review.drafter),
            since=review.opened_at,
            due_on=due[0] if due else None,
            source=due[1] if due else "",
            note="应急公开后补签" if follows else "",
        )
    yield from _orders(person)


def _orders(person: Any) -> Iterator[Any]:
    from gongkai import rules, worklist
    from gongkai.review import inspecting

    for order in inspecting.open_for(person):
        yield worklist.Item(
            kind="review",
            act="纠正保密审查",
            title=inspecting.title_of(order.signature),
            url=order.get_absolute_url(),
            agency=str(order.signature.review.agency),
            from_whom=str(order.inspector),
            since=order.ordered_at,
            due_on=order.due_on,
            source=rules.cited(order.rule),
            note=order.finding,
        )
