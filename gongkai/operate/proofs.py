"""Figures that tests found out, for whoever asks how much was tried: `make proofs` runs the tests and prints them.

A test calls `report(name, …)`; the figures of the last run lie in build/proofs, beside the code, never in an instance.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from gongkai.operate import guards, mutants

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "proofs"
TESTS = {
    "state_machine": "gongkai/records/tests/test_machine.py",
    "addresses": "gongkai/operate/tests/test_addresses.py",
    "authority": "gongkai/operate/tests/test_authority.py",
    "canaries": "gongkai/operate/tests/test_canaries.py",
}


def report(name: str, **figures: Any) -> None:
    """Keep the figures of a test that has just passed this point."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")


def main() -> int:
    """Run the tests that report figures, then print what they said; the exit code is theirs."""
    code = subprocess.run([sys.executable, "-m", "pytest", "-q", *TESTS.values()], check=False, cwd=ROOT).returncode  # noqa: S603
    killed, present = mutants.known(), guards.find()
    report("mutants", checks=len(present), missed_by_a_test=sum(one.key in killed for one in present))
    for path in sorted(FOLDER.glob("*.json")):
        figures = json.loads(path.read_text(encoding="utf-8"))
        print(f"{path.stem}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))
    return code


if __name__ == "__main__":
    raise SystemExit(main())
