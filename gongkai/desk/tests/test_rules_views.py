"""The law as staff read it: rules in force, one rule with its levels and history, conflicts between texts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai import rules

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.mark.parametrize("path", ["", "lint/", "foi.reply/"])
def test_strangers_log_in_first(path: str) -> None:
    assert Client().get(f"/desk/rules/{path}").status_code == 302


def test_rules_in_force_at_a_place_and_day(as_: As) -> None:
    client = as_("drafter")
    page = client.get("/desk/rules/").content.decode()
    assert "嵊州市" in page and "未核对原文" in page and 'href="/desk/rules/foi.reply/?place=' in page
    before = client.get("/desk/rules/?place=cn&on=2018-01-01&q=foi.reply").content.decode()
    after = client.get("/desk/rules/?place=cn&on=2020-01-01&q=foi.reply").content.decode()
    assert rules.at("foi.reply", "cn", __import__("datetime").date(2020, 1, 1)).source in after and before != after
    assert client.get("/desk/rules/?place=cn/nowhere&on=yesterday&kind=x").status_code == 200


def test_no_rule_matches(as_: As) -> None:
    assert "没有符合条件的规则" in as_("drafter").get("/desk/rules/?q=zzzz").content.decode()


def test_every_rule_has_a_page(as_: As) -> None:
    client = as_("drafter")
    for name in rules.names():
        response = client.get(f"/desk/rules/{name}/")
        assert response.status_code == 200, name
        assert "沿革" in response.content.decode()
    assert client.get("/desk/rules/no.such.rule/").status_code == 404


def test_a_rule_says_where_it_comes_from_and_what_breaks_it(as_: As) -> None:
    page = as_("drafter").get("/desk/rules/publication.default/?place=cn/zhejiang/shaoxing/shengzhou").content.decode()
    levels = page.partition("逐级规定")[2].partition("</table>")[0]
    assert levels.index("全国") < levels.index("浙江省") < levels.index("绍兴市") < levels.index("嵊州市")
    assert "沿用上级规定" in levels and "政府信息公开条例" in levels


def test_what_nobody_has_read_says_so(as_: As) -> None:
    name = next(one.name for one in rules.lint() if one.code == "unverified" and one.place == "cn")
    page = as_("drafter").get(f"/desk/rules/{name}/?place=cn").content.decode()
    assert "没有见到原文" in page and "未核对原文" in page


def test_conflicts_name_both_sources(as_: As) -> None:
    client = as_("drafter")
    found = [one for one in rules.lint() if one.kind == "X" and one.local_source and one.national_source]
    page = client.get("/desk/rules/lint/?kind=X&place=").content.decode()
    assert page.count("与上位规定抵触") >= len(found)
    assert found[0].local_source in page and found[0].national_source in page
    one_place = client.get("/desk/rules/lint/?place=cn/guizhou/zunyi").content.decode()
    assert "遵义市" in one_place and "<strong>嵊州市" not in one_place


def test_unasked_the_lists_keep_to_this_place_and_fold_by_matter(as_: As) -> None:
    client = as_("drafter")
    page = client.get("/desk/rules/lint/").content.decode()
    assert "<strong>遵义市" not in page and "<strong>嵊州市" in page and "<strong>绍兴市" in page
    for path in ("", "lint/"):
        text = client.get(f"/desk/rules/{path}").content.decode()
        assert text.count("<details><summary>") > 5, path
    assert "<details open><summary>" in client.get("/desk/rules/?q=foi.reply").content.decode()


def test_reading_the_law_asks_the_database_for_the_person_only(as_: As) -> None:
    client = as_("drafter")
    client.get("/desk/rules/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/rules/")
    assert len(asked) <= 6, [one["sql"] for one in asked]


def test_everybody_on_the_staff_may_read(as_: As) -> None:
    people: list[Any] = ["drafter", "office.open_government_section", "system", "security", "audit"]
    assert all(as_(one).get("/desk/rules/").status_code == 200 for one in people)
