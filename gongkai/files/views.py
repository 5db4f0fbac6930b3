"""Serving public copies when no web server stands in front. No cookie, no session, nothing executes."""

from __future__ import annotations

import codecs
from pathlib import Path
from urllib.parse import quote

from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from gongkai.files import queries, registry, vault
from gongkai.files.kinds import TEXTS

# Shown in the browser; everything else is offered for saving. Web pages never open on our own address.
INLINE = frozenset({"pdf", "png", "jpg", "txt"})


@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": [""]})  # type: ignore[arg-type]
def public_file(request: HttpRequest, hash12: str, name: str) -> HttpResponseBase:
    """Answer the public copy, or 404 when none is open now."""
    file = queries.public_file(hash12, name)
    if file is None:
        return _private_picture(request, hash12, name)
    path = vault.private_path(file.sha256)  # the same bytes; the table alone says whether they are public
    if not path.exists():
        raise Http404("没有公开的文件")
    response = FileResponse(path.open("rb"), content_type=_content_type(file.kind, file.media_type, path))
    disposition = "inline" if file.kind in INLINE else "attachment"
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name, safe='')}"
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{file.sha256}"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"  # a take-down must show at once
    return response


def _private_picture(request: HttpRequest, hash12: str, name: str) -> HttpResponseBase:
    """A picture of a text that is still being worked on, for those who may see the text; 404 for everybody else.

    The address in the text is the one of the publication, so the same text can be read before and after.
    """
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        raise Http404("没有公开的文件")
    file = registry.picture_for(person, hash12, name)
    path = vault.private_path(file.sha256) if file is not None and file.kind in ("png", "jpg") else None
    if file is None or path is None or not path.exists():
        raise Http404("没有公开的文件")
    response = FileResponse(path.open("rb"), content_type=file.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _content_type(kind: str, media_type: str, path: Path) -> str:
    """Texts name their encoding, else a browser guesses and shows 乱码."""
    if kind not in TEXTS:
        return media_type
    with path.open("rb") as handle:
        start = handle.read(65536)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return f"{media_type}; charset=utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return f"{media_type}; charset=gb18030"
    return f"{media_type}; charset=utf-8"
