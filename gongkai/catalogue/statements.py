"""Statements of nothing in a period: the facts they rest on, and those that the public sees."""

import datetime as dt

from gongkai.catalogue import board, registry, standing
from gongkai.catalogue.models import Item, Statement
from gongkai.catalogue.periods import Period
from gongkai.catalogue.registry import Made, Published
from gongkai.catalogue.standing import Facts
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency


def key(code: str) -> str:
    """What public pages that show statements of an item use (`pages.use`)."""
    return f"statements:{code}"


def facts(agency: Agency, item: Item) -> Facts:
    """All that is known of the pair, with its publications of whatever schedule. LookupError where it has no duty."""
    found = board.load(item.catalogue, [agency], [item.code]).cells
    if not found:
        raise LookupError(f"{agency}: {item}")
    known = found[0].facts
    if not known.dues:
        formers = organisations.taken_over([agency.pk])
        since = organisations.today() - board.PAST
        known.published = registry.published([agency.pk], [item.code], since, formers)
    return known


def published_in(item: Item, known: Facts, period: Period) -> Published | None:
    """What was published of a period: by the calendar of the item, else by its days."""
    due = next(
        (due for due in known.dues if (due.label, due.first_on) == (period.label, period.first_on)), None
    )  # fmt: skip
    if due is None:
        inside = (one for one in known.published if period.first_on <= one.day <= period.last_on)
        return next(inside, None)
    if id(due) not in standing.meet(known.dues, known.published):
        return None
    return next((one for one in known.published if standing.names(one.title, due)), None) or next(
        (one for one in known.published if one.day >= due.opens_on), known.published[-1]
    )


def made_in(agency: Agency, item: Item, known: Facts, period: Period) -> Made | None:
    """A proactive piece of the item that belongs to the period, whatever has become of it. 条例 Art. 26

    By the calendar of the item its title decides, else where it would count if it were published, else its day. What
    is public is left to `published_in`. Items without a calendar: the day it was made decides.
    """
    pieces = registry.made([agency.pk, *organisations.taken_over([agency.pk])], item.code)
    due = next((due for due in known.dues if (due.label, due.first_on) == (period.label, period.first_on)), None)
    if due is None:
        return next((one for one in pieces if period.first_on <= one.day <= period.last_on), None)
    before = standing.meet(known.dues, known.published)
    for one in pieces:
        named = [each for each in known.dues if not each.by_date and standing.names(one.title, each)]
        if one.public or (named and due not in named):
            continue
        met = standing.meet(known.dues, [*known.published, Published(agency.pk, item.code, one.day, one.title)])
        if named or id(due) in met - before or (met == before and period.first_on <= one.day <= period.last_on):
            return one
    return None


def public(item: Item, agencies: list[Agency]) -> dict[int, Statement]:
    """Agency id → the statement that stands today, for the public page of an item."""
    if not Statement.objects.filter(item_code=item.code, withdrawn_at=None).exists():
        return {}
    cells = board.load(item.catalogue, agencies, [item.code], public=True).cells
    return {cell.agency.pk: cell.standing.statement for cell in cells if cell.standing.statement}


def of_agency(agency: Agency, code: str = "") -> list[Statement]:
    """All statements of an agency, withdrawn ones included, the newest first; of one item where a code is given.

    Those of agencies it took over from are among them: it answers for them now.
    """
    every = [agency.pk, *organisations.taken_over([agency.pk])]
    found = Statement.objects.filter(agency__in=every).select_related("agency", "made_by", "withdrawn_by")
    return list(found.filter(item_code=code) if code else found)


def day_of(statement: Statement) -> dt.date:
    """The last day on which it speaks."""
    return standing.until(statement)
