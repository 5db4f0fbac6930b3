"""Profiles and guides of a few agencies, by acts of their own people: public, overtaken and unfinished ones."""

import datetime as dt
from typing import Any

from django.utils import timezone

from gongkai import calendars
from gongkai.catalogue.sheets import actions, queries
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE, Kind
from gongkai.demo.county import County
from gongkai.demo.life import BASIS, OPINIONS
from gongkai.review import actions as review_actions

# Whose profile is public, and who leads it. The demo names roles, never persons.
LEADERS = {
    "xzf": ("县长（演示）", "县委副书记、县长", "领导县人民政府全面工作。"),
    "xfb": ("主任（演示）", "党组书记、主任", "主持县政府办公室全面工作，分管政务公开。"),
    "czj": ("局长（演示）", "党组书记、局长", "主持全面工作。"),
    "mzj": ("局长（演示）", "党组书记、局长", "主持全面工作，分管社会救助。"),
}
CV = "现任职务自2024年起担任，演示数据，不对应任何真实人员。"
GUIDES = ("xzf", "xfb", "czj")
UNFINISHED = "mzj"  # its guide lacks an element and cannot be handed in
MOVED = "czj"  # it changed its telephone a short while ago: its guide must follow
FIRST, SECOND, LATELY = 40, 200, -6  # working days after the county was opened; before today


def publish(county: County, start: dt.date, today: dt.date) -> None:
    """Make them, each act on an office day."""
    for slug in LEADERS:
        if slug in county.agencies:
            _through(county, slug, PROFILE, _day(start, FIRST), _facts(county, slug))
    for slug in GUIDES:
        if slug in county.agencies:
            _through(county, slug, GUIDE, _day(start, FIRST + 10), {})
    if UNFINISHED in county.agencies:
        _unfinished(county, _day(today, LATELY))
    if MOVED in county.agencies:
        _through(county, MOVED, PROFILE, _day(start, SECOND), {"setup": _setup(county, MOVED) + "另设财政监督所。"})
        _through(county, MOVED, PROFILE, _day(today, LATELY - 6), {"phone": "0000-00009999"})


def _facts(county: County, slug: str) -> dict[str, Any]:
    name, post, portfolio = LEADERS[slug]
    return {
        "leaders": [{"name": name, "post": post, "portfolio": portfolio, "cv": CV, "photo": ""}],
        "setup": _setup(county, slug),
    }


def _setup(county: County, slug: str) -> str:
    names = county.rows[slug]["offices"]
    return f"设{'、'.join(names)}等{len(names)}个内设机构。" if names else "日常工作由县政府办公室承担。"


def _day(day: dt.date, working_days: int) -> dt.date:
    """So many working days after or before `day`."""
    calendar, step, left = calendars.current(), 1 if working_days > 0 else -1, abs(working_days)
    while left:
        day += dt.timedelta(days=step)
        left -= calendar.is_working_day(day)
    return day


def _at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def _opened(county: County, slug: str, kind: Kind, at: dt.datetime) -> Any:
    agency, by = county.agencies[slug], county.person(slug, "drafter")
    agency.refresh_from_db()
    return queries.sheet_of(kind, agency) or actions.open_(kind=kind, agency=agency, by=by, at=at)


def _through(county: County, slug: str, kind: Kind, day: dt.date, changes: dict[str, Any]) -> None:
    """Written, handed in, signed step by step a day each, published."""
    by = county.person(slug, "drafter")
    sheet = _opened(county, slug, kind, _at(day, 9))
    if changes:
        actions.edit(sheet=sheet, by=by, revision=sheet.revision, changes=changes, at=_at(day, 9, 30))
    review = actions.submit(sheet=sheet, by=by, at=_at(day, 10))
    for number, step in enumerate(review.steps):
        day = _day(day, 1)
        signer = county.person("xfb" if step.get("agency") else slug, step["post"])
        said = OPINIONS.get(step["post"], ("同意。",))
        form = {"conclusion": "public", "basis": BASIS, "marked": True} if step.get("form") else {}
        opinion = said[number % len(said)]
        review_actions.sign(review=review, by=signer, seen=review.parts, opinion=opinion, form=form, at=_at(day, 11))
    sheet = type(sheet).objects.get(pk=sheet.pk)
    actions.publish(sheet=sheet, by=county.person(slug, "disclosure_officer"), at=_at(day, 16))


def _unfinished(county: County, day: dt.date) -> None:
    """A guide that somebody began and has not finished: one element is empty."""
    sheet = _opened(county, UNFINISHED, GUIDE, _at(day, 9))
    texts = sheet.content["texts"] | {"ways": ""}
    by = county.person(UNFINISHED, "drafter")
    actions.edit(sheet=sheet, by=by, revision=sheet.revision, changes={"texts": texts}, at=_at(day, 10))
