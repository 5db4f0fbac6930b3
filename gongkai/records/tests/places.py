"""The county of `gongkai.testing`, moved to another place: that place's rules and a catalogue of its own bind it."""

from typing import Any

from gongkai import ledger
from gongkai.catalogue import actions as catalogue_actions
from gongkai.catalogue.reading import Report, Row
from gongkai.organisations.models import Agency
from gongkai.records.models import Record
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review.models import Review
from gongkai.testing import County

HUANGYAN = "cn/zhejiang/taizhou/huangyan"
ZUNYI = "cn/guizhou/zunyi"
SHENGZHOU = "cn/zhejiang/shaoxing/shengzhou"
ITEM = {
    "number": 11, "level1": "其他文件", "content": "其他可以全文公开的文件", "limit_text": "20个工作日内",
    "limit_value": 20, "limit_unit": "working_day", "counted_from": "formation_or_change",
}  # fmt: skip


def moved(county: County, place: str) -> County:
    """All agencies at `place`, under a catalogue of one item whose local text says twenty working days."""
    Agency.objects.update(place=place)
    for agency in (county.office, county.department, county.other):
        agency.refresh_from_db()
    made = catalogue_actions.import_catalogue(
        place=place, by=ledger.SYSTEM, report=Report([Row(2, ITEM)]), source="本地目录"
    )
    county.catalogue = catalogue_actions.adopt(catalogue=made, by=ledger.SYSTEM)
    return county


CONSENT = {"code": "consent", "document": "权利人书面同意书", "on": "2026-05-20"}
INTEREST = {"code": "public_interest", "reason": "涉及食品安全，不公开会影响众多消费者的健康"}
DECLASSIFIED = {
    "code": "term_ended", "organ": "示范县财政局保密工作机构", "number": "示财密审〔2026〕2号", "on": "2026-05-20",
    "reason": "保密期限已经届满，经审核不需要延长",
}  # fmt: skip


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def sign_next(county: County, review: Review, **form: str) -> Review:
    """The right person signs the open step; a secrecy form says “public” unless told otherwise."""
    step = review_queries.open_step(review)
    assert step is not None
    filled = (
        {"conclusion": "public", "basis": "对照保密事项范围逐项核对，不涉及", "marked": True} | form
        if step.form
        else {}
    )
    person = review_queries.signers(review, step).first()
    review_actions.sign(review=review, by=person, seen=review.parts, form=filled)
    return Review.objects.get(pk=review.pk)


def sign_until(county: County, review: Review, name: str, **form: str) -> Review:
    """Sign every step before `name`."""
    while (step := review_queries.open_step(review)) is not None and step.name != name:
        review = sign_next(county, review, **form)
    return review


def colleagues(county: County, role: str) -> list[Any]:
    """Everybody of the department who does not hold `role`."""
    return [
        person
        for name, person in county.people.items()
        if name.startswith("department.") and name != f"department.{role}"
    ]
