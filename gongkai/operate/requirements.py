"""Which requirements are proven by tests: `python -m gongkai.operate.requirements`. No Django.

docs/requirements.csv         id, app, kind, meaning: all that the source texts ask for
docs/requirements-proven.txt  the committed floor: ids that tests prove, one a line; it only grows
build/requirements-proven.json  what the last full test run proved (written by conftest.py)

A requirement is claimed by `@pytest.mark.requirement("SX-…")` on a test, and proven when the test passes.

    --check   fail when a floor id has lost its mark, or a mark names an unknown id
    --passed  fail as well when a floor id was not proven by the last test run
    --accept  add what the last test run proved to the floor
"""

import argparse
import ast
import csv
import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def known(root: Path = ROOT) -> dict[str, str]:
    """Every requirement's id and the app that owes it."""
    with (root / "docs" / "requirements.csv").open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row["app"] for row in csv.DictReader(handle)}


def claimed(root: Path = ROOT) -> set[str]:
    """The ids that marks in the tests' source name."""
    found: set[str] = set()
    for folder in (root / "gongkai", root / "tests"):
        for file in folder.rglob("tests/**/test_*.py") if folder.name == "gongkai" else folder.rglob("test_*.py"):
            found |= _marks(ast.parse(file.read_text(encoding="utf-8"), str(file)))
    return found


def _marks(tree: ast.AST) -> set[str]:
    return {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "requirement"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def floor(root: Path = ROOT) -> set[str]:
    """The ids that were proven once and must stay so."""
    path = root / "docs" / "requirements-proven.txt"
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


def passed(root: Path = ROOT) -> set[str]:
    """The ids proven by the last full test run; empty when there was none."""
    path = root / "build" / "requirements-proven.json"
    return set(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else set()


def faults(root: Path = ROOT, *, also_passed: bool = False) -> list[str]:
    """What is wrong, one sentence each."""
    ids, marks, held = known(root), claimed(root), floor(root)
    found = [f"{name}: a test claims it, but docs/requirements.csv has no such id" for name in marks - set(ids)]
    found += [f"{name}: was proven, and no test claims it any more" for name in held - marks]
    if also_passed:
        found += [f"{name}: its tests did not pass in the last run" for name in (held & marks) - passed(root)]
    return sorted(found)


def accept(root: Path = ROOT) -> int:
    """Add to the floor what the last run proved; answer how many are new."""
    held = floor(root)
    new = (passed(root) & claimed(root) & set(known(root))) - held
    lines = "".join(f"{name}\n" for name in sorted(held | new))
    (root / "docs" / "requirements-proven.txt").write_text(lines, encoding="utf-8")
    return len(new)


def table(root: Path = ROOT) -> str:
    """Per app: how many are proven (claimed by tests that passed, or by the floor), of how many."""
    ids = known(root)
    proven = (floor(root) | (passed(root) & claimed(root))) & set(ids)
    all_of, proven_of = Counter(ids.values()), Counter(ids[name] for name in proven)
    lines = [f"{app:<16}{proven_of[app]:>5} of {all_of[app]:>4}" for app in sorted(all_of)]
    return "\n".join([*lines, f"{'all':<16}{len(proven):>5} of {len(ids):>4}"])


def main() -> int:
    """Exit code 1 when something that was proven is proven no more."""
    parser = argparse.ArgumentParser(prog="gongkai.operate.requirements")
    for option in ("check", "passed", "accept"):
        parser.add_argument(f"--{option}", action="store_true")
    asked = parser.parse_args()
    if asked.accept:
        print(f"{accept()} requirements added to docs/requirements-proven.txt")
    if not asked.check:
        print(table())
    wrong = faults(also_passed=asked.passed)
    for line in wrong:
        print(line, file=sys.stderr)
    if asked.check and not wrong:
        print(f"requirements: {len(floor())} proven, none lost")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
