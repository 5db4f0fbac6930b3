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
# The same pages in another form, each below its prefix: large, and in traditional characters.
ELDER = "/elder"
HANT = "/hant"
PREFIXES = (ELDER, HANT)
LONGEST_QUERY = 500
# What the demo shows in place of facts that only a real operator has; each says that it is none.
DEMO = {
    "undertaker": "示范县大数据中心（演示）",
    "contact": "0575-00000000（演示号码）",
    "id_code": "0000000000（演示）",
    "icp": "ICP备案号（演示）",
    "police": "公安备案号（演示）",
}
PAGES = "portal"  # the namespace of the pages that exist in these forms
# Facts of the footer that only the operator knows: key -> (label, setting). 国办发〔2017〕47号
# The national entrance for reports of errors asks for the site's identification code.
OPERATORS = {
    "organiser": ("主办单位", "GONGKAI_SITE_ORGANISER"),
    "undertaker": ("承办单位", "GONGKAI_SITE_UNDERTAKER"),
    "contact": ("联系方式", "GONGKAI_SITE_CONTACT"),
    "id_code": ("网站标识码", "GONGKAI_SITE_ID_CODE"),
    "icp": ("ICP备案号", "GONGKAI_SITE_ICP"),
    "police": ("公安机关备案号", "GONGKAI_SITE_POLICE"),
}
KEYS = ["name", "domain", "region", "id_code", "icp", "police", "police_url", "organiser", "undertaker", "contact",
        "error_report_url"]  # fmt: skip
THEMES = ("red", "blue")


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site` (dict) and `frame` (name of the base template that fits the address).

    On public addresses it touches neither session nor user: a public page is the same for everybody.
    """
    before, plain = split(request.path)
    facts = site_facts()
    match = getattr(request, "resolver_match", None)
    # An address without a page in that form (an error page, the page on the interface) leads to the form's front page.
    same = plain + _query(request) if match and match.namespace == PAGES else "/"
    facts.update(
        path=plain,
        elder=before == ELDER,
        hant=before == HANT,
        lang="zh-Hant" if before == HANT else "zh-CN",
        prefix=before,
        plain_url=same,
        elder_url=same if before == ELDER else ELDER + same,
        hant_url=HANT + same,
        public_url=settings.PUBLIC_URL,
        in_forms=same != "/" or plain == "/",
        columns=_columns(plain, before, facts["columns"]),
    )
    return {"site": facts, "frame": frame(request)}


def _query(request: HttpRequest) -> str:
    """What the address asks, to be asked again in another form; left out where somebody made it endless."""
    asked = request.GET.urlencode() if request.GET else ""
    return f"?{asked}" if 0 < len(asked) <= LONGEST_QUERY else ""


def split(path: str) -> tuple[str, str]:
    """(prefix of the form the page is in, or ""; the address of the page itself)."""
    for prefix in PREFIXES:
        if path == prefix or path.startswith(f"{prefix}/"):
            return prefix, path[len(prefix) :] or "/"
    return "", path


def missing() -> list[tuple[str, str]]:
    """(label, setting) of each fact of the footer that nobody has set: it is left out there, never invented."""
    facts = getattr(settings, "GONGKAI_SITE", {})
    return [named for key, named in OPERATORS.items() if not facts.get(key)]


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
    if getattr(settings, "DEMO", False):
        facts.update({key: value for key, value in DEMO.items() if not facts[key]})
    if facts["theme"] not in THEMES:
        facts["theme"] = THEMES[0]
    return facts


def _columns(path: str, prefix: str, columns: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    return [
        {"pre": pre, "label": label, "url": prefix + url, "current": path.startswith(url)}
        for pre, label, url in columns
    ]
