"""Who may announce a year. Everybody on the staff may read the calendar.

This app stands beside `organisations` and does not import it: it asks the account's own facts (its administrator's
role, its posts and deputyships) through their relations.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai import ledger
from gongkai.refusals import NotYours

SYSTEM_ADMINISTRATOR = "system"
SECTION = "open_government_section"


def may_announce(person: Any) -> bool:
    """The system administrator, or who holds or deputises for a post in the competent authority's 政务公开科."""
    if person is ledger.SYSTEM:
        return True
    if not getattr(person, "is_active", False) or not getattr(person, "pk", None):
        return False
    if person.admin_role:
        return bool(person.admin_role == SYSTEM_ADMINISTRATOR)
    today = timezone.localdate()
    own = _running(today) & Q(role=SECTION, agency__is_competent=True)
    acting = _running(today) & _running(today, "post__") & Q(post__role=SECTION, post__agency__is_competent=True)
    return person.posts.filter(own).exists() or person.deputising.filter(acting).exists()


def must_announce(person: Any) -> None:
    """Raise NotYours unless `person` may announce a year."""
    if not may_announce(person):
        raise NotYours(
            "calendars.not_yours",
            "只有系统管理员和主管部门政务公开科可以登记年度放假安排。",
            remedy="请把国务院办公厅的放假通知转给政务公开科办理。",
        )


def _running(day: Any, prefix: str = "") -> Q:
    ended = Q(**{f"{prefix}to_on": None}) | Q(**{f"{prefix}to_on__gte": day})
    return Q(**{f"{prefix}from_on__lte": day}) & ended
