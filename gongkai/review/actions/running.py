"""A review begins, follows the edits of its subject, and is called back or closed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.refusals import NotLawful, NotNow
from gongkai.review import assigning, policy, queries, registry, states
from gongkai.review.actions.common import locked, move_on, must_be_clean, settle
from gongkai.review.models import Review


@transaction.atomic
def open_(
    *,
    subject: Model,
    purpose: str,
    plan: Any,
    steps: list[dict[str, Any]],
    parts: dict[str, str],
    agency: Agency,
    drafter: Any,
    by: Any,
    authors: list[int] | None = None,
    at: dt.datetime | None = None,
) -> Review:
    """Start a review. `authors` are the keys of everybody who wrote on it.

    Raises NotNow (one is open), NotLawful (nobody holds the post a step needs).
    """
    kind, identifier = ledger.reference(subject)
    if Review.objects.filter(
        subject_kind=kind, subject_id=identifier, purpose=purpose, state=Review.State.OPEN
    ).exists():
        raise NotNow("review.open", "这份材料已经在审核中。", remedy="请等待审核，或先撤回再重新送审。")
    for step in steps:
        _must_have_holder(step, agency, rules.cited(plan))
    review = Review.objects.create(
        subject_kind=kind,
        subject_id=identifier,
        purpose=purpose,
        plan=plan.as_fact(),
        steps=steps,
        parts=parts,
        agency=agency,
        drafter=drafter,
        authors=sorted({*(authors or []), drafter.pk}),
        opened_at=at or timezone.now(),
    )
    ledger.record("review.opened", subject, by=by, at=at, rule=plan, steps=[s["name"] for s in steps], parts=parts)
    move_on(review, queries.open_step(review))
    return review


def _must_have_holder(step: dict[str, Any], agency: Agency, source: str) -> None:
    where = organisations.office_of(agency) if step.get("agency") else agency
    if where is None:
        rule = rules.at(assigning.RULE, agency.place, organisations.today())
        raise NotLawful(
            "review.no_office",
            f"以{agency}名义发布的信息由政府办公室组织审核，本系统没有登记{agency}的办公室，“{step['name']}”无人可以办理。",
            source=rules.cited(rule),
            remedy="请系统管理员登记政府办公室，并由安全管理员指定岗位后再送审。",
            step=step["name"],
        )
    if not organisations.holders(where, step["post"]).exists():
        label = Role(step["post"]).label
        raise NotLawful(
            "review.no_holder",
            f"{where}目前没有{label}，“{step['name']}”无人可以办理。",
            source=source,
            remedy=f"请安全管理员为{where}指定{label}后再送审。",
            step=step["name"],
        )


@transaction.atomic
def change_parts(
    *,
    review: Review,
    parts: dict[str, str],
    steps: list[dict[str, Any]],
    by: Any,
    plan: dict[str, Any] | None = None,
    wrote: bool = True,
    at: dt.datetime | None = None,
) -> list[str]:
    """The subject was edited: steps that saw a changed part are open again. Returns their names.

    `steps` are what the plan and the present facts ask for: a fact that adds a step adds it now. `plan` (a rule as a
    fact) is given where another one applies from here on. Whoever edits is an author from here on, unless he `wrote`
    nothing (a signer who demands a further step). Called by an act that holds the subject's lock.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if parts == review.parts and steps == review.steps:
        return []
    before = {step.name for step in queries.steps(review) if step.state == "done"}
    changed = sorted(part for part in parts if parts[part] != review.parts.get(part))
    for step in steps:
        if step not in review.steps:
            _must_have_holder(step, review.agency, rules.cited(plan or review.plan))
    review.state = states.must_allow("change", review)
    review.parts, review.steps, review.closed_at = parts, steps, None
    review.plan = plan or review.plan
    if by.pk is not None and wrote:
        review.authors = sorted({*review.authors, by.pk})
    review.save(update_fields=["plan", "parts", "steps", "state", "closed_at", "authors"])
    reopened = sorted(before - {step.name for step in queries.steps(review) if step.state == "done"})
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    names = [step["name"] for step in steps]
    ledger.record(
        "review.reopened", subject, by=by, at=at, changed=changed, reopened=reopened, steps=names, parts=parts
    )
    settle(review, subject, by, at)
    return reopened


@transaction.atomic
def cancel(*, review: Review, by: Any, reason: str = "", at: dt.datetime | None = None) -> None:
    """The drafting agency calls it back."""
    review, subject = locked(review)
    policy.must_withdraw(by, review)
    close(review=review, by=by, reason=must_be_clean(reason), at=at)
    registry.of(review.subject_kind).on_returned(subject, review, by)


@transaction.atomic
def close(*, review: Review, by: Any, reason: str, at: dt.datetime | None = None) -> None:
    """End an open review because its subject has ended. Called by the act that ends it, which has checked the right."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    review.state = states.must_allow("cancel", review)
    review.closed_at = at or timezone.now()
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    ledger.record("review.cancelled", subject, by=by, at=at, reason=reason)
    move_on(review, None)
