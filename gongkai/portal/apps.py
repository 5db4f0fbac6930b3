"""The app `portal`. It has no tables and no acts: it only reads."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongkai.portal"
    label = "portal"
    verbose_name = "公开网站"
