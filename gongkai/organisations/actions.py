"""Acts on agencies, accounts and posts."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai import ledger, rules
from gongkai.ledger.gates import pass_gates
from gongkai.organisations import policy, uscc
from gongkai.organisations.models import Agency, Deputy, Office, Post, Role, User
from gongkai.refusals import NotLawful, NotNow, NotYours


@transaction.atomic
def open_agency(*, by: Any, at: dt.datetime | None = None, **fields: Any) -> Agency:
    """Enter an agency in the register. Raises NotYours, NotNow (name or code taken). 条例 Art. 4; 嵊州 一.1"""
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    agency = Agency(**fields)
    _must_be_sound(agency)
    agency.save(force_insert=True)
    warning = uscc.problem(agency.uscc) if agency.uscc else ""
    ledger.record("organisations.agency_opened", agency, by=by, at=at, after=fields, warning=warning)
    return agency


def _must_be_sound(agency: Agency) -> None:
    """Raise NotNow for a name or code that is taken, NotLawful for facts that cannot be: unknown place or kind …"""
    others = Agency.objects.exclude(pk=agency.pk)
    same = others.filter(name=agency.name, to_on=None)
    if agency.uscc:
        same = same | others.filter(uscc=agency.uscc)
    if taken := same.first():
        raise NotNow(
            "organisations.agency_exists",
            f"“{agency.name}”或其统一社会信用代码已经登记（{taken.name}）。",
            remedy="请在机关列表中查找已有登记，需要更名的请办理变更。",
        )
    if agency.is_competent and (other := others.filter(is_competent=True, to_on=None).first()):
        raise NotNow(
            "organisations.competent_exists",
            f"主管部门已经是{other.name}，同一地方只有一个主管部门。",
            source="政府信息公开条例(国令711号) 第三条",
            remedy="主管部门变动的，请先取消原单位的标记。",
        )
    if agency.place not in {place.path for place in rules.places()}:
        raise NotLawful(
            "organisations.place_unknown", f"规则库中没有地方“{agency.place}”。", remedy="请选择规则库中已有的地方。"
        )
    try:
        agency.clean_fields()
        agency.validate_constraints()
    except ValidationError as error:
        text = "；".join(error.messages)
        raise NotLawful("organisations.agency_unfit", f"机关信息有误：{text}", remedy="请改正后再办。") from error


# Facts that change by acts of their own.
_FIXED = {"id", "from_on", "to_on", "successor"}


@transaction.atomic
def change_agency(*, agency: Agency, by: Any, at: dt.datetime | None = None, **changes: Any) -> Agency:
    """Change facts of an agency; before and after are kept. 条例 Art. 12 (及时更新)"""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    allowed = {field.name for field in Agency._meta.concrete_fields} - _FIXED
    if unknown := set(changes) - allowed:
        raise NotLawful(
            "organisations.agency_unfit", f"不能这样变更：{'、'.join(sorted(unknown))}。", remedy="请使用页面上的字段。"
        )
    before = {name: getattr(agency, name) for name in changes}
    for name, value in changes.items():
        setattr(agency, name, value)
    _must_be_sound(agency)
    agency.save(update_fields=list(changes))
    warning = uscc.problem(agency.uscc) if changes.get("uscc") else ""
    ledger.record("organisations.agency_changed", agency, by=by, at=at, before=before, after=changes, warning=warning)
    return agency


@transaction.atomic
def open_office(*, agency: Agency, name: str, by: Any, at: dt.datetime | None = None, **fields: Any) -> Office:
    """Add an internal office to an agency."""
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    if Office.objects.filter(agency=agency, name=name).exists():
        raise NotNow(
            "organisations.office_exists",
            f"{agency.short_name}已经有内设机构“{name}”。",
            remedy="请核对名称，或修改已有的内设机构。",
        )
    office = Office.objects.create(agency=agency, name=name, **fields)
    ledger.record("organisations.agency_changed", agency, by=by, at=at, after={"office": name})
    return office


@transaction.atomic
def end_office(*, office: Office, to_on: dt.date, by: Any, at: dt.datetime | None = None) -> Office:
    """Dissolve an internal office on a day. Raises NotNow when it is dissolved already."""
    office = Office.objects.select_for_update().select_related("agency").get(pk=office.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    if office.to_on is not None:
        raise NotNow("organisations.office_ended", f"该内设机构已于 {office.to_on} 撤销。", remedy="无需重复办理。")
    office.to_on = to_on
    office.save(update_fields=["to_on"])
    after = {"office": office.name, "to_on": to_on}
    ledger.record("organisations.agency_changed", office.agency, by=by, at=at, after=after)
    return office


@transaction.atomic
def end_agency(
    *,
    agency: Agency,
    to_on: dt.date,
    by: Any,
    reason: str,
    successor: Agency | None = None,
    at: dt.datetime | None = None,
) -> Agency:
    """End an agency on a day, with the one that takes over its functions. 条例 Art. 10 (职权变更)

    Raises NotNow when it has ended already or still has posts beyond that day; NotLawful for impossible dates.
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if by is not ledger.SYSTEM:
        policy.must_be_system(by)
    if agency.to_on is not None:
        raise NotNow("organisations.agency_ended", f"该机关已于 {agency.to_on} 终止。", remedy="无需重复办理。")
    if to_on < agency.from_on or (successor and successor.pk == agency.pk):
        raise NotLawful(
            "organisations.agency_end_unfit",
            f"终止日期不能早于成立日期 {agency.from_on}，承继机关也不能是该机关自己。",
            remedy="请改正后再办。",
        )
    if open_posts := Post.objects.filter(agency=agency, to_on=None).count():
        raise NotNow(
            "organisations.agency_has_posts",
            f"{agency.short_name}还有 {open_posts} 个岗位没有收回。",
            remedy="请先请安全管理员收回全部岗位，再终止机关。",
        )
    pass_gates("organisations.end_agency", agency, by)
    agency.to_on, agency.successor = to_on, successor
    agency.save(update_fields=["to_on", "successor"])
    after = {"to_on": to_on, "successor": successor}
    ledger.record("organisations.agency_ended", agency, by=by, at=at, after=after, reason=reason)
    return agency


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
    """Give `person` a post. Raises NotLawful for an administrator's account, NotNow if held already."""
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
