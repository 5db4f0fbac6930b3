"""Pages of the emergency path and of the fourth review."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from gongkai import rules
from gongkai.organisations.queries import today
from gongkai.records import actions, plans
from gongkai.records.forms import OptionalReasonForm, ReasonForm
from gongkai.records.models import Record
from gongkai.records.views.acting import answer, page
from gongkai.records.views.fetching import visible
from gongkai.ui.acts import data_of


@login_required
@page
def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader lets it out today; the other steps follow."""
    record = visible(request, pk)
    place, day = record.agency.place, today()
    hint = "写明什么事项、为什么当日必须公开。理由会留存，事后据此检查。"
    form = ReasonForm(data_of(request), label="启动应急公开的理由", hint=hint)
    after = rules.at("review.emergency_after", place, day)
    words = [
        "保密审查、负责人签署（重要信息还有主要负责人签署）之后即可公开，其余审核环节在公开后补签。",
        f"只限今天公开；今天没有公开的，走完其余审核环节。补签的期限：{after.say()}。",
        "补签时被退回的，已公开的内容必须更正或者撤下。",
    ]

    def run(reason: str) -> None:
        actions.open_emergency(record=record, by=request.user, reason=reason)

    source = rules.cited(rules.at("review.emergency_before", place, day))
    done = "已启动应急公开。保密审查和负责人签署后，由公开岗位办理公开。"
    return answer(request, record, "emergency", form, run, done=done, words=words, source=source, warn=True)


@login_required
@page
def four(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the fourth review, or go back to three."""
    record = visible(request, pk)
    form = OptionalReasonForm(data_of(request))
    if record.four_reviews:
        return _three(request, record, form)
    plan = plans.four_reviews(record.agency.place)
    steps = "、".join(str(step["name"]) for step in plan.steps)
    words = [
        f"四审四校的环节：{steps}。",
        "审核中提出的，已经签署且内容没有变动的环节不受影响，其余环节按四审四校办理。",
    ]

    def run(reason: str) -> None:
        actions.demand_four(record=record, by=request.user, reason=reason)

    return answer(
        request, record, "four", form, run, done="已按四审四校办理。", words=words, source=rules.cited(plan),
        heading="要求四审四校", button="要求四审四校",
    )  # fmt: skip


def _three(request: HttpRequest, record: Record, form: OptionalReasonForm) -> HttpResponse:
    def run(reason: str) -> None:
        actions.lower_four(record=record, by=request.user, reason=reason)

    plan = rules.at("review.publication", record.agency.place, today())
    words = ["有人签署之后，只能由分管领导或者主要负责人写明理由，降低审核级别。"]
    return answer(
        request, record, "four", form, run, done="已改为三审三校。", words=words, source=rules.cited(plan),
        heading="改为三审三校", button="改为三审三校", warn=True,
    )  # fmt: skip
