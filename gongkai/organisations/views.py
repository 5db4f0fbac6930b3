"""Screens of agencies and their offices, and the directory of people. Read by all staff, changed by the system
administrator."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.ledger.queries import history, sentence
from gongkai.organisations import actions, functions, policy, queries, uscc
from gongkai.organisations.forms import (
    AgencyFindForm,
    AgencyForm,
    EndAgencyForm,
    FindForm,
    MergeForm,
    OfficeForm,
    RenameForm,
)
from gongkai.organisations.models import Agency, Office

TRAIL = [("机关", "/desk/organisations/")]


def timeline(subject: Any) -> list[dict[str, Any]]:
    """The history of a subject as the timeline takes it, newest first."""
    return [
        {"at": entry.at, "sentence": sentence(entry), "by": entry.actor_name, "reason": entry.reason}
        for entry in history(subject).order_by("-number")
    ]


def asked(form: Any) -> dict[str, Any]:
    """What a filter asks; nothing where the address holds nonsense."""
    return form.cleaned_data if form.is_valid() else {}


@login_required
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """The register of agencies."""
    form = AgencyFindForm(request.GET)
    context = {
        "form": form,
        "rows": queries.register(**asked(form)),
        "may_manage": policy.is_system(request.user),
    }
    return render(request, "organisations/agencies.html", context)


@login_required
@require_safe
def agency(request: HttpRequest, pk: int, tab: str = "facts") -> HttpResponse:
    """One agency: facts, offices, posts, history; each tab is an address."""
    found = get_object_or_404(policy.visible_to(request.user).select_related("parent", "successor"), pk=pk)
    root = f"/desk/organisations/{pk}/"
    names = (("facts", "基本信息", root), ("offices", "内设机构", f"{root}offices/"),
             ("posts", "岗位", f"{root}posts/"), ("history", "办理记录", f"{root}history/"))  # fmt: skip
    context: dict[str, Any] = {
        "agency_shown": found,
        "tab": tab,
        "tabs": [(label, url, key == tab) for key, label, url in names],
        "acts": _acts(found) if policy.is_system(request.user) else [],
        "may_manage": policy.is_system(request.user),
        "trail": [*TRAIL, (found.short_name, "")],
    }
    if tab == "facts":
        context["facts"], context["warning"] = _facts(found), uscc.problem(found.uscc) if found.uscc else ""
    elif tab == "offices":
        context["offices"] = found.offices.order_by("to_on", "order", "id")
    elif tab == "posts":
        context["posts"] = queries.posts(agency=found)
        context["may_appoint"] = policy.is_security(request.user)
    else:
        context["entries"] = timeline(found)
    return render(request, "organisations/agency.html", context)


def _facts(found: Agency) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [
        ("名称", found.name), ("简称", found.short_name), ("类型", found.get_kind_display()),
        ("统一社会信用代码", found.uscc), ("机关代字", found.dispatch_word),
        ("上级机关", found.parent, "", f"/desk/organisations/{found.parent_id}/"),
        ("上级主管部门", found.superior_department), ("职能", "、".join(map(functions.label, found.functions))),
        ("公开工作机构", found.disclosure_office), ("办公地址", found.address), ("办公时间", found.hours),
        ("联系电话", found.phone), ("传真", found.fax), ("电子邮箱", found.email), ("主要职能", found.duties),
        ("成立日期", found.from_on), ("终止日期", found.to_on),
        ("曾用名", "；".join(map(str, found.former_names.all()))),
        ("承继机关", found.successor, "", f"/desk/organisations/{found.successor_id}/"),
    ]  # fmt: skip
    return [("公开主管部门", "是，本系统的政府信息公开工作主管部门"), *rows] if found.is_competent else rows


def _acts(found: Agency) -> list[dict[str, Any]]:
    root, running = f"/desk/organisations/{found.pk}/", found.to_on is None
    why = f"该机关已于 {found.to_on} 终止。"
    return [
        {"label": "变更信息", "url": f"{root}change/", "allowed": running, "why": why,
         "hint": "变更前后的内容都写入留痕。"},
        {"label": "增设内设机构", "url": f"{root}offices/open/", "allowed": running, "why": why},
        {"label": "更名", "url": f"{root}rename/", "allowed": running, "why": why,
         "hint": "机构改革更名；曾用名和起止日期保留。"},
        {"label": "终止机关", "url": f"{root}end/", "allowed": running, "why": why, "warn": True,
         "hint": "终止后不能再以该机关名义公开信息；须先收回全部岗位。"},
    ]  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def open_agency(request: HttpRequest) -> HttpResponse:
    """The form and the act to register an agency."""
    policy.must_be_system(request.user)
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_agency(by=request.user, **form.facts())
        messages.success(request, f"已登记{made.name}。")
        return redirect("organisations:agency", pk=made.pk)
    return form_page(request, "登记机关", form, "登记", TRAIL)


@login_required
@require_http_methods(["GET", "POST"])
def change_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Change facts; an unchanged form changes nothing and is not recorded."""
    policy.must_be_system(request.user)
    found = get_object_or_404(Agency, pk=pk)
    form = AgencyForm(request.POST or None, instance=found)
    trail = [*TRAIL, (found.short_name, f"/desk/organisations/{pk}/")]
    if request.method == "POST" and form.is_valid():
        if changes := form.changes():
            actions.change_agency(agency=found, by=request.user, **changes)
            messages.success(request, "已变更，变更前后的内容都已写入留痕。")
        return redirect("organisations:agency", pk=pk)
    return form_page(request, f"变更{trail[-1][0]}的信息", form, "变更", trail)


