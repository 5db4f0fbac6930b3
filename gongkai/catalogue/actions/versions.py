"""Acts on the catalogue: import a version, adopt it, say who is responsible."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from gongkai import ledger, pages, rules
from gongkai.catalogue import assigning, dues, lawful, policy, queries, shipped, statements, states
from gongkai.catalogue.codes import codes_for
from gongkai.catalogue.models import Assignment, Catalogue, Exclusion, Item
from gongkai.catalogue.reading import Report
from gongkai.catalogue.sheets.elements import must_be_clean
from gongkai.checks import is_private
from gongkai.organisations.models import Agency
from gongkai.refusals import NotLawful, NotNow, short_of

FIELDS = (
    "number", "level1", "level2", "level3", "content", "basis", "limit_text", "limit_value", "limit_unit",
    "counted_from", "subject", "subjects", "art20", "art21", "schedule", "fixed_dates", "link_url", "form",
    "procedure", "responsible", "note", "link_out", "art21_subjects", "field", "channels", "audience",
    "audience_group", "mode", "tiers",
)  # fmt: skip


@transaction.atomic
def import_catalogue(
    *,
    place: str,
    by: Any,
    report: Report | None = None,
    title: str = "",
    since: dt.date | None = None,
    source: str = "",
    allow_partial: bool = False,
    at: dt.datetime | None = None,
) -> Catalogue:
    """Enter a new version as a draft. 条例 Art. 12

    `report` comes from `reading.read_file`; without one the catalogue that ships with the law files for the place is
    taken, with its title, source and date. Raises NotYours, and NotLawful for an unknown place or while any row is
    wrong; with `allow_partial` the faulty rows are left out and named in the ledger.
    """
    former = list(Catalogue.objects.select_for_update().filter(place=place).order_by("version"))
    policy.must_manage(by)
    _must_be_place(place)
    if report is None:
        table, report = _shipped(place)
        title, since, source = title or table.title, since or table.since, source or table.source
    _must_be_readable(report, allow_partial)
    catalogue = Catalogue.objects.create(
        place=place,
        title=title or "政府信息公开基本目录",
        since=since or timezone.localdate(),
        source=source,
        version=former[-1].version + 1 if former else 1,
    )
    rows = [row.values | _bound(catalogue, row.values) for row in report.good]
    codes = codes_for(place, rows, former)
    Item.objects.bulk_create(
        Item(
            catalogue=catalogue,
            code=code,
            order=order,
            **{name: values[name] for name in FIELDS if values.get(name) is not None},
        )
        for order, (values, code) in enumerate(zip(rows, codes, strict=True), start=1)
    )
    ledger.record(
        "catalogue.imported",
        catalogue,
        by=by,
        at=at,
        after={"place": place, "version": catalogue.version, "since": catalogue.since, "source": source},
        title=catalogue.title,
        items=len(rows),
        left_out=[{"line": row.line, "faults": row.faults} for row in report.bad],
    )
    return catalogue


def _bound(catalogue: Catalogue, values: dict[str, Any]) -> dict[str, Any]:
    """The place's own rules that bind a row of a file; shipped rows name theirs."""
    if values.get("subjects"):
        return {}
    texts = [str(values.get(name) or "") for name in ("level1", "level2", "level3", "content")]
    found = dues.bound_subjects(catalogue.place, timezone.localdate(), *texts)
    return {"subjects": [lawful.GENERAL, *found]} if found else {}


def _shipped(place: str) -> tuple[rules.Catalogue, Report]:
    try:
        return shipped.report(place, timezone.localdate())
    except rules.NoRule as error:
        raise NotLawful(
            "catalogue.none_shipped", str(error), remedy="请导入当地公布的目录文件（csv 或 xlsx）。", place=place
        ) from error


def _must_be_place(place: str) -> None:
    if place not in {known.path for known in rules.places()}:
        raise NotLawful(
            "catalogue.place",
            f"规则库里没有登记地区“{place}”。",
            remedy="请用 cn/zhejiang/shaoxing 这样的地区路径；新的地区请先在法规数据中登记。",
            place=place,
        )


def _must_be_readable(report: Report, allow_partial: bool) -> None:
    if report.faults or not report.good:
        message = "；".join(report.faults) or "没有一行可以读入。"
        raise NotLawful("catalogue.import_faults", message, remedy="请改正文件后重新导入。")
    if report.bad and not allow_partial:
        lines = [row.line for row in report.bad]
        raise NotLawful(
            "catalogue.import_faults",
            f"有{len(lines)}行不能读入（第{'、'.join(str(line) for line in lines[:20])}行），没有导入任何内容。",
            remedy="请按报告逐行改正后重新导入；确需先导入其余各行的，请明确选择“只导入没有问题的行”。",
            lines=lines,
        )


