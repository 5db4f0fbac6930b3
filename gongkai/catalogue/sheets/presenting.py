"""What the desk's pages of sheets show."""

from typing import Any

from gongkai import ledger
from gongkai.catalogue.sheets import guide, policy, queries, states
from gongkai.catalogue.sheets.hooks import differences
from gongkai.catalogue.sheets.kinds import GUIDE, KINDS, Kind
from gongkai.ledger.queries import history, sentence
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.organisations.sheets import Sheet
from gongkai.review import policy as review_policy
from gongkai.review import queries as review_queries

STATES = {"draft": "wait", "in_review": "doing", "approved": "doing", "published": "done"}


def trail(kind: Kind, agency: Agency | None = None, last: str = "") -> list[tuple[str, str]]:
    """Breadcrumb: the list, the agency, the page."""
    found = [("工作台", "/desk/"), (kind.label, f"/desk/catalogue/{kind.code}/" if agency else "")]
    if agency:
        found.append((agency.short_name, kind.address(agency.pk) if last else ""))
    return found + ([(last, "")] if last else [])


def tabs(current: Kind) -> list[tuple[str, str, bool]]:
    """The two lists side by side."""
    return [(kind.label, f"/desk/catalogue/{kind.code}/", kind is current) for kind in KINDS.values()]


def listed(kind: Kind, person: Any) -> list[dict[str, Any]]:
    """The agencies whose sheet the person may see, with state, version in public and whether it is overtaken."""
    agencies = list(policy.agencies_visible_to(person, kind).distinct())
    sheets = {one.agency_id: one for one in kind.sheets.objects.filter(agency__in=agencies)}
    public = queries.newest(kind, agencies)
    rows = []
    for agency in agencies:
        sheet, shown = sheets.get(agency.pk), public.get(agency.pk)
        state = (sheet.get_state_display(), STATES[sheet.state]) if sheet else ("尚未编制", "stop")
        row = {"agency": agency, "url": kind.address(agency.pk), "state": state[0], "kind": state[1], "public": shown}
        rows.append(row | {"stale": queries.stale(shown) if shown else None})
    return rows


def page(kind: Kind, agency: Agency, person: Any) -> dict[str, Any]:
    """One agency's sheet."""
    sheet, day = queries.sheet_of(kind, agency), organisations.today()
    context: dict[str, Any] = {
        "sheet_kind": kind, "agency_shown": agency, "sheet": sheet, "trail": trail(kind, agency),
        "versions": queries.versions(kind, agency).select_related("published_by"),
        "acts": _acts(kind, agency, sheet, person), "state_kind": STATES.get(sheet.state if sheet else "", "stop"),
        "may_open": sheet is None and policy.may(person, "edit", agency), "missing": [], "rows": [],
    }  # fmt: skip
    if sheet is None:
        return context
    public = sheet.published
    now = sheet.handed or kind.handed(agency, sheet.content, day)
    rows = kind.rows(now)
    return context | {
        "rows": rows,
        "elements": now.get("elements") if kind is GUIDE else None,
        "element_kinds": guide.KINDS,
        "missing": [] if sheet.handed else kind.missing(agency, sheet.content, day),
        "public": public,
        "stale": queries.stale(public) if public else None,
        "changes": differences(kind.rows(public.content), rows) if public else [],
        "review": _review(sheet, person),
        "entries": entries(sheet),
    }


def _review(sheet: Any, person: Any) -> Any:
    """The newest review, where the person may open it."""
    found = review_queries.live(*ledger.reference(sheet))
    return found if found and review_policy.visible_to(person).filter(pk=found.pk).exists() else None


def _acts(kind: Kind, agency: Agency, sheet: Any, person: Any) -> list[dict[str, Any]]:
    if sheet is None or not policy.may(person, "edit", agency):
        return []
    address = kind.address(agency.pk)
    left = kind.missing(agency, sheet.content, organisations.today())
    state = f"现在是“{sheet.get_state_display()}”。"
    ready = states.allows("submit", sheet) and not left
    found: list[dict[str, Any]] = [
        {"label": "修改", "url": f"{address}edit/", "allowed": states.allows("edit", sheet),
         "why": f"{state}需要修改的，请先撤回送审。",
         "hint": "审核通过后再修改，须重新送审。" if sheet.state == Sheet.State.APPROVED else ""},
        {"label": "送审", "url": f"{address}submit/", "method": "post", "allowed": ready,
         "why": f"缺少：{'、'.join(left)}。" if left else state, "source": kind.source},
    ]  # fmt: skip
    if policy.may(person, "publish", agency):
        found.append({
            "label": "发布", "url": f"{address}publish/", "method": "post", "allowed": states.allows("publish", sheet),
            "why": "审核通过后才能发布。",
        })  # fmt: skip
    return found


def entries(sheet: Any) -> list[dict[str, Any]]:
    """A timeline, newest first."""
    return [
        {"at": entry.at, "sentence": sentence(entry), "by": entry.actor_name, "reason": entry.reason}
        for entry in history(sheet).order_by("-number")
    ]
