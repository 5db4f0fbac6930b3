"""docs/reference/urls.md: every address of the instance."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from gongkai.operate.reference.source import OWN, cell, first_paragraph


def document() -> str:
    """One heading for each app, one row for each address; foreign apps by their prefix."""
    own: dict[str, list[str]] = {}
    foreign: dict[str, set[str]] = {}
    for address, view in addresses(get_resolver(), "/"):
        module = view.__module__
        if module.startswith(OWN):
            app = module.split(".")[1]
            where = f"{module.removeprefix(OWN)}.{view.__name__}"
            own.setdefault(app, []).append(f"| `{address}` | `{where}` | {cell(_summary(view))} |")
        else:
            foreign.setdefault(module.split(".")[0], set()).add(_mount(address))
    lines = [
        "# Addresses",
        "",
        "Each with its view. `/desk/` and `/admin/` need an account; the rest is public.",
    ]
    for app, rows in sorted(own.items()):
        lines += ["", f"## {app}", "", "| Address | View | What it does |", "|---|---|---|", *rows]
    lines += ["", "## From other packages", ""]
    lines += [f"- {package}: {', '.join(f'`{one}`' for one in sorted(found))}" for package, found in foreign.items()]
    return "\n".join(lines) + "\n"


def addresses(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    """(address, view) of each pattern; a class-based view as its class."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, address)
        elif isinstance(pattern, URLPattern):
            view: Any = pattern.callback
            view = getattr(view, "view_class", None) or getattr(view, "func", view)
            yield address, view


def _mount(address: str) -> str:
    """The address below which a foreign package lives: /admin/, /desk/account/."""
    parts = address.split("/")
    return "/".join(parts[: 3 if parts[1] == "desk" else 2]) + "/"


def _summary(view: Any) -> str:
    return first_paragraph(view.__doc__ or "")
