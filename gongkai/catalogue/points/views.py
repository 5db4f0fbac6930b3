"""Staff screens of query points, below /desk/catalogue/points/."""

import csv
import io
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.catalogue.points import actions, queries
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import QueryPoint
from gongkai.refusals import NotYours
from gongkai.ui.acts import attempt

TRAIL = [("工作台", "/desk/"), ("查询点", "/desk/catalogue/points/")]


class PointForm(forms.ModelForm):
    """Facts of a point."""

    services = forms.MultipleChoiceField(
        label="服务事项", choices=QueryPoint.Service.choices, widget=forms.CheckboxSelectMultiple
    )
    modes = forms.MultipleChoiceField(
        label="查询方式", choices=QueryPoint.Mode.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = QueryPoint
        fields = ("agency", "name", "kind", "services", "modes", "address", "hours", "phone", "state", "planned_month",
                  "remark")  # fmt: skip
        help_texts = {"planned_month": "拟增设的填写，例如 2027-03。", "agency": "由哪个机关填报。"}

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # who runs it and how it stands are not changed here
            del self.fields["agency"], self.fields["state"]
            return
        choice: Any = self.fields["agency"]
        choice.queryset, choice.empty_label = _mine(person), "请选择"
        state: Any = self.fields["state"]
        state.choices = [(one.value, one.label) for one in (QueryPoint.State.EXISTING, QueryPoint.State.PLANNED)]


def _mine(person: Any) -> Any:
    living = organisations.agencies()
    if organisations_policy.in_section(person):
        return living
    return living.filter(pk__in=organisations.agencies_of(person, actions.ROLES).values("pk"))


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every point the person may see."""
    rows = [
        {"point": one, "services": queries.said(one.services, QueryPoint.Service),
         "modes": queries.said(one.modes, QueryPoint.Mode)}
        for one in queries.visible_to(request.user)
    ]  # fmt: skip
    context = {"rows": rows, "may_add": _mine(request.user).exists(), "trail": [*TRAIL[:1], ("查询点", "")]}
    return render(request, "catalogue/points.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The survey form as a table that any program opens."""
    text = io.StringIO()
    csv.writer(text).writerows(queries.form_rows(queries.visible_to(request.user)))
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="query-points.csv"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """A new point."""
    if not _mine(request.user).exists():
        raise NotYours("catalogue.point", "您没有可以填报查询点的机关。", remedy="请联系安全管理员更新岗位。")
    form = PointForm(request.POST or None, person=request.user)
    return _form(request, form, "增加查询点", partial(actions.enter, by=request.user))


def _point(request: HttpRequest, pk: int) -> QueryPoint:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts of a point, and what may become of it."""
    found = _point(request, pk)
    if not actions.may(request.user, found.agency):
        raise NotYours("catalogue.point", "您没有维护这个查询点的岗位。", remedy="请转给本机关经办人员办理。")
    form = PointForm(request.POST or None, instance=_point(request, pk), person=request.user)
    moves = [(act, actions.LABELS[act], act != "build") for act, (sources, _) in actions.STATES.items()
             if found.state in sources]  # fmt: skip
    return _form(
        request, form, f"修改{found}", partial(actions.change, point=found, by=request.user),
        point=found, moves=moves,
    )  # fmt: skip


def _form(request: HttpRequest, form: PointForm, title: str, run: Any, **more: Any) -> HttpResponse:
    tried = attempt(request, form, run)
    if tried.done:
        messages.success(request, "已保存。")
        return redirect("/desk/catalogue/points/")
    context = {"form": form, "title": title, "trail": [*TRAIL, (title, "")]} | more
    return render(request, "catalogue/point.html", context, status=tried.status)


@login_required
@require_POST
def move(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Existing, to be withdrawn, withdrawn."""
    point = actions.move(point=_point(request, pk), act=act, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, f"“{point}”现在是“{point.get_state_display()}”。")
    return redirect("/desk/catalogue/points/")
