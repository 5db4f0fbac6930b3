"""A step is signed or returned; several are returned at once. Nothing is ever signed in bulk: each must be read."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.organisations.models import Agency
from gongkai.refusals import NotLawful, NotNow, Refusal, short_of
from gongkai.review import keeping, policy, queries, registry, secrecy, states, tasks
from gongkai.review.actions.common import locked, move_on, must_be_agreed, must_be_clean, settle
from gongkai.review.models import Review, Signature


def sign(
    *,
    review: Review,
    by: Any,
    seen: dict[str, str],
    opinion: str = "",
    form: dict[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Signature:
    """Approve the open step over the hashes that the signer `seen`.

    The subject is checked first, in a transaction of its own: what is found stays known where it stands in the way.
    Raises NotYours, NotNow (state; content changed since it was opened; question pending; others have not agreed),
    NotLawful (same person; secrecy form incomplete; findings without an accountable answer).
    """
    found = ledger.resolve(review.subject_kind, review.subject_id)
    if found is not None and review.state == Review.State.OPEN:
        registry.of(review.subject_kind).beforehand(found, by, at)
    return _sign(review=review, by=by, seen=seen, opinion=opinion, form=form, at=at)


@transaction.atomic
def _sign(
    *,
    review: Review,
    by: Any,
    seen: dict[str, str],
    opinion: str,
    form: dict[str, Any] | None,
    at: dt.datetime | None,
) -> Signature:
    review, subject = locked(review)
    states.must_allow("sign", review)
    office = queries.office_for(review)
    known = queries.steps(review, office)
    step = _open_one(known)
    post = policy.must_sign(by, review, step, known)
    _must_have_seen(review, step, seen)
    _must_not_be_last(review, subject, known)
    handler = registry.of(review.subject_kind)
    handler.before_signing(subject, review, by)
    opinion = must_be_clean(opinion)
    filled = secrecy.must_be_complete(step, form or {}, handler.disclosing(subject)) if step.form else {}
    must_be_clean(filled.get("basis", ""))
    signature = _put(review, step, by, post, Signature.Decision.APPROVED, opinion, filled, at)
    keeping.keep(review, handler.snapshot(subject))
    facts = {"step": step.name, "post": post, "parts": review.parts, "form": filled}
    ledger.record("review.signed", subject, by=by, at=at, reason=opinion, rule=review.plan, **facts)
    _after(review, subject, by, at, office)
    return signature


def _open_one(known: list[queries.Step]) -> queries.Step:
    step = next((one for one in known if one.state == "open"), None)
    if step is None:
        raise NotNow("review.nothing_open", "各步骤都已签署。", remedy="请刷新页面。")
    return step


def _must_not_be_last(review: Review, subject: Any, known: list[queries.Step]) -> None:
    """The last signature (before publication) waits for those outside the plan whose word is needed."""
    left = [one for one in known if one.state != "done" and not one.later]
    if len(left) <= 1:
        must_be_agreed(review, subject)


def _put(
    review: Review, step: queries.Step, by: Any, post: str, decision: str, opinion: str, form: Any, at: Any
) -> Signature:
    return Signature.objects.create(
        review=review,
        step=step.name,
        decision=decision,
        opinion=opinion,
        form=form,
        parts=review.parts,
        by=by,
        post_title=post,
        at=at or timezone.now(),
    )


def _after(review: Review, subject: Any, by: Any, at: dt.datetime | None, office: Agency | None) -> None:
    """The signatures known before this one are stale now."""
    getattr(review, "_prefetched_objects_cache", {}).pop("signatures", None)
    settle(review, subject, by, at, office)


def _must_have_seen(review: Review, step: queries.Step, seen: dict[str, str]) -> None:
    if any(seen.get(part) != review.parts.get(part) for part in step.sees):
        raise NotNow(
            "review.changed",
            "您打开页面之后，材料又被修改过，您还没有看到新的内容。",
            remedy="请重新打开审核页面，查看修改处后再签署。",
            step=step.name,
        )


@transaction.atomic
def return_(*, review: Review, by: Any, reason: str, conclusion: str = "", at: dt.datetime | None = None) -> Signature:
    """Send it back to the drafter with a reason.

    The secrecy step may add what it found (`secrecy.RETURNED_FOR`): of what is partly closed a public part can be
    made. Raises NotYours, NotNow, NotLawful (no reason; a conclusion where none is given).
    """
    review, subject = locked(review)
    states.must_allow("return_", review)
    known = queries.steps(review)
    step = _open_one(known)
    post = policy.must_sign(by, review, step, known)
    reason = must_give_reason(review, reason)
    form = secrecy.must_be_said(step, conclusion)
    review.state = Review.State.RETURNED
    review.closed_at = at or timezone.now()
    signature = _put(review, step, by, post, Signature.Decision.RETURNED, reason, form, at)
    handler = registry.of(review.subject_kind)
    keeping.keep(review, handler.snapshot(subject))
    ledger.record("review.returned", subject, by=by, at=at, reason=reason, step=step.name, post=post, **form)
    move_on(review, None)
    handler.on_returned(subject, review, by)
    tasks.tell_drafter(review)
    return signature


def must_give_reason(review: Review, reason: str) -> str:
    """The reason of a return without its margins. Raises NotLawful."""
    if wrong := short_of(reason, 2, "退回必须写明理由。"):
        raise NotLawful("review.reason", wrong, source=rules.cited(review.plan), remedy="请写明需要修改什么。")
    return must_be_clean(reason)


def return_many(
    *, reviews: Iterable[Review], by: Any, reason: str, at: dt.datetime | None = None
) -> tuple[list[Signature], list[tuple[Review, Refusal]]]:
    """Return several with one reason: one act each, so that one that fails leaves the others done and itself whole.

    Returns (signatures, refused ones with why). Raises NotLawful where the reason itself cannot stand, before any act.
    """
    done: list[Signature] = []
    refused: list[tuple[Review, Refusal]] = []
    chosen = sorted(reviews, key=lambda one: (one.subject_kind, one.subject_id))  # locks are taken in one order
    for review in chosen:
        must_give_reason(review, reason)
    for review in chosen:
        try:
            done.append(return_(review=review, by=by, reason=reason, at=at))
        except Refusal as refusal:
            refused.append((review, refusal))
    return done, refused
