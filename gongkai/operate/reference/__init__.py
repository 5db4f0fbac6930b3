"""The reference in docs/reference, written from the code: `python -m gongkai.operate.reference [--check]`.

Nothing in it is typed by hand, so it cannot lag behind: `--check` (and a test marked `docs`) fails when a file differs
from what the code says now. Acts and their articles come from the functions that record them, states from the tables
that guard them, settings from the text of settings.py, commands from the argument parser, addresses from the resolver.

Others may call `documents()`.
"""

from collections.abc import Callable
from pathlib import Path

from gongkai.operate.reference import acts, commands, models, settings, states, urls

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "reference"
NOTE = "Written by `python -m gongkai.operate.reference` from the code; do not edit."
_WRITERS: dict[str, Callable[[], str]] = {
    "acts.md": acts.document,
    "states.md": states.document,
    "models.md": models.document,
    "settings.md": settings.document,
    "commands.md": commands.document,
    "urls.md": urls.document,
}


def documents() -> dict[str, str]:
    """File name → the text it must have. Needs Django set up, but no database."""
    return {name: _noted(write()) for name, write in _WRITERS.items()}


def _noted(text: str) -> str:
    """Put the note under the heading."""
    heading, _, rest = text.partition("\n")
    return f"{heading}\n\n{NOTE}\n{rest}"


def outdated() -> list[str]:
    """Names of files that are missing, differ from the code, or that nothing writes."""
    wanted = documents()
    held = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    return sorted(name for name in wanted.keys() | held.keys() if wanted.get(name) != held.get(name))
