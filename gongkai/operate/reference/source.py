"""What the other writers read from the source: the installed apps, their functions, and the tables of states."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps

from gongkai.ledger import registry

OWN = "gongkai."


@dataclass(frozen=True)
class Table:
    """A table of states: `moves` is act -> {from: to}, `labels` state value -> Chinese name."""

    app: str
    model: str
    moves: dict[str, dict[str, str]]
    labels: dict[str, str]
    act_labels: dict[str, str]
    first: str


@dataclass(frozen=True)
class Recording:
    """A function that records an act: where it is, its first sentence, and the row of the state table it asks."""

    function: str
    summary: str
    verb: str


def own_apps() -> list[AppConfig]:
    """The apps of this project in the order of settings.py, lowest layer first."""
    return [config for config in apps.get_app_configs() if config.name.startswith(OWN)]


def tables() -> dict[str, Table]:
    """App label -> its table, for every app whose `states.py` has one."""
    found = {}
    for config in own_apps():
        if find_spec(f"{config.name}.states"):
            module = import_module(f"{config.name}.states")
            if hasattr(module, "TABLE"):
                found[config.label] = _table(config.label, module)
    return found


def _table(label: str, module: Any) -> Table:
    """Both shapes in use, act -> {from: to} and act -> ((from, ...), to), in one; "" means that the state stays."""
    states = module.State
    moves = {}
    for act, row in module.TABLE.items():
        pairs = row if isinstance(row, dict) else {source: row[1] or source for source in row[0]}
        moves[act] = {str(source): str(target) for source, target in pairs.items()}
    model = states.__qualname__.split(".")[0]
    first = apps.get_model(label, model)._meta.get_field("state").get_default()
    return Table(label, model, moves, dict(states.choices), getattr(module, "LABELS", {}), str(first))


def recordings() -> dict[str, list[Recording]]:
    """Act -> the functions that record it, found in the source text."""
    found: dict[str, list[Recording]] = {}
    for config in own_apps():
        for path in sorted(Path(config.path).rglob("*.py")):
            if "tests" in path.parts or "migrations" in path.parts:
                continue
            inside = path.relative_to(Path(config.path)).with_suffix("").parts
            module = ".".join((config.label, *(part for part in inside if part != "__init__")))
            for function in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(function, ast.FunctionDef):
                    for act, recording in _recorded(function, module):
                        found.setdefault(act, []).append(recording)
    return found


def _recorded(function: ast.FunctionDef, module: str) -> Iterator[tuple[str, Recording]]:
    """Acts a function records or hands to one that does, each with the verb of the last `must_allow` above it."""
    verb, summary = "", first_paragraph(ast.get_docstring(function) or "")
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    defaults = [one for one in [*function.args.defaults, *function.args.kw_defaults] if one is not None]
    told = [act for one in defaults for act in _texts(one, function)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = ast.unparse(call.func)
        if name.endswith("must_allow") and call.args and isinstance(call.args[0], ast.Constant):
            verb = str(call.args[0].value)
        elif name in ("ledger.record", "record"):
            told += _texts(call.args[0], function) if call.args else []
        elif not name.endswith(READING):
            # A private helper of the module records it, or a shared step that is told which act it is.
            given = call.args if name.startswith("_") else [one.value for one in call.keywords if one.arg == "act"]
            told += [act for one in given for act in _texts(one, function)]
        for act in told:
            yield act, Recording(f"{module}.{function.name}", summary, verb)
        told = []


# Calls that name an act to look for it, or to let it be recorded.
READING = ("clock.Event", "filter", "exclude", "register_act", "get", "removesuffix", "startswith")


def _texts(argument: ast.expr, function: ast.FunctionDef) -> list[str]:
    """The registered acts an argument can be: written there, put together there, or given to a variable."""
    sources = [argument]
    if isinstance(argument, ast.Name):
        sources = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == argument.id
        ]
    known, found = registry.acts(), []
    while sources:
        source = sources.pop(0)
        if isinstance(source, ast.IfExp):
            sources += [source.body, source.orelse]
        elif isinstance(source, ast.JoinedStr) and "." in str(getattr(source.values[0], "value", "")):
            pieces = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"\w+" for one in source.values]
            found += [act for act in known if re.fullmatch("".join(pieces), act)]
        elif isinstance(source, ast.Constant) and source.value in known:
            found.append(str(source.value))
    return found


def first_paragraph(text: str) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join(text.strip().split("\n\n")[0].split())


def cell(text: object) -> str:
    """Text that may stand in a Markdown table."""
    return str(text).replace("|", "\\|").replace("\n", " ")
