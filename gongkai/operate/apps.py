from django.apps import AppConfig


class OperateConfig(AppConfig):
    name = "gongkai.operate"
    label = "operate"
    verbose_name = "运行维护"
