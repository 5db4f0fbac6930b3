"""Every place's plan can be carried out: its posts exist, its different-people rules name real steps."""

import datetime as dt

import pytest

from gongkai import rules
from gongkai.organisations.models import Role
from gongkai.review.secrecy import CONCLUSIONS

PLACES = [place.path for place in rules.places()]
PARTS = {"content", "attachments", "metadata"}


@pytest.mark.requirement("SZ-SEC-03a")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("year", [2021, 2025, 2026])
@pytest.mark.parametrize("name", ["review.publication", "review.publication_four"])
def test_the_plan_of_every_place_can_be_carried_out(name: str, place: str, year: int) -> None:
    plan = rules.at(name, place, dt.date(year, 6, 1))
    earlier: set[str] = {"drafter"}
    for step in plan.steps:
        assert step["post"] in Role.values, (place, step)
        assert set(step["sees"]) <= PARTS and step["sees"]
        assert set(step.get("distinct_from", ())) <= earlier
        earlier.add(step["name"])
    # 先审查、后公开: every plan holds a secrecy review (条例 Art. 17).
    assert any(step.get("form") == "secrecy_form" for step in plan.steps), place


@pytest.mark.parametrize("place", PLACES)
def test_every_place_says_where_undetermined_questions_go(place: str) -> None:
    rule = rules.at("review.secrecy_escalation", place, dt.date(2026, 6, 1))
    assert rule.value and rule.source


def test_only_one_conclusion_lets_information_out() -> None:
    assert [code for code in CONCLUSIONS if code == "public"] == ["public"]
