"""The acts on a sheet. Order inside each: lock, who, when, law, change, record."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, pages, rules
from gongkai.catalogue.sheets import photos, policy, profile, states
from gongkai.catalogue.sheets.kinds import PROFILE, Kind, of
from gongkai.ledger.hashing import canonical, digest
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.refusals import NotNow
from gongkai.review import actions as review_actions
from gongkai.review import assigning
from gongkai.review import queries as review_queries

PURPOSE = "publication"
PLAN = "review.publication"
ALL = ("content", "attachments", "metadata")


def locked(sheet: Any) -> Any:
    """The row, locked for the rest of the act."""
    return of(sheet).sheets.objects.select_for_update(of=("self",)).select_related("agency").get(pk=sheet.pk)


@transaction.atomic
def open_(*, kind: Kind, agency: Agency, by: Any, at: dt.datetime | None = None) -> Any:
    """Begin the agency's sheet with what is known already. Raises NotYours, NotNow (there is one). 条例 Art. 12"""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    policy.must(by, "edit", agency, f"编制{kind.label}")
    if agency.to_on is not None and agency.to_on < today():
        raise NotNow("catalogue.agency_ended", f"{agency}已于 {agency.to_on} 终止。", remedy="请由承继机关编制。")
    if kind.sheets.objects.filter(agency=agency).exists():
        raise NotNow("catalogue.sheet_exists", f"{agency}的{kind.label}已经在编制。", remedy="请打开后修改。")
    moment = at or timezone.now()
    sheet = kind.sheets.objects.create(
        agency=agency, content=kind.start(agency), drafter=by, authors=[by.pk], edited_at=moment, edited_by=by
    )
    ledger.record(f"catalogue.{kind.code}_opened", sheet, by=by, at=at, after=digest(canonical(sheet.content)))
    return sheet


@transaction.atomic
def edit(*, sheet: Any, by: Any, revision: int, changes: dict[str, Any], at: dt.datetime | None = None) -> Any:
    """Change the working copy; what is public stays. `revision` is the one the editor started from.

    Raises NotYours, NotNow (in review; somebody else was faster), NotLawful (bad field; personal data in a text).
    """
    sheet, kind = locked(sheet), of(sheet)
    policy.must(by, "edit", sheet.agency, f"修改{kind.label}")
    target = states.must_allow("edit", sheet)
    if sheet.revision != revision:
        raise NotNow(
            "catalogue.edited_meanwhile",
            f"{sheet.edited_by or '另一位同事'}在您打开之后保存过{sheet}，您的修改没有保存。",
            remedy="您填写的内容仍在页面上。请另开一页查看最新内容，并入需要的修改后再保存。",
        )
    tidied = kind.tidy(sheet.agency, changes)
    old = {name: sheet.content.get(name) for name, value in tidied.items() if value != sheet.content.get(name)}
    if not old:
        return sheet
    sheet.content = sheet.content | tidied
    sheet.state, sheet.handed, sheet.revision = target, None, sheet.revision + 1
    sheet.authors = sorted({*sheet.authors, by.pk})
    sheet.edited_at, sheet.edited_by = at or timezone.now(), by
    sheet.save()
    # A leader's CV is personal data even where law makes it public: what stood there before is kept sealed.
    after = digest(canonical(sheet.content))
    ledger.record(
        f"catalogue.{kind.code}_edited", sheet, by=by, at=at, sealed={"before": old}, after=after, changed=sorted(old)
    )
    return sheet


@transaction.atomic
def submit(*, sheet: Any, by: Any, at: dt.datetime | None = None) -> Any:
    """Hand the sheet in for review under the place's plan for publications. Returns the Review.

    Raises NotYours, NotNow, NotLawful (every missing element is named; personal data; nobody holds a post).
    """
    sheet, kind = locked(sheet), of(sheet)
    agency, day = sheet.agency, today()
    policy.must(by, "submit", agency, f"{kind.label}送审")
    target = states.must_allow("submit", sheet)
    kind.must_be_complete(agency, sheet.content, day)
    given = kind.handed(agency, sheet.content, day)
    if sheet.published and sheet.published.content == given:
        raise NotNow("catalogue.nothing_new", f"{sheet}与已发布的内容相同。", remedy="请修改后再送审。")
    plan = rules.at(PLAN, agency.place, day)
    sheet.state, sheet.handed, sheet.drafter = target, given, by
    sheet.save(update_fields=["state", "handed", "drafter"])
    return review_actions.open_(
        subject=sheet,
        purpose=PURPOSE,
        plan=plan,
        steps=assigning.steps_at(plan.steps, agency, day),
        parts=parts(sheet),
        agency=agency,
        drafter=by,
        authors=sheet.authors,
        by=by,
        at=at,
    )


def parts(sheet: Any) -> dict[str, str]:
    """SHA-256 of what is handed in, by the names that plans use."""
    about = {"agency": sheet.agency_id, "kind": of(sheet).code}
    values = {"content": sheet.handed, "attachments": photos.hashes(sheet.handed), "metadata": about}
    return {name: digest(canonical(values[name])) for name in ALL}


@transaction.atomic
def publish(*, sheet: Any, by: Any, at: dt.datetime | None = None) -> Any:
    """Make what was approved the public version. Returns it.

    Raises NotYours, NotNow (not approved; a fact behind it changed since it was handed in). 条例 Arts 12, 20
    """
    sheet, kind = locked(sheet), of(sheet)
    agency, moment = sheet.agency, at or timezone.now()
    policy.must(by, "publish", agency, f"发布{kind.label}")
    target = states.must_allow("publish", sheet)
    review = review_queries.live(*ledger.reference(sheet), PURPOSE)
    if review is None or review.state != "approved" or review.parts != parts(sheet):
        raise NotNow("catalogue.not_reviewed", "内容与审核通过的不一致。", remedy="请重新送审。")
    if kind.follows_register and (moved := kind.changed(agency, sheet.handed, review.opened_at, today())):
        labels = "、".join(one.label for one in moved)
        raise NotNow(
            "catalogue.facts_moved",
            f"送审以后，{labels}已经变更，不能按原内容发布。",
            remedy="请修改后重新送审，指南会带入新的内容。",
            labels=[one.label for one in moved],
        )
    version = _freeze(sheet, kind, review, by, moment)
    sheet.state, sheet.handed, sheet.authors = target, None, []
    sheet.save(update_fields=["state", "handed", "authors"])
    if kind is PROFILE:
        photos.open_public(version)
        profile.take_over(agency=agency, content=version.content, by=by, at=at)
    after = {"version": version.number, "sha256": version.sha256}
    ledger.record(f"catalogue.{kind.code}_published", sheet, by=by, at=at, after=after, number=version.number)
    pages.touch(kind.keys(agency))
    return version


def _freeze(sheet: Any, kind: Kind, review: Any, by: Any, moment: dt.datetime) -> Any:
    last = sheet.published
    return kind.versions.objects.create(
        sheet=sheet,
        number=last.number + 1 if last else 1,
        agency_name=sheet.agency.name,
        content=sheet.handed,
        sha256=digest(canonical(sheet.handed)),
        review=review.pk,
        since=timezone.localdate(moment),
        published_at=moment,
        published_by=by,
    )
