"""Reading and verifying the ledger."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from gongkai.ledger.actions import day_hashes, hashed
from gongkai.ledger.hashing import canonical, digest, unseal
from gongkai.ledger.models import Chain, Entry, Root, Sealed
from gongkai.ledger.registry import act_sentence, reference, resolve, subject_kind


def history(subject: Model) -> QuerySet[Entry]:
    """All entries of `subject`, oldest first."""
    kind, identifier = reference(subject)
    return Entry.objects.filter(chain__subject_kind=kind, chain__subject_id=identifier).order_by("number")


def has(subject: Model, act: str) -> bool:
    """Whether `act` was ever recorded on `subject`."""
    return history(subject).filter(act=act).exists()


def latest(limit: int = 100) -> QuerySet[Entry]:
    """The newest entries of the instance (for the audit administrator)."""
    return Entry.objects.select_related("chain").order_by("-id")[:limit]


def sentence(entry: Entry) -> str:
    """The act as a timeline shows it. A missing fact leaves the bare sentence rather than an error."""
    try:
        template = act_sentence(entry.act)
    except KeyError:
        return entry.act
    try:
        return template.format(**entry.facts, before=entry.before, after=entry.after, reason=entry.reason)
    except (KeyError, IndexError, TypeError):
        return template.split("{")[0].rstrip("：，")


def subject_link(entry: Entry) -> tuple[str, str]:
    """(label, url) of the entry's subject; the bare pair where it is gone."""
    chain = entry.chain
    found = resolve(chain.subject_kind, chain.subject_id)
    if found is None:
        return str(chain), ""
    kind = subject_kind(chain.subject_kind)
    return kind.label(found), kind.url(found) if kind.url else ""


def sealed_values(entry: Entry) -> dict[str, Any] | None:
    """The personal data of an entry, or None where there is none or it was erased."""
    row = Sealed.objects.filter(entry=entry, erased_at=None).first()
    return unseal(row.nonce, row.ciphertext)[0] if row else None


@dataclass
class Fault:
    """One thing that is wrong with the ledger."""

    where: str
    what: str


def verify() -> Iterator[Fault | int]:
    """Recompute every hash, chain, seal and root. Yields faults, and now and then the count checked so far."""
    previous: dict[str, tuple[int, str]] = {}
    checked = 0
    entries = Entry.objects.select_related("chain", "sealed").order_by("chain_id", "number")
    for entry in entries.iterator(chunk_size=2000):
        checked += 1
        yield from _entry_faults(entry, previous)
        if checked % 2000 == 0:
            yield checked
    yield checked
    for chain in Chain.objects.order_by("id").iterator():
        number, head = previous.get(str(chain.pk), (0, ""))
        if (chain.length, chain.head) != (number, head):
            yield Fault(str(chain), f"链上应有 {chain.length} 条，实有 {number} 条，或末条与链头不符。")
    yield from _root_faults()


def _entry_faults(entry: Entry, previous: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    where = f"{entry.chain} 第 {entry.number} 条"
    number, head = previous.get(str(entry.chain_id), (0, ""))
    if entry.number != number + 1:
        yield Fault(where, f"序号不连续：上一条是第 {number} 条。")
    if entry.previous != head:
        yield Fault(where, "与上一条的哈希不衔接。")
    if hashed(entry, entry.chain.subject_kind, entry.chain.subject_id) != entry.hash:
        yield Fault(where, "内容与其哈希不符，可能被改动。")
    previous[str(entry.chain_id)] = (entry.number, entry.hash)
    sealed = getattr(entry, "sealed", None)
    if sealed is not None and sealed.erased_at is None:
        try:
            intact = unseal(sealed.nonce, sealed.ciphertext)[1] == entry.sealed_digest
        except Exception:  # any failure to decrypt is the same finding: the seal is broken
            intact = False
        if not intact:
            yield Fault(where, "封存的个人信息与摘要不符。")


def _root_faults() -> Iterator[Fault]:
    previous = ""
    for root in Root.objects.order_by("day"):
        hashes, _ = day_hashes(root.day)
        body = {"day": root.day, "entries": hashes, "previous": previous}
        if root.previous != previous or digest(canonical(body), root.algorithm) != root.hash:
            yield Fault(f"{root.day} 总账", "当日总账与条目不符。")
        previous = root.hash


def roots(since: dt.date | None = None) -> QuerySet[Root]:
    """Daily roots, oldest first, for export."""
    return Root.objects.filter(day__gte=since or dt.date.min).order_by("day")
