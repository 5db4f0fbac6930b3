"""The bench compares like with like, and keeps nothing. It measures time; this does not."""

import pytest

from gongkai.api import bench
from gongkai.records.models import Publication
from gongkai.testing import County


def test_the_bench_runs_and_keeps_nothing(
    county: County, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "PUBLICATIONS", 60)
    monkeypatch.setattr(bench, "PAGE", 10)
    monkeypatch.setattr(bench, "REPEATS", 1)
    assert bench.main() == 0
    assert "从第31条起的10条" in capsys.readouterr().out
    assert not Publication.objects.exists()
