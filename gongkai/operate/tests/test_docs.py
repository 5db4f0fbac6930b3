"""The operators' documents name every setting, every dependency and every command."""

import argparse
import re
import tomllib
from pathlib import Path

import pytest

from gongkai.operate import commands

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = re.findall(
    r"environ(?:\.get\(|\[)\"(GONGKAI_[A-Z_]+|DATABASE_URL)\"",
    (ROOT / "gongkai" / "settings.py").read_text(encoding="utf-8"),
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = [
    re.split(r"[\[<>=~ ]", line)[0] for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
]

pytestmark = pytest.mark.docs


def test_there_are_settings_and_packages_to_look_for() -> None:
    assert len(set(SETTINGS)) > 10
    assert len(PACKAGES) > 20


@pytest.mark.parametrize("name", sorted(set(SETTINGS)))
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PACKAGES)
def test_every_dependency_is_justified(name: str) -> None:
    lines = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("|") and f"`{name.lower()}`" in line.split("|")[1].lower() for line in lines)


def test_no_justification_outlives_its_dependency() -> None:
    rows = re.findall(
        r"^\| (`[^|]+`) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    named = {name.lower() for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert named == {name.lower() for name in PACKAGES}


def test_every_command_is_named() -> None:
    parser = argparse.ArgumentParser()
    sub = parser.add_subparsers()
    commands.add(sub)
    text = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    for name in sub.choices:
        assert f"gongkai {name}" in text, name


def test_no_registry_address_is_committed() -> None:
    held = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("requirements.txt", ".ci/uv.txt", "Makefile"))
    assert "://" not in held.replace("http://127.0.0.1", "")
