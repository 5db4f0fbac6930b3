"""The bench meets its targets; on real statutes where the shared folder is there."""

import pytest

from gongkai.checks import bench


def test_bench_meets_its_targets(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main() == 0
    shown = capsys.readouterr().out
    assert "resident_id" in shown and "MB/s" in shown


def test_statutes_raise_no_more_alarms_than_allowed() -> None:
    counted, length = bench.alarms(bench.law_texts())
    assert sum(counted.values()) * 1e5 <= bench.MOST_ALARMS * length


def test_without_statutes_the_table_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_SHARED", "nowhere")
    assert bench.main() == 0
    assert "not measured" in capsys.readouterr().out
