"""Who may sign, return, escalate or see a review."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from gongkai import rules
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Post, Role
from gongkai.refusals import NotLawful, NotYours
from gongkai.review import queries
from gongkai.review.models import Review, Signature


def visible_to(person: Any) -> QuerySet[Review]:
    """Reviews of the person's agencies, those waiting at an agency of hers, and those she signed."""
    mine = organisations.agencies_of(person).values("pk")
    if organisations.posts_of(person).filter(role=Role.SECTION, agency__is_competent=True).exists():
        return Review.objects.all()
    signed = Signature.objects.filter(by=person).values("review")
    return Review.objects.filter(Q(agency__in=mine) | Q(waiting_agency__in=mine) | Q(pk__in=signed))


def acting_post(person: Any, agency: Any, roles: Iterable[str]) -> tuple[Post, str] | None:
    """The post by which `person` acts today and what he signs with: his own first, a deputyship says 代理."""
    found = list(organisations.posts_of(person).filter(agency=agency, role__in=list(roles)).order_by("role", "id"))
    if not found:
        return None
    post = min(found, key=lambda one: one.person_id != person.pk)
    return post, str(post) if post.person_id == person.pk else f"{post}（代理）"


def must_sign(person: Any, review: Review, step: queries.Step, among: list[queries.Step] | None = None) -> str:
    """The post, in words, by which `person` signs `step`; a deputy's says 代理. `among`: the steps if known.

    Raises NotYours (no such post), NotLawful (must be another person).
    """
    found = acting_post(person, step.agency, [step.role])
    if found is None:
        raise NotYours(
            "review.not_signer",
            f"“{step.name}”应由{step.where}的{step.role_label}办理，您目前没有这一岗位。",
            source=rules.cited(review.plan),
            remedy="岗位有变动的，请安全管理员更新岗位或指定代理。",
            step=step.name,
        )
    post, words = found
    ruled_out = queries.must_differ(review, step, among)
    if post.person_id != person.pk and queries.wrote(person, review):
        ruled_out.setdefault(person.pk, "起草、修改")  # a deputy stands in for somebody who did not write it
    if person.pk in ruled_out:
        raise NotLawful(
            "review.same_person",
            f"“{step.name}”不得与“{ruled_out[person.pk]}”由同一人办理。",
            source=rules.cited(review.plan),
            remedy=f"请由{step.where}的另一名{step.role_label}办理，或由安全管理员指定代理。",
            step=step.name,
        )
    return words


def signs_in(subject_kind: str, subject_id: str, person: Any) -> bool:
    """Whether `person` holds, or deputises for, the post of any step of the subject's running review."""
    review = queries.live(subject_kind, subject_id)
    if review is None or review.state != Review.State.OPEN:
        return False
    held = queries.held(person)
    return any(step.agency is not None and (step.agency.pk, step.role) in held for step in queries.steps(review))


def must_withdraw(person: Any, review: Review) -> None:
    """Only the drafter, or somebody drafting for the same agency, may call a review back."""
    if organisations.post_for(person, review.agency_id, [Role.DRAFTER, Role.SECTION_HEAD]) is None:
        raise NotYours(
            "review.not_drafter",
            "只有起草单位的经办人或科室负责人可以撤回送审。",
            remedy="需要停止审核的，请在审核页面退回并写明理由。",
        )
