"""Finding the document that somebody names: by 文号 or index number in any spelling, else by its exact title."""

from typing import Any

from django.db.models import Q

from gongkai import search
from gongkai.files import canonical_number
from gongkai.records import policy, queries
from gongkai.records.cleanups import bare
from gongkai.records.models import Publication, Record
from gongkai.refusals import NotLawful

SHOWN = 5


def public(text: str) -> list[Publication]:
    """Live publications that the words may mean, numbers before titles."""
    words = bare(" ".join(text.split()))
    if not words:
        return []
    found = list(queries.by_number(words)[:SHOWN]) if search.number_key(words) or search.index_key(words) else []
    return found or list(queries.live().filter(title=words)[:SHOWN])


def records(text: str, person: Any) -> list[Record]:
    """Public records, and those the person may see, that the words may mean."""
    found = {one.record_id: one.record for one in public(text)}
    words = bare(" ".join(text.split()))
    if words and not found:
        named = Q(number=canonical_number(words) or words) | Q(index_number=words) | Q(content__title=words)
        gone = (Record.State.ABANDONED, Record.State.WITHDRAWN)
        mine = policy.visible_to(person).filter(named).exclude(state__in=gone).order_by("-id")
        found = {one.pk: one for one in mine[:SHOWN]}
    return list(found.values())


def one(text: str, person: Any) -> Record | None:
    """The record the words mean, None where there is none. Raises NotLawful where they mean several."""
    found = records(text, person)
    if len(found) > 1:
        several = "；".join(f"《{record.title}》{record.index_number or ''}" for record in found)
        raise NotLawful(
            "records.relation_several", f"“{text}”可能是几份文件：{several}。", remedy="请填写其中一份的索引号。"
        )
    return found[0] if found else None


def cause(text: str) -> Record | None:
    """The public record that a note names and nothing else, None where it is not exactly one."""
    found = public(text)
    return found[0].record if len(found) == 1 else None
