"""What the pages show, put together from queries: rows with the lawful limit, counts, next acts."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.catalogue import assigning, coverage, policy, queries, standard
from gongkai.catalogue.forms import AssignForm, LinkForm
from gongkai.catalogue.models import Catalogue, Item
from gongkai.ledger.queries import history, sentence
from gongkai.organisations import queries as organisations

SHOWS = (("", "全部"), ("differs", "时限以上位规定为准"), ("unassigned", "尚无责任单位"), ("scheduled", "按期公开"))
BY_CALENDAR = (Item.Schedule.MONTHLY, Item.Schedule.QUARTERLY, Item.Schedule.YEARLY, Item.Schedule.ISSUE)


def own_place(person: Any) -> str:
    """The place of the person's competent authority, else of this instance."""
    agency = organisations.agencies_of(person).filter(is_competent=True).first()
    return agency.place if agency else settings.PLACE


def catalogue(found: Catalogue, person: Any, show: str) -> dict[str, Any]:
    """Context of one version's page; `show` picks some of the rows."""
    held: dict[str, int] = {}
    for (_, code), (number, _) in queries.holdings(found).items():
        held[code] = held.get(code, 0) + number
    rows = [_row(item, held.get(item.code, 0)) for item in found.items.prefetch_related("assignments__agency")]
    for row in rows:
        row["item"].catalogue = found
    manages = policy.may_manage(person)
    chosen = {
        "differs": [row for row in rows if row["limit"].differs],
        "unassigned": [row for row in rows if not row["agencies"]],
        "scheduled": [row for row in rows if row["item"].schedule in BY_CALENDAR],
    }
    tabs = [(label, f"?show={key}" if key else "?", key == show, len(chosen.get(key, rows))) for key, label in SHOWS]
    return {
        "catalogue": found, "rows": chosen.get(show, rows), "tabs": tabs, "kind": kind_of(found),
        "total": len(rows), "acts": acts(found) if manages else [], "entries": entries(found),
        "may_manage": manages, "may_verify": manages and found.state != Catalogue.State.SUPERSEDED,
    }  # fmt: skip


def _row(item: Item, held: int) -> dict[str, Any]:
    return {
        "item": item,
        "limit": queries.lawful(item, timezone.localdate()),
        "agencies": [assignment.agency for assignment in item.assignments.all()],
        "held": held,
    }


def kind_of(found: Catalogue) -> str:
    """The kind of the state's tag (`status`)."""
    return {"draft": "wait", "in_force": "done"}.get(found.state, "off")


def entries(subject: Any) -> list[dict[str, Any]]:
    """A timeline, newest first."""
    return [
        {"at": entry.at, "sentence": sentence(entry), "by": entry.actor_name, "reason": entry.reason}
        for entry in history(subject).reverse()
    ]


def acts(found: Catalogue) -> list[dict[str, Any]]:
    """What may be done next with a version, and why not."""
    here = f"/desk/catalogue/{found.pk}/"
    draft, current = found.state == Catalogue.State.DRAFT, found.state == Catalogue.State.IN_FORCE
    if not (draft or current):
        return []
    adopt = {
        "label": "启用这一版", "url": f"{here}adopt/", "method": "post", "allowed": draft,
        "why": "这一版已经是现行目录。",
        "hint": "原来的现行目录随即被取代；各事项按目录落实责任单位，人工指定的责任单位予以保留。",
        "source": "政府信息公开条例(国令711号) 第十二条",
    }  # fmt: skip
    again = {
        "label": "重新落实责任单位", "url": f"{here}reassign/", "method": "post", "allowed": current,
        "why": "启用后才能落实责任单位。", "hint": "机关新设、撤销后使用；人工指定和取消的不变。",
    }  # fmt: skip
    discard = {
        "label": "删除这一版", "url": f"{here}discard/", "method": "post", "allowed": draft, "warn": True,
        "why": "启用过的目录要留存。", "hint": "导入有误时使用。删除后不能恢复，可以重新导入。",
    }  # fmt: skip
    return [adopt, discard] if draft else [again]


def item(found: Item, person: Any) -> dict[str, Any]:
    """Context of one item's page."""
    limit = queries.lawful(found, timezone.localdate())
    held = {pair[0]: facts for pair, facts in queries.holdings(found.catalogue).items() if pair[1] == found.code}
    assignments = [
        {"pk": one.pk, "agency": one.agency, "by_hand": one.by_hand, "held": held.get(one.agency_id, (0, None))}
        for one in found.assignments.select_related("agency")
    ]
    today = timezone.localdate()
    open_to_change = found.catalogue.state != Catalogue.State.SUPERSEDED and policy.may_manage(person)
    return {
        "item": found, "limit": limit, "facts": _facts(found), "assignments": assignments, "may_manage": open_to_change,
        "others": [(name, queries.limit_for(found, today, name)) for name in queries.subjects_of(found)[1:]],
        "findings": [_finding(one) for one in queries.findings(found)], "assign": AssignForm(item=found),
        "link": LinkForm(initial={"url": found.link_url}), "entries": entries(found),
    }  # fmt: skip


def _facts(found: Item) -> list[tuple[str, Any]]:
    dates = "、".join(f"{int(day[:2])}月{int(day[3:])}日前" for day in found.fixed_dates)
    who = "、".join(assigning.label(word) for word in found.responsible)
    classes = [f"第二十条第（{found.art20}）项"] if found.art20 else []
    classes += ["第二十一条"] if found.art21 else []
    group = f"（{found.audience_group}）" if found.audience_group else ""
    tiers = "、".join(str(Item.Tier(tier).label) for tier in coverage.tiers_of(found))
    return [
        ("事项编码", found.code), ("目录层级", found.path), ("公开内容", found.content), ("公开依据", found.basis),
        ("公开形式", found.form), ("审核程序", found.procedure), ("公开频次", found.get_schedule_display()),
        ("固定日期", dates), ("条例分类", "、".join(classes)), ("责任单位的范围", who),
        ("公开渠道和载体", "、".join(found.channels or [standard.PLATFORM])),
        ("公开对象", f"{found.get_audience_display()}{group}"), ("公开方式", found.get_mode_display()),
        ("公开层级", tiers), ("试点领域", found.field), ("链接地址", found.link_url), ("说明", found.note),
    ]  # fmt: skip


def _finding(one: Any) -> dict[str, Any]:
    return {
        "severity": "warn" if one.kind == "X" else "advise",
        "title": one.what,
        "quote": one.local_value,
        "where": one.local_source,
        "advice": f"以上位规定为准：{one.national_value}" if one.national_value else "",
        "source": one.national_source,
    }