@transaction.atomic
def adopt(*, catalogue: Catalogue, by: Any, at: dt.datetime | None = None) -> Catalogue:
    """Put a version in force: it supersedes the one before and every item gets its agencies. 条例 Art. 12

    Assignments and removals made by hand are carried over by item code. Raises NotYours, NotNow, NotLawful (no items).
    """
    versions = Catalogue.objects.select_for_update().filter(place=catalogue.place).order_by("pk")
    catalogue = next(version for version in versions if version.pk == catalogue.pk)
    policy.must_manage(by)
    target = states.must_allow("adopt", catalogue)
    items = catalogue.items.count()
    if not items:
        raise NotLawful(
            "catalogue.empty", "这一版目录没有任何事项，不能启用。",
            source="政府信息公开条例(国令711号) 第十二条", remedy="请先导入公开事项。",
        )  # fmt: skip
    former = next((version for version in versions if version.state == Catalogue.State.IN_FORCE), None)
    if former:
        former.state = Catalogue.State.SUPERSEDED
        former.save(update_fields=["state"])
        _carry_over(former, catalogue)
        ledger.record("catalogue.superseded", former, by=by, at=at, successor=str(catalogue))
    catalogue.state = target
    catalogue.save(update_fields=["state"])
    _derive(catalogue)
    without = list(catalogue.items.filter(assignments=None).values_list("number", flat=True))
    ledger.record(
        "catalogue.adopted",
        catalogue,
        by=by,
        at=at,
        before=former and former.version,
        after=catalogue.version,
        title=catalogue.title,
        items=items,
        assignments=Assignment.objects.filter(item__catalogue=catalogue).count(),
        without_agency=without,
    )
    pages.touch(["catalogue"])  # the key of every page that says what the catalogue holds or who is responsible
    return catalogue


@transaction.atomic
def verify(*, catalogue: Catalogue, reason: str, by: Any, at: dt.datetime | None = None) -> Catalogue:
    """Confirm that every row was compared with the original; `reason` says with which. 条例 Arts 3, 12

    Until then the limits of the rows count as unverified wherever they are shown; what was frozen before stays so.
    Raises NotYours, NotNow (superseded, confirmed already), NotLawful (nothing said of the original).
    """
    catalogue = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
    policy.must_manage(by)
    states.must_allow("verify", catalogue)
    if catalogue.verified:
        raise NotNow("catalogue.verified_already", f"《{catalogue}》已经核对过。", remedy="请刷新页面查看。")
    if wrong := short_of(reason, 4, "请写明对照哪一份原件、怎样核对。"):
        raise NotLawful(
            "catalogue.verified_with",
            wrong,
            source="政府信息公开条例(国令711号) 第十二条",
            remedy="例如“对照印发的目录原件逐项核对公开内容、依据和时限”。",
        )
    must_be_clean({"核对情况": reason})
    catalogue.verified_at = at or timezone.now()
    catalogue.verified_by = None if by is ledger.SYSTEM else by
    catalogue.save(update_fields=["verified_at", "verified_by"])
    items = catalogue.items.count()
    ledger.record(
        "catalogue.verified", catalogue, by=by, at=at, reason=reason.strip(), title=str(catalogue), items=items
    )
    pages.touch(["catalogue"])
    return catalogue


def _carry_over(former: Catalogue, catalogue: Catalogue) -> None:
    """What was assigned or taken off by hand holds for the same item of the new version."""
    new = dict(catalogue.items.values_list("code", "pk"))
    by_hand = Assignment.objects.filter(item__catalogue=former, by_hand=True).select_related("item", "agency")
    Assignment.objects.bulk_create(
        [
            Assignment(item_id=new[old.item.code], agency=old.agency, by_hand=True)
            for old in by_hand
            if old.item.code in new and old.agency.to_on is None
        ],
        ignore_conflicts=True,
    )
    excluded = Exclusion.objects.filter(item__catalogue=former).select_related("item")
    Exclusion.objects.bulk_create(
        [Exclusion(item_id=new[old.item.code], agency_id=old.agency_id) for old in excluded if old.item.code in new],
        ignore_conflicts=True,
    )


def _derive(catalogue: Catalogue) -> int:
    """Assign every agency that an item's responsible words name; how many assignments that made."""
    agencies = list(queries.agencies_under(catalogue))
    excluded = set(Exclusion.objects.filter(item__catalogue=catalogue).values_list("item_id", "agency_id"))
    held = set(Assignment.objects.filter(item__catalogue=catalogue).values_list("item_id", "agency_id"))
    fresh = [
        Assignment(item=item, agency=agency)
        for item in catalogue.items.all()
        for agency in assigning.agencies_named(item.responsible, agencies)
        if (item.pk, agency.pk) not in excluded | held
    ]
    Assignment.objects.bulk_create(fresh)
    return len(fresh)


