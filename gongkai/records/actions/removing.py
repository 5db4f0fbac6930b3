"""Taking down, and proving that it is gone."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from gongkai import ledger, pages, search
from gongkai.files import actions as file_actions
from gongkai.files.models import File
from gongkai.records import policy, states
from gongkai.records.actions.drafting import locked
from gongkai.records.actions.publishing import list_keys, touched_keys
from gongkai.records.models import Publication, Record, Removal
from gongkai.refusals import NotLawful
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries

GONE = (404, 410)


@transaction.atomic
def withdraw(*, record: Record, by: Any, reason: str, at: dt.datetime | None = None) -> Publication:
    """Take a record down: page, attachments, lists, search, feeds. Verified on the live addresses afterwards.

    Raises NotYours, NotNow, NotLawful (no reason). 条例 Arts 14, 15; 保密法实施条例 Art. 42
    """
    record = locked(record)
    policy.must(by, "withdraw", record, "撤下")
    target = states.must_allow("withdraw", record)
    if len(reason.strip()) < 4:
        raise NotLawful(
            "records.withdraw_reason",
            "撤下已经公开的信息，必须写明理由。",
            source="政府信息公开条例第六条、第十四条、第十五条",
            remedy="请写明为什么撤下，理由会留存备查。",
        )
    publication = Publication.objects.select_for_update().get(record=record, superseded_at=None, withdrawn_at=None)
    publication.withdrawn_at = at or timezone.now()
    publication.withdrawn_reason = reason.strip()
    publication.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record.state = target
    record.save(update_fields=["state"])
    _close_review(record, by, at)
    for name in list_keys(record):
        pages.leave(name, f"record:{record.pk}")
    _withdraw_files(record)
    search.touch("record", str(record.pk))
    pages.touch(touched_keys(record))
    ledger.record("records.withdrawn", record, by=by, at=at, reason=reason.strip(), title=publication.title)
    if at is None:
        from gongkai.records.tasks import prove_removal

        prove_removal.defer(publication_id=publication.pk)
    return publication


def _close_review(record: Record, by: Any, at: dt.datetime | None) -> None:
    """A correction under review ends with the record."""
    kind, identifier = ledger.reference(record)
    review = review_queries.live(kind, identifier, "publication")
    if review is not None and review.state == review.State.OPEN:
        review_actions.close(review=review, by=by, reason="信息已撤下", at=at)


def _withdraw_files(record: Record) -> None:
    """Public copies go unless another live publication shows the same file."""
    hashes = {entry["sha256"] for version in record.versions.all() for entry in version.attachments}
    others = Publication.objects.filter(superseded_at=None, withdrawn_at=None).exclude(record=record)
    for file in File.objects.filter(sha256__in=hashes):
        if not others.filter(version__attachments__contains=[{"sha256": file.sha256}]).exists():
            file_actions.withdraw_copy(file)


def addresses(publication: Publication) -> list[str]:
    """Every address that answered for the record while it was public."""
    record = publication.record
    base = publication.get_absolute_url()
    found = [base, f"/elder{base}", f"{base}print/"]
    hashes = {entry["sha256"]: entry["name"] for version in record.versions.all() for entry in version.attachments}
    others = Publication.objects.filter(superseded_at=None, withdrawn_at=None).exclude(record=record)
    for sha256, name in hashes.items():
        if not others.filter(version__attachments__contains=[{"sha256": sha256}]).exists():
            found.append(file_actions.address(File.objects.get(sha256=sha256), name))
    return found


@transaction.atomic
def verify_removal(*, publication: Publication, by: Any = ledger.SYSTEM) -> list[Removal]:
    """Fetch every address and keep what it answered; lists, feed, sitemap and search must not name the record."""
    client = Client(headers={"host": "localhost"})
    rows = []
    for address in addresses(publication):
        status = client.get(address).status_code
        rows.append((address, status, status in GONE))
    base = publication.get_absolute_url()
    for address in ("/", "/feed.xml", "/sitemap.xml", f"/agencies/{publication.agency_id}/"):
        response = client.get(address)
        rows.append((address, response.status_code, f'{base}"' not in response.content.decode(errors="replace")))
    hits = search.find(publication.title, size=50).results
    rows.append(("/search/", 200, all(hit.key != f"record:{publication.record_id}" for hit in hits)))
    now = timezone.now()
    made = Removal.objects.bulk_create(
        Removal(publication=publication, address=address, status=status, gone=gone, checked_at=now)
        for address, status, gone in rows
    )
    ledger.record(
        "records.removal_verified",
        publication.record,
        by=by,
        addresses=len(rows),
        still_there=[address for address, _, gone in rows if not gone],
    )
    return made
