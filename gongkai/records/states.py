"""The life of a record: act -> (from, to). `gongkai manage draw_states` draws it into the docs."""

from gongkai.records.models import Record
from gongkai.refusals import NotNow

State = Record.State

# An edit keeps the state while drafting; during or after review it leads back into review.
_EDITABLE = {
    State.DRAFT: State.DRAFT,
    State.IN_REVIEW: State.IN_REVIEW,
    State.APPROVED: State.IN_REVIEW,
    State.CORRECTING: State.CORRECTING,
    State.CORRECTION_REVIEW: State.CORRECTION_REVIEW,
    State.CORRECTION_APPROVED: State.CORRECTION_REVIEW,
}

TABLE: dict[str, dict[str, str]] = {
    "edit": {str(source): str(target) for source, target in _EDITABLE.items()},
    "submit": {State.DRAFT: State.IN_REVIEW, State.CORRECTING: State.CORRECTION_REVIEW},
    "approved": {State.IN_REVIEW: State.APPROVED, State.CORRECTION_REVIEW: State.CORRECTION_APPROVED},
    "returned": {
        State.IN_REVIEW: State.DRAFT,
        State.CORRECTION_REVIEW: State.CORRECTING,
        # Emergency path: a step that follows was returned before it went out.
        State.APPROVED: State.DRAFT,
        State.ISSUED: State.DRAFT,
    },
    "four": {state: state for state in (State.DRAFT, State.IN_REVIEW, State.CORRECTING, State.CORRECTION_REVIEW)},
    "emergency": {State.DRAFT: State.DRAFT, State.IN_REVIEW: State.IN_REVIEW},
    # The original of a partial release stays where it is; its public part is a record of its own.
    "public_part": {state: state for state in (State.DRAFT, State.APPROVED, State.ISSUED)},
    "redact": {str(source): str(target) for source, target in _EDITABLE.items()},
    "issue": {State.APPROVED: State.ISSUED},
    # Issued before (`revise`): the number stands, only the review was repeated.
    "approved_again": {State.IN_REVIEW: State.ISSUED},
    "revise": {State.ISSUED: State.DRAFT},
    "publish": {
        State.APPROVED: State.PUBLISHED,
        State.ISSUED: State.PUBLISHED,
        State.CORRECTION_APPROVED: State.PUBLISHED,
    },
    "correct": {State.PUBLISHED: State.CORRECTING},
    "drop_correction": {State.CORRECTING: State.PUBLISHED},
    "withdraw": {
        State.PUBLISHED: State.WITHDRAWN,
        State.CORRECTING: State.WITHDRAWN,
        State.CORRECTION_REVIEW: State.WITHDRAWN,
        State.CORRECTION_APPROVED: State.WITHDRAWN,
    },
    # What is entered of a penalty decision that no longer stands changes nothing by itself; it must be taken down.
    "overturn": {
        state: state
        for state in (State.PUBLISHED, State.CORRECTING, State.CORRECTION_REVIEW, State.CORRECTION_APPROVED)
    },
    # Loading the text onto the intranet platform follows the issue, whatever becomes of it in public.
    "intranet": {
        state: state
        for state in (
            State.ISSUED,
            State.PUBLISHED,
            State.CORRECTING,
            State.CORRECTION_REVIEW,
            State.CORRECTION_APPROVED,
        )
    },
    # A repeal does not wait for a correction that happens to be under way.
    "set_validity": {
        state: state
        for state in (
            State.PUBLISHED,
            State.CORRECTING,
            State.CORRECTION_REVIEW,
            State.CORRECTION_APPROVED,
        )
    },
    "schedule": {state: state for state in (State.APPROVED, State.ISSUED)},
    # A set time that was dropped or failed leaves its notice wherever the record went from there.
    "unschedule": {state: state for state in (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.ISSUED)},
    "abandon": {State.DRAFT: State.ABANDONED, State.APPROVED: State.ABANDONED},
}

# What holds for marks of validity holds for the term.
TABLE["renew"] = TABLE["set_validity"]

LABELS = {
    "edit": "修改",
    "submit": "送审",
    "approved": "审核通过",
    "approved_again": "审核通过",
    "revise": "撤回印发",
    "returned": "退回",
    "issue": "印发",
    "publish": "公开",
    "correct": "更正",
    "drop_correction": "放弃更正",
    "withdraw": "撤下",
    "overturn": "登记处罚决定被变更、撤销",
    "intranet": "登记加载到内网工作平台",
    "set_validity": "标注有效性",
    "four": "四审四校",
    "emergency": "启动应急公开",
    "public_part": "制作公开部分",
    "redact": "再除去内容",
    "renew": "延长有效期",
    "schedule": "定时公开",
    "unschedule": "取消定时公开",
    "abandon": "作废",
}


def allows(act: str, state: str) -> bool:
    """Whether `act` is possible in `state`."""
    return state in TABLE[act]


def must_allow(act: str, record: Record) -> str:
    """The state after `act`. Raises NotNow where the table does not lead from here."""
    target = TABLE[act].get(record.state)
    if target is None:
        possible = "、".join(State(state).label for state in TABLE[act])
        raise NotNow(
            "records.state",
            f"这条信息现在是“{record.get_state_display()}”，不能办理“{LABELS[act]}”。",
            remedy=f"只有处于“{possible}”的信息才能办理“{LABELS[act]}”。",
            state=record.state,
        )
    return target
