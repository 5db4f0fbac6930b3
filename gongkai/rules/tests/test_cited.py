"""A source that nobody has seen says so wherever it is named: on screens, in letters, in refusals."""

import re
from pathlib import Path

import pytest

from gongkai import rules

ROOT = Path(__file__).resolve().parents[2]
BARE = re.compile(r"\b(?:rule|plan|gate|limit)\.source\b|rules\.at\([^\n]*\)\.source\b|(?:rule|plan)\.get\(\"source\"")
BADGE = {
    "desk/rules.html",
    "portal/rules_matter.html",
    "portal/rule.html",
    "catalogue/item.html",
    "portal/parts/rules.html",
}
# Pages that show a badge of their own, or say in words how far the text was checked.
OWN = {"portal/laws.py", "portal/views/rules.py", "desk/rules_views.py", "catalogue/coverage.py"} | {
    f"{name.split('/')[0]}/templates/{name}" for name in BADGE | {"portal/accessibility.html"}
}


@pytest.mark.parametrize(
    ("status", "said"), [("verified", "条例 第二十条"), ("unverified", "条例 第二十条（未核对原文）")]
)
def test_facts_and_rules_are_cited_alike(status: str, said: str) -> None:
    assert rules.cited({"source": "条例 第二十条", "status": status}) == said
    assert rules.cited(type("Kept", (), {"source": "条例 第二十条", "status": status})()) == said


def test_nothing_cites_nothing() -> None:
    assert rules.cited(None) == rules.cited({}) == rules.cited({"status": "unverified"}) == ""


def test_no_screen_names_a_source_without_its_status() -> None:
    found = []
    for path in [*ROOT.rglob("*.py"), *ROOT.rglob("*.html")]:
        name = str(path.relative_to(ROOT))
        if "/tests/" in name or name.startswith("rules/") or name in OWN:
            continue
        found += [f"{name}: {line.strip()[:90]}" for line in path.read_text("utf-8").splitlines() if BARE.search(line)]
    assert found == []
