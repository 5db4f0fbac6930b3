"""What the review page shows: the subject's material, the steps so far, the forms of whoever is to sign."""

import json
from typing import Any

from django.utils.text import Truncator

from gongkai import calendars, ledger
from gongkai.refusals import Refusal
from gongkai.review import keeping, policy, queries, registry, secrecy
from gongkai.review.forms import ReturnForm, SecrecyForm, SecrecyReturnForm, SignForm
from gongkai.review.models import Review, Signature
from gongkai.review.registry import Material

TRAIL = [("工作台", "/desk/"), ("审核", "/desk/review/")]
STEP_KINDS = {"done": "done", "open": "doing", "reopened": "wait", "waiting": "plain"}
STATE_KINDS = {"open": "doing", "approved": "done", "returned": "stop", "cancelled": "off"}
PARTS = {"content": "标题和正文", "attachments": "附件", "metadata": "著录项"}


def page(review: Review, person: Any) -> dict[str, Any]:
    """Context of the page, with empty forms."""
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    about = registry.of(review.subject_kind)
    material = _material(about, subject, review, person)
    running = review.state == Review.State.OPEN
    steps = queries.steps(review)
    open_step = next((one for one in steps if one.state == "open"), None) if running else None
    others = about.outstanding(subject) if running else []
    return {
        "review": review,
        "others": others,
        "waits": _waits(steps, open_step, others),
        "urgent": any(one.later for one in steps),
        "state_kind": STATE_KINDS[review.state],
        "material": material,
        "subject_url": about.url(subject),
        "steps": [_step(one) for one in steps],
        "step": open_step,
        "sees": "、".join(PARTS.get(part, part) for part in open_step.sees) if open_step else "",
        "may": _may(review, open_step, person),
        "pending": bool(open_step and open_step.escalation and open_step.escalation.answered_at is None),
        "sign": form_of(open_step)(initial={"seen": json.dumps(review.parts)}) if open_step else None,
        "return": return_form_of(open_step)(),
        "refused": None,  # the form a refusal stands on
        "opened": "",
        "trail": [*TRAIL, (Truncator(material.title).chars(18), "")],
    }


def _waits(steps: list[queries.Step], step: Any, others: list[registry.Outstanding]) -> registry.Outstanding | None:
    """Who must agree first, where the open step is the last before the review (or the publication) is through."""
    left = [one for one in steps if one.state != "done" and not one.later]
    return next((one for one in others if one.left), None) if step is not None and len(left) <= 1 else None


def form_of(step: Any) -> type[SignForm]:
    """The form the open step asks for."""
    return SecrecyForm if step is not None and step.form else SignForm


def return_form_of(step: Any) -> type[ReturnForm]:
    """The form to send back with from the open step."""
    return SecrecyReturnForm if step is not None and step.form else ReturnForm


def _material(about: registry.Subject, subject: Any, review: Review, person: Any) -> Material:
    if about.material is None:
        return Material(title=about.title(subject))
    return about.material(subject, person, keeping.before(review, person))


def _may(review: Review, step: Any, person: Any) -> dict[str, Any]:
    """Whether the person signs this step, and if not, why."""
    if step is None:
        return {"sign": False, "why": ""}
    try:
        policy.must_sign(person, review, step)
    except Refusal as refusal:
        return {"sign": False, "why": refusal.message, "remedy": refusal.remedy}
    return {"sign": True, "why": ""}


def _step(step: queries.Step) -> dict[str, Any]:
    """A step as a row: who, when, what she said."""
    signature = step.signature
    return {
        "step": step,
        "kind": STEP_KINDS[step.state],
        "signature": signature,
        "returned": bool(signature and signature.decision == Signature.Decision.RETURNED),
        "conclusion": secrecy.CONCLUSIONS.get((signature.form or {}).get("conclusion", ""), "") if signature else "",
    }


