"""The comparison of two texts: complete, readable, and quick enough for a long document."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.ui.diff import changes

texts = st.text(alphabet="甲乙丙丁。\n", max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    runs = changes(before, after, shorten=False)
    assert "".join(run.text for run in runs if run.op != "ins") == before
    assert "".join(run.text for run in runs if run.op != "del") == after


def test_small_islands_between_changes_are_folded_in() -> None:
    assert [run.op for run in changes("甲乙丙", "丁乙戊")] == ["del", "ins"]


def test_long_unchanged_passages_are_left_out_and_counted() -> None:
    runs = changes("前" + "同" * 1000, "后" + "同" * 1000)
    assert [run.op for run in runs] == ["del", "ins", "same", "skip", "same"]
    assert "920 字" in runs[3].text


def test_a_long_document_is_compared_by_sentences_in_time() -> None:
    before = "".join(f"第{n}条规定了一些事项，由有关机关负责办理。" for n in range(4000))
    runs = changes(before, before.replace("第77条规定", "第77条明确规定"))
    assert [run.op for run in runs].count("ins") == 1
