"""docs/reference/commands.md: every command of `gongkai`."""

import argparse
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import gongkai
from gongkai.operate.reference.source import cell


def document() -> str:
    """One heading for each command, one row for each argument."""
    lines = [
        "# Commands",
        "",
        "Exit codes: 0 done, 1 refused or nothing found, 2 wrong usage. `gongkai manage …` runs Django's own commands.",
    ]
    for name, help_text, parser in commands(tree(), "gongkai"):
        lines += ["", f"## {name}"]
        lines += ["", f"{help_text}。"] if help_text else []
        rows = [_row(action) for action in parser._actions if _shown(action)]
        if rows:
            lines += ["", "| Argument | Meaning |", "|---|---|", *rows]
    return "\n".join(lines) + "\n"


def tree() -> argparse.ArgumentParser:
    """The parser with what each app's `commands.py` adds, by name of the app."""
    parser = argparse.ArgumentParser(prog="gongkai")
    sub = parser.add_subparsers()
    for path in sorted(Path(gongkai.__path__[0]).glob("*/commands.py")):
        import_module(f"gongkai.{path.parent.name}.commands").add(sub)
    return parser


def commands(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """(name, help, parser) of each command that does something, in the order of the parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for word, inner in action.choices.items():
                deeper = list(commands(inner, f"{name} {word}"))
                if deeper:
                    yield from deeper
                else:
                    yield f"{name} {word}", helps.get(word, ""), inner


def _shown(action: argparse.Action) -> bool:
    return action.help != argparse.SUPPRESS and not isinstance(action, argparse._HelpAction)


def _row(action: argparse.Action) -> str:
    shape = ", ".join(action.option_strings)
    if action.nargs != 0:
        shape = f"{shape} {action.metavar or action.dest.upper()}".strip()
    return f"| `{cell(shape)}` | {cell(action.help or '')} |"
