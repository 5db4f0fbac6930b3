"""What offices keep beside documents: withheld lists, half-monthly checks, a clean-up, query points, old addresses."""

import datetime as dt
from typing import Any

from django.utils import timezone

from gongkai.catalogue.points import actions as points
from gongkai.checks.actions import add_word
from gongkai.demo.county import County, load
from gongkai.organisations.models import QueryPoint, Role
from gongkai.records import cleanups, queries, reconciling
from gongkai.records.actions import addressing, cleaning_up, reporting, withholding
from gongkai.records.actions import reconciling as confirming
from gongkai.records.models import Record, WithheldList

FILED, HANDED_IN, BEGUN = "mzj", "fgj", "czj"  # how far the lists of three agencies are
CHECKED = "czj"
REMARK = "尚未公开的，已逐份核对，按期限公开。"
OLD_ADDRESSES = 3
ERROR = "第二段的科室名称与机构概况中的不一致，请核对。"


def show(county: County, now: dt.datetime) -> None:
    """All of it, each by whose act it is."""
    section = county.people["xfb", Role.SECTION.value]
    content = load("keeping.yaml")
    for slug in (FILED, HANDED_IN, BEGUN):
        if slug in county.agencies:
            _withheld_list(county, slug, section, now)
    _half_month(county, now)
    for row in content["points"]:
        if row["by"] in county.agencies:
            _point(county, section, row, now)
    if content["clean_up"]["by"] in county.agencies:
        _clean_up(county, content["clean_up"], now)
    for word in content["words"]:
        add_word(**word, kind="former_name", by=section, at=now - dt.timedelta(60))
    _old_addresses(county, now)
    _reported_error(county, now)


def _withheld_list(county: County, slug: str, section: Any, now: dt.datetime) -> None:
    """The list of this year: one is filed, one waits for filing, one is being written."""
    officer, year = county.person(slug, Role.DISCLOSURE_OFFICER.value), timezone.localdate(now).year
    kind, at = WithheldList.Kind.ITEMS, now - dt.timedelta(20)
    found = withholding.open_list(agency=county.agencies[slug], kind=kind, year=year, by=officer, at=at)
    if slug == BEGUN:
        return
    found = withholding.close_list(of=found, by=officer, at=at + dt.timedelta(hours=1))
    if slug == FILED:
        withholding.file_list(of=found, by=section, receipt=f"示政公备〔{year}〕1号", at=at + dt.timedelta(3))


def _half_month(county: County, now: dt.datetime) -> None:
    """The half month before last is confirmed; the last one waits in the worklist."""
    agency, today = county.agencies[CHECKED], timezone.localdate(now)
    last, _ = reconciling.period_before(today)
    first, until = reconciling.period_before(last)
    rows = reconciling.rows(agency, first, until)
    confirming.confirm(
        agency=agency, first_day=first, seen=[row["record"] for row in rows], remark=REMARK,
        by=county.person(CHECKED, Role.DISCLOSURE_OFFICER.value), at=now - dt.timedelta(2),
    )  # fmt: skip


def _point(county: County, section: Any, row: dict[str, Any], now: dt.datetime) -> None:
    facts = {name: value for name, value in row.items() if name != "by"}
    services, modes = list(QueryPoint.Service.values), list(QueryPoint.Mode.values)
    agency = county.agencies[row["by"]]
    points.enter(agency=agency, by=section, at=now - dt.timedelta(90), services=services, modes=modes, **facts)


def _clean_up(county: County, said: dict[str, Any], now: dt.datetime) -> None:
    rows = [cleanups.Row(line=number, **row) for number, row in enumerate(said["rows"], start=2)]
    at = now - dt.timedelta(int(said["ago"]))
    cleaning_up.clean_up(
        agency=county.agencies[said["by"]], by=county.person(said["by"], Role.DISCLOSURE_OFFICER.value),
        title=said["title"], decided_on=timezone.localdate(at), rows=rows, at=at,
    )  # fmt: skip


def _old_addresses(county: County, now: dt.datetime) -> None:
    """A few of what was taken over can still be reached under the address of the former site."""
    agency = county.agencies[CHECKED]
    officer = county.person(CHECKED, Role.DISCLOSURE_OFFICER.value)
    for record in Record.objects.filter(agency=agency, imported=True).order_by("pk")[:OLD_ADDRESSES]:
        day = timezone.localtime(record.publications.earliest("id").published_at)
        address = f"/art/{day:%Y/%-m/%-d}/art_1229001_{record.pk}.html"
        addressing.keep_address(record=record, address=address, by=officer, at=now - dt.timedelta(59))


def _reported_error(county: County, now: dt.datetime) -> None:
    """A reader found something wrong on a page of the department; nobody has answered yet."""
    record = queries.live().filter(record__agency=county.agencies[CHECKED]).latest("published_at").record
    reporting.report_error(kind="content", text=ERROR, path=f"/records/{record.pk}/", at=now - dt.timedelta(1))
