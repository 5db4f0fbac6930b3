"""Search by words and by number; filters; nothing found; hostile questions."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.portal.tests.conftest import LONG
from gongkai.portal.views import searching
from gongkai.testing import County

Get = Callable[[str], Any]


def test_words_and_numbers_in_any_spelling(get: Get, record: Any) -> None:
    words = get("/search/?q=标准化规范化").content.decode()
    assert "<mark>标准化规范化</mark>" in words and "找到 1 条" in words
    for spelling in ("示财〔2026〕1号", "示财[2026]1号", "示财（2026）第1号", record.index_number):
        html = get(f"/search/?q={quote(spelling)}").content.decode()
        assert f"/records/{record.pk}/" in html and "文号或索引号相符" in html, spelling


def test_filters_stay_in_the_form(get: Get, county: County, record: Any) -> None:
    here = f"/search/?q=工作&agency={county.department.pk}&item={county.item.code}&year=2026&sort=date"
    html = get(here).content.decode()
    assert f"/records/{record.pk}/" in html and html.count(" selected>") == 4
    nothing = get(f"/search/?q=标准化&agency={county.other.pk}").content.decode()
    assert "没有找到与“标准化”有关" in nothing and "不限机关、事项、年份" in nothing and "/apply/" in nothing
    only = get(f"/search/?agency={county.department.pk}").content.decode()
    assert f"/records/{record.pk}/" in only


def test_a_page_beyond_the_last_shows_the_last(get: Get, county: County, record: Any) -> None:
    html = get("/search/?q=标准化规范化&page=99").content.decode()
    assert f"/records/{record.pk}/" in html and "第 1 页，共 1 页" in html and "没有找到" not in html
    assert "没有找到与" in get("/search/?q=查无此词&page=99").content.decode()


def test_degraded_answers_by_the_database_and_says_so(get: Get, record: Any, monkeypatch: Any) -> None:
    from gongkai.search import queries

    broken = queries.Found([], 0, degraded=True)
    monkeypatch.setattr(queries, "query", lambda *args, **kwargs: broken)
    html = get("/search/?q=标准化").content.decode()
    assert "正在重建" in html and f"/records/{record.pk}/" in html and LONG[:10] in html


@pytest.mark.parametrize("text", ["“", '"', "《", "？！"])
def test_a_lone_mark_finds_nothing_and_says_so(get: Get, record: Any, text: str) -> None:
    html = get(f"/search/?q={quote(text)}").content.decode()
    assert "没有找到与" in html and f"/records/{record.pk}/" not in html


HOSTILE = [
    "\x00", "'; drop table records_record; --", "<script>alert(1)</script>", "％％％",
    "((((", "*" * 500, "𠮷" * 300, "“",
    "AND OR NOT", "%", "_", "\\", "../../etc/passwd", "\u202e反", "title:[a TO z]", "�", "条" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions(get: Get, record: Any, text: str) -> None:
    response = get(f"/search/?q={quote(text)}")
    assert response.status_code == 200 and b"<script>alert" not in response.content
    assert len(response.content) <= 40_000


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=99999999999999", "page=x", "page=٣", "page=²", "agency=1%00", "agency=99999999999999999999999"]
    + ["item=%27", "year=0000", "year=²²²²", "sort=%3Cb%3E", "q=%ff%fe", "q=a&q=b"],
)
def test_hostile_filters(get: Get, record: Any, query: str) -> None:
    assert get(f"/search/?q=预算&{query}").status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), page=st.text(max_size=5), year=st.text(max_size=5))
def test_any_question_is_understood(rf: Any, text: str, page: str, year: str) -> None:
    asked = searching._asked(rf.get("/search/", {"q": text, "page": page, "year": year}), [], [])
    assert asked["page"] >= 1 and "\x00" not in asked["q"] and (asked["year"] == "" or int(asked["year"]) >= 1949)
