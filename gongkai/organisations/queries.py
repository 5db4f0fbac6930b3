"""Who holds which post on a day, deputies included."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.organisations.models import Agency, Deputy, Post, User


def today() -> dt.date:
    """The local day (Asia/Shanghai)."""
    return timezone.localdate()


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which a local day begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _on(day: dt.date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}from_on__lte": day}) & (Q(**{f"{prefix}to_on": None}) | Q(**{f"{prefix}to_on__gte": day}))


def agencies(on: dt.date | None = None) -> QuerySet[Agency]:
    """Agencies existing on a day, in their order."""
    return Agency.objects.filter(_on(on or today()))


def taken_over(known: Collection[int], on: dt.date | None = None) -> dict[int, int]:
    """Ended agency → the one of `known` that has taken over from it, directly or along a line of successors.

    One query, whatever the number of agencies. 遵义 管理制度 5
    """
    ended = Agency.objects.filter(to_on__lt=on or today(), successor__isnull=False)
    following = dict(ended.values_list("pk", "successor_id"))
    found = {}
    for former in following:
        heir, seen = following[former], {former}
        while heir not in known and heir in following and heir not in seen:
            seen.add(heir)
            heir = following[heir]
        if heir in known and former not in known:
            found[former] = heir
    return found


def answering(agency: Agency) -> Agency:
    """Who answers for an agency's duties now: itself, or the last successor of one that has ended. 遵义 管理制度 5"""
    seen = {agency.pk}
    while agency.to_on is not None and agency.successor is not None and agency.successor_id not in seen:
        agency = agency.successor
        seen.add(agency.pk)
    return agency


def name_on(agency: Agency, day: dt.date) -> str:
    """The name the agency had on a day."""
    former = agency.former_names.filter(until__gte=day).order_by("until").first()
    return former.name if former else agency.name


def posts_of(person: User, on: dt.date | None = None) -> QuerySet[Post]:
    """Posts that `person` holds or deputises for on a day. Administrators and closed accounts hold none."""
    if not getattr(person, "is_active", False) or person.admin_role:
        return Post.objects.none()
    day = on or today()
    acting = Deputy.objects.filter(_on(day), person=person).values("post")
    return Post.objects.filter(_on(day), Q(person=person) | Q(pk__in=acting)).select_related(
        "agency", "office", "person"
    )


def post_for(person: User, agency: Agency | int | None, roles: Iterable[str], on: dt.date | None = None) -> Post | None:
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


def office_of(government: Agency) -> Agency | None:
    """The office (人民政府办公室) that serves a government: its own child first, else the one of its place.

    Not the competent authority, which may be another body (新都: 政务服务管理办公室). None where none is registered.
    """
    found = agencies().filter(Q(parent=government) | Q(place=government.place), kind=Agency.Kind.OFFICE)
    return min(found, key=lambda one: (one.parent_id != government.pk, not one.is_competent, one.pk), default=None)


def workers() -> QuerySet[User]:
    """Active accounts that may hold posts, by name."""
    return User.objects.filter(is_active=True, admin_role="").order_by("name", "username")


def on_duty(on: dt.date | None = None) -> QuerySet[Any, Any]:
    """Keys of people who hold a post or deputise on a day."""
    day = on or today()
    held = Post.objects.filter(_on(day))
    acting = Deputy.objects.filter(_on(day), post__in=held)
    return held.values("person").union(acting.values("person"))


def register(q: str = "", kind: str = "", ended: bool = False) -> QuerySet[Agency]:
    """The register of agencies with `people`, the number of those holding a post today."""
    found = Agency.objects.all() if ended else agencies()
    if q := q.strip():
        found = found.filter(Q(name__icontains=q) | Q(short_name__icontains=q) | Q(uscc__icontains=q.upper()))
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("parent").annotate(
        people=Count("posts__person", filter=_on(today(), "posts__"), distinct=True)
    )


def posts(q: str = "", agency: Agency | None = None, role: str = "", on: dt.date | None = None) -> QuerySet[Post]:
    """Posts running on a day or beginning later, by agency and role: the directory and the security screen."""
    day = on or today()
    found = Post.objects.filter(Q(to_on=None) | Q(to_on__gte=day), person__is_active=True)
    if q := q.strip():
        words = Q(person__name__icontains=q) | Q(person__username__icontains=q) | Q(title__icontains=q)
        found = found.filter(words)
    if agency:
        found = found.filter(agency=agency)
    if role:
        found = found.filter(role=role)
    return found.select_related("person", "agency", "office").order_by("agency__order", "agency_id", "role", "id")


def deputies(on: dt.date | None = None) -> QuerySet[Deputy]:
    """Deputyships running on a day or beginning later, those that end first on top."""
    day = on or today()
    found = Deputy.objects.filter(to_on__gte=day).select_related("post__agency", "post__person", "person")
    return found.order_by("to_on", "id")


def accounts(q: str = "", show: str = "") -> QuerySet[User]:
    """Accounts by name. `show`: "" in use | free (without a post) | admin | closed."""
    found = User.objects.filter(is_active=show != "closed")
    if q := q.strip():
        found = found.filter(Q(name__icontains=q) | Q(username__icontains=q))
    running = Count("posts", filter=_on(today(), "posts__"), distinct=True)
    found = found.annotate(held=running).order_by("name", "id")
    if show == "free":
        return found.filter(held=0, admin_role="")
    return found.exclude(admin_role="") if show == "admin" else found
