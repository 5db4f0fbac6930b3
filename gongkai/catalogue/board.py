"""The duty board: every agency × every item it must publish, from a constant number of queries.

board = load(catalogue, agencies)      all cells
chosen(board.cells, Asked(...))        those a filter leaves
by_agency(cells) / by_item(cells)      rows with a count for each status, the worst first
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from gongkai import calendars, clock, rules
from gongkai.catalogue import dues, missed, registry, standing
from gongkai.catalogue.dues import ScheduledDue
from gongkai.catalogue.models import Assignment, Catalogue, Item, PlannedDate, Reminder, Statement
from gongkai.catalogue.standing import OPEN, Facts, Standing, Status
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency

STALE = "catalogue.dynamic_stale"
PAST = dt.timedelta(3 * 366)  # how far back publications of items without a calendar are read
Pair = tuple[int, str]


@dataclass(frozen=True)
class Cell:
    """One agency and one item: facts, standing, and the day of the last reminder."""

    agency: Agency
    item: Item
    facts: Facts
    standing: Standing
    reminded_on: dt.date | None = None

    @property
    def status(self) -> Status:
        """The status."""
        return self.standing.status

    @property
    def kind(self) -> str:
        """The kind of the status tag."""
        return standing.KINDS[self.status]

    @property
    def pair(self) -> Pair:
        """(agency id, item code)."""
        return self.agency.pk, self.item.code

    @property
    def above(self) -> str:
        """What the item stands under, without the catalogue's first level: “财政预决算” for its 政府预算."""
        return self.item.level2 if self.item.level3 else ""

    @property
    def open(self) -> bool:
        """Something must be done about it."""
        return self.status in OPEN

    @property
    def reminded(self) -> bool:
        """It was reminded of and is still open: nothing was published since."""
        last = self.facts.last
        return self.open and self.reminded_on is not None and (last is None or last <= self.reminded_on)


@dataclass
class Row:
    """An agency or an item with its cells and a count for each status."""

    subject: Any
    cells: list[Cell] = field(default_factory=list)

    @property
    def told(self) -> int:
        """How many of its open cells were reminded of today."""
        today = organisations.today()
        return sum(cell.reminded and cell.reminded_on == today for cell in self.cells)

    @cached_property
    def _counted(self) -> Counter[Status]:
        return Counter(cell.status for cell in self.cells)

    def count(self, status: Status) -> int:
        """How many of its cells have a status. Asked only when all cells are there."""
        return self._counted[status]

    @property
    def counts(self) -> list[tuple[Status, str, int]]:
        """(status, kind of tag, number) for each status, the worst first."""
        return [(status, standing.KINDS[status], self.count(status)) for status in Status]

    @property
    def gravest(self) -> tuple[Status, str, int]:
        """The worst status that occurs, its kind of tag and its number."""
        return next(one for one in self.counts if one[2])

    @property
    def worst(self) -> tuple[int, ...]:
        """Sorts rows: most overdue, most blank, most due soon first."""
        return tuple(-self.count(status) for status in OPEN)


@dataclass(frozen=True)
class Board:
    """All cells of some agencies under a catalogue on a day."""

    catalogue: Catalogue
    today: dt.date
    cells: list[Cell]


@dataclass(frozen=True)
class Asked:
    """What a person wants to see; "" for everything. `column` is a first or second level of the catalogue."""

    status: str = ""
    kind: str = ""
    column: str = ""
    schedule: str = ""
    reminded: bool = False
    worst: int = 0


def load(
    catalogue: Catalogue, agencies: Collection[Agency], codes: Collection[str] = (), *, public: bool = False
) -> Board:
    """The board of these agencies, for all items or those with `codes`. `public`: from what is public alone.

    A public page must not change because somebody drafts something.
    """
    today = organisations.today()
    known = {agency.pk: agency for agency in agencies}
    pairs = _assigned(catalogue, known, codes)
    facts = _facts(pairs, known, catalogue, today, public)
    reminded = _reminded(known)
    cells = [
        Cell(known[pk], item, facts[pk, code], standing.of(item, facts[pk, code], today), reminded.get((pk, code)))
        for (pk, code), item in pairs.items()
    ]
    return Board(catalogue, today, cells)


