"""The app `portal`. It has no tables and no acts: it only reads."""

from typing import Any

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongkai.portal"
    label = "portal"
    verbose_name = "公开网站"

    def ready(self) -> None:
        from gongkai.organisations.listeners import register_change

        register_change(touch_agency)


def touch_agency(agency: Any) -> None:
    """Its own page, and every page that lists agencies, is to be made again."""
    from gongkai import pages

    pages.touch(["agencies", f"agency:{agency.pk}"])
