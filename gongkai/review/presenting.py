"""What the review page shows: the subject's material, the steps so far, the forms of whoever is to sign."""

import json
from typing import Any

from django.utils.text import Truncator

from gongkai import ledger
from gongkai.refusals import Refusal
from gongkai.review import keeping, policy, queries, registry, secrecy
from gongkai.review.forms import ReturnForm, SecrecyForm, SignForm
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
    steps = queries.steps(review)
    open_step = next((one for one in steps if one.state == "open"), None) if review.state == Review.State.OPEN else None
    return {
        "review": review,
        "state_kind": STATE_KINDS[review.state],
        "material": material,
        "subject_url": about.url(subject),
        "steps": [_step(one) for one in steps],
        "step": open_step,
        "sees": "、".join(PARTS.get(part, part) for part in open_step.sees) if open_step else "",
        "may": _may(review, open_step, person),
        "pending": bool(open_step and open_step.escalation and open_step.escalation.answered_at is None),
        "sign": form_of(open_step)(initial={"seen": json.dumps(review.parts)}) if open_step else None,
        "return": ReturnForm(),
        "refused": None,  # the form a refusal stands on
        "opened": "",
        "trail": [*TRAIL, (Truncator(material.title).chars(18), "")],
    }


def form_of(step: Any) -> type[SignForm]:
    """The form the open step asks for."""
    return SecrecyForm if step is not None and step.form else SignForm


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


def waiting(person: Any) -> list[dict[str, Any]]:
    """Reviews whose next step falls to the person, oldest first."""
    return [
        {"review": review, "title": registry.of(review.subject_kind).title(subject)}
        for review, subject in queries.signable(person)
    ]


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
