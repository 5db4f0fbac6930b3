"""How long the duty board takes at the size of a city: 60 agencies × 73 items × a few thousand records.

The baseline computes the same cells one by one, as a page without bulk reads would. Both run in one transaction that
is rolled back; the figure is a ratio of the same run. Needs an instance that is set up: `python -m
gongkai.operate.bench_board`, or `make bench`.
"""

import datetime as dt
import os
import sys
import time
from random import Random
from typing import Any

AGENCIES, RECORDS = 60, 4000
SAMPLE = 60  # cells of the baseline; all of them would take minutes


def crowd(catalogue: Any, agencies: int = AGENCIES, records: int = RECORDS) -> list[Any]:
    """Agencies that must publish every item of a catalogue, with records in public: bulk rows for measuring only."""
    from gongkai.catalogue.models import Assignment
    from gongkai.organisations.models import Agency

    made = Agency.objects.bulk_create(
        Agency(
            name=f"测量用机关{number}",
            short_name=f"测量{number}",
            kind=Agency.Kind.DEPARTMENT if number % 4 else Agency.Kind.TOWNSHIP,
            place=catalogue.place,
            from_on=dt.date(2020, 1, 1),
            order=1000 + number,
        )
        for number in range(agencies)
    )
    items = list(catalogue.items.all())
    Assignment.objects.bulk_create(Assignment(item=item, agency=agency) for agency in made for item in items)
    _publish(made, items, records)
    return made


def _publish(agencies: list[Any], items: list[Any], records: int) -> None:
    from django.utils import timezone

    from gongkai.records.models import Publication, Record, Version

    random = Random(20)  # noqa: S311 (the same crowd every time)
    now = timezone.now()
    rows = Record.objects.bulk_create(
        Record(
            agency=random.choice(agencies),
            item=random.choice(items),
            state="published",
            attribute="proactive",
            content={"title": f"测量用信息{number}"},
            index_number=f"bench-{number}",
            created_at=now,
        )
        for number in range(records)
    )
    versions = Version.objects.bulk_create(
        Version(record=row, number=1, content={}, metadata={}, attachments=[], parts={}, made_at=now) for row in rows
    )
    days = [now - dt.timedelta(days=random.randrange(700)) for _ in rows]
    Publication.objects.bulk_create(
        Publication(
            record=row,
            version=version,
            agency=row.agency,
            agency_name=row.agency.short_name,
            item=row.item,
            title=row.content["title"],
            index_number=row.index_number or "",
            index_key=row.index_number or "",
            year=day.year,
            first_published_at=day,
            published_at=day,
        )
        for row, version, day in zip(rows, versions, days, strict=True)
    )


def main() -> int:
    """Print the table."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from django.conf import settings
    from django.db import transaction

    from gongkai.catalogue import queries

    catalogue = queries.in_force(settings.PLACE)
    if catalogue is None:
        print("没有启用公开目录，没有测量公开情况。请先运行 gongkai catalogue import --adopt。", file=sys.stderr)
        return 1
    with transaction.atomic():
        _measure(catalogue, crowd(catalogue))
        transaction.set_rollback(True)
    return 0


def _measure(catalogue: Any, agencies: list[Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    from gongkai.catalogue import board

    started = time.perf_counter()
    cells = board.load(catalogue, agencies).cells
    board.by_agency(cells)
    ours = time.perf_counter() - started
    started = time.perf_counter()
    for cell in cells[:: len(cells) // SAMPLE][:SAMPLE]:
        board.load(catalogue, [cell.agency], [cell.item.code])
    single = (time.perf_counter() - started) / SAMPLE * len(cells)
    table = Table(title=f"公开情况（{len(agencies)}个机关，{len(cells):,}格，{RECORDS:,}条信息）")
    for title in ("测量", "秒", "基准", "基准秒（按抽样推算）", "倍数"):
        table.add_column(title, justify="left" if title in ("测量", "基准") else "right")
    table.add_row("整张表", f"{ours:.2f}", "逐格计算", f"{single:.1f}", f"{single / ours:.0f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
