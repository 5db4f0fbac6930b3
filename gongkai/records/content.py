"""The content of a record: its fields, their canonical form, and the hashes of its parts.

Three parts are signed apart, because steps of a review see different things: `content` (title, text, other public
free text, attribute), `attachments` (names and hashes of files), `metadata` (every other header field, item, genre).
"""

import datetime as dt
from typing import Any

from gongkai.files import clean, pictures
from gongkai.ledger.hashing import canonical, digest
from gongkai.records.models import Attachment, Record
from gongkai.refusals import NotLawful
from gongkai.rules.vocabulary import EVENTS

# Header fields (references.md 5.2), in the order they are shown. Values are text; dates are ISO text.
TEXT_FIELDS = {
    "title": "标题",
    "number": "发文字号",
    "joint_issuers": "联合发文单位",
    "theme": "主题分类",
    "audience": "服务对象",
    "keywords": "主题词",
    "summary": "内容概述",
    "scope": "公开范围",
    "term": "公开时限",
    "office": "责任处室",
    "source": "信息来源",
    "stage": "五公开阶段",
    "sensitive_kind": "重要信息类别",
    "link_url": "链接地址",
}
DATE_FIELDS = {"date_made": "成文日期", "effective_on": "实施日期", "expires_on": "失效日期"}
# What the limit of publication hangs on: the kind of information (one of its item's), and the legal event from which
# the law counts (a code of rules.vocabulary.EVENTS) with its day. 预算法 Art. 14; 政府采购法实施条例 Arts 43, 50
START_FIELDS = {"subject": "信息种类", "started_by": "公开期限的起算点", "started_on": "起算之日"}
# Written by acts alone: the day on which closed information was decided open (条例 Arts 18, 26), and that a public
# part keeps the clock of its original.
CLOCK_FACTS = {"opened_on": "变更为主动公开之日", "inherits": "公开期限"}
CLOCK = (*START_FIELDS, *CLOCK_FACTS)
# 五公开 (国办发〔2016〕80号; 晋中 网站 2): which side of the work an information opens.
STAGES = ("决策公开", "执行公开", "管理公开", "服务公开", "结果公开")
MAX_TITLE = 500


def tidy(changes: dict[str, Any]) -> dict[str, Any]:
    """`changes` as the working copy keeps them: trimmed text, clean HTML, ISO dates.

    Raises NotLawful naming the field for an impossible date, an unknown field or an over-long title.
    """
    tidied: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "html":
            tidied[name] = clean(value or "")
        elif name in DATE_FIELDS or name == "started_on":
            tidied[name] = _iso(name, value)
        elif name in START_FIELDS:
            tidied[name] = _code(name, value)
        elif name in TEXT_FIELDS:
            tidied[name] = " ".join(str(value or "").split()) if name != "summary" else str(value or "").strip()
        else:
            raise NotLawful("records.unknown_field", f"没有“{name}”这一字段。", remedy="请使用页面上的字段。")
    if len(tidied.get("title", "")) > MAX_TITLE:
        raise NotLawful("records.title_long", f"标题超过{MAX_TITLE}个字。", remedy="请检查是否把正文粘贴到了标题中。")
    return tidied


def _code(name: str, value: Any) -> str:
    """A kind of information, or an event of the law's closed list."""
    code = str(value or "").strip()
    if name == "started_by" and code and code not in EVENTS:
        raise NotLawful(
            "records.start_event", f"没有“{code[:40]}”这一起算点。", remedy="请使用页面上的起算日期一栏。", field=name
        )
    return code


