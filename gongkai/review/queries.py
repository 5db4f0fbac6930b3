"""Where a review stands: which steps hold, which is next, who may sign it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role, User
from gongkai.review.models import Escalation, Review, Signature


@dataclass(frozen=True)
class Step:
    """One step as it stands. `state`: done | reopened | open | waiting."""

    name: str
    role: str
    role_label: str
    sees: tuple[str, ...]
    form: str
    distinct_from: tuple[str, ...]
    agency: Agency | None
    state: str
    signature: Signature | None
    escalation: Escalation | None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return {"done": "已签署", "reopened": "内容已改，须重签", "open": "待签署", "waiting": "未到"}[self.state]


def live(subject_kind: str, subject_id: str, purpose: str = "") -> Review | None:
    """The newest review of a subject, whatever its state."""
    found = Review.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    if purpose:
        found = found.filter(purpose=purpose)
    return found.order_by("-id").first()


def holds(signature: Signature, sees: tuple[str, ...], parts: dict[str, str]) -> bool:
    """Whether a signature still covers every part its step sees, unchanged."""
    return signature.decision == Signature.Decision.APPROVED and all(
        signature.parts.get(part) == parts.get(part) for part in sees
    )


def steps(review: Review) -> list[Step]:
    """All steps in order. The first that does not hold is open; later ones wait."""
    last: dict[str, Signature] = {}
    for signature in review.signatures.select_related("by").order_by("id"):
        last[signature.step] = signature
    questions = {question.step: question for question in review.escalations.order_by("id")}
    competent = organisations.competent()
    found, reached = [], False
    for plan in review.steps:
        sees = tuple(plan.get("sees", ()))
        signed = last.get(plan["name"])
        valid = signed is not None and holds(signed, sees, review.parts)
        state = "done" if valid else "waiting" if reached else "open"
        if not valid and signed is not None and signed.decision == Signature.Decision.APPROVED:
            state = "open" if not reached else "reopened"
        reached = reached or not valid
        role = plan["post"]
        found.append(
            Step(
                name=plan["name"],
                role=role,
                role_label=Role(role).label,
                sees=sees,
                form=plan.get("form", ""),
                distinct_from=tuple(plan.get("distinct_from", ())),
                agency=competent if plan.get("agency") == "competent" else review.agency,
                state=state,
                signature=signed,
                escalation=questions.get(plan["name"]),
            )
        )
    return found


def open_step(review: Review) -> Step | None:
    """The step to sign next, None when all hold."""
    return next((step for step in steps(review) if step.state == "open"), None)


def must_differ(review: Review, step: Step) -> dict[int, str]:
    """People who may not sign `step`, with the step (or drafting) that rules them out."""
    ruled_out: dict[int, str] = {}
    for other in steps(review):
        if other.name in step.distinct_from and other.signature and other.state == "done":
            ruled_out[other.signature.by_id] = other.name
    if "drafter" in step.distinct_from:
        ruled_out[review.drafter_id] = "起草"
    return ruled_out


def signers(review: Review, step: Step) -> QuerySet[User]:
    """People who may sign `step` today."""
    holders = organisations.holders(step.agency, step.role) if step.agency else User.objects.none()
    return holders.exclude(pk__in=must_differ(review, step))


def waiting_for(person: Any) -> QuerySet[Review]:
    """Open reviews whose next step falls to `person` by a post held today (different-people rule not applied)."""
    wanted = Q(pk=None)
    for post in organisations.posts_of(person):
        wanted |= Q(waiting_agency=post.agency_id, waiting_role=post.role)
    return Review.objects.filter(wanted, state=Review.State.OPEN).select_related("agency", "drafter")


def former(review: Review) -> Review | None:
    """The review of the same subject before this one, for the difference view."""
    return (
        Review.objects.filter(subject_kind=review.subject_kind, subject_id=review.subject_id, purpose=review.purpose)
        .filter(pk__lt=review.pk)
        .order_by("-id")
        .first()
    )


def signed_by(person: Any) -> QuerySet[Signature]:
    """Everything `person` signed or returned, newest first."""
    return Signature.objects.filter(by=person).select_related("review__agency").order_by("-id")
