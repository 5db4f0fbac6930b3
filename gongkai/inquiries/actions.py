"""Acts of inquiries, recorded on the subject. Order inside each: lock, who, when, law, change, record, letter."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.inquiries import policy, queries, registry, states, tasks
from gongkai.inquiries.models import Inquiry
from gongkai.organisations.queries import today
from gongkai.refusals import NotLawful, NotNow, short_of
from gongkai.review.actions.common import must_be_clean

SOURCE = "政府信息公开条例(国令711号) 第十一条"


def _locked(inquiry: Inquiry) -> tuple[Inquiry, Any]:
    """Question and subject with their rows locked, the subject first: editing takes them in this order too."""
    subject = ledger.lock(inquiry.subject_kind, inquiry.subject_id)
    found = Inquiry.objects.select_for_update(of=("self",)).select_related("agency", "asking")
    return found.get(pk=inquiry.pk), subject


@transaction.atomic
def ask(
    *,
    subject: Any,
    by: Any,
    name: str,
    question: str,
    due_on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Inquiry:
    """Ask one body that made it too. An open question about older content is called back by this one.

    Where a rule says until when, that day holds; else `due_on`, the day stated on the slip. Raises NotYours, NotNow
    (state; asked already), NotLawful (no co-maker; nothing asked; no day, or one that has passed). 条例 Art. 11
    """
    kind, identifier = ledger.reference(subject)
    subject = ledger.lock(kind, identifier)
    handler = registry.of(kind)
    policy.must_ask(by, kind, subject)
    body = _must_be_maker(handler, subject, name)
    _must_be_askable(handler, subject)
    parts, rule = handler.parts(subject), handler.rule(subject)
    _call_back_former(kind, identifier, subject, body, parts, by, at)
    moment = at or timezone.now()
    due_on = _day(handler, subject, due_on, timezone.localdate(moment))
    if wrong := short_of(question, 4, "请写明征求什么意见。"):
        raise NotLawful("inquiries.question", wrong, source=rules.cited(rule), remedy="请补充征求内容。")
    inquiry = Inquiry.objects.create(
        subject_kind=kind,
        subject_id=identifier,
        asking=handler.agency(subject),
        agency=body.agency,
        name=body.name,
        title=handler.title(subject),
        question=must_be_clean(question),
        parts=parts,
        rule=rule.as_fact(),
        due_on=due_on,
        asked_by=by,
        asked_at=moment,
    )
    facts = {"body": body.name, "due_on": due_on, "inquiry": inquiry.pk}
    ledger.record("inquiries.asked", subject, by=by, at=at, reason=inquiry.question, rule=rule, parts=parts, **facts)
    tasks.tell_asked(inquiry)
    return inquiry


def _must_be_maker(handler: registry.Subject, subject: Any, name: str) -> registry.Body:
    body = next((one for one in handler.bodies(subject) if one.name == name), None)
    if body is None:
        raise NotLawful(
            "inquiries.not_a_maker",
            f"“{name}”不是这份信息的共同制作机关。",
            source="政府信息公开条例(国令711号) 第十条",
            remedy="请先在“联合发文单位”中填写，再征求意见。",
        )
    return body


def _must_be_askable(handler: registry.Subject, subject: Any) -> None:
    if not handler.askable(subject):
        raise NotNow(
            "inquiries.not_askable",
            "这份信息现在的状态不需要征求意见。",
            source=SOURCE,
            remedy="公开之前，起草、审核中都可以征求意见。",
        )


def _call_back_former(
    kind: str, identifier: str, subject: Any, body: registry.Body, parts: dict[str, str], by: Any, at: Any
) -> None:
    former = queries.about(kind, identifier).filter(name=body.name, kind=Inquiry.Kind.CO_MAKER).first()
    if former is None:
        return
    if former.parts == parts and (former.state == Inquiry.State.ASKED or former.confirms):
        words = "正在征求意见" if former.state == Inquiry.State.ASKED else "已经同意"
        raise NotNow("inquiries.asked_already", f"{body.name}对现有内容{words}。", remedy="无需重复征求，可以催办。")
    if queries.refused(kind, identifier, body.name, parts):
        raise NotLawful(
            "inquiries.refused",
            f"{body.name}已经对现有内容提出不同意见，不能就同样的内容再次征求。",
            source=SOURCE,
            remedy="请按对方意见修改后重新征求；仍有分歧的，报请主管部门协调。",
        )
    if former.state == Inquiry.State.ASKED:
        _call_back(former, subject, by, "内容已改，重新征求", at)


def _day(handler: registry.Subject, subject: Any, stated: dt.date | None, asked_on: dt.date) -> dt.date:
    """The last day for the answer: by rule, else as the slip states it. Raises NotLawful."""
    by_rule = handler.due(subject, asked_on)
    day = by_rule or stated
    if day is None or day < asked_on:
        raise NotLawful(
            "inquiries.due_on",
            "没有规定答复期限的，须在征求意见函上写明请对方何时答复，并且不早于今天。",
            source=SOURCE,
            remedy="请填写答复日期。",
        )
    return day


@transaction.atomic
def answer(
    *, inquiry: Inquiry, by: Any, agree: bool, seen: dict[str, str], opinion: str = "", at: dt.datetime | None = None
) -> Inquiry:
    """The asked agency's word on exactly the content it `seen`, by its leader or head, or who acts for them.

    Raises NotYours, NotNow (answered, called back, content changed since), NotLawful (author; disagreement without
    reason).
    """
    inquiry, subject = _locked(inquiry)
    handler = registry.of(inquiry.subject_kind)
    post = policy.must_answer(by, inquiry, handler.authors(subject))
    target = states.must_allow("agree" if agree else "disagree", inquiry)
    must_be_current(inquiry, subject, seen)
    opinion = _must_say_why(inquiry, agree, opinion)
    inquiry.state, inquiry.opinion, inquiry.answered_by, inquiry.post_title = target, opinion, by, post
    return _answered(inquiry, subject, by, at, post=post)


@transaction.atomic
def enter_answer(
    *,
    inquiry: Inquiry,
    by: Any,
    agree: bool,
    letter_number: str,
    letter_on: dt.date,
    opinion: str = "",
    at: dt.datetime | None = None,
) -> Inquiry:
    """Enter a body's answer by letter. Raises NotYours, NotNow (state; content changed), NotLawful (no number, date).

    An agency of this system may answer by letter too: what counts is that it is in writing (黄岩 保密审查 7).
    """
    inquiry, subject = _locked(inquiry)
    policy.must_ask(by, inquiry.subject_kind, subject)
    target = states.must_allow("agree" if agree else "disagree", inquiry)
    must_be_current(inquiry, subject, inquiry.parts)
    if not letter_number.strip():
        raise NotLawful(
            "inquiries.letter_number",
            "登记来函答复，必须填写来函的文号或者编号。",
            source=(inquiry.rule or {}).get("source", SOURCE),
            remedy="没有文号的，请填写来函的标题和经办部门；口头答复不能登记。",
        )
    if not timezone.localdate(inquiry.asked_at) <= letter_on <= (timezone.localdate(at) if at else today()):
        raise NotLawful(
            "inquiries.letter_on", "来函日期应当在征求意见之后、今天之前。", source=SOURCE, remedy="请核对来函日期。"
        )
    inquiry.opinion = _must_say_why(inquiry, agree, opinion)
    inquiry.state, inquiry.letter_number, inquiry.letter_on = target, must_be_clean(letter_number), letter_on
    answered = _answered(inquiry, subject, by, at, letter=inquiry.letter_number, letter_on=letter_on)
    tasks.tell_entered(answered)
    return answered


def must_be_current(inquiry: Inquiry, subject: Any, seen: dict[str, str]) -> None:
    """Raise NotNow where the question is about other content than the present, or than what was `seen`."""
    if not queries.is_current(inquiry, subject) or seen != inquiry.parts:
        raise NotNow(
            "inquiries.changed",
            "征求意见之后，材料又被修改过，对原来内容的答复不再适用。",
            source=SOURCE,
            remedy=f"请由{inquiry.asking}就修改后的内容重新征求意见。",
        )


def _must_say_why(inquiry: Inquiry, agree: bool, opinion: str) -> str:
    if not agree and (wrong := short_of(opinion, 4, "不同意公开或者认为内容不准确的，必须写明意见。")):
        raise NotLawful(
            "inquiries.reason",
            wrong,
            source=(inquiry.rule or {}).get("source", SOURCE),
            remedy="请写明哪里不准确、为什么不能公开。",
        )
    return must_be_clean(opinion)


def _answered(inquiry: Inquiry, subject: Any, by: Any, at: dt.datetime | None, **facts: Any) -> Inquiry:
    inquiry.answered_at = at or timezone.now()
    inquiry.save()
    act = "inquiries.agreed" if inquiry.state == Inquiry.State.AGREED else "inquiries.disagreed"
    facts |= {"body": inquiry.name, "inquiry": inquiry.pk}
    rule = inquiry.rule
    ledger.record(act, subject, by=by, at=at, reason=inquiry.opinion, rule=rule, parts=inquiry.parts, **facts)
    tasks.tell_asking(inquiry)
    return inquiry


@transaction.atomic
def coordinate(
    *, inquiry: Inquiry, by: Any, release: bool, decision: str, decider: str = "", at: dt.datetime | None = None
) -> Inquiry:
    """The competent unit decides between makers that disagree. `decider` names another unit that decided, if one did.

    Where the place wants written consent (黄岩 保密审查 7) a decision for release only lets the body be asked again.
    Raises NotYours, NotNow (state; content changed), NotLawful (no reason; decided by a party). 遵义 管理制度 10
    """
    inquiry, subject = _locked(inquiry)
    post = policy.must_coordinate(by, inquiry, registry.of(inquiry.subject_kind).authors(subject))
    target = states.must_allow("coordinate", inquiry)
    must_be_current(inquiry, subject, inquiry.parts)
    if wrong := short_of(decision, 4, "协调结果必须写明意见和理由。"):
        raise NotLawful(
            "inquiries.decision",
            wrong,
            source=(inquiry.rule or {}).get("source", SOURCE),
            remedy="请写明是否公开、如何修改。",
        )
    inquiry.state, inquiry.release, inquiry.decision = target, release, must_be_clean(decision)
    inquiry.decided_by, inquiry.decided_at = by, at or timezone.now()
    inquiry.decider = must_be_clean(decider) or post
    inquiry.save()
    label = "再次书面征求同意" if inquiry.to_ask_again else "公开" if release else "不公开"
    facts = {"body": inquiry.name, "label": label, "decider": inquiry.decider, "inquiry": inquiry.pk}
    ledger.record("inquiries.coordinated", subject, by=by, at=at, reason=inquiry.decision, rule=inquiry.rule, **facts)
    tasks.tell_asking(inquiry)
    return inquiry


@transaction.atomic
def withdraw(*, inquiry: Inquiry, by: Any, reason: str, at: dt.datetime | None = None) -> Inquiry:
    """Call a question back. Raises NotYours, NotNow (state), NotLawful (no reason)."""
    inquiry, subject = _locked(inquiry)
    policy.must_ask(by, inquiry.subject_kind, subject)
    states.must_allow("withdraw", inquiry)
    if wrong := short_of(reason, 2, "撤回征求意见必须写明原因。"):
        raise NotLawful("inquiries.why", wrong, source=SOURCE, remedy="请填写原因。")
    _call_back(inquiry, subject, by, must_be_clean(reason), at)
    return inquiry


@transaction.atomic
def call_back(*, subject: Any, by: Any, reason: str, at: dt.datetime | None = None) -> None:
    """Call every open question about a subject back because the subject has ended. Called by the act that ends it."""
    kind, identifier = ledger.reference(subject)
    for inquiry in queries.about(kind, identifier).filter(state__in=[Inquiry.State.ASKED, Inquiry.State.DISAGREED]):
        _call_back(inquiry, subject, by, reason, at)


def _call_back(inquiry: Inquiry, subject: Any, by: Any, reason: str, at: dt.datetime | None) -> None:
    """The callers know that it waits for an answer or a decision."""
    inquiry.state = Inquiry.State.WITHDRAWN
    inquiry.save(update_fields=["state"])
    facts = {"body": inquiry.name, "inquiry": inquiry.pk}
    ledger.record("inquiries.withdrawn", subject, by=by, at=at, reason=reason, **facts)


def must_not_be_reminded(inquiry: Inquiry, day: dt.date) -> None:
    """Raise NotNow where the asked body was reminded that day already."""
    if inquiry.reminded_at and timezone.localdate(inquiry.reminded_at) == day:
        raise NotNow("inquiries.reminded", "今天已经催办过。", remedy="请明天再催，或者电话联系。")


@transaction.atomic
def remind(*, inquiry: Inquiry, by: Any, at: dt.datetime | None = None) -> Inquiry:
    """Remind the asked body, once a day. Raises NotYours, NotNow (state; content changed; reminded today)."""
    inquiry, subject = _locked(inquiry)
    policy.must_ask(by, inquiry.subject_kind, subject)
    states.must_allow("remind", inquiry)
    must_be_current(inquiry, subject, inquiry.parts)
    moment = at or timezone.now()
    must_not_be_reminded(inquiry, timezone.localdate(moment))
    inquiry.reminded_at = moment
    inquiry.save(update_fields=["reminded_at"])
    ledger.record("inquiries.reminded", subject, by=by, at=at, body=inquiry.name, inquiry=inquiry.pk)
    tasks.tell_asked(inquiry)
    return inquiry
