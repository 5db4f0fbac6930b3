"""Reading the bookkeeping of public pages."""

from collections.abc import Iterable

from django.db.models import F, QuerySet

from gongkai.pages.actions import last_serial
from gongkai.pages.from_oldest import PagesFromOldest
from gongkai.pages.models import Entry, Page


def stale() -> QuerySet[Page]:
    """Pages whose facts have changed since press wrote them, longest waiting first."""
    return Page.objects.exclude(touches=F("pressed_touches")).order_by("touched_at", "pk")


def using(keys: Iterable[str]) -> list[str]:
    """Paths of the pages that used any of these facts; what a take-down must fetch to prove it is gone."""
    return list(Page.objects.filter(keys__key__in=set(keys)).order_by("path").values_list("path", flat=True).distinct())


def numbering(name: str, size: int) -> PagesFromOldest:
    """The pages of a list as it is now."""
    return PagesFromOldest(last_serial(name), size)


def entries(name: str, numbers: range) -> list[str]:
    """Keys of the entries present at these serials, newest first."""
    found = Entry.objects.filter(
        list__name=name, serial__gte=numbers.start, serial__lt=numbers.stop, present=True
    ).order_by("-serial")
    return list(found.values_list("key", flat=True))
