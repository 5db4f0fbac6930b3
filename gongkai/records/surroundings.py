"""What `checks` is told of a record's surroundings: its days, files, contacts of offices, and where its links lead."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from gongkai.checks import Context, links_of, own_path
from gongkai.files import queries as file_queries
from gongkai.organisations.models import Agency, Office
from gongkai.records import content
from gongkai.records.models import Publication, Record

LOCAL = {"localhost", "127.0.0.1", "[::1]", "*", "testserver"}
# Below these addresses are the staff's pages: they answer, but not to the public.
STAFF = ("/desk/", "/admin/", "/api/")


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
    rows = [*Agency.objects.values_list("phone", "fax", "email"), *Office.objects.values_list("phone")]
    found: set[str] = set()
    for row in rows:
        for value in filter(None, row):
            if "@" in value:
                found.add(value.lower())
            found |= {re.sub(r"[^0-9]", "", one) for one in re.findall(r"[0-9()（）-]{7,18}", value)}
    return frozenset(found - {""})


def dead_links(links: tuple[str, ...], hosts: frozenset[str]) -> dict[str, str]:
    """Addresses of this site that do not answer the public → why, a Chinese sentence."""
    paths = {link: own_path(link, hosts) for link in links}
    return {link: why for link, path in paths.items() if path and (why := _why_dead(path))}


def _why_dead(path: str) -> str:
    if path.startswith(STAFF):
        return "这是工作人员使用的页面，社会公众不能访问。"
    try:
        found = resolve(path)
    except Resolver404:
        return "本站没有这个地址。"
    if found.view_name in ("portal:record", "portal:record_print"):
        live = Publication.objects.filter(
            record=found.kwargs["record_id"], superseded_at=None, withdrawn_at=None
        ).exists()
        return "" if live else "所指的信息没有公开，或者已经撤下。"
    if found.view_name == "files:public" and file_queries.public_file(**found.kwargs) is None:
        return "所指的文件没有公开，或者已经撤下。"
    return ""