@transaction.atomic
def reassign(*, catalogue: Catalogue, by: Any, at: dt.datetime | None = None) -> int:
    """Derive assignments again after agencies were opened or ended; returns how many were added.

    Derived assignments of agencies that ended are dropped; what was done by hand stays. Raises NotYours, NotNow.
    """
    catalogue = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
    policy.must_manage(by)
    states.must_allow("reassign", catalogue)
    living = queries.agencies_under(catalogue).values("pk")
    gone = Assignment.objects.filter(item__catalogue=catalogue, by_hand=False).exclude(agency__in=living)
    dropped = gone.count()
    gone.delete()
    added = _derive(catalogue)
    if added or dropped:
        ledger.record("catalogue.reassigned", catalogue, by=by, at=at, added=added, dropped=dropped)
        pages.touch(["catalogue"])
    return added


@transaction.atomic
def assign(*, item: Item, agency: Agency, by: Any, reason: str = "", at: dt.datetime | None = None) -> Assignment:
    """Make `agency` responsible for `item`. Doing it twice changes nothing. Raises NotYours, NotNow, NotLawful."""
    catalogue = Catalogue.objects.select_for_update().get(pk=item.catalogue_id)
    policy.must_manage(by)
    states.must_allow("assign", catalogue)
    must_be_clean({"理由": reason})
    if agency.to_on is not None:
        raise NotLawful(
            "catalogue.agency_ended",
            f"{agency}已于{agency.to_on}终止，不能再承担公开责任。",
            source="政府信息公开条例(国令711号) 第十条",
            remedy=f"请改为指定承接其职能的{agency.successor}。" if agency.successor else "请指定承接其职能的机关。",
        )
    Exclusion.objects.filter(item=item, agency=agency).delete()
    assignment, made = Assignment.objects.get_or_create(item=item, agency=agency, defaults={"by_hand": True})
    if made:
        ledger.record("catalogue.assigned", item, by=by, at=at, reason=reason, agency=agency.short_name, item=item.name)
        pages.touch(["catalogue"])
    return assignment


@transaction.atomic
def unassign(*, assignment: Assignment, by: Any, reason: str = "", at: dt.datetime | None = None) -> None:
    """Take an agency off an item, for later versions too. Raises NotYours, NotNow."""
    catalogue = Catalogue.objects.select_for_update().get(items=assignment.item_id)
    policy.must_manage(by)
    states.must_allow("unassign", catalogue)
    must_be_clean({"理由": reason})
    item, agency = assignment.item, assignment.agency
    Assignment.objects.filter(pk=assignment.pk).delete()
    Exclusion.objects.get_or_create(item=item, agency=agency)
    ledger.record("catalogue.unassigned", item, by=by, at=at, reason=reason, agency=agency.short_name, item=item.name)
    pages.touch(["catalogue"])


@transaction.atomic
def discard(*, catalogue: Catalogue, by: Any, reason: str = "", at: dt.datetime | None = None) -> None:
    """Drop a draft that was imported by mistake; the ledger keeps that it was. Raises NotYours, NotNow."""
    catalogue = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
    policy.must_manage(by)
    states.must_allow("discard", catalogue)
    must_be_clean({"理由": reason})
    ledger.record("catalogue.discarded", catalogue, by=by, at=at, reason=reason, title=str(catalogue))
    catalogue.delete()


@transaction.atomic
def link(*, item: Item, url: str, by: Any, at: dt.datetime | None = None) -> Item:
    """Point an item at another system's page (绍兴目录第42、48项), or with "" take the link away.

    Raises NotYours, NotNow (a superseded version), NotLawful (no web address).
    """
    item = Item.objects.select_for_update(of=["self"]).select_related("catalogue").get(pk=item.pk)
    policy.must_manage(by)
    states.must_allow("link", item.catalogue)
    url = url.strip()
    if url:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise NotLawful(
                "catalogue.link", f"“{url[:60]}”不是网页地址。", remedy="请填写以 http:// 或 https:// 开头的完整地址。"
            ) from error
        if is_private(url):
            raise NotLawful(
                "catalogue.link_private",
                f"“{url[:60]}”是内部网络的地址，社会公众打不开。",
                remedy="请填写公网上的地址。",
            )
    before, item.link_url = item.link_url, url
    item.save(update_fields=["link_url"])
    ledger.record("catalogue.linked", item, by=by, at=at, before=before, after=url, item=item.name)
    pages.touch(["catalogue", statements.key(item.code)])
    return item
