"""A small county for tests, built by acts: the government office, one department, one person per role.

Fixtures: `county` (a County), `draft` (a complete draft of the department). Production code imports nothing from here.
"""

import datetime as dt
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction

PLACE = "cn/zhejiang/shaoxing/shengzhou"
PASSWORD = "correct horse 2026"
START = dt.date(2020, 1, 1)


@dataclass
class County:
    """`office` is the competent authority, `department` a line department; `people` by "<agency>.<role>"."""

    office: Any = None
    department: Any = None
    other: Any = None
    people: dict[str, Any] = field(default_factory=dict)
    administrators: dict[str, Any] = field(default_factory=dict)
    catalogue: Any = None

    def __getitem__(self, name: str) -> Any:
        """A person: county["drafter"] is the department's, county["office.principal"] the office's."""
        return self.people[name] if "." in name else self.people[f"department.{name}"]

    @property
    def item(self) -> Any:
        """Some catalogue item counted from formation or change."""
        return self.catalogue.items.get(number=11)


def build() -> County:
    """Make the county. Needs a database."""
    from gongkai import ledger
    from gongkai.catalogue import actions as catalogue_actions
    from gongkai.organisations import actions
    from gongkai.organisations.models import Agency, Role

    county = County()
    by = ledger.SYSTEM
    common: dict[str, Any] = {"place": PLACE, "from_on": START, "by": by}
    county.office = actions.open_agency(
        name="示范县人民政府办公室",
        short_name="县府办",
        kind=Agency.Kind.OFFICE,
        uscc="11330683002595823B",
        dispatch_word="示政办发",
        is_competent=True,
        **common,
    )
    county.department = actions.open_agency(
        name="示范县财政局",
        short_name="县财政局",
        kind=Agency.Kind.DEPARTMENT,
        uscc="11330683002595824B",
        dispatch_word="示财",
        functions=["finance"],
        parent=county.office,
        **common,
    )
    county.other = actions.open_agency(
        name="示范县民政局", short_name="县民政局", kind=Agency.Kind.DEPARTMENT, uscc="11330683002595825B", **common
    )
    for prefix, agency in (("office", county.office), ("department", county.department), ("other", county.other)):
        for role in Role:
            if role == Role.SECTION and prefix != "office":
                continue
            person = actions.open_account(
                username=f"{prefix}-{role}".replace("_", "-"),
                name=f"{agency.short_name}{role.label}",
                password=PASSWORD,
                email=f"{prefix}-{role}@example.invalid",
                by=by,
            )
            actions.appoint(person=person, agency=agency, role=role, from_on=START, by=by)
            county.people[f"{prefix}.{role}"] = person
    for admin in ("system", "security", "audit"):
        county.administrators[admin] = actions.open_account(
            username=admin, name=f"{admin}管理员", password=PASSWORD, admin_role=admin, by=by
        )
    imported = catalogue_actions.import_catalogue(place=PLACE, by=by)
    county.catalogue = catalogue_actions.adopt(catalogue=getattr(imported, "catalogue", imported), by=by)
    return county


# The county is built once in a test process; later tests get its rows back by COPY, which is ten times as fast.
_rows: dict[str, bytes] = {}
_kept: list[bytes] = []


def _keep(county: County) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                data = b"".join(bytes(piece) for piece in copy)
            if data and table not in ("django_migrations", "django_content_type", "auth_permission"):
                _rows[table] = data
    _kept.append(pickle.dumps(county))


def prepare() -> None:
    """Build the county in an empty database, keep its rows, leave nothing behind."""
    with transaction.atomic():
        _keep(build())
        transaction.set_rollback(True)


def _restore() -> County:
    with connection.cursor() as cursor:
        for table, data in _rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(data)
    return pickle.loads(_kept[0])


@pytest.fixture
def county(db: None) -> County:
    """A fresh county."""
    return _restore()


def complete_draft(county: County, **changes: Any) -> Any:
    """A draft of the department that may be submitted."""
    from gongkai.records import actions, plans, sensitivity
    from gongkai.records.models import Genre

    content = {
        "title": "关于加强2026年度财政预算管理的通知",
        "html": "<p>各单位：</p><p>现将有关事项通知如下。</p><h3>一、总体要求</h3><p>严格执行预算。</p>",
        "date_made": "2026-06-01",
    }
    asked = sensitivity.suggestion_for("", "", county.department.place)
    if asked is not None:  # a place where every record is asked about (遵义): the usual answer is no
        content["sensitive_kind"] = plans.NOT_SENSITIVE
    record = actions.create(
        agency=county.department,
        by=county["drafter"],
        genre=Genre.NOTICE,
        item=county.item,
        changes=content | changes,
    )
    return actions.determine_attribute(record=record, by=county["drafter"], attribute="proactive")


@pytest.fixture
def draft(county: County) -> Any:
    """A complete draft."""
    return complete_draft(county)


def sign_all(county: County, review: Any, **kwargs: Any) -> None:
    """Let the right people sign every open step of a review."""
    from gongkai.review import actions, queries
    from gongkai.review.models import Review

    while True:
        review = Review.objects.get(pk=review.pk)
        step = queries.open_step(review) if review.state == Review.State.OPEN else None
        if step is None:
            return
        person = queries.signers(review, step).first()
        form = {"conclusion": "public", "basis": "不涉及国家秘密、工作秘密", "marked": True} if step.form else {}
        actions.sign(review=review, by=person, seen=review.parts, form=form, **kwargs)


def approved(county: County, **changes: Any) -> Any:
    """A record whose review is complete."""
    from gongkai.records import actions
    from gongkai.records.models import Record

    record = complete_draft(county, **changes)
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    return Record.objects.get(pk=record.pk)


def published(county: County, number: str = "示财〔2026〕1号", **changes: Any) -> Any:
    """A record in public."""
    from gongkai.records import actions
    from gongkai.records.models import Record

    record = approved(county, **changes)
    officer = county["disclosure_officer"]
    actions.issue(record=record, by=officer, number=number, issued_on=dt.date(2026, 6, 2))
    actions.publish(record=record, by=officer)
    return Record.objects.get(pk=record.pk)


def refused(error: type[Exception], code: str, act: Callable[..., Any], /, **arguments: Any) -> None:
    """Assert that `act` is refused as `error` with `code`, says what to do, and leaves no entry in the ledger."""
    from gongkai.ledger.models import Entry

    before = Entry.objects.count()
    with pytest.raises(error) as caught:
        act(**arguments)
    refusal: Any = caught.value
    assert refusal.code == code, refusal
    assert refusal.message and refusal.remedy
    assert Entry.objects.count() == before
