"""The longest functions, files and templates: `python -m gongkai.operate.sizes`. Nobody is failed by a number."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 10


def _source() -> list[Path]:
    return [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]


def functions() -> list[tuple[int, str]]:
    """Lines and name of every function outside migrations."""
    found = []
    for path in _source():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                name = f"{path.relative_to(ROOT.parent)}:{node.lineno} {node.name}"
                found.append((node.end_lineno - node.lineno + 1, name))
    return found


def files(paths: list[Path]) -> list[tuple[int, str]]:
    """Lines and name of each file."""
    return [(len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(ROOT.parent))) for path in paths]


def main() -> None:
    """Print the tail of each kind."""
    kinds = {
        "functions": functions(),
        "files": files(_source()),
        "templates": files(list(ROOT.rglob("templates/**/*.html"))),
    }
    for kind, found in kinds.items():
        print(f"longest {kind}")
        for lines, name in sorted(found, reverse=True)[:SHOWN]:
            print(f"  {lines:>5}  {name}")


if __name__ == "__main__":
    main()
