"""What every page of the desk says of the person: name, agency, and the menu by what the person is."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gongkai.desk import queries
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Role, User

Entry = tuple[str, str, int | None]
# Profiles and query points are reached from the guides, whose entry stays marked.
GUIDES = "/desk/catalogue/guide/"
BESIDE_GUIDES = ("/desk/catalogue/profile/", "/desk/catalogue/points/")
# In the order of use, in groups: documents; what each agency owes; what is looked up; oneself.
DOCUMENTS: list[Entry] = [
    ("信息公开", "/desk/records/", None),
    ("审核", "/desk/review/", None),
    ("征求意见", "/desk/inquiries/", None),
    ("找错", "/desk/records/errors/", None),
]
DUTIES: list[Entry] = [
    ("公开情况", "/desk/catalogue/board/", None),
    ("指南和概况", GUIDES, None),
    ("公开目录", "/desk/catalogue/", None),
]
LOOKED_UP: list[Entry] = [
    ("规则", "/desk/rules/", None),
    ("工作日历", "/desk/calendars/", None),
    ("词语检查", "/desk/checks/words/", None),
]
OVERVIEW: Entry = ("全部机关", "/desk/overview/", None)
LAST: list[Entry] = [("通讯录", "/desk/organisations/people/", None), ("我的账号", "/desk/account/", None)]
ADMINISTRATORS: dict[str, list[Entry]] = {
    User.AdminRole.SYSTEM: [
        ("机关", "/desk/organisations/", None),
        ("账号", "/desk/organisations/accounts/", None),
        ("工作日历", "/desk/calendars/", None),
        ("后台任务和登录", "/admin/", None),
    ],
    User.AdminRole.SECURITY: [
        ("岗位", "/desk/organisations/posts/", None),
        ("代理", "/desk/organisations/deputies/", None),
        ("账号", "/desk/organisations/accounts/", None),
    ],
    User.AdminRole.AUDIT: [
        ("留痕", "/desk/ledger/", None),
        ("账号", "/desk/organisations/accounts/", None),
    ],
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav`, `person_name`, `agency`, below /desk/ and for people who are signed in.

    Computed only when a template asks, so that answers without a menu cost nothing.
    """
    user = getattr(request, "user", None) if request.path.startswith("/desk/") else None
    if user is None or not user.is_authenticated:
        return {}
    posts = SimpleLazyObject(lambda: getattr(request, "posts", None) or list(organisations.posts_of(user)))
    return {
        "person_name": str(user),
        "agency": SimpleLazyObject(lambda: _where(user, posts)),
        "nav": SimpleLazyObject(lambda: _nav(request, user, posts)),
    }


def _where(user: Any, posts: Any) -> str:
    """The agencies of the person's posts, or the administrator's role."""
    if user.admin_role:
        return str(user.get_admin_role_display())
    return "、".join(dict.fromkeys(post.agency.short_name for post in posts))


def _nav(request: HttpRequest, user: Any, posts: Any) -> list[tuple[str, str, bool, int | None, bool]]:
    """(label, address, whether here, count, whether a group begins)."""
    if user.admin_role:
        groups = [ADMINISTRATORS[user.admin_role], LAST]
    else:
        count = getattr(request, "waiting", None)
        home: Entry = ("待办", "/desk/", queries.waiting(user) if count is None else count)
        overview = [OVERVIEW] if section(posts) else []
        groups = [[home, *DOCUMENTS], [*overview, *DUTIES], LOOKED_UP, LAST]
    entries = [entry for group in groups for entry in group]
    apart = {group[0][1] for group in groups[1:]}
    here = max((url for _, url, _ in entries if _within(request.path, url)), key=len, default="")
    return [(label, url, url == here, count, url in apart) for label, url, count in entries]


def section(posts: Any) -> bool:
    """Whether one of the posts is in the open-government section of the competent authority."""
    return any(post.role == Role.SECTION and post.agency.is_competent for post in posts)


def _within(path: str, url: str) -> bool:
    """Whether a page belongs to an entry of the menu; the home page is only itself and the page of its feed."""
    if url == "/desk/":
        return path in ("/desk/", "/desk/calendar-feed/")
    if url == GUIDES and path.startswith(BESIDE_GUIDES):
        return True
    if url == "/desk/organisations/" and path.startswith("/desk/organisations/accounts/"):
        return False
    return path.startswith(url)
