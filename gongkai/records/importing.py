"""Entering what `sources` read: each record by the act of taking over, in batches; a broken run is taken up again.

Nothing is made up: numbers and dates are those of the source, and no signature is entered.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from gongkai import ledger, search
from gongkai.catalogue import queries as catalogue
from gongkai.catalogue.models import Item
from gongkai.files import actions as file_actions
from gongkai.files.models import File
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.records import actions, content, moving_steps, queries
from gongkai.records.actions import addressing
from gongkai.records.models import Genre, Record
from gongkai.records.moving_steps import Step
from gongkai.records.sources import Source
from gongkai.refusals import NotLawful, Refusal

SCHEMA = "gongkai.records/1"  # lines of our own export, whose fields are taken word for word
OLD_ADDRESS = ("old_url", "url")  # fields that name the page of the former site
FINDINGS_REMEDY = "请处理后再导入；核对后确属可以公开的，请加 --accept-findings。"
FINAL_REMEDY = (
    "依照政府信息公开条例第十四条不得公开，不能核对后保留；请换上没有标志的文件，只是引用标志写法的，请加上引号。"
)
BATCH = 25  # records of one transaction
REGULATIONS = ("条例", "规定", "办法", "细则", "规则")


@dataclass(frozen=True)
class Choices:
    """What the person who imports decided. `agency` None: as each record states, else the competent authority."""

    agency: Agency | None = None
    item: Item | None = None
    originals: bool = True
    accept_findings: bool = False
    dry_run: bool = False


@dataclass
class Outcome:
    """What became of one record: imported | known | refused."""

    source: Source
    state: str
    reason: str = ""
    record_id: int = 0
    index_number: str = ""
    warnings: list[str] = field(default_factory=list)

    def without_text(self) -> "Outcome":
        """The same for the summary: thousands of whole texts need not stay in memory."""
        if self.source.document is None:
            return self
        return replace(self, source=replace(self.source, document=replace(self.source.document, html="", text="")))


@dataclass
class Importer:
    """Takes sources one by one; remembers keys of a trial run, in which nothing is written."""

    choices: Choices
    seen: set[str] = field(default_factory=set)
    agencies: dict[str, Agency] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for agency in organisations.agencies():
            self.agencies |= {agency.name: agency, agency.short_name: agency}
        self.default = self.choices.agency or organisations.competent() or self._none()

    @staticmethod
    def _none() -> Agency:
        raise NotLawful(
            "records.no_agency",
            "本实例还没有登记任何机关，不知道这些信息由谁公开。",
            source="政府信息公开条例第十条",
            remedy="请先登记机关；只想试用的，请另建演示实例（gongkai demo）。已有机关的，请用 --agency 指定。",
        )

    def run(self, sources: Iterable[Source]) -> Iterator[Outcome]:
        """Take every source; each batch is committed before its outcomes are given."""
        waiting = iter(sources)
        while batch := list(islice(waiting, BATCH)):
            with transaction.atomic():
                outcomes = [self._take(source) for source in batch]
            yield from outcomes

    def _take(self, source: Source) -> Outcome:
        if source.document is None:
            return Outcome(source, "refused", source.refused)
        warnings = [*source.document.warnings]
        if source.final:
            return Outcome(source, "refused", f"带有{'、'.join(source.final)}。{FINAL_REMEDY}", warnings=warnings)
        if source.blocking:
            labels = "、".join(sorted(set(source.blocking)))
            if not self.choices.accept_findings:
                reason = f"检查发现{len(source.blocking)}处必须处理的问题（{labels}）。{FINDINGS_REMEDY}"
                return Outcome(source, "refused", reason, warnings=warnings)
            warnings.append(f"检查发现{len(source.blocking)}处问题（{labels}），导入时由操作人核对后保留。")
        if source.key in self.seen or self._is_known(source):
            return Outcome(source, "known")
        self.seen.add(source.key)
        try:
            with transaction.atomic():
                record = None if self.choices.dry_run else self._enter(source, warnings)
        except Refusal as refusal:
            return Outcome(source, "refused", f"{refusal.message}{refusal.remedy}", warnings=warnings)
        outcome = Outcome(source, "imported" if record or self.choices.dry_run else "known", warnings=warnings)
        if record is not None:
            outcome.record_id, outcome.index_number = record.pk, record.index_number or ""
        return outcome

    def _is_known(self, source: Source) -> bool:
        """Imported before; or a line of our own export that is in public here under the same index number."""
        if Record.objects.filter(import_key=source.key).exists():
            return True
        if source.given.get("schema") != SCHEMA or not source.given.get("index_number"):
            return False
        named = {"index_number": source.given["index_number"], "title": source.given.get("title", "")}
        return queries.live().filter(**named).exists()

    def _enter(self, source: Source, warnings: list[str]) -> Record | None:
        document, given = source.document, source.given
        assert document is not None
        agency = self.choices.agency or self.agencies.get(given.get("agency", ""), self.default)
        changes = _changes(source, agency)
        own = given.get("schema") == SCHEMA
        record = actions.take_over(
            agency=agency,
            by=ledger.SYSTEM,
            key=source.key,
            changes=changes,
            origin=source.name,
            index_number=document.index_number,
            item=self._item(agency, given),
            genre=given["genre"] if own and given.get("genre") in Genre.values else genre_of(document.title),
            normative=own and given.get("normative") == "True",
            validity=given["validity"] if own and given.get("validity") in Record.Validity.values else "",
            steps=_steps(given, warnings) if own else None,
            published_at=published_at(source, warnings),
            files=self._files(source),
            warnings=warnings,
        )
        if record is not None and not own:
            _keep_old_address(record, given, warnings)
        return record

    def _item(self, agency: Agency, given: dict[str, str]) -> Item | None:
        if self.choices.item is not None or not given.get("item"):
            return self.choices.item
        return catalogue.current_item(given["item"], agency.place)

    def _files(self, source: Source) -> list[File]:
        kept = []
        if source.path is not None and self.choices.originals:
            data = source.path.read_bytes()
            kept.append(file_actions.store(data, source.path.name, None, document=source.document))
        kept += [file_actions.store(path.read_bytes(), path.name, None) for path in source.attachments]
        return kept


def _steps(given: dict[str, str], warnings: list[str]) -> list[Step] | None:
    """The life of a document's validity as our own export tells it; None where the line does not say."""
    if "validity_steps" not in given:
        return None
    try:
        return moving_steps.read(given["validity_steps"])
    except ValueError:
        warnings.append("有效性的历次变化无法识别，只记下导出时的有效性。")
        return None


