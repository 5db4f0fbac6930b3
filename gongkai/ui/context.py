"""What every page knows about its site: names and numbers for header and footer, theme, columns."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

# The four statutory columns and 依申请公开, each split into the part a narrow screen may leave unseen and the
# part it always shows. `GONGKAI_SITE["columns"]` replaces them.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("政府信息公开", "指南", "/guide/"),
    ("政府信息公开", "制度", "/system/"),
    ("", "法定主动公开内容", "/catalogue/"),
    ("政府信息公开", "年报", "/annual/"),
    ("", "依申请公开", "/apply/"),
)
# The national entrance for reports of errors asks for the site's identification code.
ELDER = "/elder"
KEYS = ["name", "domain", "id_code", "icp", "police", "organiser", "undertaker", "contact", "error_report_url"]
THEMES = ("red", "blue")


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site` (dict) and `frame` (name of the base template that fits the address).

    On public addresses it touches neither session nor user: a public page is the same for everybody.
    """
    path = request.path
    elder = path == ELDER or path.startswith(ELDER + "/")
    plain = path[len(ELDER) :] or "/" if elder else path
    facts = site_facts()
    facts.update(
        path=plain,
        elder=elder,
        prefix=ELDER if elder else "",
        elder_url=ELDER + plain if not elder else plain,
        columns=_columns(plain, ELDER if elder else "", facts["columns"]),
    )
    return {"site": facts, "frame": frame(request)}


def frame(request: HttpRequest) -> str:
    """The base template for a page at this address: desk for signed-in staff below /desk/, else public."""
    user = getattr(request, "user", None) if request.path.startswith("/desk/") else None
    if getattr(user, "is_authenticated", False):
        return "desk/base.html"
    return "ui/public_base.html"


def site_facts() -> dict[str, Any]:
    """`GONGKAI_SITE` with every key present; unknown themes fall back to the first one."""
    facts: dict[str, Any] = dict.fromkeys(KEYS, "")
    facts.update(theme=THEMES[0], columns=COLUMNS, title="政务公开")
    facts.update(getattr(settings, "GONGKAI_SITE", {}))
    if facts["theme"] not in THEMES:
        facts["theme"] = THEMES[0]
    return facts


def _columns(path: str, prefix: str, columns: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    return [
        {"pre": pre, "label": label, "url": prefix + url, "current": path.startswith(url)}
        for pre, label, url in columns
    ]
