"""The app `search`. It has no tables: the index is derived and lies in a folder."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gongkai.search"
    label = "search"
    verbose_name = "检索"
