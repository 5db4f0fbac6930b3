"""What the information of an item must say: the place's lists, looked for in title, text and attachments.

Which list binds which item stands in the rule `catalogue.content_elements` (绍兴 目录 第36、49项; 绍兴 2019年要点; 成都
成办发〔2013〕56号). Each entry is either wanted in every piece of information (`each: record`) or once a year under the
item (`each: year`); what `must` be there holds the publication until somebody accountable answers for its absence.
"""

from collections.abc import Mapping
from typing import Any

from gongkai import rules
from gongkai.checks.finding import KINDS, Finding
from gongkai.files import text_of
from gongkai.organisations.queries import today
from gongkai.records.models import LIVE, Publication, Record

RULE = "catalogue.content_elements"
PART = "内容要素"


def findings(record: Record, said: str) -> list[Finding]:
    """One finding for each list that binds the record's item and of which something is missing in `said`."""
    item, place = record.item, record.agency.place
    if item is None or record.attribute not in ("", Record.Attribute.PROACTIVE):
        return []
    try:
        entries = rules.at(RULE, place, today()).value
    except rules.NoRule:
        return []
    title = record.content.get("title", "")
    bound = [one for one in entries if _binds(one, item) and one.get("title", "") in title]
    return [found for one in bound if (found := _finding(record, one, said))]


def _binds(entry: Mapping[str, Any], item: Any) -> bool:
    return item.code in entry.get("items", ()) or entry.get("subject") in (item.subject, *item.subjects)


def _finding(record: Record, entry: Mapping[str, Any], said: str) -> Finding | None:
    rule = rules.at(entry["rule"], record.agency.place, today())
    yearly = entry["each"] == "year"
    whole = said + (_published_this_year(record, entry) if yearly else "")
    lacking = [one["label"] for one in rule.value if not any(word in whole for word in one["words"])]
    if not lacking:
        return None
    named, what = "、".join(lacking), entry["label"]
    message = f"{what}应当写明的内容中没有找到：{named}。"
    if yearly:
        message = f"{what}今年还有没有公开的内容：{named}。"
    kind = KINDS["missing_element"]
    blocking = bool(entry.get("must"))
    value = f"{entry['code']}:{named}"
    return Finding(
        "missing_element", 0, 0, "", message, kind.advice, blocking, rules.cited(rule), part=PART, value=value
    )


def _published_this_year(record: Record, entry: Mapping[str, Any]) -> str:
    """All that the agency has in public from this year under the entry's items, other than the record itself."""
    live = Publication.objects.filter(LIVE, agency=record.agency)
    live = live.filter(item__code__in=entry["items"], first_published_at__year=today().year).exclude(record=record)
    return "".join(one.title + text_of(one.version.content["html"]) for one in live.select_related("version"))
