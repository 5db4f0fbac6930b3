"""Periods that nobody published and nobody explained: how far back they still speak (`catalogue.missed_kept`)."""

import datetime as dt
from calendar import monthrange

from gongkai import rules

RULE = "catalogue.missed_kept"
MONTHS = {"month": 1, "year": 12}  # months in each unit that the rule may be written in


def since(place: str, day: dt.date) -> dt.date:
    """The first day from which a missed period of `place` is still listed on a day."""
    rule = rules.at(RULE, place, day)
    return _back(day, int(rule.value) * MONTHS[rule.unit])


def _back(day: dt.date, months: int) -> dt.date:
    """The same day `months` months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
