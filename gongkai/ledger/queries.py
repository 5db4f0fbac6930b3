"""Reading and verifying the ledger."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone

from gongkai.ledger.actions import hashed, range_hashes
from gongkai.ledger.hashing import canonical, digest, unseal
from gongkai.ledger.models import Chain, Entry, Root, Sealed
from gongkai.ledger.registry import act_sentence, kinds, reference, subject_kind


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


def sealed_values(entry: Entry) -> dict[str, Any] | None:
    """The personal data of an entry, or None where there is none or it was erased."""
    row = Sealed.objects.filter(entry=entry, erased_at=None).first()
    return unseal(bytes(row.nonce), bytes(row.ciphertext))[0] if row else None


@dataclass
class Fault:
    """One thing that is wrong with the ledger."""

    where: str
    what: str


def find(
    *,
    act: str = "",
    actor: str = "",
    subject: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
    before: int | None = None,
) -> QuerySet[Entry]:
    """Entries newest first. `actor`: part of the name kept in the entry; `subject`: a kind; days are local and both
    included; `before`: the key of the last entry seen, for the next page."""
    found = Entry.objects.select_related("chain").order_by("-id")
    if act:
        found = found.filter(act=act)
    if actor := actor.strip():
        found = found.filter(actor_name__icontains=actor)
    if subject:
        found = found.filter(chain__subject_kind=subject)
    if first:
        found = found.filter(recorded_at__gte=_midnight(first))
    if last:
        found = found.filter(recorded_at__lt=_midnight(last + dt.timedelta(days=1)))
    return found.filter(pk__lt=before) if before else found


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def subject_links(entries: Iterable[Entry]) -> dict[int, tuple[str, str]]:
    """Chain id → (label, url) of its subject, one query for each kind that occurs."""
    chains = {entry.chain_id: entry.chain for entry in entries}
    links = {pk: (str(chain), "") for pk, chain in chains.items()}
    for name in {chain.subject_kind for chain in chains.values()} & kinds().keys():
        kind = subject_kind(name)
        wanted = {pk: chain.subject_id for pk, chain in chains.items() if chain.subject_kind == name}
        found = apps.get_model(kind.model)._default_manager.in_bulk(list(set(wanted.values())))
        by_text = {str(pk): subject for pk, subject in found.items()}
        for pk, identifier in wanted.items():
            if subject := by_text.get(identifier):
                links[pk] = kind.label(subject), kind.url(subject) if kind.url else ""
    return links


def kind_label(kind: str) -> str:
    """A kind of subject in Chinese: the verbose name of its model."""
    return str(apps.get_model(subject_kind(kind).model)._meta.verbose_name)


def verify_chain(chain: Chain) -> list[Fault]:
    """Recompute one chain: its entries' hashes, their order, their seals, and the head."""
    previous: dict[str, tuple[int, str]] = {}
    faults: list[Fault] = []
    for entry in chain.entries.select_related("chain", "sealed").order_by("number"):
        faults += _entry_faults(entry, previous)
    return faults + _head_faults(chain, previous)


def _head_faults(chain: Chain, previous: dict[str, tuple[int, str]]) -> list[Fault]:
    number, head = previous.get(str(chain.pk), (0, ""))
    if (chain.length, chain.head) == (number, head):
        return []
    return [Fault(str(chain), f"链上应有 {chain.length} 条，实有 {number} 条，或末条与链头不符。")]


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
        yield from _head_faults(chain, previous)
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
    if sealed is None:
        if entry.sealed_digest:
            yield Fault(where, "封存的个人信息不见了，而且没有清除记录。")
    elif sealed.erased_at is None and not _intact(sealed, entry.sealed_digest):
        yield Fault(where, "封存的个人信息与摘要不符。")


def _intact(sealed: Sealed, expected: str) -> bool:
    try:
        return unseal(bytes(sealed.nonce), bytes(sealed.ciphertext))[1] == expected
    except InvalidTag:
        return False


def _root_faults() -> Iterator[Fault]:
    previous, first = "", 0
    for root in Root.objects.order_by("day"):
        body = {"day": root.day, "entries": range_hashes(first, root.last_entry), "previous": previous}
        if root.previous != previous or digest(canonical(body), root.algorithm) != root.hash:
            yield Fault(f"{root.day} 总账", "当日总账与条目不符。")
        previous, first = root.hash, root.last_entry


def roots(since: dt.date | None = None) -> QuerySet[Root]:
    """Daily roots, oldest first, for export."""
    return Root.objects.filter(day__gte=since or dt.date.min).order_by("day")
