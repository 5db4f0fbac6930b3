"""What the acts of a review share: locks, clean words, and moving on to the next step."""

import datetime as dt
from typing import Any

from django.utils import timezone

from gongkai import checks, ledger
from gongkai.organisations.models import Agency
from gongkai.refusals import NotLawful, NotNow
from gongkai.review import queries, registry, tasks
from gongkai.review.models import Review

PERSONAL = ("resident_id", "mobile", "bank_card")


def locked(review: Review) -> tuple[Review, Any]:
    """Review and subject with their rows locked, the subject first: editing takes them in this order too."""
    subject = ledger.lock(review.subject_kind, review.subject_id)
    found = Review.objects.select_for_update(of=("self",)).select_related("agency")
    return found.prefetch_related("signatures", "escalations").get(pk=review.pk), subject


def must_be_clean(text: str) -> str:
    """Opinions and reasons stay in the ledger for good: no personal numbers in them. Raises NotLawful."""
    if any(finding.kind in PERSONAL for finding in checks.scan(text)):
        raise NotLawful(
            "review.personal_data",
            "意见中含有身份证号、手机号或者银行卡号，意见会长期留存，不能写入号码。",
            source="政府信息公开条例第十五条",
            remedy="请用“文中号码”一类的说法代替具体号码。",
        )
    return text.strip()


def settle(review: Review, subject: Any, by: Any, at: dt.datetime | None, office: Agency | None = None) -> None:
    """After an act: complete the review, let an urgent subject out, or pass it to the next step.

    Raises NotNow where somebody outside the plan still has to agree (Subject.outstanding).
    """
    step = next((one for one in queries.steps(review, office) if one.state == "open"), None)
    if step is None or step.later:
        must_be_agreed(review, subject)
    if step is None:
        _complete(review, subject, by, at)
        return
    move_on(review, step)
    if step.later:
        registry.of(review.subject_kind).on_urgent(subject, review, by)


def must_be_agreed(review: Review, subject: Any) -> None:
    """Raise NotNow while others whose word is needed have not given it for this very content."""
    for one in registry.of(review.subject_kind).outstanding(subject):
        if one.left:
            raise NotNow(
                "review.outstanding",
                f"{one.label}还没有办完（{one.done}/{one.total}）：{one.words}",
                source=one.source,
                remedy="请先征得同意，再签署最后一个环节。",
                left=one.left,
            )


def _complete(review: Review, subject: Any, by: Any, at: dt.datetime | None) -> None:
    """Every step holds: whichever act brought it about, the subject is told."""
    review.state = Review.State.APPROVED  # only open reviews come here: both acts that settle have asked
    review.closed_at = at or timezone.now()
    ledger.record("review.completed", subject, by=by, at=at, parts=review.parts)
    move_on(review, None)
    registry.of(review.subject_kind).on_approved(subject, review, by)


def move_on(review: Review, step: queries.Step | None) -> None:
    """Keep the worklist's columns true and tell the next signers; `step` is the open one, None where none is."""
    moved = step is not None and (
        (review.waiting_step, review.waiting_agency_id) != (step.name, step.agency.pk if step.agency else None)
    )
    review.waiting_step = step.name if step else ""
    review.waiting_role = step.role if step else ""
    review.waiting_agency = step.agency if step else None
    review.save(update_fields=["waiting_step", "waiting_role", "waiting_agency", "state", "closed_at", "parts"])
    if moved:
        tasks.tell_signers(review)
