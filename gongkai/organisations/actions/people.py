"""Acts on accounts, posts and deputies."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai import ledger, rules
from gongkai.organisations import policy, queries
from gongkai.organisations.models import Agency, Deputy, Office, Post, Role, User
from gongkai.refusals import NotLawful, NotNow, NotYours


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    password: str,
    by: Any,
    admin_role: str = "",
    email: str = "",
    phone: str = "",
    must_change_password: bool = False,
    at: dt.datetime | None = None,
) -> User:
    """Open an account. It can do nothing until the security administrator grants it a post.

    `must_change_password`: the password is known to whoever opened the account, so it serves one log-in only.
    """
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    if admin_role and by is not ledger.SYSTEM:
        raise NotYours(
            "organisations.administrators_by_console",
            "管理员账号不能由另一名管理员在页面上开立，否则一个人就能掌握三种权限。",
            source="网络安全等级保护要求（三员分立）",
            remedy="请在服务器上用命令开立：gongkai organisations administrator 角色 账号 姓名。",
        )
    if User.objects.filter(username=username).exists():
        raise NotNow(
            "organisations.account_exists", f"账号“{username}”已经存在。", remedy="请换一个账号名，或停用原账号。"
        )
    user = User.objects.create_user(
        username=username,
        email=email,
        password=password,
        name=name,
        phone=phone,
        admin_role=admin_role,
        must_change_password=must_change_password,
        is_staff=admin_role == User.AdminRole.SYSTEM,
    )
    ledger.record("organisations.account_opened", user, by=by, at=at, after={"admin_role": admin_role})
    return user


@transaction.atomic
def close_account(*, user: User, by: Any, reason: str, at: dt.datetime | None = None) -> None:
    """Close an account; its acts and signatures stay.

    Raises NotYours, NotNow (posts still open; the last administrator of a kind; closed already).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_security(by)
    if not user.is_active:
        raise NotNow("organisations.account_closed", f"账号“{user.username}”已经停用。", remedy="无需重复办理。")
    if Post.objects.filter(person=user, to_on=None).exists():
        raise NotNow(
            "organisations.account_has_posts",
            f"“{user}”还有没有收回的岗位。",
            remedy="请先收回全部岗位，再停用账号。",
        )
    others = User.objects.filter(admin_role=user.admin_role, is_active=True).exclude(pk=user.pk)
    if user.admin_role and not others.exists():
        raise NotNow(
            "organisations.last_administrator",
            f"“{user}”是唯一的{user.get_admin_role_display()}，停用后无人可以办理。",
            remedy="请先在服务器上开立另一名同类管理员。",
        )
    user.is_active = False
    user.save(update_fields=["is_active"])
    ledger.record("organisations.account_closed", user, by=by, at=at, reason=reason)


@transaction.atomic
def appoint(
    *,
    person: User,
    agency: Agency,
    role: str,
    by: Any,
    from_on: dt.date,
    title: str = "",
    office: Office | None = None,
    at: dt.datetime | None = None,
) -> Post:
    """Give `person` a post. Raises NotLawful for an administrator's account or beyond what the place's rule allows of
    a role (黄岩 保密审查 4), NotNow if held already."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_security(by)
    if person.admin_role:
        raise NotLawful(
            "organisations.admin_without_post",
            f"“{person}”是{person.get_admin_role_display()}账号，不能担任业务岗位。",
            source="网络安全等级保护要求（三员分立）",
            remedy="请为其另开业务账号。",
        )
    if Post.objects.filter(person=person, agency=agency, role=role, to_on=None).exists():
        raise NotNow(
            "organisations.post_held",
            f"“{person}”已经是{agency.short_name}的{Role(role).label}。",
            remedy="无需重复授予。",
        )
    if role == Role.SECRECY_HEAD:
        _must_be_the_only_one(agency, from_on)
    post = Post.objects.create(person=person, agency=agency, role=role, from_on=from_on, title=title, office=office)
    ledger.record(
        "organisations.appointed",
        person,
        by=by,
        at=at,
        agency=agency.short_name,
        role=Role(role).label,
        from_on=from_on,
    )
    return post


def _must_be_the_only_one(agency: Agency, from_on: dt.date) -> None:
    """Raise NotLawful where the place fixes how many heads answer for secrecy review and that many hold the post."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)  # two appointments at once: one waits
    try:
        rule = rules.at("review.secrecy_heads", agency.place, max(from_on, queries.today()))
    except rules.NoRule:
        return
    running = Q(to_on=None) | Q(to_on__gte=from_on)
    held = Post.objects.filter(running, agency=agency, role=Role.SECRECY_HEAD).select_related("person")
    if held.count() >= rule.value:
        names = "、".join(f"{post.person}（{post.to_on or '未定终止日期'}止）" for post in held)
        raise NotLawful(
            "organisations.secrecy_heads",
            f"{agency.short_name}只能有{rule.value}名分管保密审查工作负责人，{from_on}仍有{names}担任。",
            source=rules.cited(rule),
            remedy="请先收回原岗位，新岗位从收回的次日起算；只是短期外出的，为原负责人指定代理。",
        )


