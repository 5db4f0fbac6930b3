"""From facts to the shapes of the answers."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.api import queries
from gongkai.catalogue.models import Item
from gongkai.files import actions as file_actions
from gongkai.files import text_of
from gongkai.files.models import File
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import content, related, standing, timeline
from gongkai.records.models import Genre, Publication, Relation
from gongkai.rules import Rule, vocabulary

ROOT = "/api/v1"
WORDS = ("joint_issuers", "theme", "audience", "keywords", "summary", "source", "scope", "term")


def absolute(path: str) -> str:
    """An address as citizens use it."""
    return f"{settings.PUBLIC_URL}{path}"


def records(publications: list[Publication]) -> list[dict[str, Any]]:
    """The headers of publications."""
    causes = queries.causes(publications)
    return [_record(one, causes) for one in publications]


def _record(publication: Publication, causes: dict[int, Publication]) -> dict[str, Any]:
    """Of the published version and the steps of its validity alone."""
    facts: dict[str, Any] = publication.version.metadata
    held = standing.of_publication(publication, today())
    return {
        "id": publication.record_id,
        "url": absolute(publication.get_absolute_url()),
        "self": absolute(f"{ROOT}/records/{publication.record_id}"),
        "index_number": publication.index_number,
        "title": publication.title,
        "number": publication.number,
        "agency": {"id": publication.agency_id, "name": publication.agency_name},
        "item": {"code": publication.item.code, "name": publication.item.name} if publication.item else None,
        "genre": _genre(facts.get("genre")),
        "normative": bool(facts.get("normative")),
        "validity": _validity(held, causes),
        **{name: facts.get(name) or "" for name in WORDS},
        "joint": [{"id": one["agency"], "name": one["name"]} for one in facts.get("joint", [])],
        "date_made": publication.date_made,
        "effective_on": content.date_of(facts, "effective_on"),
        "expires_on": held.expires_on,
        "first_published_at": timezone.localtime(publication.first_published_at),
        "published_at": timezone.localtime(publication.published_at),
        "version": publication.version.number,
        "correction": publication.note if publication.published_at != publication.first_published_at else "",
        "attachments": [
            _attachment(publication, number, one) for number, one in enumerate(publication.version.attachments, start=1)
        ],
    }


def full(publication: Publication) -> dict[str, Any]:
    """A record with its text."""
    html = str(publication.version.content["html"])
    link = publication.version.metadata.get("link_url") or ""
    safe = link if link.startswith(("https://", "http://")) else ""
    (told,) = records([publication])
    relations = [_relation(one) for one in related.shown(publication)]
    return told | {"html": html, "text": text_of(html), "link": safe, "relations": relations}


def _relation(one: related.Related) -> dict[str, Any]:
    other = {"id": one.record, "title": one.title, "number": one.number, "url": absolute(one.url)}
    return {
        "code": one.kind,
        "label": str(Relation.Kind(one.kind).label),
        "direction": "other_to_this" if one.back else "this_to_other",
        "title": one.title,
        "number": one.number,
        "on": one.on,
        "record": other if one.record else None,
    }


def _genre(genre: Any) -> dict[str, str] | None:
    return {"code": genre, "label": str(Genre(genre).label)} if genre in Genre.values else None


def _validity(held: standing.Standing, causes: dict[int, Publication]) -> dict[str, Any] | None:
    """The document behind it, and a note that may name it, are told while that document is public itself."""
    if not held.validity:
        return None
    change = held.change
    cause = causes.get(change.by_record_id or 0) if change else None
    note = timeline.note_of(change, cause) if change else ""
    by = cause and {
        "id": cause.record_id,
        "title": cause.title,
        "number": cause.number,
        "url": absolute(cause.get_absolute_url()),
    }
    return {"code": held.validity, "label": held.label, "since": held.since, "note": note, "by": by}


def _attachment(publication: Publication, number: int, one: dict[str, Any]) -> dict[str, Any]:
    file = File(sha256=one["sha256"], name=one["name"])  # the address is made of these two alone
    told = {name: one[name] for name in ("name", "size", "sha256")}
    reading = f"{publication.get_absolute_url()}attachments/{number}/" if one.get("reading") else ""
    return told | {
        "media_type": one.get("media_type", ""),
        "url": absolute(file_actions.address(file, one["name"])),
        "reading_url": absolute(reading) if reading else None,
        "inline": bool(one.get("inline")),
    }


def version(publication: Publication) -> dict[str, Any]:
    """One time in public."""
    ended = publication.withdrawn_at or publication.superseded_at
    reason = "withdrawn" if publication.withdrawn_at else "corrected"
    return {
        "version": publication.version.number,
        "published_at": timezone.localtime(publication.published_at),
        "ended_at": timezone.localtime(ended) if ended else None,
        "ended_by": reason if ended else None,
        "note": publication.note,
    }


def item(one: Item, held: tuple[int, Any]) -> dict[str, Any]:
    """A catalogue item with its agencies (prefetched) and what is published under it."""
    return {
        "code": one.code, "number": one.number, "name": one.name, "levels": one.levels, "content": one.content,
        "basis": one.basis, "form": one.form, "art20": one.art20, "art21": one.art21,
        "limit": {"text": one.limit_text, "value": one.limit_value, "unit": one.limit_unit,
                  "counted_from": one.counted_from},
        "schedule": {"code": one.schedule, "label": one.get_schedule_display()},
        "agencies": [{"id": assigned.agency_id, "name": assigned.agency.name} for assigned in one.assignments.all()
                     if assigned.agency.to_on is None],
        "records": held[0], "last_published_at": held[1], "url": absolute(f"/catalogue/{one.code}/"),
    }  # fmt: skip


def agency(one: Agency, held: tuple[int, Any]) -> dict[str, Any]:
    """An agency as its public page tells it."""
    same = ("id", "name", "short_name", "uscc", "place", "superior_department", "disclosure_office", "address",
            "hours", "phone", "fax", "email", "duties", "from_on", "to_on")  # fmt: skip
    return {name: getattr(one, name) for name in same} | {
        "kind": {"code": one.kind, "label": one.get_kind_display()},
        "parent": _ref(one.parent),
        "successor": _ref(one.successor),
        "competent": one.is_competent,
        "records": held[0],
        "url": absolute(f"/agencies/{one.pk}/"),
    }


def _ref(one: Agency | None) -> dict[str, Any] | None:
    return {"id": one.pk, "name": one.name} if one else None


def rule(one: Rule) -> dict[str, Any]:
    """A rule with its value as plain JSON and in one sentence."""
    facts = one.as_fact()
    same = ("name", "title", "value", "unit", "counted_from", "since", "source", "place", "checked_on")
    return {name: facts[name] for name in same} | {
        "kind": {"code": one.kind, "label": vocabulary.KINDS[one.kind]},
        "status": {"code": one.status, "label": vocabulary.STATUS[one.status]},
        "text": one.say(),
        "self": absolute(f"{ROOT}/rules/{one.name}"),
    }
