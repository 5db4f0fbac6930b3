"""Where a review stands: which steps hold, which is next, who may sign it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from gongkai import ledger
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
    return signature.decision == Signature.Decision.APPROVED and _same(signature.parts, parts, sees)


def _same(one: dict[str, str], other: dict[str, str], sees: tuple[str, ...]) -> bool:
    return all(one.get(part) == other.get(part) for part in sees)


def steps(review: Review, competent: Agency | None = None) -> list[Step]:
    """All steps in order. The first that does not hold is open; later ones wait.

    Signatures and escalations are taken from a prefetch where there is one; `competent` spares a query likewise.
    """
    last: dict[str, Signature] = {}
    for signature in sorted(review.signatures.all(), key=lambda one: one.pk):
        last[signature.step] = signature
    questions = {one.step: one for one in sorted(review.escalations.all(), key=lambda one: one.pk)}
    if competent is None and any(plan.get("agency") == "competent" for plan in review.steps):
        competent = organisations.competent()
    found: list[Step] = []
    for plan in review.steps:
        reached = any(step.state != "done" for step in found)
        found.append(_step(review, plan, last.get(plan["name"]), questions.get(plan["name"]), competent, reached))
    return found


def _step(
    review: Review,
    plan: dict[str, Any],
    signed: Signature | None,
    question: Escalation | None,
    competent: Agency | None,
    reached: bool,
) -> Step:
    sees = tuple(plan.get("sees", ()))
    valid = signed is not None and holds(signed, sees, review.parts)
    approved = signed is not None and signed.decision == Signature.Decision.APPROVED
    state = "done" if valid else "open" if not reached else "reopened" if approved else "waiting"
    if question is not None and question.answered_at and not _same(question.parts, review.parts, sees):
        question = None  # it was answered about other words
    return Step(
        name=plan["name"],
        role=plan["post"],
        role_label=Role(plan["post"]).label,
        sees=sees,
        form=plan.get("form", ""),
        distinct_from=tuple(plan.get("distinct_from", ())),
        agency=competent if plan.get("agency") == "competent" else review.agency,
        state=state,
        signature=signed,
        escalation=question,
    )


def open_step(review: Review) -> Step | None:
    """The step to sign next, None when all hold."""
    return next((step for step in steps(review) if step.state == "open"), None)


def must_differ(review: Review, step: Step, among: list[Step] | None = None) -> dict[int, str]:
    """People who may not sign `step`, with the step (or drafting) that rules them out. `among`: the steps if known."""
    ruled_out: dict[int, str] = {}
    for other in among if among is not None else steps(review):
        if other.name in step.distinct_from and other.signature and other.state == "done":
            ruled_out[other.signature.by_id] = other.name
    if "drafter" in step.distinct_from:
        ruled_out |= dict.fromkeys([review.drafter_id, *review.authors], "起草、修改")
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
    found = Review.objects.filter(wanted, state=Review.State.OPEN)
    return found.select_related("agency", "drafter").prefetch_related("signatures", "escalations")


def signable(person: Any) -> Iterator[tuple[Review, Any]]:
    """(review, its subject) of what `person` may sign now, oldest first, in a fixed number of queries."""
    reviews = list(waiting_for(person).order_by("opened_at"))
    competent = organisations.competent()
    subjects = ledger.resolve_many((review.subject_kind, review.subject_id) for review in reviews)
    for review in reviews:
        known = steps(review, competent)
        step = next((one for one in known if one.state == "open"), None)
        subject = subjects.get((review.subject_kind, review.subject_id))
        if subject is not None and step is not None and person.pk not in must_differ(review, step, known):
            yield review, subject


def signed_by(person: Any) -> QuerySet[Signature]:
    """Everything `person` signed or returned, newest first."""
    return Signature.objects.filter(by=person).select_related("review__agency").order_by("-id")
