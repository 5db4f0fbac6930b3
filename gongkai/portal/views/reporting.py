"""找错: the one public page with a form of its own, and so the one that sets a cookie (against forged forms).

Serves 国办发〔2017〕47号. The report is an act of `records`; the agency works on it at its desk, the citizen follows it
with the query code. Nothing of the form stands in an address or a log.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.organisations import limits
from gongkai.portal import meta
from gongkai.portal.views import page
from gongkai.records import actions, error_reports
from gongkai.records import queries as records
from gongkai.records.error_forms import ErrorForm
from gongkai.records.forms import refuse
from gongkai.refusals import Refusal

HOUR = 3600
MOST = 20  # reports of one network address in an hour: an office or a household may share one
TITLE = "找错"
CHECKING = "查询找错的办理情况"


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, record_id: int = 0) -> HttpResponse:
    """The form, with the page filled in; the query code after it was sent."""
    if request.method == "POST":
        form = ErrorForm(request.POST)
        answer = _taken(request, form)
        if answer is not None:
            return answer
    else:
        form = ErrorForm(initial={"path": f"/records/{record_id}/" if record_id else _own(request.GET.get("url", ""))})
    publication = records.last_publication(record_id) if record_id else None
    if publication is not None and publication.withdrawn_at is not None:
        publication = None  # the title of what was taken down is not shown again
    context = {
        "form": form,
        "publication": publication,
        "meta": meta.column(TITLE, "告诉发布机构这个网站哪里有错误", "网站说明"),
    }
    return page(request, "report.html", context, trail=[(TITLE, "")], status=422 if form.errors else 200)


def _own(address: str) -> str:
    """An address on this site, as a path; "" for anything else."""
    return address[:300] if address.startswith("/") and not address.startswith("//") else ""


def _taken(request: HttpRequest, form: ErrorForm) -> HttpResponse | None:
    """The page with the query code; None where the form must be shown again."""
    if not form.is_valid():
        return None
    said = dict(form.cleaned_data)
    if said.pop("website"):  # a program filled in what people do not see: it is thanked, and nothing is kept
        return _thanks(request, error_reports.new_code())
    if _too_many(request):
        form.add_error(None, "您的网络地址一小时内提交的找错太多，请过一会儿再提交，或者用页脚的联系方式告诉我们。")
        return None
    try:
        _, code = actions.report_error(**said)
    except Refusal as refusal:
        refuse(form, refusal)
        return None
    return _thanks(request, code)


def _thanks(request: HttpRequest, code: str) -> HttpResponse:
    return page(request, "reported.html", {"code": code}, trail=[(TITLE, "")])


def _too_many(request: HttpRequest) -> bool:
    return limits.asked(request, "report", HOUR)[0] > MOST


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """What became of a report, for whoever has its code."""
    code = request.GET.get("code", "").strip()[:40]
    context: dict[str, Any] = {
        "code": code,
        "report": error_reports.by_code(code) if code else None,
        "meta": meta.column(CHECKING, "凭查询码查看找错的答复", "网站说明"),
    }
    return page(request, "report_status.html", context, trail=[(TITLE, "/report/"), (CHECKING, "")])
