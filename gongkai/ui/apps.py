"""The app `ui`."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "gongkai.ui"
    label = "ui"
    verbose_name = "界面"
