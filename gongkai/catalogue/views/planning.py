"""What an agency's own plan says must be published: entered below the duty board, taken back there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.catalogue import actions, policy, presenting, queries
from gongkai.catalogue.forms import NeededReasonForm, PlanForm
from gongkai.catalogue.models import Item, PlannedDate
from gongkai.catalogue.views.board import TRAIL
from gongkai.organisations.models import Agency
from gongkai.refusals import NotYours, Refusal
from gongkai.ui import acts

FIELDS = {
    "catalogue.plan_unknown": "plan", "catalogue.plan_empty": "dates", "catalogue.plan_year": "dates",
    "catalogue.plan_twice": "dates", "catalogue.personal_data": "dates",
}  # fmt: skip


def _agencies(request: HttpRequest) -> list[Agency]:
    """The agencies whose duties the person sees."""
    found = queries.in_force(presenting.own_place(request.user))
    return policy.board_agencies(request.user, found) if found else []


def _duty(request: HttpRequest, pk: int, code: str) -> tuple[Agency, Item]:
    """The agency and its item; 404 beyond what the person sees."""
    agency = next((one for one in _agencies(request) if one.pk == pk), None)
    item = queries.items_for(agency).filter(code=code).first() if agency else None
    if agency is None or item is None:
        raise Http404("没有这样的公开责任")
    return agency, item


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The days that stand, those taken back, and the form for new ones."""
    agency, item = _duty(request, pk, code)
    may = policy.may_state(request.user, agency)
    form = PlanForm(request.POST or None) if may else None
    status = 200
    if request.method == "POST":
        policy.must_plan(request.user, agency)
        assert form is not None
        if form.is_valid():
            try:
                made = actions.enter_plan(agency=agency, item=item, by=request.user, **form.cleaned_data)
            except NotYours:
                raise
            except Refusal as refusal:
                acts.refuse(form, refusal, FIELDS)
            else:
                messages.success(request, f"已登记{len(made)}个日期，到期以前在公开情况中提醒。")
                return redirect("catalogue:plan", pk=pk, code=code)
        status = 422
    rows = PlannedDate.objects.filter(agency=agency, item_code=item.code)
    here = (item.name, reverse("catalogue:duty", args=[pk, code]))
    context = {
        "agency": agency,
        "item": item,
        "form": form,
        "may_plan": may,
        "standing": rows.filter(dropped_at=None).select_related("made_by"),
        "dropped": rows.filter(dropped_at__isnull=False).select_related("dropped_by"),
        "trail": [*TRAIL, here],
    }
    return render(request, "catalogue/plan.html", context, status=status)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one day back."""
    found = get_object_or_404(PlannedDate, pk=pk, agency__in=_agencies(request))
    form = NeededReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.drop_planned(planned=found, by=request.user, reason=reason)
    messages.success(request, "这一计划日期已经撤回。")
    return redirect("catalogue:plan", pk=found.agency_id, code=found.item_code)
