"""Where a review stands: which steps hold, which is next, who may sign it."""

from collections.abc import Iterable, Iterator
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
    later: bool = False  # follows publication (emergency path)

    @property
    def where(self) -> str:
        """The agency in words; the government's office may have ended while the review ran."""
        return str(self.agency) if self.agency else "政府办公室（本系统没有登记）"

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


def signatures_of(subject_kind: str, subject_id: str, purpose: str = "publication") -> QuerySet[Signature]:
    """Everything signed or returned in all reviews of a subject."""
    found = Signature.objects.filter(review__subject_kind=subject_kind, review__subject_id=subject_id)
    return found.filter(review__purpose=purpose)


def last_signature(review: Review) -> Signature | None:
    """What was signed or returned last in a review."""
    return review.signatures.order_by("-id").first()


def holds(signature: Signature, sees: tuple[str, ...], parts: dict[str, str]) -> bool:
    """Whether a signature still covers every part its step sees, unchanged."""
    return signature.decision == Signature.Decision.APPROVED and _same(signature.parts, parts, sees)


def _same(one: dict[str, str], other: dict[str, str], sees: tuple[str, ...]) -> bool:
    return all(one.get(part) == other.get(part) for part in sees)


def steps(review: Review, office: Agency | None = None) -> list[Step]:
    """All steps in order. The first that does not hold is open; later ones wait.

    Signatures and escalations are taken from a prefetch where there is one; `office` (of `office_for`) spares a query
    likewise.
    """
    last: dict[str, Signature] = {}
    for signature in sorted(review.signatures.all(), key=lambda one: one.pk):
        last[signature.step] = signature
    questions = {one.step: one for one in sorted(review.escalations.all(), key=lambda one: one.pk)}
    if office is None:
        office = office_for(review)
    found: list[Step] = []
    for plan in review.steps:
        reached = any(step.state != "done" for step in found)
        found.append(_step(review, plan, last.get(plan["name"]), questions.get(plan["name"]), office, reached))
    return found


def office_for(review: Review) -> Agency | None:
    """The government's office, where steps of this review are signed there (`assigning`); None where none is."""
    if any(plan.get("agency") for plan in review.steps):
        return organisations.office_of(review.agency)
    return None


def _step(
    review: Review,
    plan: dict[str, Any],
    signed: Signature | None,
    question: Escalation | None,
    office: Agency | None,
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
        agency=office if plan.get("agency") else review.agency,
        state=state,
        signature=signed,
        escalation=question,
        later=bool(plan.get("later")),
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


def waiting_for(person: Any, posts: Iterable[tuple[int, str]] | None = None) -> QuerySet[Review]:
    """Open reviews whose next step falls to `person` by a post held today (different-people rule not applied).

    `posts`: (agency, role) of the posts, where they are known.
    """
    wanted = Q(pk=None)
    for agency, role in held(person) if posts is None else posts:
        wanted |= Q(waiting_agency=agency, waiting_role=role)
    found = Review.objects.filter(wanted, state=Review.State.OPEN)
    return found.select_related("agency", "drafter").prefetch_related("signatures", "escalations")


def held(person: Any) -> dict[tuple[int, str], bool]:
    """(agency, role) of the posts `person` acts in today -> whether the post is her own, not a deputyship."""
    found: dict[tuple[int, str], bool] = {}
    for post in organisations.posts_of(person):
        key = (post.agency_id, post.role)
        found[key] = found.get(key, False) or post.person_id == person.pk
    return found


def wrote(person: Any, review: Review) -> bool:
    """Whether `person` drafted, or wrote on, what is being approved."""
    return person.pk == review.drafter_id or person.pk in review.authors


def signable(person: Any) -> Iterator[tuple[Review, Any]]:
    """(review, its subject) of what `person` may sign now, oldest first, in a fixed number of queries."""
    own = held(person)
    reviews = list(waiting_for(person, own).order_by("opened_at"))
    offices: dict[int, Agency | None] = {}
    subjects = ledger.resolve_many((review.subject_kind, review.subject_id) for review in reviews)
    for review in reviews:
        if review.agency_id not in offices:
            offices[review.agency_id] = office_for(review)
        known = steps(review, offices[review.agency_id])
        step = next((one for one in known if one.state == "open"), None)
        subject = subjects.get((review.subject_kind, review.subject_id))
        if subject is None or step is None or person.pk in must_differ(review, step, known):
            continue
        if wrote(person, review) and not own.get((review.waiting_agency_id or 0, review.waiting_role), False):
            continue  # a deputy does not sign what he wrote himself
        yield review, subject


def signed_by(person: Any) -> QuerySet[Signature]:
    """Everything `person` signed or returned, newest first."""
    return Signature.objects.filter(by=person).select_related("review__agency").order_by("-id")
