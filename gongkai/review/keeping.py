"""Keeping what signers saw, and finding it again for the difference view."""

from typing import Any

from gongkai.ledger.hashing import canonical, digest
from gongkai.review.models import Review, Seen, Signature


def key(parts: dict[str, str]) -> str:
    """One name for the hashes of all parts."""
    return digest(canonical(parts))


def keep(review: Review, body: dict[str, Any]) -> None:
    """Keep what the subject says now, once per content."""
    if body:
        one = Seen(subject_kind=review.subject_kind, subject_id=review.subject_id, key=key(review.parts), body=body)
        Seen.objects.bulk_create([one], ignore_conflicts=True)


def before(review: Review, person: Any) -> tuple[str, dict[str, Any]] | None:
    """(what it was, snapshot) of the content last signed or returned that differs from the present one.

    The person's own last signature goes first: what she wants to know is what changed since she looked.
    """
    signatures = list(
        Signature.objects.filter(review__subject_kind=review.subject_kind, review__subject_id=review.subject_id)
        .filter(review__purpose=review.purpose, review__pk__lte=review.pk)
        .select_related("by")
        .order_by("-id")
    )
    for signature in sorted(signatures, key=lambda one: one.by_id != getattr(person, "pk", None)):
        if signature.parts == review.parts:
            continue
        kept = Seen.objects.filter(
            subject_kind=review.subject_kind, subject_id=review.subject_id, key=key(signature.parts)
        ).first()
        if kept:
            whose = "您" if signature.by_id == getattr(person, "pk", None) else signature.post_title
            return f"{whose}{signature.get_decision_display()}时的内容（{signature.step}）", kept.body
    return None
