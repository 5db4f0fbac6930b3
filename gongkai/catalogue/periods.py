"""The periods for which an agency may say 本期无此类信息: they have ended, and nothing was published in them."""

import datetime as dt
from dataclasses import dataclass

from gongkai.catalogue import dues, standing
from gongkai.catalogue.models import Item
from gongkai.catalogue.standing import Facts

QUARTER, YEAR = 3, 12
ENDED_QUARTERS = 4  # how many are offered for items without a calendar of their own


@dataclass(frozen=True)
class Period:
    """A stretch of days with its name; `key` is its value in a form."""

    label: str
    first_on: dt.date
    last_on: dt.date

    @property
    def key(self) -> str:
        """Unique among the periods offered."""
        return f"{self.first_on}_{self.last_on}_{self.label}"


def offered(item: Item, facts: Facts, today: dt.date) -> list[Period]:
    """The periods one may choose, the newest first: what is unmet by the calendar, else ended quarters and years."""
    found = [Period(due.label, due.first_on, due.last_on) for due in standing.open_dues(facts)]
    if item.schedule not in dues.MONTHS:
        ended = [_period(end, QUARTER) for end in dues.ends(QUARTER, today - dt.timedelta(2 * dues.YEAR), today)]
        found += [*ended[-ENDED_QUARTERS:], _period(dt.date(today.year - 1, 12, 31), YEAR)]
    said = {(one.first_on, one.last_on, one.label) for one in facts.statements}
    free = [one for one in found if one.last_on < today and (one.first_on, one.last_on, one.label) not in said]
    return sorted(free, key=lambda one: (one.last_on, one.first_on), reverse=True)


def _period(end: dt.date, months: int) -> Period:
    return Period(dues.period_label(end, months), dues.first_day(end, months), end)
