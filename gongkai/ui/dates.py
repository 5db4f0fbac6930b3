"""How days and moments are written on pages, always in local time."""

from datetime import date, datetime

from django.utils import timezone

Day = date | datetime | None


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day(value: Day) -> str:
    """2026-11-22; "" for nothing."""
    return _local(value).strftime("%Y-%m-%d") if value else ""


def moment(value: Day) -> str:
    """2026-11-22 14:05; a plain date stays a plain date."""
    if not isinstance(value, datetime):
        return day(value)
    return _local(value).strftime("%Y-%m-%d %H:%M")


def day_long(value: Day) -> str:
    """2026年11月22日, Arabic figures without leading zeros, as on official documents."""
    if not value:
        return ""
    local = _local(value)
    return f"{local.year}年{local.month}月{local.day}日"


def machine(value: date | datetime) -> str:
    """ISO 8601 for the `datetime` attribute."""
    local = _local(value)
    return local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat()
