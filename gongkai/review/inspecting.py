"""Inspection of secrecy reviews by the secrecy administration of the same level. 黄岩 保密审查 12

Who inspects: posts at an agency of the place whose function is the body that `review.secrecy_inspection` names. They
read the secrecy review forms of the other agencies there, and their heads may order a correction.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from gongkai import ledger, rules
from gongkai.ledger.queries import history
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Post, Role
from gongkai.refusals import NotYours
from gongkai.review import policy, registry
from gongkai.review.models import Inspection, Signature

RULE = "review.secrecy_inspection"
ORDERS = (Role.SECRECY_HEAD, Role.LEADER, Role.PRINCIPAL)  # whose word binds another agency, and answers for one's own
READS = (*ORDERS, Role.SECRECY_REVIEWER)


def rule_at(place: str) -> Any | None:
    """The rule that names who inspects at a place; None where there is none."""
    try:
        return rules.at(RULE, place, organisations.today())
    except rules.NoRule:
        return None


def posts(person: Any) -> list[Post]:
    """Posts by which `person` inspects today."""
    found = organisations.posts_of(person).filter(role__in=READS)
    return [post for post in found if (rule := rule_at(post.agency.place)) and rule.value in post.agency.functions]


def forms(person: Any) -> QuerySet[Signature]:
    """Signed secrecy review forms that `person` may inspect: those of other agencies at the place, newest first."""
    seen = Q(pk=None)
    for agency in {post.agency for post in posts(person)}:
        seen |= Q(review__agency__place=agency.place) & ~Q(review__agency=agency)
    found = Signature.objects.filter(seen).exclude(form={})
    return found.select_related("review__agency", "by").order_by("-id")


def must_inspect(person: Any) -> None:
    """Raise NotYours unless `person` inspects anywhere."""
    if not posts(person):
        raise NotYours(
            "review.inspect",
            "检查保密审查表由同级保密行政管理部门的保密审查、分管和主要负责人办理，您目前没有这些岗位。",
            source="保守国家秘密法、本地保密审查制度",
            remedy="需要检查的，请系统管理员为保密行政管理部门登记“保密行政管理”职能，并由安全管理员指定岗位。",
        )


def must_order(person: Any, signature: Signature) -> tuple[Agency, str, Any]:
    """(the inspecting agency, the post in words, the rule) by which `person` orders a correction. Raises NotYours."""
    place = signature.review.agency.place
    agencies = [post.agency for post in posts(person) if post.agency.place == place]
    for agency in agencies:
        found = policy.acting_post(person, agency, ORDERS)
        if found is not None and agency != signature.review.agency:
            return agency, found[1], rule_at(place)
    raise NotYours(
        "review.order",
        "责令纠正由同级保密行政管理部门的分管领导、主要负责人或者分管保密审查工作负责人办理。",
        source=getattr(rule_at(place), "source", ""),
        remedy="请转给有该岗位的同事办理。",
    )


def must_answer(person: Any, order: Inspection) -> str:
    """The post by which `person` answers for the agency that was told to correct. Raises NotYours."""
    agency = order.signature.review.agency
    found = policy.acting_post(person, agency, ORDERS)
    if found is None:
        labels = "、".join(str(Role(role).label) for role in ORDERS)
        raise NotYours(
            "review.order_answer", f"纠正情况由{agency}的{labels}报告。", source=rules.cited(order.rule),
            remedy="请转给有该岗位的同事办理。",
        )  # fmt: skip
    return found[1]


def visible_to(person: Any) -> QuerySet[Inspection]:
    """Orders about reviews that `person` sees, and those of the agency she inspects for."""
    own = {post.agency_id for post in posts(person)}
    seen = Q(signature__review__in=policy.visible_to(person)) | Q(inspector__in=own)
    found = Inspection.objects.filter(seen)
    return found.select_related("signature__review__agency", "signature__by", "inspector", "ordered_by", "answered_by")


def mended(order: Inspection) -> str:
    """What ended it besides an answer: corrected, taken down; "" while it stands."""
    review = order.signature.review
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    words = registry.of(review.subject_kind).mended_by
    done = history(subject).filter(act__in=words, recorded_at__gt=order.ordered_at).last() if subject else None
    return words[done.act] if done else ""


def state_of(order: Inspection) -> tuple[str, str]:
    """(words, kind of the status mark)."""
    if order.answered_at is not None:
        return "已报告纠正情况", "done"
    if words := mended(order):
        return words, "done"
    return "待纠正", "stop"


def open_for(person: Any) -> Iterator[Inspection]:
    """Orders that stand against the person's agencies, for whom answers for them."""
    mine = organisations.agencies_of(person, ORDERS).values("pk")
    found = Inspection.objects.filter(answered_at=None, signature__review__agency__in=mine)
    for order in found.select_related("signature__review__agency", "inspector").order_by("due_on", "pk"):
        if not mended(order):
            yield order


def titles(signatures: Iterable[Signature]) -> dict[int, str]:
    """Key of a signature -> the title of what was reviewed, in a fixed number of queries."""
    known = {one.pk: (one.review.subject_kind, one.review.subject_id) for one in signatures}
    subjects = ledger.resolve_many(known.values())
    return {
        pk: registry.of(kind).title(subjects[kind, identifier]) if (kind, identifier) in subjects else "（已不存在）"
        for pk, (kind, identifier) in known.items()
    }


def title_of(signature: Signature) -> str:
    """Of what was reviewed."""
    return titles([signature])[signature.pk]
