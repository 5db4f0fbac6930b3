"""Staff screens of guides and profiles, below /desk/catalogue/guide/ and /desk/catalogue/profile/."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.catalogue.sheets import actions, policy, presenting, queries, states
from gongkai.catalogue.sheets.forms import EDITORS, refuse
from gongkai.catalogue.sheets.kinds import KINDS, Kind
from gongkai.organisations.models import Agency
from gongkai.refusals import NotYours, Refusal


def _agency(request: HttpRequest, kind: Kind, pk: int) -> Agency:
    """The agency, if the person may see its sheet; else 404."""
    return get_object_or_404(policy.agencies_visible_to(request.user, kind).distinct(), pk=pk)


def _sheet(kind: Kind, agency: Agency) -> Any:
    found = queries.sheet_of(kind, agency)
    if found is None:
        raise Http404("尚未编制")
    return found


@login_required
@require_safe
def index(request: HttpRequest, code: str) -> HttpResponse:
    """The sheets the person may see."""
    kind = KINDS[code]
    context = {
        "sheet_kind": kind,
        "rows": presenting.listed(kind, request.user),
        "tabs": presenting.tabs(kind),
        "trail": presenting.trail(kind),
    }
    return render(request, "catalogue/sheets.html", context)


@login_required
@require_safe
def sheet(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One agency's sheet: what it says, what is missing, what changed, what is public."""
    kind = KINDS[code]
    return render(request, "catalogue/sheet.html", presenting.page(kind, _agency(request, kind, pk), request.user))


@login_required
@require_safe
def version(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """One version as it was published."""
    kind = KINDS[code]
    agency = _agency(request, kind, pk)
    found = queries.version(kind, agency, number)
    if found is None:
        raise Http404("没有这一版")
    context = {
        "sheet_kind": kind,
        "version": found,
        "rows": kind.rows(found.content),
        "trail": presenting.trail(kind, agency, f"第{number}版"),
    }
    return render(request, "catalogue/sheet_version.html", context)


@login_required
@require_POST
def open_(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Begin the agency's sheet."""
    kind = KINDS[code]
    agency = _agency(request, kind, pk)
    actions.open_(kind=kind, agency=agency, by=request.user)
    messages.success(request, f"已开始编制{kind.label}，登记信息和法定内容已经带入。")
    return redirect(f"{kind.address(pk)}edit/")


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change the working copy."""
    kind = KINDS[code]
    agency = _agency(request, kind, pk)
    found = _sheet(kind, agency)
    policy.must(request.user, "edit", agency, f"修改{kind.label}")
    if request.method == "GET":
        states.must_allow("edit", found)
    asked = (request.POST, request.FILES) if request.method == "POST" else ()
    editor, status = EDITORS[code](found, *asked), 200
    if asked:
        status = 422
        if editor.is_valid():
            try:
                changes = editor.changes(request.user)
                actions.edit(sheet=found, by=request.user, revision=editor.revision(), changes=changes)
            except NotYours:
                raise
            except Refusal as refusal:
                refuse(editor, refusal)
                status = refusal.status
            else:
                messages.success(request, "已保存。")
                return redirect(kind.address(pk))
    trail = presenting.trail(kind, agency, "修改")
    context = {"sheet_kind": kind, "sheet": found, "agency_shown": agency, "editor": editor, "trail": trail}
    return render(request, f"catalogue/{code}_edit.html", context, status=status)


@login_required
@require_POST
def submit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Hand it in for review."""
    kind = KINDS[code]
    agency = _agency(request, kind, pk)
    actions.submit(sheet=_sheet(kind, agency), by=request.user)
    messages.success(request, "已送审。审核通过后由公开工作机构审核人发布。")
    return redirect(kind.address(pk))


@login_required
@require_POST
def publish(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Make what was approved public."""
    kind = KINDS[code]
    agency = _agency(request, kind, pk)
    made = actions.publish(sheet=_sheet(kind, agency), by=request.user)
    messages.success(request, f"第{made.number}版已发布。")
    return redirect(kind.address(pk))