@login_required
@require_http_methods(["GET", "POST"])
def end_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agency and name its successor."""
    policy.must_be_system(request.user)
    found = get_object_or_404(Agency, pk=pk)
    form = EndAgencyForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_agency(agency=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"已终止{found.name}。")
        return redirect("organisations:agency", pk=pk)
    lead = "终止以后，这个机关不能再公开信息；已经公开的信息仍以原名称保留。"
    trail = [*TRAIL, (found.short_name, f"/desk/organisations/{pk}/")]
    return form_page(request, f"终止{found.name}", form, "终止机关", trail, lead, warn=True)


@login_required
@require_http_methods(["GET", "POST"])
def rename_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name; the former one stays in the register and on what was published under it."""
    policy.must_be_system(request.user)
    found = get_object_or_404(Agency, pk=pk)
    form = RenameForm(request.POST or None, initial={"on": queries.today()})
    if request.method == "POST" and form.is_valid():
        actions.rename_agency(agency=found, by=request.user, **form.cleaned_data)
        messages.success(request, "已更名，曾用名和起止日期保留在登记中。")
        return redirect("organisations:agency", pk=pk)
    lead = "只用于机构改革等正式更名。以前公开的信息仍以当时的名称保留；录入错误请用“变更信息”。"
    trail = [*TRAIL, (found.short_name, f"/desk/organisations/{pk}/")]
    return form_page(request, f"{found.short_name}更名", form, "更名", trail, lead)


@login_required
@require_http_methods(["GET", "POST"])
def merge_agencies(request: HttpRequest) -> HttpResponse:
    """Several agencies end on a day and one takes over."""
    policy.must_be_system(request.user)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ended = actions.merge_agencies(by=request.user, **form.cleaned_data)
        messages.success(request, f"已终止{len(ended)}个机关，由{form.cleaned_data['into']}承继。")
        return redirect("organisations:agency", pk=form.cleaned_data["into"].pk)
    lead = "并入的机关一并终止，须先收回它们的全部岗位、办结审核中的材料；有一个不符合的，全部不办理。"
    return form_page(request, "合并机关", form, "合并", TRAIL, lead, warn=True)


@login_required
@require_http_methods(["GET", "POST"])
def open_office(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an internal office."""
    policy.must_be_system(request.user)
    found = get_object_or_404(Agency, pk=pk)
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_office(agency=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"已增设内设机构“{made.name}”。")
        return redirect("organisations:offices", pk=pk)
    trail = [*TRAIL, (found.short_name, f"/desk/organisations/{pk}/")]
    return form_page(request, f"{found.short_name}增设内设机构", form, "增设", trail)


@login_required
@require_http_methods(["GET", "POST"])
def end_office(request: HttpRequest, pk: int) -> HttpResponse:
    """Dissolve an internal office as of today, after a page that says so."""
    policy.must_be_system(request.user)
    found = get_object_or_404(Office.objects.select_related("agency"), pk=pk)
    if request.method == "POST":
        actions.end_office(office=found, to_on=queries.today(), by=request.user)
        messages.success(request, f"已撤销内设机构“{found.name}”。")
        return redirect("organisations:offices", pk=found.agency_id)
    lead = "自今日起撤销。以前的签署记录不变；在这里任职的岗位请安全管理员另行调整。"
    trail = [*TRAIL, (found.agency.short_name, f"/desk/organisations/{found.agency_id}/")]
    return form_page(request, f"撤销内设机构“{found.name}”", None, "撤销", trail, lead, warn=True)


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The directory: who holds which post, and how to reach him."""
    form = FindForm(request.GET)
    rows = queries.posts(**asked(form), on=queries.today())[:501]
    context = {"form": form, "rows": rows[:500], "more": len(rows) > 500}
    return render(request, "organisations/people.html", context)


def form_page(
    request: HttpRequest, title: str, form: Any, button: str, trail: list[tuple[str, str]], lead: str = "",
    warn: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        "title": title,
        "form": form,
        "button": button,
        "trail": [*trail, (title, "")],
        "lead": lead,
        "warn": warn,
    }
    return render(request, "organisations/form.html", context)
