"""The secrecy review form (政府信息公开保密审查表): what it asks, when it is complete, where questions go."""

from typing import Any

from gongkai import rules
from gongkai.organisations.queries import today
from gongkai.refusals import NotLawful, NotNow
from gongkai.review.models import Review
from gongkai.review.queries import Step

SOURCE = "保密法第三十五条、政府信息公开条例第十七条"
CONCLUSIONS = {
    "public": "可以公开",
    "partial": "部分内容不得公开",
    "withheld": "不得公开",
    "undetermined": "不能确定",
}
# What a return by the secrecy step says about the content.
RETURNED_FOR = {
    "partial": "部分内容不得公开，其余可以公开",
    "withheld": "全部不得公开",
    "none": "与能否公开无关，材料需要补充、修改",
}
CLOSED = ("partial", "withheld")


def targets(review: Review) -> list[str]:
    """Organs that decide undetermined questions at the agency's place (rule review.secrecy_escalation)."""
    rule = rules.at("review.secrecy_escalation", review.agency.place, today())
    return [item if isinstance(item, str) else str(item.get("label") or item.get("name")) for item in rule.value]


def must_be_target(target: str, review: Review) -> None:
    """Raise NotLawful unless the place's rule names `target`."""
    allowed = targets(review)
    if target not in allowed:
        raise NotLawful(
            "review.escalation_target",
            f"本地规定没有把“{target}”列为保密问题的报请对象。",
            source=rules.cited(rules.at("review.secrecy_escalation", review.agency.place, today())),
            remedy=f"请在以下机关中选择：{'、'.join(allowed)}。",
        )


def must_be_said(step: Step, conclusion: str) -> dict[str, Any]:
    """What stays with a return: the conclusion, where the step reviews secrecy and gives one. Raises NotLawful."""
    if conclusion not in ({"", *RETURNED_FOR} if step.form else {""}):
        raise NotLawful(
            "review.conclusion",
            f"“{step.name}”环节退回时，不能填写这样的审查结论。",
            source=SOURCE,
            remedy="只有保密审查环节退回时，才选择部分不得公开或者全部不得公开。",
        )
    return {"conclusion": conclusion} if conclusion else {}


def must_be_complete(step: Step, form: dict[str, Any], disclosing: bool) -> dict[str, Any]:
    """The form's values when the step may be approved with them.

    What is to go public (`disclosing`) needs the conclusion that it may; what is withheld or given on request only
    needs one that is determined; “may be public” needs the check for marks.
    Raises NotLawful (incomplete, undetermined, not public, marks not checked), NotNow (not answered yet).
    """
    conclusion, basis = form.get("conclusion", ""), str(form.get("basis", "")).strip()
    if conclusion not in CONCLUSIONS or not basis:
        raise NotLawful(
            "review.secrecy_form",
            "保密审查表没有填完整：须选择审查结论，并写明审查依据。",
            source=SOURCE,
            remedy="请填写后再签署。",
        )
    question = step.escalation
    if question and question.answered_at is None:
        raise NotNow(
            "review.question_pending",
            f"已报请“{question.target}”确定，答复前不能签署。",
            source=SOURCE,
            remedy="收到书面答复后，请先登记答复。",
        )
    if conclusion == "undetermined":
        raise NotLawful(
            "review.undetermined",
            "不能确定是否可以公开的，不得签署同意。",
            source=SOURCE,
            remedy="请填写保密审查表，报请有权机关确定。",
        )
    if disclosing:
        _must_be_public(conclusion, question)
    if conclusion == "public":
        _must_be_looked_at(form)
    return {
        "conclusion": conclusion,
        "basis": basis,
        "marked": form.get("marked") is True,
        "answer_number": question.answer_number if question else "",
    }


def _must_be_public(conclusion: str, question: Any) -> None:
    if conclusion != "public" or (question and question.conclusion != "public"):
        raise NotLawful(
            "review.not_public",
            "保密审查结论不是“可以公开”，不能同意主动公开。",
            source=SOURCE,
            remedy="请退回起草人：删去或遮盖不得公开的内容后再送审，或改变公开属性。",
        )


def _must_be_looked_at(form: dict[str, Any]) -> None:
    """“May be public” is said of an original looked at for marks. 保密法 Art. 35: review first, item by item"""
    if form.get("marked") is not True:
        raise NotLawful(
            "review.marks_unchecked",
            "审查结论是“可以公开”，但还没有核对原件的密级标志和内部标志。",
            source=SOURCE,
            remedy="请核对原件：没有标志的，勾选“已核对原件”后再签署；有标志的，改选“不得公开”或者“不能确定”。",
        )


def words(form: dict[str, Any]) -> list[tuple[str, str]]:
    """The filled form as (label, words); empty where none was filled."""
    if not form:
        return []
    rows = [
        ("审查结论", CONCLUSIONS.get(form.get("conclusion", ""), "")),
        ("审查依据", form.get("basis", "")),
        ("标志核对", "已核对，没有密级和内部标志" if form.get("marked") else ""),
        ("答复文号", form.get("answer_number", "")),
    ]
    return [row for row in rows if row[1]]
