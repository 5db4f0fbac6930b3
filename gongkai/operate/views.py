"""`/healthz`."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.operate import health


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when something is not; the body says what."""
    found = health.report()
    well = all(state == "ok" for state in found.values())
    return JsonResponse({"status": "ok" if well else "unwell", **found}, status=200 if well else 503)
