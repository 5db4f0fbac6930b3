"""What the worklist says of questions: to answer, to ask again or remind, to coordinate."""

from collections.abc import Iterator
from typing import Any

from gongkai import ledger, worklist
from gongkai.inquiries import policy, queries, registry
from gongkai.inquiries.models import Inquiry
from gongkai.organisations.models import Role
from gongkai.organisations.queries import today
from gongkai.review import queries as review_queries


def items(person: Any) -> Iterator[worklist.Item]:
    """Everything questions want of `person`."""
    found = list(queries.open_for(person))
    held = review_queries.held(person)
    home = {agency for agency, _ in held}
    subjects = ledger.resolve_many((one.subject_kind, one.subject_id) for one in found)
    for inquiry in found:
        mine = any((inquiry.agency_id, role) in held for role in policy.ANSWERS)
        if mine and inquiry.state == Inquiry.State.ASKED:
            yield _item(inquiry, "答复征求意见", due_on=inquiry.due_on, from_whom=str(inquiry.asking))
        subject = subjects.get((inquiry.subject_kind, inquiry.subject_id))
        if inquiry.asking_id not in home or subject is None:
            continue
        if registry.of(inquiry.subject_kind).may_ask(subject, person):
            yield from _of_asking(inquiry, subject)
    for inquiry in queries.disputed() if {role for _, role in held} & {Role.SECTION, *policy.ANSWERS} else ():
        agency, roles = policy.coordinator(inquiry) or (None, ())
        if agency is not None and any((agency.pk, role) in held for role in roles):
            yield _item(inquiry, "协调不同意见", from_whom=str(inquiry.asking), note=inquiry.opinion)


def _of_asking(inquiry: Inquiry, subject: Any) -> Iterator[worklist.Item]:
    if not registry.of(inquiry.subject_kind).askable(subject):
        return
    if not queries.is_current(inquiry, subject):
        yield _item(inquiry, "内容已改，重新征求意见", from_whom=inquiry.name)
    elif inquiry.to_ask_again:
        yield _item(inquiry, "已协调，重新书面征求同意", from_whom=inquiry.name, note=inquiry.decision)
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