@transaction.atomic
def end_post(*, post: Post, to_on: dt.date, by: Any, reason: str = "", at: dt.datetime | None = None) -> Post:
    """End a post on a day. What its holder signed stays; what is open falls to whoever holds the role then."""
    post = Post.objects.select_for_update().select_related("person", "agency").get(pk=post.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_security(by)
    if post.to_on is not None:
        raise NotNow("organisations.post_ended", f"该岗位已于 {post.to_on} 收回。", remedy="无需重复办理。")
    if to_on < post.from_on:
        raise NotLawful("organisations.post_dates", f"收回日期不能早于授予日期 {post.from_on}。", remedy="请改正日期。")
    post.to_on = to_on
    post.save(update_fields=["to_on"])
    ledger.record(
        "organisations.post_ended",
        post.person,
        by=by,
        at=at,
        reason=reason,
        agency=post.agency.short_name,
        role=post.get_role_display(),
        to_on=to_on,
    )
    return post


@transaction.atomic
def deputise(
    *,
    post: Post,
    person: User,
    from_on: dt.date,
    to_on: dt.date,
    reason: str,
    by: Any,
    at: dt.datetime | None = None,
) -> Deputy:
    """Let `person` act for the holder of `post` between two days, both included."""
    post = Post.objects.select_for_update().select_related("person", "agency").get(pk=post.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_security(by)
    if person.admin_role or person.pk == post.person_id:
        raise NotLawful(
            "organisations.deputy_unfit",
            "代理人不能是管理员账号，也不能是岗位本人。",
            source="网络安全等级保护要求（三员分立）",
            remedy="请选择本单位其他工作人员。",
        )
    if to_on < from_on:
        raise NotLawful("organisations.deputy_dates", "代理的结束日期早于开始日期。", remedy="请改正日期。")
    deputy = Deputy.objects.create(post=post, person=person, from_on=from_on, to_on=to_on, reason=reason)
    ledger.record(
        "organisations.deputised",
        post.person,
        by=by,
        at=at,
        reason=reason,
        agency=post.agency.short_name,
        role=post.get_role_display(),
        deputy=person.actor_name,
        from_on=from_on,
        to_on=to_on,
    )
    return deputy


@transaction.atomic
def end_deputy(*, deputy: Deputy, to_on: dt.date, by: Any, at: dt.datetime | None = None) -> Deputy:
    """Let a deputyship end earlier than planned. Raises NotLawful for a day outside it."""
    deputy = (
        Deputy.objects.select_for_update().select_related("post__agency", "post__person", "person").get(pk=deputy.pk)
    )
    if by is not ledger.SYSTEM:
        policy.must_be_security(by)
    if not deputy.from_on <= to_on <= deputy.to_on:
        raise NotLawful(
            "organisations.deputy_dates",
            f"结束日期应在 {deputy.from_on} 至 {deputy.to_on} 之间。",
            remedy="请改正日期。",
        )
    before, deputy.to_on = deputy.to_on, to_on
    deputy.save(update_fields=["to_on"])
    ledger.record(
        "organisations.deputy_ended",
        deputy.post.person,
        by=by,
        at=at,
        before=before,
        after=to_on,
        agency=deputy.post.agency.short_name,
        role=deputy.post.get_role_display(),
        deputy=deputy.person.actor_name,
    )
    return deputy
