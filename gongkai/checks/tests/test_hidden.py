"""Every known way to hide something is told by kind, weight and place; nothing is held that hides nothing."""

import re
import time

import pytest

from gongkai.checks import Finding, bench_hidden, inspect_file
from gongkai.checks.hidden_samples import VECTORS, Vector, clean_files
from gongkai.checks.hidden_samples.workbooks import book
from gongkai.checks.isolation import inspect_safely, seconds_for

CLEAN = list(clean_files())


@pytest.mark.parametrize("vector", VECTORS, ids=str)
@pytest.mark.requirement("TP-A-08")
def test_every_vector_is_told_and_its_clean_twin_is_not(vector: Vector) -> None:
    found = inspect_file(vector.bad(), vector.name)
    assert bench_hidden.named(vector, found), [(item.kind, item.blocking, item.message) for item in found]
    assert not bench_hidden.named(vector, inspect_file(vector.clean(), vector.name))


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_every_message_is_a_sentence_that_names_the_file_and_what_to_do(vector: Vector) -> None:
    for item in inspect_file(vector.bad(), vector.name):
        assert f"“{vector.name}" in item.message and item.message.endswith("。")
        assert item.advice.endswith("。") and item.part
        assert "13812345678" not in repr(item.as_dict())
        assert not re.search(r"True|False|None", item.message)


def vector_of(code: str) -> Vector:
    return next(vector for vector in VECTORS if vector.code == code)


def test_codes_of_vectors_are_unique() -> None:
    assert len({vector.code for vector in VECTORS}) == len(VECTORS) >= 200


def test_samples_do_not_depend_on_the_clock() -> None:
    """The set of clean files is counted by content: a file that changed with the second would count twice."""
    kept = {vector.code: vector.clean() for vector in VECTORS if vector.code != "pdf password"}
    time.sleep(1.1)  # the second of the clock of the C library, which no patch reaches
    assert [code for code, content in kept.items() if vector_of(code).clean() != content] == []


def test_at_least_a_hundred_clean_files_and_none_is_held() -> None:
    held = [(name, item.message) for name, content in CLEAN for item in inspect_file(content, name) if item.blocking]
    assert len(CLEAN) >= 100 and held == []


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("docx hidden run", "第1段"),
        ("docx hidden in header", "页眉第1段"),
        ("xlsx hidden row", "工作表“名单”第2行"),
        ("xlsx hidden column", "工作表“名单”A列"),
        ("xlsx white text", "工作表“名单”A1"),
        ("xlsx very hidden sheet", "“底稿”（深度隐藏）"),
        ("pptx hidden slide", "第1张"),
        ("pdf black box over text", "第1页"),
        ("pdf notes", "第1页"),
    ],
)
def test_messages_name_the_place(code: str, place: str) -> None:
    vector = vector_of(code)
    assert any(place in item.message for item in inspect_file(vector.bad(), vector.name))


def test_a_sheet_named_after_a_number_of_a_person_is_masked_in_the_message() -> None:
    content = book(state="hidden", title="张三13812345678")
    shown = " ".join(item.message for item in inspect_file(content, "a.xlsx"))
    assert "隐藏工作表1张（“张三138" in shown and "13812345678" not in shown


def test_bench_prints_both_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_hidden.main() == 0
    shown = capsys.readouterr().out
    assert f"hidden vectors found {len(VECTORS)}/{len(VECTORS)}" in shown
    assert f"false holds on clean files 0/{len(CLEAN)}" in shown


def _same(one: list[Finding], other: list[Finding]) -> bool:
    return [(item.as_dict(), item.value) for item in one] == [(item.as_dict(), item.value) for item in other]


@pytest.mark.parametrize("code", ["pdf black box over text", "docx hidden run", "pdf password"])
def test_a_child_process_finds_the_same(code: str) -> None:
    vector = vector_of(code)
    content = vector.bad()
    assert _same(inspect_safely(content, vector.name), inspect_file(content, vector.name))


def test_a_file_that_needs_more_than_the_limits_is_told_as_unreadable() -> None:
    """Far more than the limit: what the interpreter has left over from its start serves a small file."""
    (item,) = inspect_safely(_pdf() + b"\n%" + b"0" * 96 * 1024**2, "a.pdf", memory=64 * 1024**2)
    assert item.kind == "unreadable" and item.blocking and "限制" in item.message


def _pdf() -> bytes:
    return next(content for name, content in CLEAN if name.endswith(".pdf"))


def test_small_files_get_little_time() -> None:
    assert seconds_for(1000) == 2 < seconds_for(5 * 1024**2) <= 30
