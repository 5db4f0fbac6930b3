"""What a document does to others: stated in the draft, reviewed with it, done by its publication."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai import ledger
from gongkai.organisations.queries import today
from gongkai.records import checking, content, policy, queries, related, states
from gongkai.records.actions.drafting import locked, must_be_current, save_copy, tell_review
from gongkai.records.actions.validity import show, step
from gongkai.records.models import Publication, Record, Relation, ValidityChange
from gongkai.refusals import NotLawful, NotNow, short_of

Validity = Record.Validity


@dataclass(frozen=True)
class Claim:
    """One relation as the drafter states it: to a record, or to a document outside by title and number."""

    kind: str
    target: Record | None = None
    title: str = ""
    number: str = ""
    on: dt.date | None = None


@transaction.atomic
def set_relations(
    *, record: Record, by: Any, revision: int, claims: Iterable[Claim], at: dt.datetime | None = None
) -> Record:
    """State what the document amends, repeals, replaces, interprets or comes from; all of it at once, in order.

    Part of the working copy: review sees it, and is reopened. Nothing happens to a target before publication. Raises
    NotYours, NotNow (state; somebody else was faster), NotLawful (itself, twice, a circle, a target already repealed).
    """
    record = locked(record)
    policy.must(by, "edit", record, "填写文件关系")
    target = states.must_allow("edit", record)
    must_be_current(record, revision)
    rows = [_row(record, claim, order) for order, claim in enumerate(claims, start=1)]
    before = content.relations(record)
    _must_be_sound(record, rows, by)
    record.relations.all().delete()
    Relation.objects.bulk_create(rows)
    after = content.relations(record)
    if after == before:
        return record
    save_copy(record, by, target, at)
    # The other document need not be public: its title lies sealed, the entry names the record.
    said = [{name: one[name] for name in ("kind", "record", "on")} for one in after]
    sealed = {"before": before, "after": after}
    facts = {"relations": said, **content.parts(record)}
    ledger.record("records.related", record, by=by, at=at, sealed=sealed, after=facts)
    tell_review(record, by, at)
    return record


def _row(record: Record, claim: Claim, order: int) -> Relation:
    title, number = " ".join(claim.title.split()).strip("《》"), claim.number.strip()
    if claim.target is not None:
        live = queries.publication_of(claim.target)
        title = live.title if live else claim.target.title
        number = claim.target.number or claim.target.content.get("number", "")
    return Relation(
        record=record, kind=claim.kind, target=claim.target, title=title, number=number, on=claim.on, order=order
    )


def _must_be_sound(record: Record, rows: list[Relation], by: Any) -> None:
    seen: set[Any] = set()
    for row in rows:
        if row.kind not in Relation.Kind.values:
            kinds = "、".join(Relation.Kind.labels)
            raise NotLawful("records.relation_kind", "请选择与其他文件的关系。", remedy=f"可选：{kinds}。")
        if not row.title:
            raise NotLawful("records.relation_title", "请填写对方文件的名称。", remedy="也可以填写文号或者索引号。")
        if len(row.title) > content.MAX_TITLE or len(row.number) > 120:
            raise NotLawful("records.relation_title", "对方文件的名称或者文号过长。", remedy="请只填写名称和文号。")
        checking.must_be_clean(row.title + row.number, "对方文件的名称")
        # One document is amended or ended by another in one way only.
        key = ("effect" if row.kind in related.EFFECTS else row.kind, row.target_id or row.title)
        if key in seen:
            raise NotLawful(
                "records.relation_twice", f"与《{row.title}》的关系填写了两次。", remedy="请只保留相符的一种。"
            )
        seen.add(key)
        if row.target is not None:
            _must_be_possible(record, row, by)


def _must_be_possible(record: Record, row: Relation, by: Any) -> None:
    target = row.target
    assert target is not None
    if target.pk == record.pk:
        raise NotLawful("records.relation_itself", "文件不能与自己建立关系。", remedy="请填写另一份文件。")
    if queries.publication_of(target) is None and not policy.visible_to(by).filter(pk=target.pk).exists():
        raise NotLawful("records.relation_unknown", "没有找到这份文件。", remedy="请核对文号、索引号或者标题。")
    if _leads_back(record, target, row.kind, by):
        raise NotLawful(
            "records.relation_circle",
            f"《{row.title}》已经写明{row.get_kind_display()}本文，不能反过来再{row.get_kind_display()}它。",
            remedy="请核对两份文件的先后。",
        )
    if row.kind not in related.EFFECTS:
        return
    made = content.date_of(target.content, "date_made")
    if row.on and made and row.on < made:
        raise NotLawful(
            "records.relation_day",
            f"起始日期 {row.on} 早于《{row.title}》的成文日期 {made}。",
            remedy="请核对日期。",
        )
    _must_still_hold(record, row, target)


def _must_still_hold(record: Record, row: Relation, target: Record) -> None:
    """What is repealed cannot be amended or repealed again; what has run out cannot be amended. Its own former effect
    is no obstacle to a correction."""
    held = queries.standing_of(target, row.on or today())
    if held.change is not None and held.change.by_record_id == record.pk:
        return
    over = held.validity == Validity.REPEALED or (held.validity == Validity.EXPIRED and row.kind == "amends")
    if over:
        raise NotLawful(
            "records.relation_ended",
            f"《{row.title}》自 {held.since} 起{held.label}，不能再{row.get_kind_display()}。",
            remedy="请核对它的有效性；废止、失效的文件可以作为依据或者来源。",
        )


def _leads_back(record: Record, target: Record, kind: str, by: Any) -> bool:
    """Whether `target`, step by step through relations of the same sort, already says the same of `record`.

    What is neither public nor to be seen by `by` does not count: a refusal must not tell of another agency's draft.
    """
    kinds = list(related.EFFECTS) if kind in related.EFFECTS else [kind]
    gone = (Record.State.ABANDONED, Record.State.WITHDRAWN)
    seen, front = set[int](), {target.pk}
    while front:
        seen |= front
        rows = Relation.objects.filter(record__in=front, kind__in=kinds, target__isnull=False)
        rows = rows.filter(record__in=policy.visible_to(by)).exclude(record__state__in=gone)
        found = set(rows.values_list("target_id", flat=True)) | related.said_in_public(front, kinds)
        if record.pk in found:
            return True
        front = {pk for pk in found if pk is not None} - seen
    return False


def must_not_turn_back(record: Record) -> None:
    """Asked at publication: what went public meanwhile may already say of this document what this one says of it."""
    for row in record.relations.filter(kind__in=related.EFFECTS, target__isnull=False):
        seen, front = set[int](), {row.target_id or 0}
        while front := front - seen:
            seen |= front
            front = related.said_in_public(front, list(related.EFFECTS))
        if record.pk in seen:
            raise NotLawful(
                "records.relation_circle",
                f"《{row.title}》已经公开写明修改或者废止本文，本文不能再修改或者废止它。",
                remedy="请与对方机关核对两份文件的先后，改正文件关系后再办理。",
            )


def lock_with_targets(record: Record) -> None:
    """Lock the record and everything it changes in one order: two publications that cross wait for each other."""
    list(Record.objects.select_for_update().filter(pk__in=_with_targets(record.pk)).order_by("pk"))


def try_lock_with_targets(record_id: int) -> bool:
    """The same for the system: it waits for nobody, what somebody else holds is tried again a minute later."""
    wanted = _with_targets(record_id)
    rows = Record.objects.select_for_update(skip_locked=True).filter(pk__in=wanted).order_by("pk")
    return len(rows) == len(wanted)


def _with_targets(record_id: int) -> list[int]:
    """Its own key, those of what it changes, and of what it changed before and may take back."""
    said = Relation.objects.filter(record=record_id, kind__in=related.EFFECTS, target__isnull=False)
    done = ValidityChange.objects.filter(by_record=record_id)
    wanted = Q(pk=record_id) | Q(pk__in=said.values("target")) | Q(pk__in=done.values("record"))
    return list(Record.objects.filter(wanted).values_list("pk", flat=True))


def take_effect(publication: Publication, by: Any, at: dt.datetime | None = None) -> None:
    """Let a publication do to its targets what it says; what its correction no longer says is taken back.

    Targets of other agencies are left to them (`settle_effect`), targets that are not public have no mark to change.
    """
    source = publication.record
    former = source.publications.exclude(pk=publication.pk).select_related("version").order_by("-id").first()
    wanted, said_before = related.effects_of(publication), related.effects_of(former) if former else {}
    targets = Record.objects.select_related("agency").in_bulk([*wanted, *said_before])
    for pk in sorted(targets):
        target, said, done = targets[pk], wanted.get(pk), _done(source, pk)
        if said is None:
            if done is not None and done.validity:
                step(target, Validity.NONE, done.on, by=by, at=at, by_record=source, act="records.effect_lifted")
                show(target)
        elif states.allows("set_validity", target.state) and (done or related.competent(publication, target)):
            _apply(target, source, said, day_of(said, publication), by, at)


def day_of(said: dict[str, Any], publication: Publication) -> dt.date:
    """From when a relation works: the day it names, else the day the source takes effect, else that of its issue."""
    header = publication.version.metadata
    named = dt.date.fromisoformat(said["on"]) if said["on"] else content.date_of(header, "effective_on")
    return named or publication.record.issued_on or timezone.localdate(publication.first_published_at)


def _done(source: Record, target: int) -> ValidityChange | None:
    """The newest step that `source` caused on a target."""
    found = ValidityChange.objects.filter(by_record=source, record=target, until=None)
    return found.order_by("-pk").first()


def _apply(target: Record, source: Record, said: dict[str, Any], on: dt.date, by: Any, at: dt.datetime | None) -> None:
    """One step, unless this very effect is there, or the target had ended by then through something else."""
    validity, done = related.EFFECTS[said["kind"]], _done(source, target.pk)
    if done is not None and (done.validity, done.on) == (validity, on):
        return
    held = queries.standing_of(target, on)
    if held.validity == Validity.REPEALED and held.change and held.change.by_record_id != source.pk:
        return
    step(target, validity, on, by=by, at=at, by_record=source)
    show(target)


@transaction.atomic
def settle_effect(
    *, record: Record, source: Record, by: Any, agree: bool, note: str = "", at: dt.datetime | None = None
) -> Record:
    """Answer a document of another agency that says it amends or ends this one: mark it so, or say why not.

    Raises NotYours, NotNow (no such statement, or decided), NotLawful (no reason for declining).
    """
    record = locked(record)
    policy.must(by, "set_validity", record, "核对有效性")
    states.must_allow("set_validity", record)
    publication = queries.publication_of(source)
    said = related.effects_of(publication).get(record.pk) if publication else None
    if publication is None or said is None or related.decided(record, source.pk):
        raise NotNow("records.effect_settled", "这件事已经办理，或者对方文件不再公开。", remedy="请刷新页面。")
    note = checking.must_be_clean(note, "理由")
    if agree:
        on = day_of(said, publication)
        step(record, related.EFFECTS[said["kind"]], on, by=by, at=at, note=note, by_record=source)
        show(record)
        return record
    if wrong := short_of(note, 4, "不按对方文件标注的，必须写明理由。"):
        raise NotLawful("records.reason", wrong, remedy="请写明理由，留存备查。")
    ledger.record("records.effect_declined", record, by=by, at=at, reason=note, source=source.pk)
    return record
