"""The one act on the calendar: announcing a year."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai import clock, ledger
from gongkai.calendars import policy, queries, source
from gongkai.calendars.models import Year
from gongkai.refusals import NotLawful, NotNow

LAW = "全国年节及纪念日放假办法；国务院办公厅年度放假安排通知"
KEPT = 500  # moved dates kept in the ledger entry by key; the number of all of them is always kept


@transaction.atomic
def announce_year(
    *,
    by: Any,
    year: int,
    notice: str,
    url: str,
    off: Iterable[dt.date | str],
    work: Iterable[dt.date | str] = (),
    names: Mapping[dt.date | str, str] | None = None,
    at: dt.datetime | None = None,
) -> Year:
    """Enter, or by a later notice change, the days off and make-up working days of a year.

    Days are dates or ISO text; `names` gives days their holiday. Raises NotYours, NotNow (nothing new, or somebody
    was faster), NotLawful (no notice, no days, days that cannot be). 条例 Art. 33 counts in working days.
    """
    kept = Year.objects.select_for_update().filter(year=year).first()
    policy.must_announce(by)
    table = _table(year, notice, url, off, work, names or {})
    before = source.current().table(year)
    if before is not None and _facts(before) == _facts(table):
        raise NotNow(
            "calendars.nothing_new",
            f"{year}年的放假安排与已登记的完全相同。",
            remedy="无需重复登记。",
            year=year,
        )
    moved = queries.moved_dates(table)
    kept = _save(kept, table, by, at)
    ledger.record(
        "calendars.year_announced", kept, by=by, at=at, before=before and _facts(before), after=_facts(table),
        year=year, notice=table.notice, moved=len(moved), moved_dates=[one.as_fact() for one in moved[:KEPT]],
    )  # fmt: skip
    source.forget()
    return kept


def _table(
    year: int, notice: str, url: str, off: Iterable[Any], work: Iterable[Any], names: Mapping[Any, str]
) -> clock.YearTable:
    """The facts checked, as a year table. Raises NotLawful."""
    if not notice.strip() or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise NotLawful(
            "calendars.no_notice",
            "没有写明依据的通知及其网址，不能登记放假安排。",
            source=LAW,
            remedy="请填写通知标题、文号和以http://或https://开头的网址。",
        )
    try:
        days, makeup = [clock.parse_date(day) for day in off], [clock.parse_date(day) for day in work]
        named = {clock.parse_date(day): name for day, name in names.items()}
    except clock.ClockError as error:
        raise NotLawful("calendars.malformed", str(error), source=LAW, remedy="请改正后重新提交。") from error
    if problems := clock.check_table(year, days, makeup):
        raise NotLawful(
            "calendars.malformed",
            "".join(problems),
            source=LAW,
            remedy="请对照通知改正后重新提交。",
            year=year,
        )
    listed = {day: name for day, name in named.items() if day in {*days, *makeup}}
    return clock.YearTable(year, notice.strip(), url.strip(), frozenset(days), frozenset(makeup), True, listed)


def _save(kept: Year | None, table: clock.YearTable, by: Any, at: dt.datetime | None) -> Year:
    kept = kept or Year(year=table.year)
    facts = _facts(table)
    kept.notice, kept.url, kept.names = table.notice, table.url, facts["names"]
    kept.off, kept.work = facts["off"], facts["work"]
    kept.announced_at, kept.announced_by_id = at or timezone.now(), by.pk
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise NotNow(
            "calendars.faster", f"{table.year}年的放假安排刚刚由他人登记。", remedy="请刷新页面，核对后再办。"
        ) from error
    return kept


def _facts(table: clock.YearTable) -> dict[str, Any]:
    return {
        "notice": table.notice,
        "url": table.url,
        "off": sorted(day.isoformat() for day in table.off),
        "work": sorted(day.isoformat() for day in table.work),
        "names": {day.isoformat(): table.names[day] for day in sorted(table.names)},
    }
