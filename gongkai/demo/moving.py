"""What the county had published on its former site, taken over as an office would: said to be imported, unsigned."""

import datetime as dt
import hashlib

from django.utils import timezone

from gongkai import ledger
from gongkai.demo import attachments
from gongkai.demo.life import Life, Steps
from gongkai.demo.writing import Paper
from gongkai.records import actions, naming
from gongkai.records.models import Genre, Record

MOVED = 60  # days since the county moved here from its former site; what is older was taken over
WITHOUT_NUMBER = (Genre.INFORMATION, Genre.REGULATION)


def live(life: Life, paper: Paper) -> Steps:
    """One paper's life: taken over with the day on which it was public, then what became of it since.

    Lives of both kinds go on side by side in the order of time, and so stand the lists.
    """
    yield _published_at(life, paper)
    record = _enter(life, paper)
    if paper.fate == "validity":
        on = paper.made + dt.timedelta(days=int(paper.facts["after_days"]))
        yield life.at(on, 0, 9)
        _set_validity(life, paper, record, on)
    return record


def _published_at(life: Life, paper: Paper) -> dt.datetime:
    return life.at(paper.made, 2 + len(paper.title) % 4, 10, len(paper.title) % 60)


def _entered_at(life: Life) -> dt.datetime:
    """When the office imported what stood on the former site: all of it on one day."""
    return life.at(timezone.localdate(life.now) - dt.timedelta(days=MOVED), 0, 8)


def _enter(life: Life, paper: Paper) -> Record:
    number = "" if paper.genre in WITHOUT_NUMBER else life.number(paper, paper.made.year)
    key = hashlib.sha256(f"{paper.slug} {paper.made} {paper.title}".encode()).hexdigest()
    at = _published_at(life, paper)
    record = actions.take_over(
        agency=life.county.agencies[paper.slug],
        by=ledger.SYSTEM,
        key=key,
        changes=life.changes(paper) | {"number": number},
        origin=f"原门户网站 {timezone.localdate(at):%Y%m%d}-{key[:6]}",
        item=life.items[paper.item],
        genre=paper.genre,
        normative=paper.normative,
        published_at=at,
        files=[attachments.stored(paper, None)] if paper.attachment else [],
        at=_entered_at(life),
    )
    assert record is not None
    return record


def _set_validity(life: Life, paper: Paper, record: Record, on: dt.date) -> None:
    """Amended, repealed or expired since; by a document that is named, and linked where it is here."""
    actions.set_validity(
        record=record,
        by=life.person(paper, "disclosure_officer"),
        validity=paper.facts["validity"],
        on=on,
        note=paper.facts.get("by_what", ""),
        by_record=naming.cause(paper.facts.get("by_what", "")),
        at=max(life.at(on, 0, 9), _entered_at(life)),
    )
