"""What the worklist says of questions: to answer, to ask again or remind, to coordinate."""

from collections.abc import Iterator
from typing import Any

from gongkai import ledger, worklist
from gongkai.inquiries import queries, registry
from gongkai.inquiries.models import Inquiry
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations.queries import today


def items(person: Any) -> Iterator[worklist.Item]:
    """Everything questions want of `person`."""
    asked = list(queries.asked_of(person))
    mine = list(queries.made(person).filter(state__in=[Inquiry.State.ASKED, Inquiry.State.DISAGREED]))
    disputed = list(queries.disputed()) if organisations_policy.in_section(person) else []
    subjects = ledger.resolve_many((one.subject_kind, one.subject_id) for one in mine)
    for inquiry in asked:
        yield _item(inquiry, "答复征求意见", due_on=inquiry.due_on, from_whom=str(inquiry.asking))
    for inquiry in mine:
        subject = subjects.get((inquiry.subject_kind, inquiry.subject_id))
        if subject is not None and registry.of(inquiry.subject_kind).may_ask(subject, person):
            yield from _of_asking(inquiry, subject)
    for inquiry in disputed:
        yield _item(inquiry, "协调不同意见", from_whom=str(inquiry.asking), note=inquiry.opinion)


def _of_asking(inquiry: Inquiry, subject: Any) -> Iterator[worklist.Item]:
    if not registry.of(inquiry.subject_kind).askable(subject):
        return
    if not queries.is_current(inquiry, subject):
        yield _item(inquiry, "内容已改，重新征求意见", from_whom=inquiry.name)
    elif inquiry.state == Inquiry.State.DISAGREED:
        yield _item(inquiry, "对方不同意，修改或者报请协调", from_whom=inquiry.name, note=inquiry.opinion)
    elif inquiry.due_on and inquiry.due_on < today():
        yield _item(inquiry, "催办征求意见", due_on=inquiry.due_on, from_whom=inquiry.name)


def _item(inquiry: Inquiry, act: str, **more: Any) -> worklist.Item:
    return worklist.Item(
        kind="inquiries",
        act=act,
        title=inquiry.title,
        url=inquiry.get_absolute_url(),
        agency=str(inquiry.asking),
        since=inquiry.answered_at or inquiry.asked_at,
        source=(inquiry.rule or {}).get("source", ""),
        **more,
    )