@calendars.asked_once()
def waiting(person: Any) -> list[dict[str, Any]]:
    """Reviews whose next step falls to the person, oldest first: what changed, what is risky, how long is left."""
    found = list(queries.signable(person))
    briefs = _briefs(found, person)
    former = _former(found)
    return [
        {
            "review": review,
            "title": registry.of(review.subject_kind).title(subject),
            "brief": briefs.get((review.subject_kind, str(subject.pk)), registry.Brief()),
            "changed": _changed(review, former.get((review.subject_kind, review.subject_id), []), person),
            "later": any(step.get("later") and step["name"] == review.waiting_step for step in review.steps),
        }
        for review, subject in found
    ]


def _briefs(found: list[tuple[Review, Any]], person: Any) -> dict[tuple[str, str], registry.Brief]:
    by_kind: dict[str, list[Any]] = {}
    for review, subject in found:
        by_kind.setdefault(review.subject_kind, []).append(subject)
    return {
        (kind, key): brief
        for kind, subjects in by_kind.items()
        for key, brief in registry.of(kind).briefs(subjects, person).items()
    }


def _former(found: list[tuple[Review, Any]]) -> dict[tuple[str, str], list[Signature]]:
    """Every signature on the subjects so far, oldest first."""
    signatures: dict[tuple[str, str], list[Signature]] = {}
    kinds, keys = {review.subject_kind for review, _ in found}, {review.subject_id for review, _ in found}
    asked = Signature.objects.filter(review__subject_kind__in=kinds, review__subject_id__in=keys)
    for one in asked.select_related("review").order_by("id"):
        signatures.setdefault((one.review.subject_kind, one.review.subject_id), []).append(one)
    return signatures


def _changed(review: Review, signatures: list[Signature], person: Any) -> str:
    """In a few words, what is new since the person, or else anybody, last signed or returned it."""
    mine = [one for one in signatures if one.by_id == person.pk]
    if not signatures:
        return "首次送审"
    last = (mine or signatures)[-1]
    changed = [PARTS.get(part, part) for part in review.parts if last.parts.get(part) != review.parts[part]]
    since = f"您{last.get_decision_display()}" if mine else f"“{last.step}”{last.get_decision_display()}"
    return f"{since}后改了{'、'.join(changed)}" if changed else f"{since}后没有改动"


def sheet(review: Review, person: Any) -> dict[str, Any]:
    """The review record (审核单): all steps and every signature with post, opinion, hashes and time."""
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    about = registry.of(review.subject_kind)
    material = _material(about, subject, review, person)
    signatures = review.signatures.select_related("by")
    return {
        "review": review,
        "material": material,
        "steps": [_step(one) for one in queries.steps(review)],
        "signatures": [
            {"signature": one, "form": secrecy.words(one.form), "parts": _hashes(one)} for one in signatures
        ],
        "questions": list(review.escalations.select_related("sent_by")),
        "others": about.outstanding(subject),
        "parts": [(PARTS.get(part, part), value) for part, value in review.parts.items()],
    }


def _hashes(signature: Signature) -> list[tuple[str, str]]:
    """(part, the first characters of its hash): enough to compare with the full ones of the sheet."""
    return [(PARTS.get(part, part), value[:12]) for part, value in signature.parts.items()]


def signed(person: Any, before: int | None, size: int) -> tuple[list[dict[str, Any]], int | None]:
    """What the person signed, newest first, and the key of the next page."""
    found = queries.signed_by(person)
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: size + 1])
    rows = []
    subjects = ledger.resolve_many((one.review.subject_kind, one.review.subject_id) for one in page[:size])
    for signature in page[:size]:
        subject = subjects.get((signature.review.subject_kind, signature.review.subject_id))
        title = registry.of(signature.review.subject_kind).title(subject) if subject else "（已不存在）"
        rows.append({"signature": signature, "title": title, "approved": signature.decision == "approved"})
    return rows, page[size - 1].pk if len(page) > size else None
