"""What the county had published on its former site, taken over as an office would: said to be imported, unsigned."""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.demo import attachments
from gongkai.demo.life import Life
from gongkai.demo.writing import Paper
from gongkai.records import actions
from gongkai.records.models import Genre, Record

BATCH = 50
WITHOUT_NUMBER = (Genre.INFORMATION, Genre.REGULATION)


def take_over(life: Life, papers: list[Paper]) -> None:
    """Enter the papers in their order, then say what became of those that are not in force any more."""
    for start in range(0, len(papers), BATCH):
        with transaction.atomic():
            for paper in papers[start : start + BATCH]:
                record = _enter(life, paper)
                if paper.fate == "validity":
                    _set_validity(life, paper, record)


def _enter(life: Life, paper: Paper) -> Record:
    number = "" if paper.genre in WITHOUT_NUMBER else life.number(paper, paper.made.year)
    key = hashlib.sha256(f"{paper.slug} {paper.made} {paper.title}".encode()).hexdigest()
    at = life.at(paper.made, 2 + len(paper.title) % 4, 10, len(paper.title) % 60)
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
    )
    assert record is not None
    return record


def _set_validity(life: Life, paper: Paper, record: Record) -> None:
    """Amended, repealed or expired since."""
    on = paper.made + dt.timedelta(days=int(paper.facts["after_days"]))
    actions.set_validity(
        record=record,
        by=life.person(paper, "disclosure_officer"),
        validity=paper.facts["validity"],
        on=on,
        note=paper.facts.get("by_what", ""),
        at=life.at(on, 0, 9),
    )
