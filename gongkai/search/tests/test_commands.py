"""The console commands and what they print."""

import argparse

import pytest

from gongkai.search import commands, the_index
from gongkai.search.tests.conftest import Notes
from gongkai.search.tests.test_index import delete


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add(parser.add_subparsers())
    args = parser.parse_args(["search", *words])
    assert args.database is True
    return int(args.run(args))


def test_reindex_says_how_many(notes: Notes, capsys: pytest.CaptureFixture[str]) -> None:
    notes.add(9, title="又一条")
    assert run("reindex") == 0
    assert capsys.readouterr().out == "索引已重建，共 4 条。\n"


def test_find_prints_what_the_public_sees(notes: Notes, capsys: pytest.CaptureFixture[str]) -> None:
    notes.hidden.add("note:3")
    assert run("find", "国办发[2016]80号") == 0
    assert capsys.readouterr().out == "note:1 关于全面推进政务公开工作的意见\n共 1 条。\n"
    assert run("find", "鹓鶵") == 1


def test_status_names_the_remedy(notes: Notes, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status") == 0
    delete(the_index())
    assert run("status") == 1
    assert "gongkai search reindex" in capsys.readouterr().out
