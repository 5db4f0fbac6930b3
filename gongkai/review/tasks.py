"""Mail to the next signer and to the drafter, sent by a worker after the act's transaction has committed."""

from django.conf import settings
from django.core.mail import send_mail
from procrastinate.contrib.django import app

from gongkai import ledger
from gongkai.jobs import RETRY
from gongkai.review import queries, registry
from gongkai.review.models import Review


def tell_signers(review: Review) -> None:
    """Queue the notice to whoever may sign the open step; a job of the act's own transaction."""
    mail_signers.defer(review_id=review.pk, step=review.waiting_step)


def tell_drafter(review: Review) -> None:
    """Queue the notice of a return."""
    mail_drafter.defer(review_id=review.pk)


@app.task(name="review.mail_signers", queue="mail", retry=RETRY)
def mail_signers(review_id: int, step: str) -> None:
    """Tell the people who may sign, unless the review has moved on meanwhile."""
    review = Review.objects.get(pk=review_id)
    current = queries.open_step(review) if review.state == Review.State.OPEN else None
    if current is None or current.name != step:
        return
    to = [person.email for person in queries.signers(review, current) if person.email]
    _send(review, to, f"您有一件待办：{current.name}", f"/desk/review/{review.pk}/")


@app.task(name="review.mail_drafter", queue="mail", retry=RETRY)
def mail_drafter(review_id: int) -> None:
    """Tell the drafter that it came back."""
    review = Review.objects.get(pk=review_id)
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    if subject is not None and review.drafter.email:
        _send(review, [review.drafter.email], "有一件材料已退回，请修改", registry.of(review.subject_kind).url(subject))


def _send(review: Review, to: list[str], what: str, url: str) -> None:
    """Mail goes through servers that are not the office's: it names no content, that stays behind the log-in."""
    if to:
        body = f"{what}（编号{review.pk}）。\n\n请登录后办理：{settings.PUBLIC_URL}{url}\n"
        send_mail(f"【政务公开】{what}", body, settings.DEFAULT_FROM_EMAIL, to)
