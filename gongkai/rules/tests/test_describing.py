"""The documents made from the law are those in ``docs/``: a changed law file is described again."""

from datetime import date
from pathlib import Path

import pytest

from gongkai.rules import describing
from gongkai.rules.tests.test_commands import run
from gongkai.rules.tree import law

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_docs_are_up_to_date(tmp_path: Path) -> None:
    describing.write(tmp_path, date(2026, 11, 22))
    for name in ("rules.md", "law-lint.md"):
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8"), (
            "请运行 gongkai rules docs docs"
        )


def test_every_rule_has_its_heading() -> None:
    text = (DOCS / "rules.md").read_text("utf-8")
    for name in law().files:
        assert f"\n## {name}\n" in text


def test_the_command_writes_or_says_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("docs", str(tmp_path)) == 0
    assert (tmp_path / "rules.md").exists()
    assert run("docs", str(tmp_path / "nowhere")) == 1
    assert "请先建立" in capsys.readouterr().err
