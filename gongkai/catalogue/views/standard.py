"""The standard form of a catalogue as a file, and a list of powers or services held against the catalogue."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.catalogue import matching, policy, standard, tables
from gongkai.catalogue.forms import ListForm


@login_required
@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The ten columns as csv or xlsx. 国办发〔2019〕54号"""
    found = get_object_or_404(policy.visible_to(request.user), pk=pk)
    if kind not in tables.MEDIA:
        raise Http404("没有这种格式")
    data = standard.as_csv(found) if kind == "csv" else standard.as_xlsx(found)
    return tables.download(kind, f"{found.title}（标准目录）", data)


@login_required
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """权责清单 or 公共服务事项清单 against the items: nothing is stored. 荆政办文〔2020〕6号 一"""
    found = get_object_or_404(policy.visible_to(request.user), pk=pk)
    policy.must_manage(request.user)
    form = ListForm(request.POST or None, request.FILES or None)
    context = {
        "catalogue": found,
        "form": form,
        "trail": [("工作台", "/desk/"), ("公开目录", "/desk/catalogue/"), (str(found), f"/desk/catalogue/{pk}/")],
    }
    if request.method == "POST" and form.is_valid():
        entries = form.entries()
        context |= {"result": matching.against(found, entries) if entries else None, "read": len(entries)}
    return render(request, "catalogue/compare.html", context)
