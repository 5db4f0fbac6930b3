"""Every act of a review: asked by whoever may not, at the wrong time, and with words that must not be kept."""

from typing import Any

import pytest

from gongkai.records import actions as records
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions, queries, secrecy, states
from gongkai.review.models import Review
from gongkai.testing import County, complete_draft, refused

pytestmark = pytest.mark.django_db
FORM = {"conclusion": "public", "basis": "不涉及国家秘密、工作秘密", "marked": True}
SIGNER = {"department.secrecy_reviewer"}
# act -> (who may, once the secrecy review is the open step; the code for everybody else)
MAY: dict[str, tuple[set[str], str]] = {
    "sign": (SIGNER, "review.not_signer"),
    "return_": (SIGNER, "review.not_signer"),
    "escalate": (SIGNER, "review.not_signer"),
    "answer": (SIGNER, "review.not_signer"),
    "cancel": ({"department.drafter", "department.section_head"}, "review.not_drafter"),
}
WORDS = [("sign", "opinion"), ("return_", "reason"), ("escalate", "question"), ("answer", "answer_number"),
         ("answer", "answer"), ("cancel", "reason")]  # fmt: skip
NUMBERS = ["联系人手机13800138000", "身份证号11010519491231002X"]


def at_secrecy(county: County, **changes: Any) -> Review:
    """A review that has come to the secrecy review."""
    review = records.submit(record=complete_draft(county, **changes), by=county["drafter"])
    while True:
        review = Review.objects.get(pk=review.pk)
        step = queries.open_step(review)
        assert step is not None
        if step.form:
            return review
        person = queries.signers(review, step).first()
        actions.sign(review=review, by=person, seen=review.parts)


def ready(county: County, act: str) -> dict[str, Any]:
    """Arguments with which `act` goes through."""
    review = at_secrecy(county)
    reviewer, drafter = county["secrecy_reviewer"], county["drafter"]
    question = {"review": review, "by": reviewer, "target": secrecy.targets(review)[0], "question": "能否公开不能确定"}
    if act == "answer":
        asked = actions.escalate(**question)
        return {"escalation": asked, "by": reviewer, "conclusion": "public", "answer_number": "示保〔2026〕1号"}
    parts = review.parts | {"content": "0" * 64}
    found: dict[str, dict[str, Any]] = {
        "sign": {"review": review, "by": reviewer, "seen": review.parts, "form": FORM},
        "return_": {"review": review, "by": reviewer, "reason": "请补充依据"},
        "escalate": question,
        "cancel": {"review": review, "by": drafter, "reason": "内容有误"},
        "change": {"review": review, "by": drafter, "parts": parts, "steps": review.steps},
    }
    return found[act]


def act_of(name: str) -> Any:
    """The function that the table's row `name` is about."""
    return getattr(actions, {"change": "change_parts"}.get(name, name))


@pytest.mark.parametrize("act", MAY)
def test_every_act_refuses_strangers(county: County, act: str) -> None:
    may, code = MAY[act]
    arguments, others = ready(county, act), county.people | county.administrators
    assert may <= set(others)
    for name in set(others) - may:
        refused(NotYours, code, act_of(act), **arguments | {"by": others[name]})
    act_of(act)(**arguments)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (act, state)
        for act, (sources, _) in states.TABLE.items()
        for state in Review.State.values
        if act != "complete" and state not in sources  # complete is no act of a person
    ],
)
def test_every_act_refuses_in_wrong_states(county: County, act: str, state: str) -> None:
    arguments = ready(county, act)
    Review.objects.update(state=state)
    refused(NotNow, "review.state", act_of(act), **arguments)
    assert Review.objects.get().state == state


@pytest.mark.parametrize("text", NUMBERS)
@pytest.mark.parametrize(("act", "field"), WORDS)
def test_texts_with_personal_numbers_are_refused(county: County, act: str, field: str, text: str) -> None:
    refused(NotLawful, "review.personal_data", act_of(act), **ready(county, act) | {field: text})


def test_the_basis_of_a_secrecy_review_holds_no_personal_numbers(county: County) -> None:
    form = FORM | {"basis": f"已向当事人核实，{NUMBERS[0]}"}
    refused(NotLawful, "review.personal_data", actions.sign, **ready(county, "sign") | {"form": form})


def test_nothing_is_returned_without_a_reason(county: County) -> None:
    for reason in ("", " ", "改"):
        refused(NotLawful, "review.reason", actions.return_, **ready(county, "return_") | {"reason": reason})


def test_a_return_says_of_the_content_only_what_the_secrecy_review_may_say(county: County) -> None:
    for conclusion in ("public", "undetermined", "foo"):
        wrong = {"conclusion": conclusion}
        refused(NotLawful, "review.conclusion", actions.return_, **ready(county, "return_") | wrong)
    review = records.submit(record=complete_draft(county), by=county["drafter"])
    facts = {"review": review, "by": county["section_head"], "reason": "请补充依据"}
    refused(NotLawful, "review.conclusion", actions.return_, **facts, conclusion="partial")


def test_an_answer_for_a_step_that_fell_away_is_refused(county: County) -> None:
    arguments = ready(county, "answer")
    review = Review.objects.get()
    Review.objects.update(steps=[step for step in review.steps if not step.get("form")])
    refused(NotNow, "review.step_gone", actions.answer, **arguments)


def test_only_organs_that_the_place_names_are_asked(county: County) -> None:
    wrong = {"target": "示范县某某咨询公司"}
    refused(NotLawful, "review.escalation_target", actions.escalate, **ready(county, "escalate") | wrong)


def test_a_step_that_falls_away_does_not_end_the_review_before_co_makers_agreed(county: County) -> None:
    """The last signature waits for them; so does a change of facts after which none is left to give."""
    review = at_secrecy(county, joint_issuers="示范县民政局")
    done = [step.name for step in queries.steps(review) if step.state == "done"]
    steps = [step for step in review.steps if step["name"] in done]
    arguments = {"review": review, "parts": review.parts, "steps": steps, "by": county["drafter"]}
    refused(NotNow, "review.outstanding", actions.change_parts, **arguments)
    assert Review.objects.get(pk=review.pk).state == "open"


def test_whether_it_is_the_moment_is_asked_before_the_law(county: County) -> None:
    """While a question is out, the answer is that it is out, whatever the next one would be sent to."""
    asked = ready(county, "escalate")
    actions.escalate(**asked)
    refused(NotNow, "review.question_pending", actions.escalate, **(asked | {"target": "没有列出的机关"}))
