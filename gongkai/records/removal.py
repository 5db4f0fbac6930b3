"""Looking whether a taken-down record can still be reached: its own addresses, lists, feeds, sitemap, search, files."""

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.test import Client

from gongkai import pages, search
from gongkai.files import actions as file_actions
from gongkai.files import vault
from gongkai.files.models import File
from gongkai.records.actions.outgoing import own_pairs
from gongkai.records.models import LIVE, Publication, Record
from gongkai.ui.context import PREFIXES

GONE = (404, 410)
FORMS = ("", *PREFIXES)  # plain, large, in traditional characters
Fetch = Callable[[str], tuple[int, str]]


@dataclass(frozen=True)
class Found:
    """What one address answered, and whether that proves the record gone from it."""

    address: str
    status: int
    gone: bool


def fetcher() -> Fetch:
    """Over the network where the instance's public address is set; else through the whole application in process."""
    if settings.VERIFY_OVER_HTTP:
        return _over_http
    client = Client(headers={"host": urlsplit(settings.PUBLIC_URL).hostname or "localhost"})

    def fetch(address: str) -> tuple[int, str]:
        response: Any = client.get(address, secure=settings.HTTPS)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return response.status_code, content.decode(errors="replace")

    return fetch


def _over_http(address: str) -> tuple[int, str]:
    request = urllib.request.Request(f"{settings.PUBLIC_URL}{address}", headers={"Cache-Control": "no-cache"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=15) as response:  # noqa: S310 - our own address, from settings
            return response.status, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, ""
    except (OSError, http.client.HTTPException):
        return 0, ""  # not reached: proves nothing


def look(publication: Publication, fetch: Fetch | None = None) -> Iterator[Found]:
    """Every address that could still show the record."""
    fetch = fetch or fetcher()
    for address in own_addresses(publication):
        status, _ = fetch(address)
        yield Found(address, status, status in GONE)
    for address in _lists(publication, fetch):
        status, text = fetch(address)
        yield Found(address, status, status == 200 and not _names(text, publication.record_id))
    for sha256, name in sorted(own_pairs(publication.record)):
        path = vault.public_path(sha256, name)
        yield Found(f"公开目录中的文件 {name}", 0, not path.exists())
    hits = search.find(publication.title, size=50).results
    gone = all(hit.key != f"record:{publication.record_id}" for hit in hits)
    yield Found("/search/?q=" + quote(publication.title[:60]), 200, gone)


def own_addresses(publication: Publication) -> list[str]:
    """Addresses that were the record's alone: its pages in every form, its facts, files under every name they had."""
    base = publication.get_absolute_url()
    shown = [f"{form}{base}{rest}" for form in FORMS for rest in ("", "print/")]
    facts = [f"/api/v1{base.rstrip('/')}{rest}" for rest in ("", "/versions")]
    pairs = sorted(own_pairs(publication.record))
    stored = {file.sha256: file for file in File.objects.filter(sha256__in=[sha256 for sha256, _ in pairs])}
    files = [file_actions.address(stored[sha256], name) for sha256, name in pairs if sha256 in stored]
    return [*shown, *_readings(publication.record, base), *facts, *files]


def _readings(record: Record, base: str) -> list[str]:
    """Pages of the reading versions that any version of the record ever had, in every form."""
    numbers = {
        number
        for version in record.versions.all()
        for number, one in enumerate(version.attachments, start=1)
        if one.get("reading")
    }
    return [f"{mode}{base}attachments/{number}/" for number in sorted(numbers) for mode in FORMS]


def _lists(publication: Publication, fetch: Fetch) -> list[str]:
    """Pages on which many records are named."""
    found = ["/", "/list/", "/feed.xml", "/catalogue/", "/api/v1/records", "/api/v1/records.csv"]
    if publication.record.normative:
        found.append("/normative/list/")
    for pk in (publication.agency_id, *publication.joint):
        found += [f"/agencies/{pk}/", f"/agencies/{pk}/list/", f"/agencies/{pk}/feed.xml"]
    found += [f"/records/{pk}/" for pk in _public(publication.relates_to)]
    own = set(own_addresses(publication))
    found += [path for path in pages.using([f"record:{publication.record_id}"]) if path not in {*own, *found}]
    if publication.item:
        column = f"/catalogue/{publication.item.code}/"
        agencies = (publication.agency_id, *publication.joint)
        found += [column, f"{column}list/", *(f"/agencies/{pk}{column}list/" for pk in agencies)]
    _, index = fetch("/sitemap.xml")
    return [*found, *(urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", index))]


def _public(records: list[int]) -> list[int]:
    """Those of the records whose pages anybody may read: they named what was taken down."""
    found = Publication.objects.filter(LIVE, record__in=records)
    return list(found.values_list("record_id", flat=True).order_by("record_id"))


def _names(text: str, record_id: int) -> bool:
    return re.search(rf"/records/{record_id}/", text) is not None
