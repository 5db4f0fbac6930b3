"""What a record page shows, from the published version alone: never from the working copy, which may be a draft."""

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai import pages
from gongkai.files import actions as file_actions
from gongkai.files import text_of
from gongkai.files.models import File
from gongkai.organisations.queries import today
from gongkai.records import content
from gongkai.records.models import Genre, Publication, Record
from gongkai.ui.laying import laid

# Labels of the header table; a place may call them otherwise (HEADER_LABELS in the settings): 文号, 发文机关 …
LABELS = {
    "index_number": "索引号", "publisher": "发布机构", "joint_issuers": "联合发文单位", "number": "发文字号",
    "genre": "公文种类", "theme": "主题分类", "audience": "服务对象", "date_made": "成文日期",
    "published": "发布日期", "effective_on": "实施日期", "expires_on": "失效日期", "validity": "有效性",
    "attribute": "公开方式", "scope": "公开范围", "term": "公开时限", "office": "责任处室", "source": "信息来源",
    "keywords": "主题词", "summary": "内容概述",
}  # fmt: skip
WIDE = {"keywords", "summary", "joint_issuers"}
OUT_OF_FORCE = {
    Record.Validity.NOT_YET, Record.Validity.AMENDED, Record.Validity.EXPIRED, Record.Validity.REPEALED,
}  # fmt: skip
DESCRIPTION = 120


def validity(publication: Publication, day: dt.date | None = None) -> str:
    """The validity on a day: what an act set, else what the dates of the published version say."""
    day = day or today()
    record, facts = publication.record, publication.version.metadata
    set_by_act = record.validity in (Record.Validity.REPEALED, Record.Validity.EXPIRED, Record.Validity.AMENDED)
    if set_by_act and (record.validity_on is None or record.validity_on <= day):
        return record.validity
    if not (facts.get("normative") or record.validity):
        return ""
    effective, expires = (content.date_of(facts, name) for name in ("effective_on", "expires_on"))
    if effective and effective > day:
        return Record.Validity.NOT_YET
    return Record.Validity.EXPIRED if expires and expires <= day else Record.Validity.IN_FORCE


def out_of_force(publication: Publication) -> str:
    """已废止, 已失效, 已修改, 尚未施行; "" for what is in force or has no validity. Notes the day."""
    if depends_on_the_day(publication):
        pages.use("day")
    found = validity(publication)
    return str(Record.Validity(found).label) if found in OUT_OF_FORCE else ""


def depends_on_the_day(publication: Publication) -> bool:
    """Whether a date still to come will change the page by itself."""
    facts = publication.version.metadata
    dates = [content.date_of(facts, name) for name in ("effective_on", "expires_on")]
    return any(date and date > today() for date in [*dates, publication.record.validity_on])


def header(publication: Publication) -> list[dict[str, Any]]:
    """Rows of the header table; those without a value are left out by the template."""
    facts = publication.version.metadata
    values: dict[str, Any] = {name: facts.get(name, "") for name in LABELS}
    genre, held = facts.get("genre"), validity(publication)
    values |= {
        "index_number": publication.index_number,
        "number": publication.number,
        "publisher": publication.agency_name,
        "genre": "" if genre in ("", None, Genre.INFORMATION) else Genre(genre).label,
        "date_made": publication.date_made.isoformat() if publication.date_made else "",
        "published": moment(publication.first_published_at),
        "validity": Record.Validity(held).label if held else "",
        "attribute": Record.Attribute.PROACTIVE.label,
    }
    named = LABELS | getattr(settings, "HEADER_LABELS", {})
    return [{"label": named[name], "value": values[name], "wide": name in WIDE} for name in LABELS]


def moment(at: dt.datetime) -> str:
    """YYYY-MM-DD HH:MM in local time (国办发〔2017〕47号)."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def attachments(publication: Publication) -> list[dict[str, Any]]:
    """name, size, url of each public file, in order."""
    listed = publication.version.attachments
    files = {file.sha256: file for file in File.objects.filter(sha256__in=[one["sha256"] for one in listed])}
    return [
        {"name": one["name"], "size": one["size"], "url": file_actions.address(files[one["sha256"]], one["name"])}
        for one in listed
        if one["sha256"] in files
    ]


def body(publication: Publication) -> str:
    """The text as HTML for the page: wide tables scroll inside themselves, and the page keeps its only <h1>."""
    html = laid(str(publication.version.content["html"]))
    html = re.sub(r"<(/?)h1\b", r"<\1h2", html)
    html = re.sub(r"<table\b", '<div class="scroll" role="region" tabindex="0" aria-label="表格"><table', html)
    return html.replace("</table>", "</table></div>")


def link(publication: Publication) -> str:
    """Where the information stands elsewhere; only addresses a browser may follow safely."""
    address = publication.version.metadata.get("link_url", "")
    return address if address.startswith(("https://", "http://")) else ""


def description(publication: Publication) -> str:
    """A few words for meta tags and feeds: the summary, else the beginning of the text."""
    summary = publication.version.metadata.get("summary", "")
    text = summary or text_of(publication.version.content["html"])
    return " ".join(text.split())[:DESCRIPTION]
