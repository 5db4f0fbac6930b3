"""What differs between a guide and a profile; everything else about sheets is the same."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from gongkai import rules
from gongkai.catalogue.sheets import guide, profile
from gongkai.catalogue.sheets.elements import Change
from gongkai.organisations.models import Agency


@dataclass(frozen=True)
class Kind:
    """One kind of sheet. `code` names the ledger's subject, the acts and the addresses."""

    code: str
    label: str
    model: str
    start: Callable[[Agency], dict[str, Any]]
    tidy: Callable[[Agency, dict[str, Any]], dict[str, Any]]
    handed: Callable[[Agency, dict[str, Any], dt.date], dict[str, Any]]
    missing: Callable[[Agency, dict[str, Any], dt.date], list[str]]
    must_be_complete: Callable[[Agency, dict[str, Any], dt.date], None]
    rows: Callable[[dict[str, Any]], list[tuple[str, str]]]
    changed: Callable[[Agency, dict[str, Any], dt.datetime, dt.date], list[Change]]
    update_rule: Callable[[Agency, dt.date], rules.Rule]
    keys: Callable[[Agency], set[str]]
    source: str
    # Whether a fact that changed after approval keeps the approved text from going out.
    follows_register: bool
    shown_at: str  # what the public page's address begins with

    def public_address(self, agency_id: int) -> str:
        """The public page of an agency's sheet."""
        return f"{self.shown_at}{agency_id}/"

    @property
    def sheets(self) -> Any:
        """The model of the working copies."""
        return apps.get_model(self.model)

    @property
    def versions(self) -> Any:
        """The model of what was published."""
        return apps.get_model(f"{self.model}Version")

    def address(self, agency_id: int) -> str:
        """The desk's page of an agency's sheet."""
        return f"/desk/catalogue/{self.code}/{agency_id}/"


GUIDE = Kind(
    code="guide",
    label="公开指南",
    model="catalogue.Guide",
    start=guide.start,
    tidy=guide.tidy,
    handed=guide.handed,
    missing=guide.missing,
    must_be_complete=guide.must_be_complete,
    rows=guide.rows,
    changed=guide.changed,
    update_rule=lambda agency, day: rules.at("guide.update", agency.place, day),
    keys=lambda agency: {f"guide:{agency.pk}", "guides"},
    source="政府信息公开条例(国令711号) 第十二条",
    follows_register=True,
    shown_at="/guide/",
)
PROFILE = Kind(
    code="profile",
    label="机构概况",
    model="organisations.Profile",
    start=profile.start,
    tidy=profile.tidy,
    handed=profile.handed,
    missing=profile.missing,
    must_be_complete=profile.must_be_complete,
    rows=profile.rows,
    changed=profile.changed,
    update_rule=profile.update_rule,
    keys=lambda agency: {f"agency:{agency.pk}", "agencies"},
    source=profile.SOURCE,
    follows_register=False,
    shown_at="/agencies/",
)
KINDS = {kind.code: kind for kind in (GUIDE, PROFILE)}


def of(sheet: Any) -> Kind:
    """The kind of a working copy or version."""
    label = sheet._meta.label.removesuffix("Version")
    return next(kind for kind in KINDS.values() if kind.model == label)
