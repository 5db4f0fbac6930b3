"""Links: addresses inside the office's network, dead addresses of this site, and those nobody has looked at.

Nothing is fetched: the instance stands in a network without internet. What leads outside is therefore told as not
checked, once for the whole text, and a person opens it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import SplitResult, urlsplit

from .context import Context
from .finding import Finding, text_finding

_HREF = re.compile(r"""<a\s[^>]*?href\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_WRITTEN = re.compile(
    r"(?i)(?:https?|ftp|file)://[^\s一-龥<>\"'“”《》(),。;、]+|(?<![\\\w])\\\\[a-z0-9][a-z0-9.-]+\\[^\s一-龥<>\"']*"
)
_INTERNAL_NAMES = re.compile(r"(?:^localhost$|\.(?:local|lan|internal|intranet|corp|home)$)")


def links_of(html: str) -> tuple[str, ...]:
    """Addresses that the HTML links to, once each, in order; places within the page left out."""
    found = (unescape(one[1]).strip() for one in _HREF.finditer(html))
    return tuple(dict.fromkeys(one for one in found if one and not one.startswith("#")))


def is_private(address: str) -> bool:
    """Whether it leads into an inner network, to this computer or to a file on it."""
    if address.startswith("\\\\") or re.match(r"(?i)file:|[a-z]:[\\/]", address):
        return True
    host = _host(address)
    if not host:
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or bool(_INTERNAL_NAMES.search(host))


def own_path(address: str, hosts: Iterable[str]) -> str:
    """The path on this site that the address means; empty where it leads elsewhere."""
    if address.startswith("/") and not address.startswith("//"):
        return urlsplit(address).path
    parts = _split(address)
    return (parts.path or "/") if parts and parts.hostname and parts.hostname in set(hosts) else ""


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme in ("http", "https", "ftp") else ""
    except ValueError:
        return ""


def scan_links(text: str, context: Context) -> Iterator[Finding]:
    """Findings for addresses written in the normalised text and for those it links to."""
    written = list(_WRITTEN.finditer(text)) if "://" in text or "\\\\" in text else []
    for found in written:
        if is_private(found[0]):
            yield _private(found[0], *found.span())
    told = {found[0] for found in written}
    outside = []
    for address in context.links:
        if is_private(address) and address not in told:
            yield _private(address, 0, 0)
        elif address in context.dead_links:
            message = f"链接“{address[:80]}”打不开：{context.dead_links[address]}"
            yield text_finding("dead_link", 0, 0, address, message, blocking=False, excerpt=address[:80])
        elif not is_private(address) and not own_path(address, context.own_hosts) and _host(address):
            outside.append(address)
    if outside:
        message = f"文中有{len(outside)}个外部链接，系统不访问互联网，没有检查能否打开。"
        shown = "、".join(outside)[:160]
        yield text_finding("unchecked_link", 0, 0, "\n".join(outside), message, blocking=False, excerpt=shown)


def _private(address: str, start: int, end: int) -> Finding:
    message = "文中有内部网络或者本机的地址，社会公众打不开，并且会暴露内部网络情况。"
    return text_finding("private_link", start, end, address, message, blocking=True, excerpt=address[:80])
