"""The floor of proven requirements only grows."""

import json
from pathlib import Path

import pytest

from gongkai.operate import requirements


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that owes three requirements and whose tests claim two."""
    tests = tmp_path / "gongkai" / "foi" / "tests"
    tests.mkdir(parents=True)
    (tests / "test_actions.py").write_text(
        'import pytest\n@pytest.mark.requirement("A-1", "A-2")\ndef test_it(): ...\n'
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "requirements.csv").write_text(
        "id,app,kind,meaning\nA-1,foi,x,x\nA-2,foi,x,x\nB-1,records,x,x\n"
    )
    return tmp_path


def _floor(project: Path, *names: str) -> None:
    (project / "docs" / "requirements-proven.txt").write_text("".join(f"{name}\n" for name in names))


def _passed(project: Path, *names: str) -> None:
    (project / "build").mkdir(exist_ok=True)
    (project / "build" / "requirements-proven.json").write_text(json.dumps({name: ["t"] for name in names}))


def test_marks_are_found_in_the_source(project: Path) -> None:
    assert requirements.claimed(project) == {"A-1", "A-2"}


def test_a_lost_proof_is_a_fault(project: Path) -> None:
    _floor(project, "A-1", "B-1")
    assert requirements.faults(project) == ["B-1: was proven, and no test claims it any more"]


def test_an_unknown_id_is_a_fault(project: Path) -> None:
    (project / "docs" / "requirements.csv").write_text("id,app,kind,meaning\nA-1,foi,x,x\n")
    assert requirements.faults(project) == ["A-2: a test claims it, but docs/requirements.csv has no such id"]


def test_a_proof_that_failed_is_a_fault_after_a_run(project: Path) -> None:
    _floor(project, "A-1", "A-2")
    _passed(project, "A-1")
    assert requirements.faults(project) == []
    assert requirements.faults(project, also_passed=True) == ["A-2: its tests did not pass in the last run"]


def test_accepting_adds_only_what_passed_and_never_drops(project: Path) -> None:
    _floor(project, "B-1")
    _passed(project, "A-1", "Z-9")
    assert requirements.accept(project) == 1
    assert requirements.floor(project) == {"A-1", "B-1"}


def test_the_table_counts_per_app(project: Path) -> None:
    _floor(project, "A-1")
    assert [line.split() for line in requirements.table(project).splitlines()] == [
        ["foi", "1", "of", "2"],
        ["records", "0", "of", "1"],
        ["all", "1", "of", "3"],
    ]
