"""docs/reference/settings.md: every setting of gongkai/settings.py, read from its text."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import gongkai.settings

PATH = Path(gongkai.settings.__file__)
ENVIRONMENT = re.compile(r"environ(?:\.get\(|\[)[\"']([A-Z_]+)[\"']")
LONGEST = 160


def document() -> str:
    """One heading for each setting."""
    text = PATH.read_text(encoding="utf-8")
    module = ast.parse(text)
    helpers = {node.name: ast.unparse(node) for node in module.body if isinstance(node, ast.FunctionDef)}
    lines = [
        "# Settings",
        "",
        "All of `gongkai/settings.py`. What an operator sets, by environment variable, is explained in",
        "[operators.md](../operators.md); the rest is fixed in code.",
    ]
    for name, node in assignments(module):
        value = ast.unparse(node.value)
        known = ENVIRONMENT.findall(value + "".join(helpers[word] for word in helpers if f"{word}(" in value))
        lines += ["", f"## {name}", ""]
        if comment := _comment(text.splitlines(), node.lineno):
            lines += [comment, ""]
        if known:
            lines += [f"Set by {', '.join(f'`{word}`' for word in dict.fromkeys(known))}.", ""]
        lines.append(f"`{value}`" if len(value) <= LONGEST else "See the file.")
    return "\n".join(lines) + "\n"


def assignments(module: ast.Module) -> Iterator[tuple[str, ast.Assign]]:
    """(name, assignment) of each setting; the first assignment stands for it."""
    seen = set()
    for node in module.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id.isupper() and target.id not in seen:
                    seen.add(target.id)
                    yield target.id, node


def _comment(lines: list[str], number: int) -> str:
    """The comment lines directly above line `number`."""
    found: list[str] = []
    for line in reversed(lines[: number - 1]):
        if not line.startswith("# "):
            break
        found.insert(0, line.removeprefix("# "))
    return " ".join(found)
