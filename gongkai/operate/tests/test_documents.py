"""Documents do not lie: links lead somewhere, buttons and commands that handbooks name exist."""

import inspect
import re
from functools import cache
from pathlib import Path

import pytest

from gongkai import cli
from gongkai.operate import tour
from gongkai.operate.reference import commands

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "gongkai" / "law" / "README.md"])
HANDBOOKS = sorted((ROOT / "docs" / "handbook").glob("*.md"))
PICTURES = ROOT / "docs" / "pictures"
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
BUTTON = re.compile(r"【([^】]+)】")
COMMAND = re.compile(r"\bgongkai ((?:[a-z]+ ?)+)")

pytestmark = pytest.mark.docs


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def _screens() -> str:
    """Everything that can stand on a screen: templates and the Chinese in the code, without the tests."""
    found = [path for ending in ("*.html", "*.py", "*.yaml") for path in (ROOT / "gongkai").rglob(ending)]
    return "\n".join(path.read_text(encoding="utf-8") for path in found if "tests" not in path.parts)


@cache
def _commands() -> set[str]:
    whole = {name.removeprefix("gongkai ") for name, _, _ in commands.commands(cli.parser(), "gongkai")}
    return whole | {name.split()[0] for name in whole}


def _anchor(heading: str) -> str:
    """The anchor a code host gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_links_lead_somewhere(path: Path) -> None:
    for picture, target in LINK.findall(path.read_text(encoding="utf-8")):
        address, _, anchor = target.partition("#")
        if picture and not PICTURES.exists():
            continue  # `make pictures` has not run yet; the next test holds the names
        if "://" in address or target.startswith("mailto:"):
            continue
        found = (path.parent / address).resolve() if address else path
        assert found.exists(), f"{_name(path)}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, f"{_name(path)}: {target}"


@pytest.mark.parametrize("path", HANDBOOKS, ids=_name)
def test_what_a_handbook_quotes_from_the_screen_is_there(path: Path) -> None:
    quoted = set(BUTTON.findall(path.read_text(encoding="utf-8")))
    assert not sorted(word for word in quoted if word not in _screens())


@pytest.mark.parametrize(
    "path", [*HANDBOOKS, ROOT / "docs" / "developers.md", ROOT / "docs" / "operators.md"], ids=_name
)
def test_commands_that_are_named_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for words in COMMAND.findall("\n".join(re.findall(r"`[^`]+`|^ {4}.*$|^gongkai .*$", text, re.MULTILINE))):
        first, *rest = words.split()
        assert first in _commands() or first == "manage", f"{_name(path)}: gongkai {words}"
        deeper = {name.split()[1] for name in _commands() if name.startswith(f"{first} ")}
        assert not deeper or not rest or rest[0] in deeper, f"{_name(path)}: gongkai {words}"


def test_every_picture_shown_is_one_the_tour_takes_and_every_one_taken_is_shown() -> None:
    taken = set(re.findall(r"camera\.shot\([^\n]*?\"([a-z0-9-]+)\"", inspect.getsource(tour)))
    shown = {
        Path(target).stem
        for path in DOCUMENTS
        for picture, target in LINK.findall(path.read_text(encoding="utf-8"))
        if picture
    }
    assert taken == shown
    kept = {path.stem for path in PICTURES.glob("*")}
    assert not kept or kept == taken


def test_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.glob("*.png")) < 4_000_000


def test_the_files_of_the_worked_example_are_where_it_says() -> None:
    text = (ROOT / "docs" / "developers.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| \d \| `([a-z_/]+\.py)` \|", text, re.MULTILINE)
    assert len(named) == 9
    assert not [name for name in named if not (ROOT / "gongkai" / "records" / name).exists()]


def test_no_document_names_a_machine() -> None:
    for path in DOCUMENTS:
        assert "/work/" not in path.read_text(encoding="utf-8"), _name(path)
