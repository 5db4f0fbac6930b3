"""docs/reference/models.md: every model with its fields."""

from typing import Any

from django.db.models import Field, Model

from gongkai.operate.reference.source import cell, first_paragraph, own_apps


def document() -> str:
    """One heading for each model, one row for each field."""
    lines = ["# Models", "", "Facts are stored, appearances computed: no model holds “overdue”."]
    for config in own_apps():
        for model in config.get_models():
            if not model._meta.auto_created:
                lines += ["", f"## {config.label}.{model.__name__}", *_model(model)]
    return "\n".join(lines) + "\n"


def _model(model: type[Model]) -> list[str]:
    name = str(model._meta.verbose_name)
    title = "" if name.isascii() else f"{name}. "
    rows = [_row(field) for field in model._meta.get_fields() if isinstance(field, Field) and field.concrete]
    return ["", f"{title}{first_paragraph(model.__doc__ or '')}", "", "| Field | Name | Kind |", "|---|---|---|", *rows]


def _row(field: Any) -> str:
    name = str(field.verbose_name)
    kind = type(field).__name__.removesuffix("Field")
    if field.related_model:
        kind = f"{kind} → {field.related_model._meta.label}"
    if field.choices:
        kind += ": " + ", ".join(f"`{value}` {label}" for value, label in field.flatchoices if value != "")
    return f"| `{field.name}` | {'' if name.isascii() else cell(name)} | {cell(kind)} |"
