"""The county itself: agencies, offices, accounts and posts, opened by the administrators whose acts they are."""

import datetime as dt
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password

from gongkai import ledger
from gongkai.organisations import actions
from gongkai.organisations.models import Agency, Role, User
from gongkai.organisations.uscc import check_character

AREA = "999999"  # no administrative area has this code
ADMINISTRATORS = {"system": "xitong", "security": "anquan", "audit": "shenji"}
ALL_ROLES = ("xfb", "czj")
# Endings of account names: what the role is called, in pinyin.
ENDINGS = {
    "drafter": "jingban",
    "section_head": "kezhang",
    "disclosure_officer": "shenhe",
    "secrecy_reviewer": "baomi",
    "secrecy_head": "baomi-fenguan",
    "leader_in_charge": "fenguan",
    "principal": "zhuyao",
    "secretariat": "mishu",
    "open_government_section": "gongkai",
}
ONLY_OFFICE = ("open_government_section", "secretariat")
ONLY_SHOWN = ("secrecy_head",)  # no ordinary review waits for this post: only the agencies with all roles have it
# What people of the government's office do in the name of the government (嵊州 三.1: the office leads).
IN_THE_GOVERNMENTS_NAME = ("drafter", "section_head", "disclosure_officer")
_ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class County:
    """What was opened: agencies by slug, people by (slug, role), the three administrators."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[tuple[str, str], User] = field(default_factory=dict)
    administrators: dict[str, User] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def person(self, agency: str, role: str) -> User:
        """Who holds `role` for the agency; the office's people act for the government."""
        return self.people.get((agency, role)) or self.people["xfb", role]


def load(name: str) -> Any:
    """A file of the demo's content."""
    return yaml.safe_load(files("gongkai.demo").joinpath("content", name).read_text(encoding="utf-8"))


def code(organ: str, head: str = "11") -> str:
    """A well-formed unified social credit code of a body that does not exist (GB 32100, GB 11714)."""
    left = 11 - sum(int(digit) * weight for digit, weight in zip(organ, _ORGAN_WEIGHTS, strict=True)) % 11
    first = f"{head}{AREA}{organ}{'X' if left == 10 else left % 11}"
    return first + check_character(first)


def set_up(start: dt.date, at: dt.datetime, password: str, slugs: set[str] | None = None) -> County:
    """Open everything. `slugs` keeps it to some agencies."""
    county = County()
    for role, username in ADMINISTRATORS.items():
        label = str(User.AdminRole(role).label)
        county.administrators[role] = _account(username, label, ledger.SYSTEM, at, role)
    for order, row in enumerate(load("agencies.yaml"), start=1):
        if slugs is None or row["slug"] in slugs:
            _agency(county, row, order, start, at)
    _posts_for_government(county, start, at)
    User.objects.update(password=make_password(password))  # one slow hash for all of them
    return county


def _agency(county: County, row: dict[str, Any], order: int, start: dt.date, at: dt.datetime) -> None:
    system, slug = county.administrators["system"], row["slug"]
    competent = bool(row.get("competent"))
    agency = actions.open_agency(
        by=system,
        at=at,
        name=row["name"],
        short_name=row["short"],
        kind=row["kind"],
        uscc=code(row["organ"], row.get("uscc_head", "11")),
        place=settings.PLACE,
        dispatch_word=row["word"],
        parent=county.agencies.get("xzf"),
        superior_department=row.get("superior", ""),
        is_competent=competent,
        functions=row["functions"],
        disclosure_office=row["offices"][0] if row["offices"] else "政务公开科",
        address=f"示范县示范路{order}号",
        hours="工作日8:30—12:00，14:00—17:30",
        phone=f"0000-0000{order:04d}",
        fax=f"0000-0000{order + 100:04d}",
        email=f"{slug}@example.invalid",
        duties=row["duties"],
        order=order * 10,
        from_on=start,
    )
    county.agencies[slug], county.rows[slug] = agency, row
    for number, name in enumerate(row["offices"], start=1):
        actions.open_office(agency=agency, name=name, by=system, at=at, order=number * 10, phone=agency.phone)
    if row["kind"] != Agency.Kind.GOVERNMENT:
        _people(county, slug, agency, start, at)


def _people(county: County, slug: str, agency: Agency, start: dt.date, at: dt.datetime) -> None:
    for role in Role:
        if role.value in ONLY_OFFICE and not agency.is_competent:
            continue
        if role.value in ONLY_SHOWN and slug not in ALL_ROLES:
            continue
        username = f"{slug}-{ENDINGS.get(role.value, role.value)}"
        person = _account(username, f"{agency.short_name}{role.label}", county.administrators["system"], at)
        actions.appoint(
            person=person,
            agency=agency,
            role=role.value,
            title=str(role.label),
            by=county.administrators["security"],
            from_on=start,
            at=at,
        )
        county.people[slug, role.value] = person


def _posts_for_government(county: County, start: dt.date, at: dt.datetime) -> None:
    government = county.agencies.get("xzf")
    if government is None:
        return
    for role in IN_THE_GOVERNMENTS_NAME:
        actions.appoint(
            person=county.people["xfb", role],
            agency=government,
            role=role,
            by=county.administrators["security"],
            from_on=start,
            at=at,
        )
    # The head of the government is not the head of its office (嵊州 三.2).
    role, label = Role.PRINCIPAL.value, f"{government.short_name}{Role.PRINCIPAL.label}"
    head = _account(f"xzf-{ENDINGS[role]}", label, county.administrators["system"], at)
    county.people["xzf", role] = head
    title, security = str(Role.PRINCIPAL.label), county.administrators["security"]
    actions.appoint(person=head, agency=government, role=role, title=title, by=security, from_on=start, at=at)


def _account(username: str, name: str, by: Any, at: dt.datetime, admin_role: str = "") -> User:
    unusable: Any = None  # until all get one hash at the end: hashing is slow on purpose
    return actions.open_account(
        username=username,
        name=name,
        password=unusable,
        admin_role=admin_role,
        email=f"{username}@example.invalid",
        by=by,
        at=at,
    )
