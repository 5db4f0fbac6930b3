"""Who reads the whole ledger: the audit administrator. Everybody else sees histories inside the subjects he may see.

This app lies below `organisations`: it asks the account's own facts.
"""

from typing import Any

from gongkai.refusals import NotYours

AUDIT = "audit"


def may_read(person: Any) -> bool:
    """The audit administrator, and nobody else."""
    return bool(getattr(person, "is_active", False) and getattr(person, "admin_role", "") == AUDIT)


def must_read(person: Any) -> None:
    """Raise NotYours unless `person` may read the whole ledger."""
    if not may_read(person):
        raise NotYours(
            "ledger.audit_only",
            "只有审计管理员可以查阅全部留痕。",
            source="网络安全等级保护要求（三员分立）",
            remedy="需要了解某一事项经过的，请打开该事项的“办理记录”。",
        )
