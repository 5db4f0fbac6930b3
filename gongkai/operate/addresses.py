"""One address for each kind of page that can be reached by following links: what bench and pictures look at."""

import re
from collections import deque

from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
MOST_PAGES = 5_000  # addresses known; only one of each kind is asked for


def one_of_each(client: Client, start: str) -> dict[str, str]:
    """View name → first address found, following links breadth first from `start` within the same part of the site.

    The public part does not lead into the desk, nor the desk out of it; log-out and files are left alone.
    """
    found: dict[str, str] = {}
    seen, queue = {start}, deque([start])
    desk = start.startswith("/desk/")
    while queue and len(seen) < MOST_PAGES:
        address = queue.popleft()
        name = _view(address)
        if name in found or not name:
            continue
        answer = client.get(address, headers={"host": "localhost"})
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        found[name] = address
        for link in LINK.findall(answer.content.decode()):
            if link.startswith("/desk/") == desk and link not in seen and "logout" not in link:
                seen.add(link)
                queue.append(link.replace("&amp;", "&"))
    return found


def _view(address: str) -> str:
    try:
        return resolve(address.split("?")[0]).view_name
    except Resolver404:
        return ""