def _assigned(catalogue: Catalogue, known: Collection[int], codes: Collection[str]) -> dict[Pair, Item]:
    """Every assignment as (agency, code) → item, agencies and items in their order."""
    items = {item.pk: item for item in (catalogue.items.filter(code__in=codes) if codes else catalogue.items.all())}
    for item in items.values():
        item.catalogue = catalogue
    found = Assignment.objects.filter(item__in=list(items), agency__in=list(known)).order_by()
    pairs = list(found.values_list("agency_id", "item_id"))
    order = {pk: place for place, pk in enumerate(known)}
    pairs.sort(key=lambda pair: (order[pair[0]], items[pair[1]].order))
    return {(agency, items[item].code): items[item] for agency, item in pairs}


def _facts(
    pairs: dict[Pair, Item], known: dict[int, Agency], catalogue: Catalogue, today: dt.date, public: bool
) -> dict[Pair, Facts]:
    """What is known of each pair, gathered source by source. What an agency took over counts for it. 遵义 管理制度 5"""
    facts = {pair: Facts() for pair in pairs}
    agencies, codes = {pk for pk, _ in pairs}, {code for _, code in pairs}
    heirs = organisations.taken_over(agencies, today)
    every = {*agencies, *heirs}

    def of(agency: int, code: str) -> Facts | None:
        return facts.get((heirs.get(agency, agency), code))

    for (pk, code), (count, last) in registry.count(agencies, codes, heirs).items():
        if one := of(pk, code):
            one.add(count, last, inherited=pk in heirs)
    timed = {item.code for item in {item.pk: item for item in pairs.values()}.values() if dues.on_calendar(item, today)}
    plans = _planned(pairs)
    timed |= {code for _, code in plans}
    first = missed.since(catalogue.place, today) - dt.timedelta(dues.YEAR)
    for published in registry.published(agencies, timed, first, heirs) if timed else []:
        if one := of(published.agency_id, published.code):
            one.published.append(published)
    for waiting in () if public else registry.waiting(every):
        if one := of(waiting.agency_id, waiting.code):
            one.waiting.append(waiting)
    for statement in Statement.objects.filter(agency__in=every, item_code__in=codes, withdrawn_at=None):
        if one := of(statement.agency_id, statement.item_code):
            one.statements.append(statement)
    _count_days(pairs, known, facts, catalogue, today, timed)
    for pair in plans.keys() & pairs.keys():
        one = facts[pair]
        one.dues = sorted([*one.dues, *dues.by_plan(pairs[pair], plans[pair])], key=lambda due: due.due_on)
    return facts


def _planned(pairs: dict[Pair, Item]) -> dict[Pair, list[PlannedDate]]:
    """The days that agencies' own plans set for items that go by a plan."""
    found = {pair for pair, item in pairs.items() if item.schedule == Item.Schedule.ISSUE}
    return dues.planned({pk for pk, _ in found}, {code for _, code in found}) if found else {}


def _count_days(
    pairs: dict[Pair, Item],
    known: dict[int, Agency],
    facts: dict[Pair, Facts],
    catalogue: Catalogue,
    today: dt.date,
    timed: Collection[str],
) -> None:
    """Dues by the calendar, and the day from which a dynamic item is stale."""
    calendar = calendars.current()
    since = missed.since(catalogue.place, today)
    due_of, stale_of = calendar_of(today, since, calendar), _stale_of(catalogue.place, today, calendar)
    for (pk, code), item in pairs.items():
        one, agency = facts[pk, code], known[pk]
        if code in timed:
            found = due_of(item, agency.kind == Agency.Kind.GOVERNMENT)
            # Who took over an item answers for its earlier periods too.
            one.dues = [due for due in found if due.due_on >= agency.from_on or one.inherited]
            one.since = since
        if item.schedule == Item.Schedule.DYNAMIC and one.last:
            one.stale_on, one.stale_rule = stale_of(one.last)


