from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "gongkai.worklist"
    label = "worklist"
    verbose_name = "待办"
