"""本地现行规则: every rule in force here on a page of its own, with its past and the reason why it holds."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from gongkai import rules
from gongkai.organisations.models import Agency
from gongkai.rules import presenting
from gongkai.testing import PLACE, County

Get = Callable[[str], Any]
DAY = dt.date(2026, 11, 22)


def test_every_rule_in_force_is_listed_and_has_its_page(get: Get, county: County) -> None:
    index = get("/rules/").content.decode()
    for rule in presenting.held(PLACE, DAY):
        assert f'href="/rules/{rule.name}/"' in index, rule.name
        response = get(f"/rules/{rule.name}/")
        html = response.content.decode()
        assert response.status_code == 200 and rule.title in html, rule.name
        assert ("未核对原文" in html) or rule.verified, rule.name
        assert len(response.content) <= 40_000, rule.name
    for matter in presenting.by_matter(PLACE, DAY):
        response = get(f"/rules/{matter.code}/")
        assert matter.used_for in response.content.decode() and len(response.content) <= 40_000


def test_a_rule_says_value_unit_start_source_and_past(get: Get, county: County) -> None:
    rule = rules.at("foi.reply", PLACE, DAY)
    html = get("/rules/foi.reply/").content.decode()
    for words in (rule.say(), rule.source, "个工作日", "收到申请之日", "历次变化", "嵊州市", "申请公开"):
        assert words in html, words
    trail = re.search(r'<nav class="crumbs.*?</nav>|<nav[^>]*面包屑.*?</nav>', html, re.S)
    assert 'href="/rules/"' in (trail.group() if trail else html)


def test_where_a_local_text_is_laxer_the_page_says_which_holds_and_why(get: Get, county: County) -> None:
    every = [(name, place.path) for place in rules.places() for name in rules.names(place.path)]
    levels = ((name, path, presenting.levels(name, path, DAY)[-1]) for name, path in every)
    name, path, level = next(one for one in levels if one[2].why == "地方规定宽于上位规定")
    Agency.objects.filter(pk=county.office.pk).update(place=path)
    html = get(f"/rules/{name}/").content.decode()
    assert "不执行" in html and level.source in html and level.why in html and f"执行“{level.words}”" in html


def test_a_rule_of_another_place_is_not_one_here(get: Get, county: County) -> None:
    only = next(name for name in rules.names("cn/guizhou/zunyi") if name not in rules.names(PLACE))
    assert get(f"/rules/{only}/").status_code == 404
    assert get("/rules/no.such/").status_code == get("/rules/nothing/").status_code == 404


def test_rules_are_reached_from_footer_system_page_and_wherever_a_limit_is_cited(get: Get, county: County) -> None:
    assert 'href="/rules/"' in get("/").content.decode()
    assert 'href="/rules/"' in get("/system/").content.decode()
    assert 'href="/rules/foi.reply/"' in get("/apply/").content.decode()
    assert re.search(r'href="/rules/publication\.\w+/"', get(f"/catalogue/{county.item.code}/").content.decode())
    assert 'href="/elder/rules/foi.reply/"' in get("/elder/rules/foi/").content.decode()
