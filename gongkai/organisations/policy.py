"""Who may do what with agencies, accounts and posts: 三员分立."""

from typing import Any

from django.db.models import QuerySet

from gongkai.organisations.models import Agency, Post, Role, User
from gongkai.organisations.queries import posts_of
from gongkai.refusals import NotYours


def is_system(person: Any) -> bool:
    """Opens accounts and agencies."""
    return bool(person.is_active) and person.admin_role == User.AdminRole.SYSTEM


def is_security(person: Any) -> bool:
    """Grants and ends posts, names deputies, closes accounts."""
    return bool(person.is_active) and person.admin_role == User.AdminRole.SECURITY


def is_audit(person: Any) -> bool:
    """Reads the ledger of the whole instance."""
    return bool(person.is_active) and person.admin_role == User.AdminRole.AUDIT


def section_posts(person: Any) -> QuerySet[Post]:
    """Posts of `person` in the open-government section of the competent authority."""
    return posts_of(person).filter(role=Role.SECTION, agency__is_competent=True)


def in_section(person: Any) -> bool:
    """Holds a post in the open-government section of the competent authority."""
    return section_posts(person).exists()


def must_be_system(person: Any) -> None:
    """Raise NotYours unless `person` is the system administrator."""
    if not is_system(person):
        raise NotYours(
            "organisations.system_only",
            "只有系统管理员可以维护机关和账号。",
            source="网络安全等级保护要求（三员分立）",
            remedy="请联系本单位系统管理员办理。",
        )


def must_be_security(person: Any) -> None:
    """Raise NotYours unless `person` is the security administrator."""
    if not is_security(person):
        raise NotYours(
            "organisations.security_only",
            "只有安全管理员可以授予、收回岗位权限和指定代理。",
            source="网络安全等级保护要求（三员分立）",
            remedy="请联系本单位安全管理员办理。",
        )


def must_see_accounts(person: Any) -> None:
    """Raise NotYours unless `person` is one of the three administrators."""
    if not (is_system(person) or is_security(person) or is_audit(person)):
        raise NotYours(
            "organisations.administrators_only",
            "只有系统管理员、安全管理员和审计管理员可以查看账号。",
            source="网络安全等级保护要求（三员分立）",
            remedy="查找同事请使用通讯录；账号问题请联系本单位系统管理员。",
        )


def visible_to(person: Any) -> QuerySet[Agency]:
    """Agencies are public facts: everybody may see them."""
    return Agency.objects.all()
