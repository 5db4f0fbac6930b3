"""How much the acts cost: import and publication against bare rows, due dates against a day-by-day loop.

Every figure is a ratio against a named baseline of the same run, so that it can be compared between machines. All of
it happens in one transaction that is rolled back: the instance keeps nothing.
"""

import datetime as dt
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

RECORDS = 200
DATES = 20_000


def main() -> None:
    """Print the table. Needs an instance that is set up."""
    table = Table(title="办理与计算（同一次运行内与基准相比）")
    for title in ("测量", "数量", "每秒", "基准", "基准每秒", "倍数"):
        table.add_column(title, justify="left" if title in ("测量", "基准") else "right")
    for row in (*_acts(), _clock()):
        table.add_row(*row)
    Console(width=120).print(table)


def _per_second(count: int, work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def _row(name: str, count: int, rate: float, baseline: str, base: float) -> tuple[str, ...]:
    return name, f"{count:,}", f"{rate:,.0f}", baseline, f"{base:,.0f}", f"{rate / base:.3f}"


def _clock() -> tuple[str, ...]:
    from gongkai import calendars, clock

    calendar = calendars.current()
    first = dt.date(2015, 1, 1)
    days = [first + dt.timedelta(days=number % 4000) for number in range(DATES)]

    def naive() -> None:
        for day in days[: DATES // 20]:
            left = 20
            while left:
                day += dt.timedelta(days=1)
                left -= calendar.is_working_day(day)

    def ours() -> None:
        for day in days:
            clock.due_on(day, 20, calendar)

    return _row("20个工作日的届满日", DATES, _per_second(DATES, ours), "逐日循环", _per_second(DATES // 20, naive))


def _acts() -> list[tuple[str, ...]]:
    from django.db import transaction

    rows: list[tuple[str, ...]] = []
    with transaction.atomic():
        rows += _measured_acts()
        transaction.set_rollback(True)
    return rows


def _measured_acts() -> list[tuple[str, ...]]:
    from django.utils import timezone

    from gongkai import ledger
    from gongkai.organisations import actions as organisations
    from gongkai.organisations.models import Agency
    from gongkai.records import actions
    from gongkai.records.models import Record

    agency = organisations.open_agency(
        by=ledger.SYSTEM,
        name="测量用机关",
        short_name="测量",
        kind=Agency.Kind.DEPARTMENT,
        place="cn",
        from_on=dt.date(2020, 1, 1),
        uscc="11999999002595999B",
    )
    text = "<p>" + "为测量办理速度而写的正文，长度与一般公文相当。" * 40 + "</p>"

    def bare() -> None:
        for number in range(RECORDS):
            content = {"title": f"文件{number}", "html": text}
            Record.objects.create(agency=agency, content=content, created_at=timezone.now(), revision=1)

    def imported() -> None:
        for number in range(RECORDS):
            changes = {"title": f"文件{number}", "html": text, "date_made": "2024-05-06"}
            actions.take_over(
                agency=agency, by=ledger.SYSTEM, key=f"{number:064x}", origin=f"测量 {number}", changes=changes
            )

    base = _per_second(RECORDS, bare)
    return [_row("导入并公开一条（含留痕）", RECORDS, _per_second(RECORDS, imported), "只写一行数据", base)]
