"""The life of a review: act -> (from, to)."""

from gongkai.refusals import NotNow
from gongkai.review.models import Review

State = Review.State

TABLE: dict[str, tuple[tuple[str, ...], str]] = {
    "sign": ((State.OPEN,), State.OPEN),
    "complete": ((State.OPEN,), State.APPROVED),
    "return_": ((State.OPEN,), State.RETURNED),
    "cancel": ((State.OPEN,), State.CANCELLED),
    "escalate": ((State.OPEN,), State.OPEN),
    "answer": ((State.OPEN,), State.OPEN),
    # An edit after approval reopens the review: the approval was of other words.
    "change": ((State.OPEN, State.APPROVED), State.OPEN),
}


def must_allow(act: str, review: Review) -> str:
    """The state after `act`. Raises NotNow where the table does not lead from here."""
    sources, target = TABLE[act]
    if review.state not in sources:
        raise NotNow(
            "review.state",
            f"这次审核已处于“{review.get_state_display()}”，不能再办理这一步。",
            remedy="请刷新页面查看最新情况。",
            state=review.state,
        )
    return target
