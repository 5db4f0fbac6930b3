"""Pages that change nothing."""

from typing import Any
from urllib.parse import quote, unquote

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.files import actions as file_actions
from gongkai.files.models import File
from gongkai.organisations import policy as organisations_policy
from gongkai.organisations import queries as organisations
from gongkai.records import comparing, finding, listing, policy, presenting, reading_versions, removal_kinds
from gongkai.records.forms import FilterForm
from gongkai.records.models import Record, Removal
from gongkai.records.views.fetching import visible

INLINE = {"pdf", "png", "jpg"}


def _filter(request: HttpRequest) -> FilterForm:
    person: Any = request.user
    if organisations_policy.in_section(person):
        agencies = list(organisations.agencies())
    else:
        agencies = list(organisations.agencies_of(person))
    return FilterForm(request.GET, agencies=agencies, shows=list(listing.SHOWS))


def _asked(form: FilterForm) -> dict[str, Any]:
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list: what is asked stands in the address."""
    form = _filter(request)
    asked = _asked(form)
    records, key = listing.page(listing.find(request.user, asked), request.GET.get("after", ""))
    shows = [("", "全部"), *listing.SHOWS.items()]
    context = {
        "form": form,
        "asked": asked,
        "rows": [row | {"kind": presenting.KINDS[row["record"].state]} for row in listing.rows(records)],
        "shows": [
            (label, listing.address({"show": name}) or ".", asked.get("show", "") == name) for name, label in shows
        ],
        "next_url": listing.address(asked, after=key) if key else "",
        "first_url": (listing.address(asked) or ".") if "after" in request.GET else "",
        "query": listing.address(asked),
        "may_draft": policy.may_draft(request.user),
        "trail": [*presenting.TRAIL[:1], ("政府信息", "")],
    }
    return render(request, "records/index.html", context)


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All rows of the filter as a file."""
    found = listing.find(request.user, _asked(_filter(request)))
    if kind == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            listing.as_csv(found), content_type="text/csv; charset=utf-8"
        )
    else:
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(listing.as_xlsx(found), content_type=media)
    name = quote(f"政府信息清单{timezone.localdate()}.{kind}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _tab(request: HttpRequest, pk: int, tab: str, **more: Any) -> HttpResponse:
    record = visible(request, pk)
    context = presenting.head(record, request.user, tab)
    for name, of in more.items():
        context[name] = of(record)
    return render(request, f"records/{tab}.html", context)


@login_required
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Content as the public will see it, and what the checks found."""
    found = {"found": lambda one: finding.shown(one, request.user), "documents": presenting.documents}
    return _tab(request, pk, "record", header=presenting.header, **found)


@login_required
@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Attachments of the working copy."""

    def proper(one: Record) -> list[dict[str, Any]]:
        return [{"attachment": each, "state": reading_versions.state(each)} for each in reading_versions.split(one)[0]]

    return _tab(request, pk, "files", attachments=proper, shown=lambda one: reading_versions.split(one)[1])


@login_required
@require_safe
def reviews(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signed what."""
    return _tab(request, pk, "reviews", reviews=presenting.reviews)


@login_required
@require_safe
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """Why this date: each day, with article and evidence."""
    return _tab(request, pk, "clock", clock=presenting.clock_page)


@login_required
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Approved versions."""
    return _tab(
        request, pk, "versions", versions=lambda one: one.versions.select_related("made_by").order_by("-number")
    )


@login_required
@require_safe
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Every act."""
    return _tab(request, pk, "ledger", entries=presenting.timeline)


@login_required
@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version, and what it changed against the one before."""
    found = visible(request, pk)
    one = get_object_or_404(found.versions, number=number)
    former = found.versions.filter(number__lt=number).order_by("-number").first()
    place = found.agency.place
    now = comparing.of_version(one)
    context = {
        "record": found,
        "version": one,
        "former": former,
        "changes": comparing.changes(comparing.of_version(former), now, place) if former else [],
        "header": comparing.rows(one.metadata, place),
        "trail": presenting.trail(found, f"第 {number} 版"),
    }
    return render(request, "records/version.html", context)


@login_required
@require_safe
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Proof of a take-down: every address, and what it answered."""
    found = visible(request, pk)
    if found.state != Record.State.WITHDRAWN:
        raise Http404
    publication = found.publications.filter(withdrawn_at__isnull=False).order_by("-id").first()
    rows = list(Removal.objects.filter(publication=publication))
    context = {
        "record": found,
        "publication": publication,
        "rows": [
            {"words": unquote(row.address), "status": row.status, "gone": row.gone, "checked_at": row.checked_at}
            for row in rows
        ],
        "left": [row for row in rows if not row.gone],
        "removal_kind": removal_kinds.label_of(publication) if publication else "",
        "told": removal_kinds.told(publication) if publication else None,
        "trail": presenting.trail(found, "撤下核验结果"),
    }
    return render(request, "records/removal.html", context)


@login_required
@require_safe
@csp_replace({"default-src": ["'none'"]})  # type: ignore[arg-type]
def file(request: HttpRequest, pk: int, sha256: str) -> HttpResponseBase:
    """A file of the working copy or of a version, for those who may see the record."""
    found = visible(request, pk)
    name = next(iter(found.attachments.filter(file__sha256=sha256).values_list("name", flat=True)), "")
    for one in found.versions.all() if not name else ():
        name = name or next((entry["name"] for entry in one.attachments if entry["sha256"] == sha256), "")
    if not name:
        raise Http404
    stored = get_object_or_404(File, sha256=sha256)
    inline = stored.kind in INLINE
    media = stored.media_type if inline else "application/octet-stream"
    response = FileResponse(file_actions.open_private(stored), content_type=media)
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name, safe='')}"
    return response
