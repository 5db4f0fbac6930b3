"""Mail to the next signer and to the drafter, sent by a worker after the act's transaction has committed."""

from django.conf import settings
from django.core.mail import send_mail
from procrastinate.contrib.django import app

from gongkai import ledger
from gongkai.review import queries, registry
from gongkai.review.models import Review


def tell_signers(review: Review) -> None:
    """Queue the notice to whoever may sign the open step; a job of the act's own transaction."""
    mail_signers.defer(review_id=review.pk, step=review.waiting_step)


def tell_drafter(review: Review) -> None:
    """Queue the notice of a return."""
    mail_drafter.defer(review_id=review.pk)


@app.task(name="review.mail_signers", queue="mail")
def mail_signers(review_id: int, step: str) -> None:
    """Tell the people who may sign, unless the review has moved on meanwhile."""
    review = Review.objects.get(pk=review_id)
    current = queries.open_step(review) if review.state == Review.State.OPEN else None
    if current is None or current.name != step:
        return
    to = [person.email for person in queries.signers(review, current) if person.email]
    _send(review, to, f"待{current.name}", f"请办理“{current.name}”。")


@app.task(name="review.mail_drafter", queue="mail")
def mail_drafter(review_id: int) -> None:
    """Tell the drafter that it came back, and why."""
    review = Review.objects.get(pk=review_id)
    last = review.signatures.order_by("-id").first()
    if last and review.drafter.email:
        _send(review, [review.drafter.email], "已退回", f"{last.post_title}退回：{last.opinion}")


def _send(review: Review, to: list[str], what: str, text: str) -> None:
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    if subject is None or not to:
        return
    about = registry.of(review.subject_kind)
    body = f"{about.title(subject)}\n\n{text}\n\n{settings.PUBLIC_URL}{about.url(subject)}\n"
    send_mail(f"【政务公开】{what}：{about.title(subject)[:60]}", body, settings.DEFAULT_FROM_EMAIL, to)
