"""Every read: what is asked of a person's agencies, what they asked, and who has confirmed this very content."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai import ledger
from gongkai.inquiries import policy, registry
from gongkai.inquiries.models import CONSULTED, Inquiry
from gongkai.organisations import queries as organisations

State = Inquiry.State


@dataclass(frozen=True)
class Answer:
    """Where one body stands: its newest question, and whether that is about the present content."""

    body: registry.Body
    inquiry: Inquiry | None
    current: bool

    @property
    def confirmed(self) -> bool:
        """Whether the body confirmed this very content."""
        return self.inquiry is not None and self.current and self.inquiry.confirms

    @property
    def words(self) -> str:
        """Its state in words."""
        if self.inquiry is None or self.inquiry.state == State.WITHDRAWN:
            return "未征求"
        if not self.current:
            return "内容已改，须重新征求"
        if self.inquiry.state == State.COORDINATED:
            if self.inquiry.to_ask_again:
                return "已协调，须重新取得书面同意"
            return "协调后公开" if self.inquiry.release else "协调后不公开"
        return str(self.inquiry.get_state_display())


def about(kind: str, identifier: str) -> QuerySet[Inquiry]:
    """All questions about a subject, newest first."""
    found = Inquiry.objects.filter(subject_kind=kind, subject_id=identifier)
    return found.select_related("agency", "asking", "asked_by", "answered_by", "decided_by").order_by("-id")


def refused(kind: str, identifier: str, name: str, parts: dict[str, str]) -> bool:
    """Whether a body said no to exactly this content, or it was decided against release: a further question about the
    same words would only shop for another answer. After a coordination that cannot stand for consent it is asked again.
    """
    said = about(kind, identifier).filter(name=name, kind=Inquiry.Kind.CO_MAKER, answered_at__isnull=False)
    return any(one.parts == parts for one in said if not one.confirms and not one.to_ask_again)


def answers(subject: Any) -> list[Answer]:
    """One row for every body that must agree, in their order."""
    kind, identifier = ledger.reference(subject)
    handler = registry.of(kind)
    bodies = handler.bodies(subject)
    if not bodies:
        return []
    parts = handler.parts(subject)
    newest: dict[str, Inquiry] = {}
    for inquiry in about(kind, identifier).filter(kind=Inquiry.Kind.CO_MAKER):
        newest.setdefault(inquiry.name, inquiry)
    return [Answer(body, one := newest.get(body.name), one is not None and one.parts == parts) for body in bodies]


def is_current(inquiry: Inquiry, subject: Any) -> bool:
    """Whether the question is about what the subject says now."""
    return bool(inquiry.parts == registry.of(inquiry.subject_kind).parts(subject))


def asked_of(person: Any) -> QuerySet[Inquiry]:
    """Open questions that `person` may answer."""
    agencies = organisations.agencies_of(person, policy.ANSWERS)
    found = Inquiry.objects.filter(agency__in=agencies, state=State.ASKED)
    return found.select_related("asking", "agency", "asked_by").order_by("due_on", "id")


def of_our_leaders(person: Any) -> QuerySet[Inquiry]:
    """Open questions to the person's agencies that others there answer. Only their number may be told to everybody."""
    agencies = organisations.agencies_of(person)
    return Inquiry.objects.filter(agency__in=agencies, state=State.ASKED).exclude(
        pk__in=asked_of(person).order_by().values("pk")
    )


def received(person: Any) -> QuerySet[Inquiry]:
    """Questions put to the person's agencies, newest first."""
    agencies = organisations.agencies_of(person, policy.READS)
    return Inquiry.objects.filter(agency__in=agencies).select_related("asking", "agency").order_by("-id")


def made(person: Any) -> QuerySet[Inquiry]:
    """Questions of the person's agencies, newest first."""
    agencies = organisations.agencies_of(person)
    return Inquiry.objects.filter(asking__in=agencies).select_related("asking", "agency").order_by("-id")


def open_for(person: Any) -> QuerySet[Inquiry]:
    """Questions without a final word that `person` may answer or that her agencies asked."""
    asked = organisations.agencies_of(person, policy.ANSWERS).values("pk")
    mine = organisations.agencies_of(person).values("pk")
    waiting = Q(agency__in=asked, state=State.ASKED) | Q(asking__in=mine, state__in=[State.ASKED, State.DISAGREED])
    again = Q(asking__in=mine, state=State.COORDINATED, release=True) & ~Q(rule__value=CONSULTED)
    later = Inquiry.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"), name=OuterRef("name"),
        kind=OuterRef("kind"), pk__gt=OuterRef("pk"),
    )  # fmt: skip
    return Inquiry.objects.filter(waiting | (again & ~Exists(later))).select_related("asking", "agency").order_by("id")


def disputed() -> QuerySet[Inquiry]:
    """Disagreements that the competent unit has not decided yet."""
    return Inquiry.objects.filter(state=State.DISAGREED).select_related("asking", "agency").order_by("id")
