"""Writing the ledger. `record` is called inside every act; `close_day` makes the daily root."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from gongkai.ledger.hashing import canonical, digest, plain, seal
from gongkai.ledger.models import Entry, Root, Sealed
from gongkai.ledger.registry import act_sentence, reference
from gongkai.refusals import NotNow

# Locks the chain's row (making it if new) and gives the database's clock, in one round trip.
_LOCK = """
    INSERT INTO ledger_chain (subject_kind, subject_id, length, head) VALUES (%s, %s, 1, '')
    ON CONFLICT (subject_kind, subject_id) DO UPDATE SET length = ledger_chain.length + 1
    RETURNING id, length, head, clock_timestamp()
"""


def hashed(entry: Entry, kind: str, identifier: str) -> str:
    """The entry's hash: everything it says and the hash of the one before it."""
    body = {
        "subject": [kind, identifier],
        "number": entry.number,
        "act": entry.act,
        "actor": [entry.actor_id, entry.actor_name],
        "recorded_at": entry.recorded_at,
        "at": entry.at,
        "at_given": entry.at_given,
        "before": entry.before,
        "after": entry.after,
        "facts": entry.facts,
        "rule": entry.rule,
        "reason": entry.reason,
        "sealed": entry.sealed_digest,
        "previous": entry.previous,
    }
    return digest(canonical(body), entry.algorithm)


@transaction.atomic
def record(
    act: str,
    subject: Model,
    *,
    by: Any,
    at: dt.datetime | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
    rule: Any = None,
    sealed: dict[str, Any] | None = None,
    **facts: Any,
) -> Entry:
    """Write one entry on `subject`'s chain and return it.

    `by` is a person (has pk and actor_name) or SYSTEM; `at` is given by demo and import only; `rule` is a Rule or
    its fact; `sealed` holds personal data, kept encrypted apart. Raises KeyError for an unregistered act or subject.
    """
    act_sentence(act)
    kind, identifier = reference(subject)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [kind, identifier])
        chain_id, number, head, now = cursor.fetchone()
    entry = Entry(
        chain_id=chain_id,
        number=number,
        act=act,
        actor_id=by.pk,
        actor_name=by.actor_name,
        recorded_at=now,
        at=at or now,
        at_given=at is not None,
        before=plain(before),
        after=plain(after),
        facts=plain(facts),
        rule=plain(rule),
        reason=reason,
        previous=head,
        algorithm=settings.LEDGER_HASH,
    )
    if sealed:
        nonce, ciphertext, entry.sealed_digest = seal(sealed)
    entry.hash = hashed(entry, kind, identifier)
    entry.save(force_insert=True)
    if sealed:
        Sealed.objects.create(entry=entry, nonce=nonce, ciphertext=ciphertext)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_chain SET head = %s WHERE id = %s", [entry.hash, chain_id])
    return entry


@transaction.atomic
def erase_sealed(*, entry: Entry) -> None:
    """Erase an entry's personal data under a retention rule. The entry, and so the chain, stays whole."""
    Sealed.objects.filter(entry=entry).update(ciphertext=b"", nonce=b"", erased_at=timezone.now())


@transaction.atomic
def close_day(*, day: dt.date) -> Root:
    """Make the root over all entries recorded on the local `day`. Raises NotNow while the day still runs."""
    if day >= timezone.localdate():
        raise NotNow("ledger.day_open", f"{day} 尚未结束，不能生成当日总账。", remedy="请在次日再办。", day=day)
    existing = Root.objects.filter(day=day).first()
    if existing:
        return existing
    hashes, last = day_hashes(day)
    previous = Root.objects.filter(day__lt=day).order_by("-day").values_list("hash", flat=True).first() or ""
    body = {"day": day, "entries": hashes, "previous": previous}
    return Root.objects.create(
        day=day,
        entries=len(hashes),
        last_entry=last,
        previous=previous,
        algorithm=settings.LEDGER_HASH,
        hash=digest(canonical(body), settings.LEDGER_HASH),
    )


def close_days(*, until: dt.date | None = None) -> int:
    """Make the roots of all days that have ended before `until` (today) and have none; how many were made."""
    last = until or timezone.localdate()
    done = Root.objects.order_by("-day").values_list("day", flat=True).first()
    first = Entry.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    if done is None and first is None:
        return 0
    day = done + dt.timedelta(days=1) if done else timezone.localdate(first)
    made = 0
    while day < last:
        close_day(day=day)
        day, made = day + dt.timedelta(days=1), made + 1
    return made


def day_hashes(day: dt.date) -> tuple[list[str], int]:
    """Hashes of the entries recorded on the local `day` in order, and the last entry's id (0 if none)."""
    start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    rows = list(
        Entry.objects.filter(recorded_at__gte=start, recorded_at__lt=start + dt.timedelta(days=1))
        .order_by("id")
        .values_list("id", "hash")
    )
    return [row[1] for row in rows], rows[-1][0] if rows else 0
