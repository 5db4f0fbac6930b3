"""What `checks` is told of a record's surroundings: its days, files, contacts of offices, and where its links lead."""

import re
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.checks import Context, links_of, own_path
from gongkai.organisations.models import Agency, Office, QueryPoint
from gongkai.records import content
from gongkai.records.leading import why_dead
from gongkai.records.models import Record

LOCAL = {"localhost", "127.0.0.1", "[::1]", "*", "testserver"}


def context_of(record: Record) -> Context:
    """The surroundings of the working copy, as the checks read them."""
    links = links_of(record.content.get("html", ""))
    stated = str(record.content.get("link_url", ""))
    links = tuple(dict.fromkeys([*links, *([stated] if stated else [])]))
    hosts = own_hosts()
    days = {name: content.date_of(record.content, name) for name in content.DATE_FIELDS}
    return Context(
        made=days["date_made"],
        effective=days["effective_on"],
        expires=days["expires_on"],
        issued=record.issued_on,
        attachments=tuple(record.attachments.values_list("name", flat=True)),
        office_contacts=office_contacts(),
        links=links,
        dead_links=dead_links(links, hosts),
        own_hosts=hosts,
    )


def own_hosts() -> frozenset[str]:
    """Host names under which the public reads this site; this computer's own names are not among them."""
    named = {host.lstrip(".") for host in settings.ALLOWED_HOSTS} | {urlsplit(settings.PUBLIC_URL).hostname or ""}
    return frozenset(named - LOCAL - {""})


def office_contacts() -> frozenset[str]:
    """Digits of telephones, and mail addresses, that agencies and their offices publish as theirs."""
    rows = [
        *Agency.objects.values_list("phone", "fax", "email"),
        *Office.objects.values_list("phone"),
        *QueryPoint.objects.exclude(state=QueryPoint.State.WITHDRAWN).values_list("phone"),
    ]
    found: set[str] = set()
    for row in rows:
        for value in filter(None, row):
            found |= _contacts(value)
    return frozenset(found)


def _contacts(value: str) -> set[str]:
    """However it is written: with spaces, brackets, an extension, several in a row, with or without the area code."""
    if "@" in value:
        return {value.strip().lower()}
    found = set()
    for one in re.findall(r"[0-9()（）\s-]{7,20}", re.sub(r"(?:转|分机|ext\.?)\s*\d+", "、", value)):
        digits = re.sub(r"[^0-9]", "", one)
        found |= {digits, digits[4:] if digits.startswith("0") and len(digits) > 10 else digits}
    return {one for one in found if len(one) >= 7}


def dead_links(links: tuple[str, ...], hosts: frozenset[str]) -> dict[str, str]:
    """Addresses of this site that do not answer the public → why, a Chinese sentence."""
    paths = {link: own_path(link, hosts) for link in links}
    return {link: why for link, path in paths.items() if path and (why := why_dead(path + _query(link)))}


def _query(link: str) -> str:
    query = urlsplit(link).query
    return f"?{query}" if query else ""