def _iso(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise NotLawful(
            "records.bad_date",
            f"{DATE_FIELDS.get(name) or START_FIELDS[name]}“{value}”不是真实存在的日期。",
            remedy="请按“2024-12-28”的格式填写。",
            field=name,
        ) from error


def date_of(content: dict[str, Any], name: str) -> dt.date | None:
    """A date field as a date."""
    text = content.get(name)
    return dt.date.fromisoformat(text) if text else None


def metadata(record: Record) -> dict[str, Any]:
    """Every header field besides title and text, with attribute, item, genre."""
    fields = [*TEXT_FIELDS, *DATE_FIELDS]
    found = {name: record.content.get(name, "") for name in fields if name != "title"}
    return found | {
        "genre": record.genre,
        "normative": record.normative,
        "attribute": record.attribute,
        "ground": record.ground,
        "attribute_reason": record.attribute_reason,
        "item": record.item.code if record.item else "",
        **_rarer(record),
    }


def _rarer(record: Record) -> dict[str, Any]:
    """What few records have; left out where there is nothing, so that it does not stand in every header."""
    found = {
        "four_reviews": record.four_reviews,
        "joint": joint(record),
        "relations": relations(record),
        "redactions": record.redactions,
        "redacted_of": record.redacted_of_id,
        "exceptions": record.content.get("exceptions"),
        **{name: record.content.get(name, "") for name in START_FIELDS},
        **{name: record.content.get(name, "") for name in CLOCK_FACTS if record.attribute == "proactive"},
    }
    return {name: value for name, value in found.items() if value}


def joint(record: Record) -> list[dict[str, Any]]:
    """Who issued it together with the agency, in order: {"agency": id or None, "name"}."""
    if record.pk is None:
        return []
    return [{"agency": one.agency_id, "name": one.name} for one in record.joint.all()]


def relations(record: Record) -> list[dict[str, Any]]:
    """What the record does to other documents, in order, as plain values."""
    if record.pk is None:
        return []
    return [
        {
            "kind": relation.kind,
            "record": relation.target_id,
            "title": relation.title,
            "number": relation.number,
            "on": relation.on.isoformat() if relation.on else "",
        }
        for relation in record.relations.all()
    ]


def body(record: Record) -> dict[str, str]:
    """Title and text."""
    return {"title": record.content.get("title", ""), "html": record.content.get("html", "")}


def texts(record: Record, files: list[Attachment]) -> list[str]:
    """Every HTML text of the working copy: its own, and the reading versions of its attachments."""
    return [record.content.get("html", ""), *(one.reading for one in files if one.reading)]


def inline_pictures(html: list[str]) -> set[tuple[str, str]]:
    """(first 12 of the hash, name) of the pictures that texts show."""
    return {address for one in html for address in pictures.addresses(one)}


def files_of(record: Record) -> list[Attachment]:
    """The working copy's attachments in order, from a prefetch where an act made one."""
    if "attachments" in getattr(record, "_prefetched_objects_cache", {}):
        return list(record.attachments.all())
    return list(record.attachments.select_related("file"))


def attachments(record: Record) -> list[dict[str, Any]]:
    """Names, hashes and sizes of the working copy's files, in order; their reading versions where there are any.

    A picture that a text shows is `inline`: its whole hash stands here, the beginning of it in the text's address.
    """
    files = files_of(record)
    shown = inline_pictures(texts(record, files))
    return [
        {
            "sha256": attachment.file.sha256,
            "name": attachment.name,
            "size": attachment.file.size,
            "media_type": attachment.file.media_type,
            **({"reading": attachment.reading} if attachment.reading else {}),
            **({"inline": True} if (attachment.file.hash12, attachment.name) in shown else {}),
        }
        for attachment in files
    ]


# Free text that the public page shows: it is signed with the text, so that no step that reads the text misses it.
PROSE = ("summary", "keywords", "source", "link_url", "audience", "joint_issuers", "scope")


def parts(record: Record) -> dict[str, str]:
    """SHA-256 of each part of the working copy.

    `content` covers title, text, every public free text, relations and the attribute: what the secrecy review is about.
    """
    header = metadata(record)
    spoken = {name: header.pop(name) for name in PROSE}
    content = body(record) | spoken | {"attribute": record.attribute}
    # What was taken out, and from what, is what the secrecy review of a public part is about; so is the exception by
    # which a closed one opens. What it does to other documents is public free text, and what other makers confirm.
    rarer = ("redactions", "redacted_of", "relations", "exceptions")
    content |= {name: header.pop(name) for name in rarer if name in header}
    return {
        "content": digest(canonical(content)),
        "attachments": digest(canonical(attachments(record))),
        "metadata": digest(canonical(header)),
    }
