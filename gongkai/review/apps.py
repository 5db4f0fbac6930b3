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
