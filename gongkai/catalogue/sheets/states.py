"""The life of a sheet: act -> (from, to). What is public stays public while the next version is written."""

from typing import Any

from gongkai.organisations.sheets import Sheet
from gongkai.refusals import NotNow

State = Sheet.State

TABLE: dict[str, tuple[tuple[str, ...], str]] = {
    # An edit after approval gives the approval up: it was of other words.
    "edit": ((State.DRAFT, State.APPROVED, State.PUBLISHED), State.DRAFT),
    # A published sheet whose facts have changed is handed in again as it is.
    "submit": ((State.DRAFT, State.PUBLISHED), State.IN_REVIEW),
    "approved": ((State.IN_REVIEW,), State.APPROVED),
    "returned": ((State.IN_REVIEW,), State.DRAFT),
    "publish": ((State.APPROVED,), State.PUBLISHED),
}
LABELS = {"edit": "修改", "submit": "送审", "approved": "审核通过", "returned": "退回", "publish": "发布"}


def allows(act: str, sheet: Any) -> bool:
    """Whether `act` is possible now."""
    return sheet.state in TABLE[act][0]


def must_allow(act: str, sheet: Any) -> str:
    """The state after `act`. Raises NotNow where the table does not lead from here."""
    sources, target = TABLE[act]
    if sheet.state not in sources:
        remedy = "审核中需要修改的，请先在审核页面撤回送审。" if sheet.state == State.IN_REVIEW else "请刷新页面。"
        raise NotNow(
            "catalogue.sheet_state",
            f"{sheet}现在是“{sheet.get_state_display()}”，不能办理“{LABELS[act]}”。",
            remedy=remedy,
            state=sheet.state,
        )
    return target
