"""Who holds which post on a day, deputies included."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.organisations.models import Agency, Deputy, Post, User


def today() -> dt.date:
    """The local day (Asia/Shanghai)."""
    return timezone.localdate()


def _on(day: dt.date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}from_on__lte": day}) & (
        Q(**{f"{prefix}to_on": None}) | Q(**{f"{prefix}to_on__gte": day})
    )


def agencies(on: dt.date | None = None) -> QuerySet[Agency]:
    """Agencies existing on a day, in their order."""
    return Agency.objects.filter(_on(on or today()))


def posts_of(person: User, on: dt.date | None = None) -> QuerySet[Post]:
    """Posts that `person` holds or deputises for on a day. Administrators and closed accounts hold none."""
    if not getattr(person, "is_active", False) or person.admin_role:
        return Post.objects.none()
    day = on or today()
    acting = Deputy.objects.filter(_on(day), person=person).values("post")
    return Post.objects.filter(_on(day), Q(person=person) | Q(pk__in=acting)).select_related(
        "agency", "office", "person"
    )


def post_for(
    person: User, agency: Agency | int | None, roles: Iterable[str], on: dt.date | None = None
) -> Post | None:
    """The post by which `person` may act in one of `roles` for `agency` on a day; None if there is none."""
    found = posts_of(person, on).filter(agency=agency, role__in=list(roles))
    return found.order_by("role", "id").first()


def holders(agency: Agency | int, role: str, on: dt.date | None = None) -> QuerySet[User]:
    """People who may act in `role` for `agency` on a day, deputies included."""
    day = on or today()
    posts = Post.objects.filter(_on(day), agency=agency, role=role)
    acting = Deputy.objects.filter(_on(day), post__in=posts).values("person")
    return User.objects.filter(Q(pk__in=posts.values("person")) | Q(pk__in=acting), is_active=True).distinct()


def agencies_of(person: User, roles: Iterable[str] | None = None, on: dt.date | None = None) -> QuerySet[Agency]:
    """Agencies for which `person` holds any post (or one of `roles`) on a day."""
    posts = posts_of(person, on)
    if roles is not None:
        posts = posts.filter(role__in=list(roles))
    return Agency.objects.filter(pk__in=posts.values("agency"))


def competent() -> Agency | None:
    """The competent authority (主管部门, 条例 Art. 3) of this instance."""
    return agencies().filter(is_competent=True).first()
