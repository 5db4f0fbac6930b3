"""Writing the ledger. `record` is called inside every act; `close_day` makes the daily root."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from gongkai.ledger.hashing import canonical, digest, plain, seal
from gongkai.ledger.models import Entry, Root, Sealed
from gongkai.ledger.registry import act_sentence, reference, resolve
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
def erase_sealed(*, entry: Entry, by: Any, reason: str, rule: Any = None) -> None:
    """Erase an entry's personal data under a retention rule. The entry, and so the chain, stays whole.

    The erasure is an act on the same subject. Raises NotNow when there is nothing to erase.
    """
    sealed = Sealed.objects.select_for_update().filter(entry=entry, erased_at=None).first()
    if sealed is None:
        raise NotNow("ledger.nothing_sealed", "这条留痕没有封存的个人信息，或者已经清除。", remedy="无需办理。")
    subject = resolve(entry.chain.subject_kind, entry.chain.subject_id)
    if subject is None:
        raise NotNow("ledger.subject_gone", "这条留痕所属的事项已经不在系统中。", remedy="请联系系统管理员。")
    sealed.ciphertext, sealed.nonce, sealed.erased_at = b"", b"", timezone.now()
    sealed.save(update_fields=["ciphertext", "nonce", "erased_at"])
    record("ledger.erased", subject, by=by, reason=reason, rule=rule, entry=entry.number)


# A transaction of the day before may still be running just after midnight; its entries must not come too late.
MARGIN = dt.timedelta(hours=1)


@transaction.atomic
def close_day(*, day: dt.date) -> Root:
    """Make the root over all entries up to the end of the local `day` that no earlier root covers.

    Days are closed in order. Raises NotNow while the day, and an hour after it, still runs, or when a later day is
    closed already.
    """
    ends = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
    if timezone.now() < ends + MARGIN:
        raise NotNow(
            "ledger.day_open", f"{day} 尚未结束满一小时，不能生成当日总账。", remedy="请在次日一时以后再办。", day=day
        )
    existing = Root.objects.filter(day=day).first()
    if existing:
        return existing
    last = Root.objects.select_for_update().order_by("-day").first()
    if last and last.day > day:
        raise NotNow(
            "ledger.day_passed",
            f"{last.day} 的总账已经生成，不能再补 {day} 的。",
            remedy="缺少的日子已含在后一日总账中。",
        )
    newest = Entry.objects.filter(recorded_at__lt=ends).order_by("-id").values_list("id", flat=True).first() or 0
    first = last.last_entry if last else 0
    hashes = range_hashes(first, max(newest, first))
    body = {"day": day, "entries": hashes, "previous": last.hash if last else ""}
    return Root.objects.create(
        day=day,
        entries=len(hashes),
        last_entry=max(newest, first),
        previous=last.hash if last else "",
        algorithm=settings.LEDGER_HASH,
        hash=digest(canonical(body), settings.LEDGER_HASH),
    )


def close_days(*, until: dt.date | None = None) -> int:
    """Make the roots of all days that have ended (with the margin) before `until` and have none; how many were made."""
    last = until or timezone.localdate(timezone.now() - MARGIN)
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


def range_hashes(after: int, last: int) -> list[str]:
    """Hashes of the entries with after < id <= last, in order."""
    return list(Entry.objects.filter(id__gt=after, id__lte=last).order_by("id").values_list("hash", flat=True))
