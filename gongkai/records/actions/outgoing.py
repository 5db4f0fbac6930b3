"""What going public, being replaced and being taken down do to lists, public files, search and pages."""

import datetime as dt
from typing import Any

from django.utils import timezone

from gongkai import ledger, pages, search
from gongkai.files import actions as file_actions
from gongkai.files.models import File
from gongkai.organisations.queries import name_on
from gongkai.records import content, queries
from gongkai.records.models import LIVE, Publication, Record, Version


def make_version(record: Record, by: Any, at: dt.datetime | None = None) -> Version:
    """Freeze the working copy as the record's next version."""
    return Version.objects.create(
        record=record,
        number=record.versions.count() + 1,
        content=content.body(record),
        metadata=content.metadata(record),
        attachments=content.attachments(record),
        parts=content.parts(record),
        made_at=at or timezone.now(),
        made_by=by if by is not ledger.SYSTEM else None,
    )


def list_keys(publication: Publication) -> list[str]:
    """The public lists a publication stands in, in the order in which they are locked."""
    makers = [publication.agency_id, *publication.joint]
    keys = ["all", *(f"agency:{one}" for one in makers)]
    if publication.item:
        code = publication.item.code
        keys += [f"item:{code}", *(f"item:{code}:agency:{one}" for one in makers)]
    if publication.version.metadata["normative"]:
        keys.append("normative")
    return sorted(keys)


def touched_keys(publication: Publication) -> list[str]:
    """Keys of the pages that show it, and of the records it says something of: their pages name it."""
    lists = [f"list:{key}" for key in list_keys(publication)]
    records = [f"record:{pk}" for pk in (publication.record_id, *publication.relates_to)]
    agencies = [f"agency:{pk}" for pk in (publication.agency_id, *publication.joint)]
    return [*records, *lists, *agencies, f"sitemap:{queries.sitemap_part(publication.record_id)}"]


def live_of(record: Record) -> Publication | None:
    """The live publication, locked."""
    found = Publication.objects.select_for_update(of=("self",)).filter(LIVE, record=record)
    return found.select_related("version", "item", "record").first()


def put_out(record: Record, version: Version, moment: dt.datetime, note: str = "") -> Publication:
    """Make `version` the live publication; what only the former one showed is closed. Returns the Publication."""
    former = live_of(record)
    if former:
        former.superseded_at = moment
        former.save(update_fields=["superseded_at"])
    publication = _create(record, version, moment, note, former)
    keys = list_keys(publication)
    if former:
        _leave(former, keep=keys)
        close_files(record, keep=_pairs(version))
    for name in keys:
        pages.enter(name, f"record:{record.pk}")
    stored = _locked_files(version)
    for entry in version.attachments:
        file_actions.publish_copy(stored[entry["sha256"]], entry["name"])
    search.touch("record", str(record.pk))
    pages.touch({*touched_keys(publication), *(touched_keys(former) if former else ())})
    return publication


def _create(
    record: Record, version: Version, moment: dt.datetime, note: str, former: Publication | None
) -> Publication:
    made = content.date_of(version.metadata, "date_made")
    number = record.number or version.metadata.get("number", "")
    return Publication.objects.create(
        record=record,
        version=version,
        agency=record.agency,
        agency_name=former.agency_name if former else name_on(record.agency, timezone.localdate(moment)),
        item=record.item,
        title=version.content["title"],
        number=number,
        number_key=search.number_key(number),
        index_number=record.index_number or "",
        index_key=search.index_key(record.index_number or ""),
        date_made=made,
        year=(made or timezone.localdate(moment)).year,
        joint=[one["agency"] for one in version.metadata.get("joint", []) if one["agency"]],
        relates_to=sorted({one["record"] for one in version.metadata.get("relations", []) if one["record"]}),
        first_published_at=former.first_published_at if former else moment,
        published_at=moment,
        note=note,
    )


def take_back(publication: Publication) -> None:
    """Close everything that showed a publication which is public no longer."""
    _leave(publication, keep=[])
    close_files(publication.record, keep=set())
    search.touch("record", str(publication.record_id))
    pages.touch(touched_keys(publication))


def _leave(publication: Publication, keep: list[str]) -> None:
    for name in list_keys(publication):
        if name not in keep:
            pages.leave(name, f"record:{publication.record_id}")


def _pairs(version: Version) -> set[tuple[str, str]]:
    return {(entry["sha256"], entry["name"]) for entry in version.attachments}


def _locked_files(*versions: Version) -> dict[str, File]:
    """Files of versions by hash, locked in one order: an opening and a closing of the same file must not cross."""
    hashes = {entry["sha256"] for version in versions for entry in version.attachments}
    found = File.objects.select_for_update(of=("self",)).filter(sha256__in=hashes).order_by("pk")
    return {file.sha256: file for file in found}


def own_pairs(record: Record) -> set[tuple[str, str]]:
    """(hash, name) of every file any version of the record showed and no other live publication shows."""
    shown = {pair for version in record.versions.all() for pair in _pairs(version)}
    others = Publication.objects.filter(LIVE).exclude(record=record)
    return {
        (sha256, name)
        for sha256, name in shown
        if not others.filter(version__attachments__contains=[{"sha256": sha256, "name": name}]).exists()
    }


def close_files(record: Record, keep: set[tuple[str, str]]) -> None:
    """Withdraw the public copies of the record's files by hash and name, but for `keep` and what others show."""
    stored = _locked_files(*record.versions.all())
    for sha256, name in sorted(own_pairs(record) - keep):
        file_actions.withdraw_copy(stored[sha256], name)
