"""How fast a page of records is, at the front and deep inside, against paging by offset: part of `make bench`.

    python -m gongkai.api.bench

20,000 publications are written and read in one transaction that is rolled back: the instance keeps nothing. The
baseline of the same run answers the same pages by OFFSET, the way in which most interfaces page.
"""

import datetime as dt
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

PUBLICATIONS = 20_000
PAGE = 100
REPEATS = 21
DEPTHS = (0, 0.5, 0.98)  # where the page begins, as a share of the list


def fill() -> None:
    """Plain rows as imports leave them: a record, its version, its live publication."""
    from django.utils import timezone

    from gongkai import ledger
    from gongkai.organisations import actions as organisations
    from gongkai.records.models import Publication, Record, Version

    now = timezone.now()
    agency = organisations.open_agency(
        by=ledger.SYSTEM, name="测量用机关", short_name="测量", kind="department", place="cn",
        from_on=dt.date(2020, 1, 1),
    )  # fmt: skip
    html = "<p>" + "为测量读取速度而写的正文，长度与一般公文相当。" * 40 + "</p>"
    numbers = range(PUBLICATIONS)
    records = Record.objects.bulk_create(
        [Record(agency=agency, state="published", attribute="proactive", imported=True, created_at=now, content={},
                index_number=f"测量/{number:06}", import_key=f"测量{number:060}") for number in numbers],
        batch_size=2000,
    )  # fmt: skip
    facts = {"genre": "notice", "normative": False, "keywords": "测量 速度", "theme": "综合政务"}
    versions = Version.objects.bulk_create(
        [Version(record=record, number=1, content={"title": "测量", "html": html}, metadata=facts, attachments=[],
                 parts={}, made_at=now) for record in records],
        batch_size=2000,
    )  # fmt: skip
    Publication.objects.bulk_create(
        [Publication(record=version.record, version=version, agency=agency, agency_name=agency.name, year=2024,
                     title=f"关于测量读取速度的第{number}号通知", index_number=f"测量/{number:06}",
                     index_key=f"测量-{number}", first_published_at=now - dt.timedelta(minutes=number),
                     published_at=now - dt.timedelta(minutes=number)) for number, version in enumerate(versions)],
        batch_size=2000,
    )  # fmt: skip


def analyse() -> None:
    """Let the database know its tables, as its own upkeep does after an import."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_publication, records_record, records_version")


def by_offset(start: int) -> bytes:
    """The baseline: the same page, told in the same words, found by OFFSET."""
    from gongkai.api import queries, telling
    from gongkai.api.parameters import Records
    from gongkai.api.service import Renderer
    from gongkai.api.shapes import Record

    found = queries.newest_first(queries.publications(Records.model_validate({})), None)[start : start + PAGE]
    told = [Record.model_validate(one).model_dump() for one in telling.records(list(found))]
    return bytes(Renderer().render(None, {"records": told}, response_status=200))  # type: ignore[arg-type]


def median(work: Callable[[], Any]) -> float:
    """Milliseconds, p50."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def measure() -> list[tuple[str, ...]]:
    """A row for each depth: keyset through the whole interface, offset as a bare query and its rendering."""
    from django.test import Client

    from gongkai.api import cursors, queries
    from gongkai.api.parameters import Records

    client = Client(headers={"host": "localhost"})
    rows: list[tuple[str, ...]] = []
    for depth in DEPTHS:
        start = int(PUBLICATIONS * depth)
        before = (
            queries.newest_first(queries.publications(Records.model_validate({})), None)[start - 1] if start else None
        )
        cursor = cursors.make("newest", before.first_published_at, before.record_id) if before else ""
        address = f"/api/v1/records?limit={PAGE}&cursor={cursor}"
        told, plain = json.loads(client.get(address).content), json.loads(by_offset(start))
        assert told["records"] == plain["records"], "both ways must answer the same page"
        ours, base = median(lambda asked=address: client.get(asked)), median(lambda at=start: by_offset(at))  # type: ignore[misc]
        name = f"从第{start + 1:,}条起的{PAGE}条"
        rows.append((name, f"{ours:.1f}", f"{base:.1f}", f"{base / ours:.2f}"))
    return rows


def main() -> int:
    """Print the table. Needs an instance that is set up."""
    from django.conf import settings
    from django.db import transaction
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"数据接口翻页（{PUBLICATIONS:,}条公开信息，每页{PAGE}条）")
    for title in ("页", "接口 p50 毫秒", "基准：OFFSET p50 毫秒", "倍数"):
        table.add_column(title, justify="left" if title == "页" else "right")
    settings.API_RATE = 10**9  # the limit of questions is not what is measured
    with transaction.atomic():
        fill()
        analyse()
        for row in measure():
            table.add_row(*row)
        transaction.set_rollback(True)
    Console(width=120).print(table)
    return 0


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    sys.exit(main())
