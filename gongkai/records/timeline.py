"""The life of a document's validity by days: made, public, in force, amended, prolonged, ended, and what is to come.

Serves 国办发〔2017〕47号 (marks on documents that were amended or ended) and the evaluation of 清理与标注.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils import timezone

from gongkai import pages
from gongkai.records import content, standing
from gongkai.records.models import Publication, Record, ValidityChange

Validity = Record.Validity
WORDS: dict[str, str] = {
    Validity.IN_FORCE: "确认继续有效", Validity.AMENDED: "部分内容被修改", Validity.EXPIRED: "失效",
    Validity.REPEALED: "废止", Validity.NOT_YET: "尚未施行",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One day in the life. `title` and `url` name the document behind it, where the reader may know it."""

    on: dt.date
    words: str
    note: str = ""
    title: str = ""
    url: str = ""
    kind: str = ""
    to_come: bool = False


def of(publication: Publication, day: dt.date, former: Collection[Publication] = ()) -> list[Step]:
    """Every step in the order of days. `former`: what was public before and was replaced by a correction.

    A document behind a step is named only while it is public itself.
    """
    made = [*_dates(publication), *_publications(publication, former), *_changes(publication)]
    ordered = sorted(made, key=lambda one: one.on)
    return [Step(**{**one.__dict__, "to_come": one.on > day}) for one in ordered]


def _dates(publication: Publication) -> Iterator[Step]:
    header = publication.version.metadata
    steps = standing.counted(publication.record.validity_changes.all())
    final = standing.of_publication(publication, dt.date.max - dt.timedelta(days=1))
    if made := publication.date_made:
        yield Step(made, "成文", kind="date")
    if effective := content.date_of(header, "effective_on"):
        yield Step(effective, "施行", kind="date")
    expires = final.expires_on
    ended = any(one.validity in standing.ENDED and expires and one.on <= expires for one in steps)
    if expires and not (ended and final.change and final.change.validity in standing.ENDED):
        yield Step(expires, "有效期届满", kind="date")


def _publications(publication: Publication, former: Collection[Publication]) -> Iterator[Step]:
    yield Step(timezone.localdate(publication.first_published_at), "向社会公开", kind="public")
    for one in (*former, publication):
        if one.published_at != one.first_published_at:
            yield Step(timezone.localdate(one.published_at), "公开更正后的文本", note=one.note, kind="public")


def _changes(publication: Publication) -> Iterator[Step]:
    steps = standing.counted(publication.record.validity_changes.all())
    named = public_causes(steps)
    for one in steps:
        words = WORDS[one.validity]
        if one.until:
            words = f"有效期延长至 {one.until}"
        cause = named.get(one.by_record_id or 0)
        yield Step(
            one.on,
            words,
            note=note_of(one, cause),
            title=cause.title if cause else "",
            url=cause.get_absolute_url() if cause else "",
            kind=one.validity,
        )


def note_of(change: ValidityChange, cause: Publication | None) -> str:
    """What is written beside a step; left out where the document behind it, which it may name, is not public."""
    if change.by_record_id and cause is None:
        return ""
    return change.note


def public_causes(changes: Collection[ValidityChange]) -> dict[int, Publication]:
    """Record id -> live publication of the documents behind steps. The page depends on each of them."""
    from gongkai.records import queries

    ids = {one.by_record_id for one in changes if one.by_record_id}
    pages.use(*(f"record:{pk}" for pk in ids))
    return {one.record_id: one for one in queries.live().filter(record__in=ids)} if ids else {}
