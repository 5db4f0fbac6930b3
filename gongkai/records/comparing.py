"""What changed between two states of a record, field by field, in words people read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gongkai import rules
from gongkai.catalogue import queries as catalogue
from gongkai.catalogue.models import Item
from gongkai.files import text_of
from gongkai.records import content, lifting, plans, related
from gongkai.records.models import Genre, Record, Version
from gongkai.rules.vocabulary import EVENTS

ORDER = (
    "genre",
    *content.TEXT_FIELDS,
    *content.DATE_FIELDS,
    "normative",
    "item",
    *content.START_FIELDS,
    *content.CLOCK_FACTS,
    "attribute",
    "ground",
    "attribute_reason",
    "exceptions",
    "relations",
    "redactions",
)
LABELS = {
    **content.TEXT_FIELDS,
    **content.DATE_FIELDS,
    **content.START_FIELDS,
    **content.CLOCK_FACTS,
    "genre": "公文种类",
    "normative": "行政规范性文件",
    "item": "公开事项",
    "attribute": "公开属性",
    "ground": "不公开的依据",
    "attribute_reason": "不公开的理由",
    "exceptions": "原不公开、现在公开的依据",
    "relations": "与其他文件的关系",
    "redactions": "不予公开的部分（说明公开）",
}


@dataclass(frozen=True)
class Change:
    """One field that differs; `long` texts are shown as a running comparison."""

    label: str
    before: str
    after: str
    long: bool = False


def snapshot(record: Record) -> dict[str, Any]:
    """The working copy as plain values: content, metadata, attachments."""
    return {
        "content": content.body(record),
        "metadata": content.metadata(record),
        "attachments": content.attachments(record),
    }


def of_version(version: Version) -> dict[str, Any]:
    """A version in the shape of `snapshot`."""
    return {"content": version.content, "metadata": version.metadata, "attachments": version.attachments}


def changes(before: dict[str, Any], after: dict[str, Any], place: str) -> list[Change]:
    """Fields of two snapshots that differ: title, text, attachments, then the header in its order."""
    found = [
        Change("标题", before["content"].get("title", ""), after["content"].get("title", "")),
        Change(
            "正文", text_of(before["content"].get("html", "")), text_of(after["content"].get("html", "")), long=True
        ),
        Change("附件", _files(before["attachments"]), _files(after["attachments"])),
        *_readings(before["attachments"], after["attachments"]),
    ]
    old, new = before["metadata"], after["metadata"]
    for name in ORDER:
        if name != "title" and old.get(name) != new.get(name):
            label = LABELS[name]
            found.append(Change(label, say(name, old.get(name), place), say(name, new.get(name), place)))
    return [one for one in found if one.before != one.after]


def _readings(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Change]:
    """The reading versions that differ, each as a text of its own."""
    names = dict.fromkeys(one["name"] for one in [*before, *after] if one.get("reading"))
    old, new = ({one["name"]: text_of(one.get("reading", "")) for one in files} for files in (before, after))
    return [Change(f"“{name}”的阅读版", old.get(name, ""), new.get(name, ""), long=True) for name in names]


def _files(attachments: list[dict[str, Any]]) -> str:
    return "\n".join(f"{one['name']}（校验值 {one['sha256'][:8]}）" for one in attachments)


def say(name: str, value: Any, place: str) -> str:
    """A header field's value in words; "" where it is empty."""
    if name == "normative":
        return "是" if value else "否"
    if not value:
        return ""
    if name == "relations":
        return "；".join(related.words(one) for one in value)
    if name == "exceptions":
        return "；".join(lifting.words(one) for one in value)
    if name == "redactions":
        return "；".join(_place_taken_out(one, place) for one in value)
    if name in CODED:
        return CODED[name](value, place)
    if name == "genre":
        return str(Genre(value).label)
    if name == "attribute":
        return str(Record.Attribute(value).label)
    if name == "item":
        found = Item.objects.filter(code=value).order_by("-catalogue_id").first()
        return found.path if found else str(value)
    if name == "ground":
        return _label("records.grounds", value, place)
    if name == "sensitive_kind" and value == plans.NOT_SENSITIVE:
        return "不属于（已核对）"
    if name == "sensitive_kind":
        return _label("review.head_signature", value, place)
    return str(value)


CODED: dict[str, Callable[[str, str], str]] = {
    "subject": catalogue.kind_words,
    "started_by": lambda code, _: EVENTS.get(code, code),
    "inherits": lambda *_: "随原件起算",
}


def _place_taken_out(one: dict[str, str], place: str) -> str:
    """Where, on which ground, and the note that readers see."""
    note = f"，{one['note']}" if one.get("note") else ""
    return f"{one['place']}：{say('ground', one['ground'], place)}{note}"


def _label(rule: str, code: str, place: str) -> str:
    try:
        return next((str(one["label"]) for one in plans.options(rule, place) if str(one.get("code")) == code), code)
    except rules.NoRule:
        return code


def rows(metadata: dict[str, Any], place: str) -> list[tuple[str, str]]:
    """(label, words) of the header fields that are filled."""
    shown = [(LABELS[name], say(name, metadata.get(name), place)) for name in ORDER if name != "title"]
    return [(label, value) for label, value in shown if value and (label, value) != (LABELS["normative"], "否")]