def _keep_old_address(record: Record, given: dict[str, str], warnings: list[str]) -> None:
    """Links to the former site keep leading here; one that cannot be kept is told, and the record is taken anyway."""
    address = next((given[name] for name in OLD_ADDRESS if given.get(name)), "")
    if not address:
        return
    try:
        addressing.keep_address(record=record, address=address, by=ledger.SYSTEM)
    except Refusal as refusal:
        warnings.append(f"旧地址没有登记：{refusal.message}")


def _changes(source: Source, agency: Agency) -> dict[str, Any]:
    """The working copy's fields: as read, or word for word for a line of our own export."""
    document, given = source.document, source.given
    assert document is not None
    changes: dict[str, Any] = {"title": document.title, "html": document.html, "number": document.number}
    changes["date_made"] = document.date_made
    if given.get("schema") == SCHEMA:
        known = {*content.TEXT_FIELDS, *content.DATE_FIELDS, "html"}
        return changes | {name: value for name, value in given.items() if name in known}
    if document.agency and document.agency not in (agency.name, agency.short_name):
        changes["source"] = document.agency
    return changes


def published_at(source: Source, warnings: list[str]) -> dt.datetime | None:
    """When it was first public: as stated, else the day it was made, else None (now). A day to come is no answer."""
    stated = source.given.get("published_at", "") if source.given.get("schema") == SCHEMA else ""
    if stated:
        try:
            return dt.datetime.fromisoformat(stated)
        except ValueError:
            warnings.append(f"公开时间“{stated[:40]}”无法识别，改用成文日期。")
    document = source.document
    day = (document.published_on or document.date_made) if document else None
    if day is None:
        warnings.append("没有读出发布日期和成文日期，公开时间记为导入时间。")
        return None
    if day > organisations.today():
        warnings.append(f"日期 {day} 还没有到，公开时间记为导入时间。")
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def genre_of(title: str) -> str:
    """The kind of paper a title names at its end; “information” where it names none."""
    bare = title.rstrip("》）) ").split("（")[0]
    if bare.endswith(REGULATIONS):
        return Genre.REGULATION
    for value, label in Genre.choices:
        if bare.endswith(str(label).split("（")[0]):
            return value
    return Genre.INFORMATION


def index_in_bulk(records: list[int], progress: Callable[[int], None] = lambda done: None) -> None:
    """Bring all of them into the search index in few commits, and drop the single jobs that would do it again.

    Only jobs enqueued before the index read the database are dropped, so no later change is lost.
    """
    ids = [str(record) for record in records]
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
            last = cursor.fetchone()[0]
            search.index_now([f"record:{one}" for one in part])
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'search.index' AND id <= %s"
                " AND args->>'kind' = 'record' AND args->>'id' = ANY(%s)",
                [last, part],
            )
        progress(start + len(part))
