"""Measures the inspectors of hidden content: ways to hide that are found, clean files held by mistake, and time.

Run with `python -m gongkai.checks.bench_hidden`. All files are made by code; none is read from elsewhere.
"""

from __future__ import annotations

import sys
import time

from .finding import Finding
from .hidden_samples import VECTORS, Vector, clean_files
from .inspection import inspect_file


def named(vector: Vector, found: list[Finding]) -> bool:
    """Whether a finding names the vector with its kind and weight."""
    return any(
        item.kind == vector.kind and item.blocking == vector.blocking and vector.says in item.message + item.excerpt
        for item in found
    )


def is_found(vector: Vector) -> bool:
    """Whether the bad file is told and its clean twin is not."""
    return named(vector, inspect_file(vector.bad(), vector.name)) and not named(
        vector, inspect_file(vector.clean(), vector.name)
    )


def main() -> int:
    """Print the figures and what went wrong; exit code 1 when anything did."""
    missed = [vector.code for vector in VECTORS if not is_found(vector)]
    files = list(clean_files())
    started = time.perf_counter()
    told = [(name, inspect_file(content, name)) for name, content in files]
    pace = (time.perf_counter() - started) / len(files) * 1000
    held = [name for name, found in told if any(item.blocking for item in found)]
    advised = sum(bool(found) for _, found in told) - len(held)
    print(f"hidden vectors found {len(VECTORS) - len(missed)}/{len(VECTORS)}")
    print(f"false holds on clean files {len(held)}/{len(files)} · with advice {advised} · {pace:.1f} ms a file")
    for code in missed:
        print(f"  missed: {code}")
    for name in held:
        print(f"  held: {name}")
    return 1 if missed or held else 0


if __name__ == "__main__":
    sys.exit(main())
