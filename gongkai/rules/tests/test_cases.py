"""Law in tables a lawyer can read and edit: ``cases/*.yaml``.

Each case names rule, place and day (the key is not ``on``, which YAML reads as true), and what must hold: any field
of the rule (``source`` as a part of it), or
``codes`` (the list's codes in order), ``item`` (an entry with these fields), ``length``, ``steps``, ``refusal``.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai import rules

CASES = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{stem}-{case['name']}") for stem, case in CASES])
def test_case(case: dict[str, Any]) -> None:
    given, expect = case["given"], dict(case["expect"])
    if expect.pop("refusal", ""):
        with pytest.raises(rules.NoRule):
            rules.at(given["rule"], given["place"], given["day"])
        return
    rule = rules.at(given["rule"], given["place"], given["day"])
    assert expect.pop("source", "") in rule.source
    if "codes" in expect:
        assert [item["code"] for item in rule.value] == expect.pop("codes")
    if "steps" in expect:
        assert [step["name"] for step in rule.steps] == expect.pop("steps")
    if "length" in expect:
        assert len(rule.value) == expect.pop("length")
    if "item" in expect:
        wanted = expect.pop("item")
        assert any(wanted.items() <= item.items() for item in rule.value)
    assert {field: getattr(rule, field) for field in expect} == expect


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120
    assert len({case["name"] for _, case in CASES}) == len(CASES)
