"""Staff screens of the catalogue, below /desk/catalogue/."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.catalogue import actions, policy, presenting, queries
from gongkai.catalogue import coverage as covering
from gongkai.catalogue.forms import AssignForm, ConfirmForm, FileForm, LinkForm, NeededReasonForm, ReasonForm
from gongkai.catalogue.models import Assignment, Catalogue, Item

TRAIL = [("工作台", "/desk/"), ("公开目录", "/desk/catalogue/")]


def _catalogue(request: HttpRequest, pk: int) -> Catalogue:
    return get_object_or_404(policy.visible_to(request.user), pk=pk)


def _item(request: HttpRequest, pk: int) -> Item:
    return get_object_or_404(policy.items_visible_to(request.user).select_related("catalogue"), pk=pk)


@login_required
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """All versions the person may see."""
    context = {
        "rows": queries.versions(request.user),
        "may_manage": policy.may_manage(request.user),
        "trail": TRAIL[:1],
    }
    return render(request, "catalogue/versions.html", context)


@login_required
@require_safe
def catalogue(request: HttpRequest, pk: int) -> HttpResponse:
    """One version as a table."""
    found = _catalogue(request, pk)
    context = presenting.catalogue(found, request.user, request.GET.get("show", ""))
    return render(request, "catalogue/catalogue.html", context | {"trail": TRAIL})


@login_required
@require_safe
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """What the law asks and the version lacks: Arts 20 and 21 and the pilot fields."""
    found = _catalogue(request, pk)
    parts = covering.national(found)
    context = {
        "catalogue": found,
        "parts": parts,
        "missing": [(part, part.missing) for part in parts if part.missing],
        "trail": [*TRAIL, (str(found), f"/desk/catalogue/{pk}/")],
    }
    return render(request, "catalogue/coverage.html", context)


@login_required
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: content, basis, limit, agencies, lint."""
    found = _item(request, pk)
    here = (str(found.catalogue), f"/desk/catalogue/{found.catalogue_id}/")
    return render(request, "catalogue/item.html", presenting.item(found, request.user) | {"trail": [*TRAIL, here]})


@login_required
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Upload, and after it the report. Nothing is written here."""
    policy.must_manage(request.user)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        report = form.report()
        confirm = ConfirmForm(initial={"payload": form.payload(report)}) if report.good and not report.faults else None
        return render(request, "catalogue/report.html", {"report": report, "form": confirm, "trail": TRAIL})
    return render(request, "catalogue/import.html", {"form": form, "trail": TRAIL})


@login_required
@require_POST
def import_confirm(request: HttpRequest) -> HttpResponse:
    """Enter what was read as a draft."""
    policy.must_manage(request.user)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return render(request, "catalogue/import.html", {"form": FileForm(), "refused": form, "trail": TRAIL})
    made = actions.import_catalogue(by=request.user, **form.arguments())
    messages.success(request, f"已编入《{made}》，共{made.items.count()}项。核对无误后请启用。")
    return redirect("catalogue:catalogue", pk=made.pk)


@login_required
@require_POST
def import_shipped(request: HttpRequest) -> HttpResponse:
    """Enter the catalogue that ships with the law files for the agency's place."""
    made = actions.import_catalogue(place=presenting.own_place(request.user), by=request.user)
    messages.success(request, f"已编入《{made}》，共{made.items.count()}项。核对无误后请启用。")
    return redirect("catalogue:catalogue", pk=made.pk)


@login_required
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a version in force."""
    found = actions.adopt(catalogue=_catalogue(request, pk), by=request.user)
    messages.success(request, f"《{found}》已启用，责任单位已落实到各事项。")
    return redirect("catalogue:catalogue", pk=pk)


@login_required
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows were compared with the original."""
    form = NeededReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    found = actions.verify(catalogue=_catalogue(request, pk), reason=reason, by=request.user)
    messages.success(request, f"《{found}》已记为对照原件核对过。")
    return redirect("catalogue:catalogue", pk=pk)


@login_required
@require_POST
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Derive the agencies again."""
    added = actions.reassign(catalogue=_catalogue(request, pk), by=request.user)
    messages.success(request, f"已按目录重新落实责任单位，新增{added}项次。")
    return redirect("catalogue:catalogue", pk=pk)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a draft."""
    actions.discard(catalogue=_catalogue(request, pk), by=request.user)
    messages.success(request, "没有启用的目录已删除。")
    return redirect("catalogue:versions")


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """One more agency for an item."""
    found = _item(request, pk)
    policy.must_manage(request.user)
    form = AssignForm(request.POST, item=found)
    if not form.is_valid():
        return render(
            request, "catalogue/item.html", presenting.item(found, request.user) | {"assign": form, "trail": TRAIL}
        )
    actions.assign(item=found, by=request.user, **form.cleaned_data)
    messages.success(request, f"已指定{form.cleaned_data['agency'].short_name}为责任单位。")
    return redirect("catalogue:item", pk=pk)


@login_required
@require_POST
def unassign(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency less for an item."""
    visible = policy.items_visible_to(request.user)
    assignment = get_object_or_404(Assignment.objects.select_related("item", "agency"), pk=pk, item__in=visible)
    form = ReasonForm(request.POST)
    actions.unassign(
        assignment=assignment, by=request.user, reason=form.cleaned_data["reason"] if form.is_valid() else ""
    )
    messages.success(request, f"{assignment.agency.short_name}不再是责任单位。")
    return redirect("catalogue:item", pk=assignment.item_id)


@login_required
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an item's page lies in another system."""
    form = LinkForm(request.POST)
    actions.link(item=_item(request, pk), url=form.cleaned_data["url"] if form.is_valid() else "", by=request.user)
    messages.success(request, "链接地址已保存。")
    return redirect("catalogue:item", pk=pk)
