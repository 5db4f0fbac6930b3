"""The order of a document's days. An expiry before the document was made, or before it holds, can never be right."""

from typing import Any

from gongkai.records import content
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, Refusal


def wrong_expiry(header: dict[str, Any]) -> str:
    """What is wrong with the expiry date of a content, in a sentence; "" where nothing is."""
    expires = content.date_of(header, "expires_on")
    for name in ("effective_on", "date_made"):
        day = content.date_of(header, name)
        if expires and day and expires < day:
            return f"失效日期{expires}早于{content.DATE_FIELDS[name]}{day}。"
    return ""


def must_be_in_order(record: Record) -> None:
    """Raise NotLawful where the document would expire before it was made or before it holds."""
    if wrong := wrong_expiry(record.content):
        raise NotLawful(
            "records.expiry_order",
            wrong,
            remedy="请核对日期后改正；文件没有有效期的，不填写失效日期。",
        )


def gate(record: Record, by: Any) -> Refusal | None:
    """Gate of submission, issue and publication."""
    try:
        must_be_in_order(record)
    except Refusal as refusal:
        return refusal
    return None