def calendar_of(today: dt.date, since: dt.date, calendar: clock.Calendar) -> Callable[[Item, bool], list[ScheduledDue]]:
    """A function (item, whether the agency is a government) → its dues since a day, and those soon to come.

    They begin with the catalogue; each pair is counted once.
    """
    found: dict[tuple[int, bool], list[ScheduledDue]] = {}

    def of(item: Item, government: bool) -> list[ScheduledDue]:
        key = (item.pk, government)
        if key not in found:
            kind = Agency.Kind.GOVERNMENT if government else Agency.Kind.DEPARTMENT
            around = dt.timedelta(31 * dues.MONTHS.get(Item.Schedule(item.schedule), 12))
            first = min(since, today - 2 * around)
            found[key] = dues.of_item(item, Agency(kind=kind), (first, today + around), calendar)
        return found[key]

    return of


def _stale_of(place: str, today: dt.date, calendar: clock.Calendar) -> Callable[[dt.date], tuple[dt.date | None, Any]]:
    """A function last update → (last day before it counts as stale, rule). No rule: never."""
    try:
        rule: Any = rules.at(STALE, place, today)
    except rules.NoRule:
        return lambda last: (None, None)

    @cache
    def of(last: dt.date) -> tuple[dt.date | None, Any]:
        return clock.due([clock.Event("started", last)], rule, calendar).due_on, rule

    return of


def _reminded(agencies: Collection[int]) -> dict[Pair, dt.date]:
    """(agency, code) → day of the last reminder."""
    found = Reminder.objects.filter(agency__in=list(agencies)).order_by("made_on")
    return {(pk, code): day for pk, code, day in found.values_list("agency_id", "item_code", "made_on")}


def chosen(cells: Iterable[Cell], asked: Asked) -> list[Cell]:
    """The cells a filter leaves; `worst` keeps those of the worst few agencies."""
    found = [
        cell
        for cell in cells
        if (not asked.status or cell.status == asked.status)
        and (not asked.kind or cell.agency.kind == asked.kind)
        and (not asked.column or asked.column in cell.item.levels)
        and (not asked.schedule or cell.item.schedule == asked.schedule)
        and (not asked.reminded or cell.reminded)
    ]
    if asked.worst:
        keep = {row.subject.pk for row in by_agency(found)[: asked.worst]}
        found = [cell for cell in found if cell.agency.pk in keep]
    return found


def by_agency(cells: Iterable[Cell]) -> list[Row]:
    """One row for each agency, the worst first."""
    return _rows(cells, lambda cell: cell.agency)


def by_item(cells: Iterable[Cell]) -> list[Row]:
    """One row for each item, the worst first."""
    return _rows(cells, lambda cell: cell.item)


def _rows(cells: Iterable[Cell], of: Callable[[Cell], Any]) -> list[Row]:
    found: dict[int, Row] = {}
    for cell in cells:
        found.setdefault(of(cell).pk, Row(of(cell))).cells.append(cell)
    return sorted(found.values(), key=lambda row: (row.worst, row.subject.order, row.subject.pk))


def heat(cells: Iterable[Cell], column: str = "") -> tuple[list[str], list[tuple[Agency, list[Row | None]]]]:
    """(columns, (agency, a row of cells for each column or None)): first levels, or the second levels of one."""
    cells = list(cells)
    name = (lambda item: item.column) if column else (lambda item: item.level1)
    columns = list(dict.fromkeys(name(cell.item) for cell in sorted(cells, key=lambda cell: cell.item.order)))
    made = []
    for row in by_agency(cells):
        split: dict[str, Row] = {}
        for cell in row.cells:
            split.setdefault(name(cell.item), Row(row.subject)).cells.append(cell)
        made.append((row.subject, [split.get(one) for one in columns]))
    return columns, made
