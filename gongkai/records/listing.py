"""The list: filters that stand in the address, pages by key, due dates, and the same rows as a file."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Func, JSONField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from openpyxl import Workbook

from gongkai import clock, rules
from gongkai.files import canonical_number
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import clocks, expiring, policy, queries, standing
from gongkai.records.models import Record

PAGE = 50
CHUNK = 500
State = Record.State
SHOWS = {"mine": "我的草稿", "review": "待审核", "publish": "待公开", "late": "已超期", "expiring": "即将失效"}
HEAD = ("标题", "机关", "状态", "公开属性", "发文字号", "索引号", "公开期限", "期限依据", "最后修改")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def find(person: Any, asked: dict[str, Any]) -> QuerySet[Record]:
    """Records of the filter, newest first."""
    found = queries.for_person(person).select_related("agency", "item__catalogue", "edited_by")
    for name in ("state", "agency"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("attribute"):
        found = found.filter(attribute="" if asked["attribute"] == "none" else asked["attribute"])
    if q := " ".join(asked.get("q", "").split()):
        numbers = Q(number__icontains=q) | Q(index_number__icontains=q) | Q(number=canonical_number(q))
        found = found.filter(Q(content__title__icontains=q) | Q(content__number__icontains=q) | numbers)
    if year := asked.get("year"):
        undated = Q(content__date_made="") | Q(content__date_made__isnull=True)
        found = found.filter(Q(content__date_made__startswith=f"{year}-") | (undated & Q(created_at__year=year)))
    return _show(found, person, asked.get("show", ""))


def _show(found: QuerySet[Record], person: Any, show: str) -> QuerySet[Record]:
    if show == "mine":
        return found.filter(drafter=person.pk, state__in=[State.DRAFT, State.CORRECTING])
    if show == "review":
        return found.filter(state__in=[State.IN_REVIEW, State.CORRECTION_REVIEW])
    if show == "publish":
        waiting = Q(state__in=[State.APPROVED, State.ISSUED], attribute=Record.Attribute.PROACTIVE)
        return found.filter(waiting | Q(state=State.CORRECTION_APPROVED))
    if show == "late":
        return found.filter(pk__in=late(person))
    if show == "expiring":
        agencies = Agency.objects.filter(pk__in=found.values("agency"))
        return found.filter(pk__in=[one.record_id for one, _ in expiring.of_agencies(agencies)])
    return found


def late(person: Any) -> list[int]:
    """Records whose publication clock has run out: computed, never stored."""
    agencies = policy.visible_to(person).values("agency")
    running = queries.unpublished_due(agencies).select_related("agency", "item__catalogue")
    return [record.pk for record in running if (due := clocks.due(record)) and due.is_late(today())]


def due_of(record: Record) -> clock.Due | None:
    """The running publication clock of a record; None where none runs."""
    return clocks.due(record) if queries.clock_runs(record) else None


def rule_of(record: Record) -> str:
    """The article behind the running clock."""
    return rules.cited(clocks.fact_of(record))


def rows(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """What the table shows of each; `CHUNK` of them in memory at a time, however many there are."""
    waiting = iter(records)
    while listed := list(islice(waiting, CHUNK)):
        held = standings(listed)
        for record in listed:
            due = due_of(record)
            yield {
                "record": record,
                "due": due,
                "left": due.working_days_left(today()) if due else None,
                "rule": rule_of(record) if due else "",
                "held": held.get(record.pk),
            }


def light(found: QuerySet[Record]) -> Iterator[Record]:
    """The records without their texts: a file of all of them shows header fields only."""
    header = Func(F("content"), Cast(Value("html"), TextField()), template="(%(expressions)s)", arg_joiner=" - ",
                  output_field=JSONField())  # fmt: skip
    for record in found.defer("content").annotate(header=header).iterator(chunk_size=CHUNK):
        record.content = record.header
        yield record


def standings(records: list[Record]) -> dict[int, standing.Standing]:
    """Record id -> standing of those that are public and not simply in force, or whose term ends soon."""
    day = today()
    public = queries.live().filter(record__in=[one.pk for one in records if one.validity or one.normative])
    held = {one.record_id: standing.of_publication(one, day) for one in public}
    near = {one.record_id for one in public if expiring.undecided(one, day)}
    return {pk: one for pk, one in held.items() if pk in near or one.validity in standing.OUT_OF_FORCE}


def page(found: QuerySet[Record], after: str) -> tuple[list[Record], str]:
    """One page and the key of the next ("" at the end). A key that cannot be read begins at the first page."""
    if key := _key(after):
        moment, pk = key
        found = found.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))
    records = list(found[: PAGE + 1])
    last = records[PAGE - 1] if len(records) > PAGE else None
    return records[:PAGE], f"{last.created_at.isoformat()}_{last.pk}" if last else ""


def _key(after: str) -> tuple[dt.datetime, int] | None:
    moment, _, pk = after.rpartition("_")
    try:
        return dt.datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return None


def address(asked: dict[str, Any], **more: Any) -> str:
    """The filter as a query string."""
    pairs = {name: value for name, value in {**asked, **more}.items() if value not in (None, "")}
    return f"?{urlencode(pairs)}" if pairs else ""


def _cells(row: dict[str, Any]) -> list[str]:
    record, due = row["record"], row["due"]
    values = [
        record.title,
        record.agency.name,
        record.get_state_display(),
        record.get_attribute_display(),
        record.number or record.content.get("number", ""),
        record.index_number or "",
        due.due_on.isoformat() if due and due.due_on else "",
        row["rule"],
        f"{timezone.localtime(record.edited_at):%Y-%m-%d %H:%M}" if record.edited_at else "",
    ]
    # A cell that begins like a formula would be computed by the spreadsheet that opens it.
    return [f"'{value}" if value.startswith(FORMULA) else value for value in values]


def as_csv(found: QuerySet[Record]) -> Iterator[str]:
    """Lines of a CSV file that office programs open as UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    for cells in chain([HEAD], (_cells(row) for row in rows(light(found)))):
        writer.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def as_xlsx(found: QuerySet[Record]) -> bytes:
    """The same as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("政府信息")
    sheet.append(list(HEAD))
    for row in rows(light(found)):
        sheet.append(_cells(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
