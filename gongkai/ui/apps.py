"""The app `ui`."""

from django import forms
from django.apps import AppConfig

# Django's own words name "this field"; people are told what to do instead.
MESSAGES: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.Field, {"required": "请填写这一项。"}),
    (forms.ChoiceField, {"required": "请选择一项。", "invalid_choice": "请从列出的选项中选择。"}),
    (forms.MultipleChoiceField, {"required": "请至少选择一项。"}),
    (forms.ModelChoiceField, {"required": "请选择一项。", "invalid_choice": "请从列出的选项中选择。"}),
    (forms.BooleanField, {"required": "请确认后勾选。"}),
    (forms.FileField, {"required": "请选择文件。", "empty": "所选文件是空的，请检查后重新选择。"}),
    (forms.DateField, {"invalid": "请按“2026-01-31”的样子填写日期。"}),
    (forms.DateTimeField, {"invalid": "请按“2026-01-31 09:30”的样子填写日期和时间。"}),
    (forms.EmailField, {"invalid": "请填写完整的电子邮箱，例如 name@example.cn。"}),
    (forms.IntegerField, {"invalid": "请填写整数。"}),
)


class UiConfig(AppConfig):
    name = "gongkai.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        for field, words in MESSAGES:
            field.default_error_messages = {**field.default_error_messages, **words}
