"""Whether a record may be one of the kinds that only the head may let out: words ask, the clerk answers. 嵊州 三.2"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongkai import rules
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Role
from gongkai.organisations.queries import today
from gongkai.records import content, plans
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, Refusal
from gongkai.review import queries as review_queries


@dataclass(frozen=True)
class Suggestion:
    """A kind that may be meant, and the word of title or catalogue item that says so; "" where all are asked."""

    code: str
    label: str
    word: str


def suggestion(record: Record) -> Suggestion | None:
    """The first kind of the place's list of which a word stands in the title or the catalogue item.

    Where the list holds a kind that no word tells (重要信息), it is asked of every record. 遵义 管理制度 6
    """
    return suggestion_for(record.title, record.item.path if record.item else "", record.agency.place)


def suggestion_for(title: str, item: str, place: str) -> Suggestion | None:
    """The same for a title and the path of a catalogue item that are not saved yet."""
    try:
        options = plans.options("review.head_signature", place)
        asked = rules.at("review.sensitive_words", place, today()).value
    except rules.NoRule:
        return None
    kinds = {str(one["code"]): str(one["label"]) for one in options}
    for one in asked:
        code = str(one["code"])
        word = next((word for word in one["words"] if word in title or word in item), None)
        if word and code in kinds:
            return Suggestion(code, kinds[code], str(word))
    always = next((str(one["code"]) for one in options if one.get("asked") == "always"), None)
    return Suggestion(always, kinds[always], "") if always else None


def question(found: Suggestion) -> str:
    """Why it is asked, in words."""
    if found.word:
        return f"标题或者公开事项中有“{found.word}”，可能属于“{found.label}”"
    return f"本地规定“{found.label}”也须经主要负责人审核，每一份信息都要回答"


def gate(record: Record, by: Any) -> Refusal | None:
    """Gate of submission, signature and publication: where a word asks, the clerk must have answered yes or no."""
    if record.content.get("sensitive_kind"):
        return None
    found = suggestion(record)
    if found is None:
        return None
    rule = rules.at("review.head_signature", record.agency.place, today())
    return NotLawful(
        "records.sensitive_unanswered",
        f"{question(found)}，须先回答是不是重要信息。",
        source=rules.cited(rule),
        remedy="请在“重要信息类别”中选择种类；不属于的，选择“不属于（已核对）”。",
        missing=["重要信息类别"],
    )


def ask_again(record: Record, before: Suggestion | None) -> bool:
    """Take a no back that was given to another question: what the title speaks of now is of another kind."""
    now = suggestion(record)
    said_no = record.content.get("sensitive_kind") == plans.NOT_SENSITIVE
    if not said_no or now is None or not now.word or (before is not None and before.code == now.code):
        return False
    record.content = record.content | {"sensitive_kind": ""}
    return True


def publication_gate(record: Record, by: Any) -> Refusal | None:
    """Gate of publication: information of a sensitive kind needs the valid signature of the head or his deputy."""
    kind = plans.sensitive_kind(record)
    if not kind or head_signed(record):
        return None
    return NotNow(
        "records.head_not_signed",
        "这份信息属于须经主要负责人审批的重要信息，没有查到主要负责人（或者其代理人）对现有内容的签署。",
        source=rules.cited(rules.at("review.head_signature", record.agency.place, today())),
        remedy="请重新送审，由主要负责人签署。",
        kind=kind,
    )


def head_signed(record: Record) -> bool:
    """Whether the head, or who acted for him that day, signed exactly this content."""
    review = review_queries.live("record", str(record.pk), "publication")
    if review is None or review.parts != content.parts(record):
        return False
    for step in review_queries.steps(review):
        signed = step.signature
        if step.role != Role.PRINCIPAL or step.state != "done" or signed is None or step.agency is None:
            continue
        if organisations.post_for(signed.by, step.agency, [Role.PRINCIPAL], timezone.localdate(signed.at)) is not None:
            return True
    return False
