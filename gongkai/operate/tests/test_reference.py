"""The reference says what the code says, and each act, model, setting and command has its heading."""

import ast

import pytest
from django.apps import apps

from gongkai import cli
from gongkai.ledger import registry
from gongkai.operate import reference
from gongkai.operate.reference import commands, settings, source

pytestmark = pytest.mark.docs


def headings(name: str) -> set[str]:
    text = (reference.FOLDER / name).read_text(encoding="utf-8")
    return {line.lstrip("#").strip() for line in text.splitlines() if line.startswith("#")}


def test_no_file_is_out_of_date() -> None:
    assert not reference.outdated(), "run: python -m gongkai.operate.reference"


def test_every_act_has_its_heading_and_somebody_records_it() -> None:
    acts = set(registry.acts())
    assert acts and acts <= headings("acts.md")
    assert acts == set(source.recordings()) & acts, "an act that no function records by its name"


def test_every_model_has_its_heading_and_a_docstring() -> None:
    models = [model for model in apps.get_models() if model.__module__.startswith("gongkai.")]
    assert {model._meta.label for model in models} <= headings("models.md")
    assert not [model for model in models if (model.__doc__ or "").startswith(f"{model.__name__}(")]


def test_every_setting_has_its_heading() -> None:
    names = {name for name, _ in settings.assignments(ast.parse(settings.PATH.read_text(encoding="utf-8")))}
    assert {"DATABASES", "PLACE"} <= names <= headings("settings.md")


def test_every_command_has_its_heading() -> None:
    names = {name for name, _, _ in commands.commands(cli.parser(), "gongkai")}
    assert "gongkai rules show" in names
    assert names - {"gongkai manage"} <= headings("commands.md")


def test_every_table_of_states_is_drawn() -> None:
    text = (reference.FOLDER / "states.md").read_text(encoding="utf-8")
    for label, table in source.tables().items():
        assert f"## {label}: {table.model}" in text
    assert "draft --> in_review: 送审" in text


def test_an_act_is_found_with_the_row_of_the_table_it_asks() -> None:
    (issued,) = source.recordings()["records.issued"]
    assert issued.verb == "issue"
    assert issued.function == "records.actions.publishing.issue"
