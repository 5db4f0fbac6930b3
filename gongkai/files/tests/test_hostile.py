"""Every file made to break its reader ends in a refusal that says so, or is read cleanly; the child is bounded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongkai.files import actions, gate, hostile, read_safely
from gongkai.files.hostile import HOSTILE, Hostile
from gongkai.files.isolation import SECONDS_LIMIT, seconds_for
from gongkai.refusals import NotLawful

BY_TITLE = {made.title: made for made in HOSTILE}
# The gate answers these by itself; the others are for the child with limits.
_PLAIN = {"files.bomb", "files.hostile", "files.name"}
AT_THE_GATE = [
    made for made in HOSTILE if made.ends <= _PLAIN or made.ends & {"files.not_allowed", "files.mislabelled"}
]
IN_THE_CHILD = [
    "nested paragraphs", "pdf page tree loop", "pdf form in itself", "pdf of doubling forms", "pdf swelling stream",
    "pdf own predecessor", "html of nested tags", "csv of one line", "name with nul", "path that climbs", "pdf cut off",
]  # fmt: skip


@pytest.mark.parametrize("made", AT_THE_GATE, ids=str)
def test_the_gate_refuses_and_says_why(made: Hostile) -> None:
    with pytest.raises(NotLawful) as refusal:
        gate(made.name, made.make())
    assert refusal.value.code in made.ends
    assert refusal.value.message.endswith("。") and refusal.value.remedy.endswith("。")


@pytest.mark.parametrize("title", IN_THE_CHILD)
def test_the_child_ends_in_a_refusal_or_a_clean_reading(title: str) -> None:
    made, end = BY_TITLE[title], ""
    try:
        accepted, _ = read_safely(made.name, made.make())
        assert ".." not in accepted.name and "/" not in accepted.name
    except NotLawful as refusal:
        end = refusal.code
        assert refusal.message.endswith("。") and refusal.remedy.endswith("。")
    assert end in made.ends


@pytest.mark.parametrize(
    ("content", "limits"),
    [(hostile.pdf(hostile._doubling), {"seconds": 1}), (hostile.pdf(), {"memory": 24 * 1024**2})],
)
def test_a_child_beyond_its_limits_ends_in_a_refusal(content: bytes, limits: dict[str, int]) -> None:
    with pytest.raises(NotLawful) as refusal:
        read_safely("a.pdf", content, **limits)
    assert refusal.value.code in ("files.unreadable", "files.corrupt")


@pytest.mark.django_db
def test_a_sound_workbook_that_is_only_large_is_kept_unread(settings: Any, tmp_path: Path) -> None:
    """A long public ledger is an attachment like others; people look at it, the machine does not."""
    settings.GONGKAI_DATA = tmp_path
    cells = (f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 99_991}</v></c></row>' for n in range(1, 200_002))
    sheet = f"<worksheet><sheetData>{''.join(cells)}</sheetData></worksheet>".encode()
    file = actions.store(hostile.package({"xl/worksheets/sheet1.xml": sheet}, "xl"), "台账.xlsx", None)
    assert file.unreadable and not file.text and "200001格" in file.note and "人工核对" in file.note


def test_small_files_get_little_time() -> None:
    assert seconds_for(b"PK\x03\x04") == 2 < seconds_for(b"PK\x03\x04" * 1024**2) == SECONDS_LIMIT
    assert seconds_for(b"text" * 1024**2) == 6


def test_titles_are_unique() -> None:
    assert len(BY_TITLE) == len(HOSTILE) >= 50
