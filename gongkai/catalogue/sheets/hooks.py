"""What sheets tell the apps below: ledger, review, worklist."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html, format_html_join

from gongkai import ledger, review, rules, worklist
from gongkai.catalogue import registry
from gongkai.catalogue.sheets import actions, counting, policy, queries, states
from gongkai.catalogue.sheets.elements import Difference
from gongkai.catalogue.sheets.kinds import KINDS, Kind, of
from gongkai.ledger.gates import register_gate
from gongkai.organisations import queries as organisations
from gongkai.organisations.sheets import Sheet
from gongkai.refusals import NotNow
from gongkai.review.models import Review

ACTS = {
    "opened": "编制{label}",
    "edited": "修改{label}",
    "published": "发布{label}第{{number}}版",
}


def register() -> None:
    """Called once, from `apps.py`."""
    registry.register_holdings(counting.holdings, passes_on=False)
    registry.register_days(counting.days, passes_on=False)
    for kind in KINDS.values():
        for act, sentence in ACTS.items():
            ledger.register_act(f"catalogue.{kind.code}_{act}", sentence.format(label=kind.label))
        address = kind.address
        ledger.register_subject(
            kind.code,
            kind.model,
            url=lambda sheet, address=address: address(sheet.agency_id),  # type: ignore[misc]
        )
        review.register(kind.code, _subject(kind))
    ledger.register_subject(
        "query_point", "organisations.QueryPoint", url=lambda one: f"/desk/catalogue/points/{one.pk}/"
    )
    ledger.register_act("catalogue.point_entered", "增加查询点：{name}")
    ledger.register_act("catalogue.point_changed", "修改查询点：{name}")
    ledger.register_act("catalogue.point_moved", "查询点{label}：{name}")
    worklist.register_source("sheets", "公开指南和机构概况", items)
    register_gate("organisations.end_agency", no_open_reviews)


def _subject(kind: Kind) -> review.Subject:
    return review.Subject(
        on_approved=_approved,
        on_returned=_returned,
        title=str,
        url=lambda sheet: kind.address(sheet.agency_id),
        snapshot=lambda sheet: {"rows": kind.rows(sheet.handed)},
        material=_material,
    )


def _approved(sheet: Any, found: Review, by: Any) -> None:
    sheet = actions.locked(sheet)
    sheet.state = states.must_allow("approved", sheet)
    sheet.save(update_fields=["state"])


def _returned(sheet: Any, found: Review, by: Any) -> None:
    sheet = actions.locked(sheet)
    sheet.state, sheet.handed = states.must_allow("returned", sheet), None
    sheet.save(update_fields=["state", "handed"])


def _material(sheet: Any, person: Any, before: tuple[str, dict[str, Any]] | None) -> review.Material:
    """What was handed in, row by row, beside what was signed before or else what is public."""
    kind = of(sheet)
    rows = kind.rows(sheet.handed or kind.handed(sheet.agency, sheet.content, organisations.today()))
    public = sheet.published
    if before is None and public is not None:
        before = (f"现在公开的第{public.number}版", {"rows": kind.rows(public.content)})
    return review.Material(
        title=str(sheet),
        html=format_html_join("", "<h3>{}</h3>{}", ((label, _paragraphs(words)) for label, words in rows)),
        changes=differences(before[1]["rows"], rows) if before else [],
        compared_with=before[0] if before else "",
    )


def _paragraphs(words: str) -> str:
    return format_html_join("", "<p>{}</p>", ((line,) for line in words.splitlines() if line.strip())) or format_html(
        "<p>{}</p>", "（空）"
    )


def differences(before: list[Any], after: list[Any]) -> list[Difference]:
    """Rows that are new, gone or say something else."""
    old, new = dict(before), dict(after)
    found = [Difference(label, old.get(label, ""), new.get(label, "")) for label in dict.fromkeys([*old, *new])]
    return [one for one in found if one.before != one.after]


def no_open_reviews(agency: Any, by: Any) -> NotNow | None:
    """Gate of ending an agency: what is under way would wait for nobody."""
    waiting = (Sheet.State.IN_REVIEW, Sheet.State.APPROVED)
    busy = [
        kind.label for kind in KINDS.values() if kind.sheets.objects.filter(agency=agency, state__in=waiting).exists()
    ]
    if not busy:
        return None
    return NotNow(
        "catalogue.agency_busy",
        f"{agency}的{'、'.join(busy)}正在审核或者待发布。",
        source="政府信息公开条例(国令711号) 第十条",
        remedy="请先发布或者撤回，再终止机关。",
    )


def items(person: Any) -> Iterator[worklist.Item]:
    """Sheets that `person` must mend, publish or bring up to date; one query a kind where there are none."""
    mine = organisations.agencies_of(person, policy.MAY["edit"])
    for kind in KINDS.values():
        sheets = list(kind.sheets.objects.filter(agency__in=mine).select_related("agency"))
        public = queries.newest(kind, [sheet.agency for sheet in sheets]) if sheets else {}
        for sheet in sheets:
            yield from _of_sheet(kind, sheet, public.get(sheet.agency_id), person)


def _of_sheet(kind: Kind, sheet: Any, public: Any, person: Any) -> Iterator[worklist.Item]:
    facts: dict[str, Any] = {"kind": "sheets", "title": str(sheet), "agency": str(sheet.agency)}
    facts["url"] = kind.address(sheet.agency_id)
    if sheet.state == Sheet.State.APPROVED:
        if policy.may(person, "publish", sheet.agency):
            yield worklist.Item(act="发布", since=sheet.edited_at, **facts)
    elif sheet.state == Sheet.State.DRAFT and sheet.drafter_id == person.pk and (back := _sent_back(kind, sheet)):
        said = list(back.signatures.all())[-1]
        yield worklist.Item(
            act="按退回意见修改", since=back.closed_at, from_whom=said.post_title, note=said.opinion, **facts
        )
    followed = sheet.state in (Sheet.State.PUBLISHED, Sheet.State.DRAFT)
    if public is not None and followed and (found := queries.stale(public)):
        yield worklist.Item(
            act=f"更新{kind.label}",
            due_on=found.due_on,
            provisional=found.provisional,
            source=rules.cited(found.rule),
            since=queries.began(found),
            note=found.words,
            **facts,
        )


def _sent_back(kind: Kind, sheet: Any) -> Review | None:
    last = Review.objects.filter(subject_kind=kind.code, subject_id=str(sheet.pk)).order_by("-id").first()
    return last if last is not None and last.state == Review.State.RETURNED else None
