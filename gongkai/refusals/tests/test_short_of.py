"""Whoever wrote too little is told how little, and is not told that nothing was written."""

import pytest

from gongkai.refusals import short_of

MISSING = "撤下已经公开的信息，必须写明理由。"


@pytest.mark.parametrize("words", ["", "  ", "\n\u3000"])
def test_nothing_written(words: str) -> None:
    assert short_of(words, 4, MISSING) == MISSING


def test_too_little_written() -> None:
    assert short_of(" 误 发 ", 4, MISSING) == "撤下已经公开的信息，必须写明理由，不少于4个字，现在只有2个字。"


def test_enough_written() -> None:
    assert short_of("内容有误", 4, MISSING) == ""
