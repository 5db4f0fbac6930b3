"""Form rendering: label above, hint under it, error beside the field; errors gathered for the summary.

`FORM_RENDERER = "gongkai.ui.forms.Renderer"` makes `{{ form }}` and `{{ form.x.as_field_group }}` look right.
"""

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates
from django.template.base import Template

DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]


class Renderer(BaseRenderer):
    """Own widget templates first, then Django's, then those of apps, whatever the order of INSTALLED_APPS."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        own = Path(__file__).parent / "templates"
        builtin = Path(django.forms.__file__).parent / "templates"
        return DjangoTemplates({"NAME": "ui-forms", "APP_DIRS": True, "DIRS": [own, builtin], "OPTIONS": {}})

    def get_template(self, template_name: str) -> Template:
        return self.engine.get_template(template_name)  # type: ignore[return-value]


class DateInput(forms.DateInput):
    """The browser's date field; a plain text field where the browser has none."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"placeholder": "2026-01-31", **(attrs or {})}, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day, read in every spelling an office uses (2026-11-22, 2026/11/22, 2026年11月22日, 20261122)."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        messages = {"invalid": "请按“2026-01-31”的样子填写日期。", **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=messages, **kwargs)


class DateTimeInput(forms.DateTimeInput):
    """The browser's field for day and time; a plain text field where the browser has none."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


def errors_of(source: forms.BaseForm | forms.BaseFormSet) -> list[dict[str, str]]:
    """Every error of a form or formset: {"text", "href" ("" for the whole form), "label"}."""
    if isinstance(source, forms.BaseFormSet):
        whole = [{"text": str(text), "href": "", "label": ""} for text in source.non_form_errors()]
        return whole + [error for form in source.forms for error in errors_of(form)]
    found = [{"text": str(text), "href": "", "label": ""} for text in source.non_field_errors()]
    for field in source:
        href = "#" + (field.auto_id + "_0" if field.use_fieldset else field.auto_id)
        found.extend({"text": str(text), "href": href, "label": str(field.label)} for text in field.errors)
    return found
