"""What the pages of questions show."""

import json
from typing import Any

from django.utils.text import Truncator

from gongkai import ledger
from gongkai.inquiries import policy, queries, registry, states
from gongkai.inquiries.forms import AnswerForm
from gongkai.inquiries.models import Inquiry
from gongkai.refusals import Refusal
from gongkai.rules.vocabulary import word

TRAIL = [("工作台", "/desk/"), ("征求意见", "/desk/inquiries/")]
KINDS = {"asked": "doing", "agreed": "done", "disagreed": "stop", "coordinated": "done", "withdrawn": "off"}


def page(inquiry: Inquiry, person: Any) -> dict[str, Any]:
    """Context of the page: the question, the very material it is about, the answer, and who may do what."""
    subject = ledger.resolve(inquiry.subject_kind, inquiry.subject_id)
    handler = registry.of(inquiry.subject_kind)
    current = queries.is_current(inquiry, subject)
    asks = handler.may_ask(subject, person)
    authors = handler.authors(subject)
    refusal = _answering(inquiry, person, authors) if inquiry.state == Inquiry.State.ASKED else None
    shown = current and (asks or inquiry.state != Inquiry.State.WITHDRAWN)
    answers = inquiry.state == Inquiry.State.ASKED and refusal is None
    return {
        "inquiry": inquiry,
        "kind": KINDS[inquiry.state],
        "title": inquiry.title,
        "material": handler.material(subject, person) if shown else None,
        "subject_url": handler.url(subject) if asks else "",
        "current": current,
        "asks": asks,
        "may_answer": answers and current,
        "why_not": refusal.message if refusal and inquiry.agency and not asks else "",
        "form": AnswerForm(initial={"seen": json.dumps(inquiry.parts)}),
        "acts": _acts(inquiry, current, asks, person, authors),
        "needs": word((inquiry.rule or {}).get("value", "")),
        "trail": [*TRAIL, (Truncator(inquiry.name).chars(18), "")],
    }


def _answering(inquiry: Inquiry, person: Any, authors: list[int]) -> Refusal | None:
    try:
        policy.must_answer(person, inquiry, authors)
    except Refusal as refusal:
        return refusal
    return None


def _acts(inquiry: Inquiry, current: bool, asks: bool, person: Any, authors: list[int]) -> list[dict[str, Any]]:
    """Links to what the person may do besides answering."""
    base = inquiry.get_absolute_url()
    found = []
    if asks and current and states.allows("agree", inquiry.state):
        found.append({"label": "登记来函答复", "url": f"{base}enter/", "allowed": True})
        found.append({"label": "催办", "url": f"{base}remind/", "allowed": True, "quiet": True})
    if asks and (not current or inquiry.to_ask_again):
        url = f"/desk/inquiries/ask/{inquiry.subject_kind}/{inquiry.subject_id}/"
        found.append({"label": "重新征求意见", "url": url, "allowed": True})
    if asks and states.allows("withdraw", inquiry.state):
        found.append({"label": "撤回", "url": f"{base}withdraw/", "allowed": True, "quiet": True})
    if current and states.allows("coordinate", inquiry.state) and _coordinates(inquiry, person, authors):
        found.append({"label": "登记协调结果", "url": f"{base}coordinate/", "allowed": True})
    return found


def _coordinates(inquiry: Inquiry, person: Any, authors: list[int]) -> bool:
    try:
        policy.must_coordinate(person, inquiry, authors)
    except Refusal:
        return False
    return True


def rows(inquiries: list[Inquiry]) -> list[dict[str, Any]]:
    """Lines of the lists: the title as it was when it was asked about, never that of a later draft."""
    return [{"inquiry": one, "title": one.title, "kind": KINDS[one.state]} for one in inquiries]
