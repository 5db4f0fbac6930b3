"""Reading the catalogue: what is in force, what an agency must publish and by when, what is already there."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai import calendars, rules
from gongkai.catalogue import dues, policy, registry, suggesting
from gongkai.catalogue.dues import ScheduledDue, in_year
from gongkai.catalogue.lawful import Lawful, findings, lawful, limit_for, subjects_of
from gongkai.catalogue.models import Assignment, Catalogue, Item
from gongkai.catalogue.subjects import OTHER, Kind, kind_words, kinds_asked, rule_for
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency

__all__ = [
    "OTHER", "Branch", "Coverage", "Kind", "Lawful", "ScheduledDue", "agencies_under", "art20_coverage",
    "current_item", "findings", "holdings", "in_force", "in_year", "items_for", "kind_words", "kinds_asked", "lawful",
    "limit_for", "rule_for", "scheduled_dues", "subjects_of", "suggest", "tree", "versions",
]  # fmt: skip


def _and_above(place: str) -> list[str]:
    parts = place.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]


def in_force(place: str) -> Catalogue | None:
    """The catalogue in force at a place: its own, else that of the nearest place above; None if there is none."""
    found = Catalogue.objects.filter(state=Catalogue.State.IN_FORCE, place__in=_and_above(place))
    return max(found, key=lambda catalogue: len(catalogue.place), default=None)


def agencies_under(catalogue: Catalogue) -> QuerySet[Agency]:
    """Living agencies that follow this catalogue: of its place, and of places below that have none of their own."""
    own = Catalogue.objects.filter(state=Catalogue.State.IN_FORCE, place__startswith=f"{catalogue.place}/")
    here = Q(place=catalogue.place) | Q(place__startswith=f"{catalogue.place}/")
    for place in own.values_list("place", flat=True):
        here &= ~Q(place=place) & ~Q(place__startswith=f"{place}/")
    return organisations.agencies().filter(here)


def items_for(agency: Agency) -> QuerySet[Item]:
    """Items that `agency` must publish under the catalogue in force at its place, in the catalogue's order."""
    catalogue = in_force(agency.place)
    if catalogue is None:
        return Item.objects.none()
    return Item.objects.filter(catalogue=catalogue, assignments__agency=agency).select_related("catalogue")


def current_item(code: str, place: str) -> Item | None:
    """The item with this code in the catalogue in force at a place; None if it was dropped."""
    catalogue = in_force(place)
    return catalogue.items.filter(code=code).select_related("catalogue").first() if catalogue else None


def versions(person: Any) -> list[Catalogue]:
    """Versions that `person` may see, newest first, each with `item_count` and its place's `place_name`."""
    names = {place.path: place.name for place in rules.places()}
    found: list[Any] = list(policy.visible_to(person).annotate(item_count=Count("items")).order_by("place", "-version"))
    for catalogue in found:
        catalogue.place_name = names.get(catalogue.place, catalogue.place)
    return found


@dataclass
class Branch:
    """A node of the tree: a level's name, its own items, the branches below, and how many items it holds in all."""

    name: str
    items: list[Item] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Items here and below."""
        return len(self.items) + sum(branch.count for branch in self.branches)

    def branch(self, name: str) -> "Branch":
        """The branch of that name, made if it is new."""
        for known in self.branches:
            if known.name == name:
                return known
        self.branches.append(Branch(name))
        return self.branches[-1]


def tree(catalogue: Catalogue) -> list[Branch]:
    """The three levels with counts, in the catalogue's order. An item hangs at its deepest level."""
    root = Branch("")
    for item in catalogue.items.all():
        node = root
        for level in item.levels:
            node = node.branch(level)
        node.items.append(item)
    return root.branches


def suggest(title: str, text: str = "", agency: Agency | None = None, *, normative: bool = False) -> list[Item]:
    """At most three items a document may belong to, best first, of those assigned to `agency` if it has any.

    `normative`: it lays down rules for everybody, so that the item of such documents comes first.
    """
    if agency is None:
        competent = organisations.competent()
        catalogue = in_force(competent.place) if competent else None
        items = list(catalogue.items.select_related("catalogue")) if catalogue else []
    else:
        items = list(items_for(agency))
        if not items and (catalogue := in_force(agency.place)):
            items = list(catalogue.items.select_related("catalogue"))
    found = suggesting.best(items, title, text)
    return suggesting.with_normative(items, found) if normative else found


def scheduled_dues(agency: Agency, between: tuple[dt.date, dt.date]) -> list[ScheduledDue]:
    """All that `agency` must publish by the calendar with a last day in `between` (both included), in order."""
    found: list[ScheduledDue] = []
    calendar = calendars.current()
    for item in items_for(agency):
        found += dues.of_item(item, agency, between, calendar)
    return sorted(found, key=lambda one: (one.due_on, one.item.order))


@dataclass(frozen=True)
class Coverage:
    """One class of 条例 Art. 20 and the items that carry it; none is a gap."""

    number: str
    label: str
    items: tuple[Item, ...]


def art20_coverage(catalogue: Catalogue) -> list[Coverage]:
    """The fifteen classes of 条例 Art. 20 with the items of each, in order."""
    classes: Any = rules.at("catalogue.art20", catalogue.place, catalogue.since).value
    items = list(catalogue.items.all())
    return [
        Coverage(one["code"], one["label"], tuple(item for item in items if str(item.art20) == one["code"]))
        for one in classes
    ]


def holdings(catalogue: Catalogue, agency: Agency | None = None) -> dict[tuple[int, str], tuple[int, dt.date | None]]:
    """(agency id, item code) → (how many are published, day of the last one) for every assignment, zero included."""
    assigned = Assignment.objects.filter(item__catalogue=catalogue)
    if agency is not None:
        assigned = assigned.filter(agency=agency)
    pairs = list(assigned.values_list("agency_id", "item__code"))
    counted = registry.count({agency_id for agency_id, _ in pairs}, {code for _, code in pairs})
    return {pair: counted.get(pair, (0, None)) for pair in pairs}
