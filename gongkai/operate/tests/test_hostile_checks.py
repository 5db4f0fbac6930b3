"""Files made to break their reader do not break the checks either: they end in a finding, never in silence.

Nothing here measures time: the limits are enforced by the child, and `operate.bench_hostile` tells what was used.
"""

import pytest

from gongkai.checks import actions
from gongkai.checks.context import NOTHING, Context
from gongkai.checks.isolation import MOST_LETTERS, SMALL_LETTERS, inspect_safely, scan_safely
from gongkai.files.hostile import HOSTILE
from gongkai.files.page_pictures import page_picture
from gongkai.files.pdf_safely import redact_safely
from gongkai.operate import bench
from gongkai.refusals import NotLawful

TINY = 32 * 1024**2  # bytes: less than the interpreter has by then, so that the child gets no more
CORNER = {1: [(0.0, 0.0, 0.5, 0.5)]}


def hostile(title: str) -> bytes:
    return next(one for one in HOSTILE if one.title == title).make()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("million rows", "a.xlsx"),
        ("flat zip bomb", "a.docx"),
        ("overlapping parts", "a.docx"),
        ("nested tables", "a.docx"),
        ("pdf of doubling forms", "a.pdf"),
        ("pdf of brackets", "a.pdf"),
    ],
)
def test_what_cannot_be_inspected_is_told_and_blocks(title: str, name: str) -> None:
    (item,) = inspect_safely(hostile(title), name)
    assert item.kind == "unreadable" and item.severity == "unchecked" and item.blocking


@pytest.mark.parametrize("title", ["digits", "digits and blanks", "marks"])
def test_long_rows_of_digits_are_scanned_to_their_end(title: str) -> None:
    """A number at the very end is found, so nothing was cut off, and no limit was met."""
    text = hostile(title).decode() + "\n联系人手机：13812345678。"
    assert [item.kind for item in scan_safely(text)] == ["mobile"]


@pytest.mark.parametrize("text", ["\t" * 90_000, " " * 90_000, "附件" + " " * 90_000])
def test_rows_of_blanks_are_read_in_one_way_only(text: str) -> None:
    """Two patterns tried every division of the blanks: minutes in the web process."""
    assert scan_safely(text, Context(attachments=()), is_body=True) is not None


def test_a_text_that_is_too_long_is_told_as_not_checked() -> None:
    (item,) = actions._check({"附件一": "1" * (MOST_LETTERS + 1)}, (), NOTHING, "")
    assert (item.kind, item.severity, item.part, item.blocking) == ("unscanned", "unchecked", "附件一", True)
    assert str(MOST_LETTERS) in item.message and "没有检查" in item.message


def test_a_text_that_needs_more_than_the_limits_is_told_as_not_checked() -> None:
    (item,) = scan_safely("公开 13812345678\n" * SMALL_LETTERS, memory=TINY)
    assert item.kind == "unscanned" and "限制" in item.message and item.excerpt == ""


def test_a_long_table_is_scanned_in_a_child_like_a_short_one_here() -> None:
    row = "张明\t11010519491231002X\t13812345678\n"
    short, long = "姓名\t身份证号\t手机\n" + row * 20, "姓名\t身份证号\t手机\n" + row * (SMALL_LETTERS // len(row) + 1)
    assert len(short) < SMALL_LETTERS < len(long)
    assert [item.kind for item in scan_safely(short)] == [item.kind for item in scan_safely(long)]
    assert any(f"{SMALL_LETTERS // len(row) + 1}个手机号码" in item.message for item in scan_safely(long))


@pytest.mark.parametrize("title", ["pdf form in itself", "pdf of doubling forms"])
def test_words_are_neither_looked_for_nor_blacked_out_in_a_hostile_pdf(title: str) -> None:
    for work in (lambda: page_picture(hostile(title), 1), lambda: redact_safely(hostile(title), CORNER)):
        with pytest.raises(NotLawful) as refusal:
            work()
        assert refusal.value.code == "files.unreadable"


def test_the_bench_runs_without_an_instance(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    """The parts first; then it says in words that nothing is set up here."""
    monkeypatch.setattr(bench, "parts", lambda: print("parts") or 1)
    assert bench.main() == 1
    shown = capsys.readouterr().out
    assert shown.index("parts") < shown.index("请先运行 make demo")
