"""A child that spins, hoards, dies, talks too much or asks for secrets is stopped or learns nothing."""

import json

import pytest

from gongkai import confined

HERE = "gongkai.confined.tests.child"
MEMORY = 200 * 1024**2


def asked(what: str, given: bytes = b"", **limits: int) -> bytes | None:
    return confined.run(HERE, given, [what], **{"seconds": 5, "memory": MEMORY} | limits)


def test_it_answers_what_it_was_given() -> None:
    assert asked("echo", b"\x00\xff word") == b"\x00\xff word"


@pytest.mark.parametrize("what", ["die", "hoard", "write"])
def test_what_breaks_the_child_gives_no_answer(what: str) -> None:
    assert asked(what) is None


def test_processor_time_is_limited() -> None:
    assert asked("spin", seconds=1) is None


def test_a_long_answer_is_not_taken() -> None:
    assert asked("echo", b"12345", longest=4) is None
    assert asked("echo", b"1234", longest=4) == b"1234"


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    told = asked("environment")
    assert told is not None
    assert not {name for name in json.loads(told) if "GONGKAI" in name or "DATABASE" in name}
