"""The life of a question: act -> (from, to). An answer to changed content is refused elsewhere, by the hashes."""

from gongkai.inquiries.models import Inquiry
from gongkai.refusals import NotNow

State = Inquiry.State

TABLE: dict[str, dict[str, str]] = {
    "agree": {State.ASKED: State.AGREED},
    "disagree": {State.ASKED: State.DISAGREED},
    "coordinate": {State.DISAGREED: State.COORDINATED},
    "withdraw": {State.ASKED: State.WITHDRAWN, State.DISAGREED: State.WITHDRAWN},
    "remind": {State.ASKED: State.ASKED},
}
LABELS = {"agree": "答复", "disagree": "答复", "coordinate": "协调", "withdraw": "撤回", "remind": "催办"}


def allows(act: str, state: str) -> bool:
    """Whether `act` is possible in `state`."""
    return state in TABLE[act]


def must_allow(act: str, inquiry: Inquiry) -> str:
    """The state after `act`. Raises NotNow where the table does not lead from here."""
    target = TABLE[act].get(inquiry.state)
    if target is None:
        raise NotNow(
            "inquiries.state",
            f"这件征求意见现在是“{inquiry.get_state_display()}”，不能办理“{LABELS[act]}”。",
            remedy="请刷新页面查看最新情况。",
            state=inquiry.state,
        )
    return target
