"""Guides and profiles in public, made by acts; for the tests of every app."""

from typing import Any

from gongkai import ledger
from gongkai.catalogue.sheets import actions, queries
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE, Kind
from gongkai.organisations import actions as organisations
from gongkai.testing import County, sign_all

FACTS: dict[str, Any] = {
    "address": "示范路1号", "hours": "工作日8:30—17:30", "phone": "0575-12345678", "fax": "0575-12345679",
    "disclosure_office": "办公室", "email": "czj@example.invalid",
}  # fmt: skip
LEADER = {"name": "局长（演示）", "post": "党组书记、局长", "portfolio": "主持全面工作。", "cv": "2020年起任现职。"}
PROFILE_FACTS: dict[str, Any] = FACTS | {
    "duties": "负责财政收支管理。", "setup": "内设办公室、预算科。", "website": "https://czj.example.invalid/",
    "leaders": [LEADER],
    "offices": [{"name": "办公室", "duties": "文电、信息公开。", "phone": "0575-12345678"},
                {"name": "预算科", "duties": "编制预算。", "phone": "0575-12345670"}],
}  # fmt: skip


def again(sheet: Any) -> Any:
    """The sheet as it is now."""
    return type(sheet).objects.select_related("agency").get(pk=sheet.pk)


def out(county: County, sheet: Any, prefix: str = "department") -> Any:
    """Through review into public; the version."""
    sign_all(county, actions.submit(sheet=again(sheet), by=county[f"{prefix}.drafter"]))
    return actions.publish(sheet=again(sheet), by=county[f"{prefix}.disclosure_officer"])


def published(county: County, kind: Kind = GUIDE, prefix: str = "department", **facts: Any) -> Any:
    """The first version of an agency's sheet, or the next one with `facts` changed in the register or the profile."""
    agency = {"department": county.department, "office": county.office, "other": county.other}[prefix]
    by = county[f"{prefix}.drafter"]
    sheet = queries.sheet_of(kind, agency)
    if kind is GUIDE:
        organisations.change_agency(agency=agency, by=ledger.SYSTEM, **(FACTS | facts))
        sheet = sheet or actions.open_(kind=kind, agency=agency, by=by)
    else:
        sheet = sheet or actions.open_(kind=PROFILE, agency=agency, by=by)
        sheet = actions.edit(sheet=sheet, by=by, revision=sheet.revision, changes=PROFILE_FACTS | facts)
    return out(county, sheet, prefix)
