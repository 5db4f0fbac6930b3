"""Validity on a day: the steps that acts wrote, folded in the order of their days, over what the dates say.

Nothing is stored of "now": a repeal from next month shows next month, without an act. 国办发〔2017〕47号
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf
from django.db.models.lookups import Exact, GreaterThan, LessThanOrEqual

from gongkai.records import content
from gongkai.records.models import Publication, Record, ValidityChange

Validity = Record.Validity
ENDED = (Validity.REPEALED, Validity.EXPIRED)
OUT_OF_FORCE = (Validity.NOT_YET, Validity.AMENDED, Validity.EXPIRED, Validity.REPEALED)


@dataclass(frozen=True)
class Standing:
    """How a document stands on a day. `change`: the step that says so, None where its own dates do."""

    validity: str
    since: dt.date | None = None
    change: ValidityChange | None = None
    expires_on: dt.date | None = None

    @property
    def label(self) -> str:
        """有效, 已修改 …; "" where validity does not apply."""
        return str(Validity(self.validity).label) if self.validity else ""


def counted(changes: Iterable[ValidityChange]) -> list[ValidityChange]:
    """The steps that count, in the order of their days, of one day the one written last at the end.

    What one document says of another it says once: its newest step replaces its former ones, and a step without a
    validity takes them back (the document was corrected). Prolonging a term stands beside what else a document does.
    """
    newest: dict[Any, ValidityChange] = {}
    for one in sorted(changes, key=lambda one: one.pk or 0):
        newest[(one.by_record_id, bool(one.until)) if one.by_record_id else ("", one.pk)] = one
    return sorted((one for one in newest.values() if one.validity), key=lambda one: (one.on, one.pk or 0))


def fold(changes: Iterable[ValidityChange], header: dict[str, Any], day: dt.date, *, rated: bool) -> Standing:
    """The standing on `day` of a document with these steps and dates.

    The step of the latest day up to `day` holds, of one day the one written last. An end holds against the dates; an
    amendment holds between beginning and end of the term. `rated`: validity applies although nothing was said of it.
    """
    steps = counted(changes)
    past = [one for one in steps if one.on <= day]
    last = past[-1] if past else None
    effective, expires = content.date_of(header, "effective_on"), _expires(past, header)
    if last is not None and last.validity in ENDED:
        return Standing(last.validity, last.on, last, expires)
    if not steps and not rated:
        return Standing("", expires_on=expires)
    if effective and effective > day:
        return Standing(Validity.NOT_YET, None, None, expires)
    if expires and expires <= day:
        return Standing(Validity.EXPIRED, expires, None, expires)
    if last is not None:
        held = Validity.AMENDED if last.validity == Validity.AMENDED else Validity.IN_FORCE
        return Standing(held, last.on, last, expires)
    return Standing(Validity.IN_FORCE, effective, None, expires)


def _expires(past: list[ValidityChange], header: dict[str, Any]) -> dt.date | None:
    """The end of the term: as prolonged last, else as the document says."""
    prolonged = [one.until for one in past if one.until]
    return prolonged[-1] if prolonged else content.date_of(header, "expires_on")


def of_publication(publication: Publication, day: dt.date) -> Standing:
    """The standing of what is public. Asks for the steps once, unless they were fetched with it."""
    record, header = publication.record, publication.version.metadata
    rated = bool(header.get("normative") or record.validity)
    return fold(record.validity_changes.all(), header, day, rated=rated)


def of_record(record: Record, public: Publication | None, day: dt.date) -> Standing:
    """The standing of a record: by its public version, else by the working copy."""
    header = public.version.metadata if public else record.content
    rated = bool(record.normative or record.validity)
    return fold(record.validity_changes.all(), header, day, rated=rated)


def held_on(day: dt.date) -> Case:
    """The validity of `of_publication` for many publications at once, as an expression of the database."""
    steps = _counted_steps()
    past = steps.filter(on__lte=day).order_by("-on", "-pk")
    last = Subquery(past.values("validity")[:1])
    prolonged = Cast(Subquery(past.filter(until__isnull=False).values("until")[:1]), CharField())
    effective, expires = (KeyTextTransform(name, "version__metadata") for name in ("effective_on", "expires_on"))
    term = Coalesce(prolonged, NullIf(expires, Value("")), output_field=CharField())
    rated = Exists(steps) | ~Q(record__validity="") | Q(version__metadata__normative=True)
    today = Value(day.isoformat())  # ISO dates compare as text
    return Case(
        *(When(Exact(last, Value(ended)), then=Value(ended)) for ended in ENDED),
        When(~rated, then=Value("")),
        When(GreaterThan(effective, today), then=Value(Validity.NOT_YET)),
        When(LessThanOrEqual(term, today), then=Value(Validity.EXPIRED)),
        When(Exact(last, Value(Validity.AMENDED)), then=Value(Validity.AMENDED)),
        default=Value(Validity.IN_FORCE),
        output_field=CharField(),
    )


def _counted_steps() -> QuerySet[ValidityChange]:
    """`counted` for the record of the row outside."""
    later = ValidityChange.objects.filter(
        record=OuterRef("record"), by_record=OuterRef("by_record"), pk__gt=OuterRef("pk")
    )
    replaced = Q(Exists(later.filter(until=None)), until=None)
    replaced |= Q(Exists(later.filter(until__isnull=False)), until__isnull=False)
    return ValidityChange.objects.filter(record=OuterRef("record")).exclude(validity="").filter(~replaced)


def moving_days(publication: Publication) -> list[dt.date]:
    """Days on which the standing changes by itself."""
    header = publication.version.metadata
    steps = counted(publication.record.validity_changes.all())
    own = [content.date_of(header, name) for name in ("effective_on", "expires_on")]
    days = [*own, *(one.on for one in steps), *(one.until for one in steps)]
    return sorted({day for day in days if day})
