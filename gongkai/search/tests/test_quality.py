"""Known-item search on real law text, where it is at hand: a law is found by the words of its own title."""

import os
from pathlib import Path

import pytest

from gongkai.search import Index, bench

HERE = Path(__file__).resolve()
ROOT = next((folder for folder in HERE.parents if (folder / "pyproject.toml").exists()), HERE.parent)
SHARED = Path(os.environ.get("GONGKAI_SHARED") or ROOT.parent / "shared") / "data" / "laws"
FOLDERS = [SHARED] if SHARED.is_dir() else []
FORMS = {
    "whole": (lambda title: title, 0.97, 1.0),
    "phrase": (lambda title: f"“{title}”", 0.97, 1.0),
    "words": (lambda title: " ".join(title[at : at + 2] for at in range(0, len(title) - 1, 2)), 0.97, 1.0),
    "sentence": (lambda title: f"请问在哪里可以查到{title}的规定？", 0.95, 0.99),
}


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index(tmp_path_factory.mktemp("laws"))
    index.reindex(bench.whole(SHARED))
    return index


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("form", FORMS)
def test_a_law_is_found_by_its_title(laws: Index, folder: Path, form: str) -> None:
    write, least_first, least_ten = FORMS[form]
    first, ten = bench.known_item(laws, sorted({title for title, _, _ in bench.laws(folder)}), write)
    assert first >= least_first and ten >= least_ten


def test_the_bench_prints_both_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "第一条 为了推进政务公开工作，根据有关规定，制定本办法。各级行政机关应当遵守。" * 30
    for name in ("政务公开试行办法(2019-05-15)", "信息发布审查规定(2020-01-01)"):
        (tmp_path / f"{name}.md").write_text(text)
    assert bench.main([str(tmp_path), "--documents", "20"]) == 0
    printed = capsys.readouterr().out
    assert "hit@1" in printed and "p95" in printed
