"""Writing down what pages used, what has changed since, and where entries stand in lists.

These are bookkeeping of derived things, not acts on a subject of law: they are called inside acts and leave
no entry in the ledger of their own.
"""

import hashlib
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from gongkai.pages.models import Entry, List, Page, PageKey

LONGEST_PATH = 500


def digest(parts: Iterable[str]) -> str:
    """One hash for a set of keys, whatever their order."""
    return hashlib.sha256("\n".join(sorted(set(parts))).encode()).hexdigest()


def record(path: str, keys: Collection[str], *, etag: str = "") -> Page | None:
    """Note that the page at `path` was made from `keys` with this content; writes only if either has changed.

    Returns the page, None for a path too long to keep (no address of ours is).
    """
    if len(path) > LONGEST_PATH:
        return None
    keys_hash = digest(keys)
    page = Page.objects.filter(path=path).first()
    if page and page.keys_hash == keys_hash and page.etag == etag:
        return page
    facts = {"keys_hash": keys_hash, "etag": etag, "rendered_at": timezone.now()}
    with transaction.atomic():
        page, _ = Page.objects.select_for_update().get_or_create(path=path, defaults=facts | {"keys_hash": ""})
        if page.keys_hash != keys_hash:
            page.keys.exclude(key__in=keys).delete()
            PageKey.objects.bulk_create([PageKey(page=page, key=key) for key in sorted(keys)], ignore_conflicts=True)
        for name, value in facts.items():
            setattr(page, name, value)
        page.save(update_fields=list(facts))
    return page


def touch(keys: Iterable[str]) -> int:
    """Mark every page that used one of these facts as stale; returns how many. Called inside the act."""
    paths = PageKey.objects.filter(key__in=set(keys)).order_by("page_id").values("page_id")
    with transaction.atomic():
        # Locked in one order, so that two acts touching the same pages wait for each other instead of
        # deadlocking.
        found = list(Page.objects.select_for_update().filter(pk__in=paths).order_by("pk").values_list("pk", flat=True))
        return Page.objects.filter(pk__in=found).update(touched_at=timezone.now(), touches=F("touches") + 1)


def pressed(path: str, *, touches: int) -> None:
    """Press has written the page; `touches` is the counter it read before rendering."""
    Page.objects.filter(path=path).update(pressed_touches=touches)


def forget(path: str) -> None:
    """The address answers 404 or 410 from now on."""
    Page.objects.filter(path=path).delete()


def _lock(name: str) -> List:
    List.objects.bulk_create([List(name=name)], ignore_conflicts=True)
    return List.objects.select_for_update().get(name=name)


@transaction.atomic
def enter(name: str, *keys: str) -> dict[str, int]:
    """Give each key its place in the list, in the order given: key -> serial. A known key keeps its place.

    The list stays locked until the act ends, so serials follow the order of commits. An act that enters
    several lists must take them in the order of their names.
    """
    listed = _lock(name)
    known = dict(listed.entries.filter(key__in=keys).values_list("key", "serial"))
    listed.entries.filter(key__in=keys, present=False).update(present=True)
    new = [key for key in dict.fromkeys(keys) if key not in known]
    serials = {key: serial for serial, key in enumerate(new, start=listed.last_serial + 1)}
    Entry.objects.bulk_create([Entry(list=listed, key=key, serial=serial) for key, serial in serials.items()])
    if new:
        listed.last_serial += len(new)
        listed.save(update_fields=["last_serial"])
    return known | serials


def leave(name: str, *keys: str) -> dict[str, int]:
    """Withdraw entries; each leaves a gap: key -> serial of those that were there."""
    entries = Entry.objects.filter(list__name=name, key__in=keys, present=True)
    left = dict(entries.values_list("key", "serial"))
    entries.update(present=False)
    return left


def last_serial(name: str) -> int:
    """The highest serial given in the list, 0 when it is empty."""
    return List.objects.filter(name=name).aggregate(last=Max("last_serial"))["last"] or 0
