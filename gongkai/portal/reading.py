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
from gongkai.records import comparing, expiring, related, standing, timeline
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
# What a reader on a phone needs before the text; as many of these as FIRST, in this order of weight.
KEY = ("number", "publisher", "validity", "date_made", "published", "index_number")
FIRST = 4
WIDE = {"keywords", "summary", "joint_issuers"}
DESCRIPTION = 120


def held(publication: Publication, day: dt.date | None = None) -> standing.Standing:
    """How it stands on a day: the fold over what acts set, over the dates of the published version."""
    return standing.of_publication(publication, day or today())


def validity(publication: Publication, day: dt.date | None = None) -> str:
    """The validity on a day."""
    return held(publication, day).validity


def out_of_force(publication: Publication) -> str:
    """已废止, 已失效, 已修改, 尚未施行; "" for what is in force or has no validity. Notes the day."""
    if depends_on_the_day(publication):
        pages.use("day")
    found = held(publication)
    return found.label if found.validity in standing.OUT_OF_FORCE else ""


def ends_soon(publication: Publication) -> str:
    """The day on which its term ends, if that is near and nothing else is said of it; "" otherwise."""
    found = expiring.soon(publication, today())
    return f"有效期至 {found}" if found else ""


def corrected_on(publication: Publication) -> dt.datetime | None:
    """When the text was replaced by a corrected one; None for a first publication."""
    return publication.published_at if publication.published_at != publication.first_published_at else None


def depends_on_the_day(publication: Publication) -> bool:
    """Whether a date still to come will change the page by itself."""
    return any(day > today() for day in standing.moving_days(publication))


def banner(publication: Publication) -> dict[str, Any]:
    """What stands above a text that is not simply in force; {} for one that is.

    word, since (or None), meaning, note; cause and verb: the document behind it while that is public itself.
    """
    word = out_of_force(publication)
    if not word:
        return {}
    found = held(publication)
    meaning = {
        Record.Validity.NOT_YET: "到下表所列的实施日期才开始施行。",
        Record.Validity.AMENDED: "部分内容已经改变，请以修改后的文本为准。",
    }.get(Record.Validity(found.validity), "不再作为行政管理的依据。")  # fmt: skip
    cause = timeline.public_causes([found.change]).get(found.change.by_record_id or 0) if found.change else None
    said = related.effects_of(cause).get(publication.record_id) if cause else None
    return {
        "word": word,
        "since": found.since,
        "meaning": meaning,
        "note": timeline.note_of(found.change, cause) if found.change else "",
        "cause": cause,
        "verb": related.Kind(said["kind"]).label if said else "",
    }


def editions(publication: Publication) -> list[Publication]:
    """Every text that was public, newest first, without their words: what was corrected, and when."""
    found = Publication.objects.filter(record=publication.record_id, withdrawn_at=None).select_related("version")
    return list(found.defer("version__content", "version__metadata").order_by("-id"))


def header(publication: Publication) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the header table: the few that matter before the text, then the others.

    Those without a value are left out by the template.
    """
    facts = publication.version.metadata
    values: dict[str, Any] = {name: facts.get(name, "") for name in LABELS}
    genre, now = facts.get("genre"), held(publication)
    values |= {
        "index_number": publication.index_number,
        "number": publication.number,
        "publisher": publication.agency_name,
        "genre": "" if genre in ("", None, Genre.INFORMATION) else Genre(genre).label,
        "date_made": publication.date_made.isoformat() if publication.date_made else "",
        "published": moment(publication.first_published_at),
        "expires_on": _expires(facts.get("expires_on", ""), now),
        "validity": now.label,
        "attribute": Record.Attribute.PROACTIVE.label,
    }
    named = LABELS | getattr(settings, "HEADER_LABELS", {})
    rows = {name: {"label": named[name], "value": values[name], "wide": name in WIDE} for name in LABELS}
    first = [name for name in KEY if values[name]][:FIRST]
    return [rows[name] for name in LABELS if name in first], [rows[name] for name in LABELS if name not in first]


def _expires(written: str, now: standing.Standing) -> str:
    """The end of the term as it is now; a prolonged one says what the text says, a repeal overtakes what it said."""
    if now.validity in standing.ENDED and now.since and now.expires_on and now.since < now.expires_on:
        return f"{now.since.isoformat()}（原定 {now.expires_on.isoformat()}）"
    day = now.expires_on.isoformat() if now.expires_on else ""
    return f"{day}（已延长，文件原定 {written}）" if written and day != written else day


def moment(at: dt.datetime) -> str:
    """YYYY-MM-DD HH:MM in local time (国办发〔2017〕47号)."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def attachments(publication: Publication) -> list[dict[str, Any]]:
    """name, size, url, number and reading version of each public file, in order; pictures in the texts stand there."""
    listed = publication.version.attachments
    files = {file.sha256: file for file in File.objects.filter(sha256__in=[one["sha256"] for one in listed])}
    base = publication.get_absolute_url()
    return [
        {
            "name": one["name"],
            "size": one["size"],
            "url": file_actions.address(files[one["sha256"]], one["name"]),
            "number": number,
            "reading": one.get("reading", ""),
            "reading_url": f"{base}attachments/{number}/" if one.get("reading") else "",
        }
        for number, one in enumerate(listed, start=1)
        if one["sha256"] in files and not one.get("inline")
    ]


def body(publication: Publication) -> str:
    """The text as HTML for the page: wide tables scroll inside themselves, and the page keeps its only <h1>."""
    return wrapped(laid(str(publication.version.content["html"])))


def wrapped(html: str) -> str:
    """Clean HTML as a page shows it."""
    html = re.sub(r"<(/?)h1\b", r"<\1h2", html)
    html = re.sub(r"<table\b", '<div class="scroll" role="region" tabindex="0" aria-label="表格"><table', html)
    return html.replace("</table>", "</table></div>")


def taken_out(publication: Publication) -> dict[str, Any] | None:
    """Number of places at which the law keeps something closed, and on which grounds; None where nothing is. 条例 37"""
    places = publication.version.metadata.get("redactions") or []
    if not places:
        return None
    said = [comparing.say("ground", one["ground"], publication.agency.place) for one in places]
    notes = [one["note"] for one in places if one.get("note")]
    return {"count": len(places), "grounds": list(dict.fromkeys(said)), "notes": list(dict.fromkeys(notes))}


def link(publication: Publication) -> str:
    """Where the information stands elsewhere; only addresses a browser may follow safely."""
    address = publication.version.metadata.get("link_url", "")
    return address if address.startswith(("https://", "http://")) else ""


def description(publication: Publication) -> str:
    """A few words for meta tags and feeds: the summary, else the beginning of the text."""
    summary = publication.version.metadata.get("summary", "")
    text = summary or text_of(publication.version.content["html"])
    return " ".join(text.split())[:DESCRIPTION]
