"""Each component renders what it is given, escaped, and says nothing by colour alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone


def draw(text: str, **context: Any) -> str:
    return Template("{% load ui %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("left", "colour", "words"),
    [
        (12, "green", "还有 12 个工作日"),
        (3, "yellow", "还有 3 个工作日"),
        (0, "yellow", "今天到期"),
        (-2, "red", "已超期 2 个工作日"),
    ],
)
def test_a_lamp_says_its_colour_in_words(left: int, colour: str, words: str) -> None:
    html = draw("{% lamp due left %}", due=date(2026, 11, 25), left=left)
    assert words in html and f"lamp-{colour}" in html and "灯：" in html and "2026-11-25" in html


def test_a_lamp_takes_a_due_object_and_marks_what_is_provisional() -> None:
    class Due:
        due_on = date(2027, 2, 1)
        provisional = True

    assert "暂定" in draw("{% lamp due 9 %}", due=Due())
    assert "没有期限" in draw("{% lamp due %}", due=None)


def test_a_lamp_without_a_count_counts_calendar_days_and_says_so() -> None:
    assert "还有 5 天" in draw("{% lamp due %}", due=timezone.localdate() + timedelta(days=5))


def test_moments_are_shown_in_local_time() -> None:
    at = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    assert "2026-11-22 00:30" in draw("{% when at 'moment' %}", at=at)
    assert draw("{{ at|day }} {{ at|moment }} {{ at|day_long }}", at=at) == "2026-11-22 2026-11-22 00:30 2026年11月22日"
    assert draw("{{ none|day }}{% when none %}", none=None) == ""


def test_status_keeps_its_word_and_unknown_kinds_are_plain() -> None:
    assert draw("{% status '已公开' 'done' %}") == '<span class="tag tag-done">已公开</span>'
    assert "tag-plain" in draw("{% status '草稿' 'nonsense' %}")


@pytest.mark.parametrize(
    "tag",
    [
        "{% status x %}",
        "{% summary rows %}",
        "{% tabs tabs %}",
        "{% banner x title=x %}",
        "{% validity x x %}",
        "{% empty x x %}",
        "{% file_link x x %}",
        "{% timeline entries %}",
        "{% diff x '' %}",
        "{% findings found %}",
        "{% tasks tasks %}",
        "{% acts acts %}",
        "{% breadcrumb trail %}",
        "{% steps 1 2 x %}",
        "{% button x url=x %}",
        "{% notice x %}{{ x }}{% endnotice %}",
        "{% scroll x %}{{ x }}{% endscroll %}",
        "{% more x %}{{ x }}{% endmore %}",
    ],
)
def test_everything_is_escaped(tag: str) -> None:
    x = '<script>"'
    context = {
        "x": x,
        "rows": [(x, x, x, x)],
        "tabs": [(x, x, True)],
        "trail": [(x, x), (x, "")],
        "tasks": [{"label": x, "url": x, "status": x}],
        "entries": [{"at": timezone.now(), "sentence": x, "by": x, "reason": x}],
        "found": [{"severity": "block", "title": x, "quote": x}],
        "acts": [
            {"label": x, "url": x, "allowed": True, "hint": x},
            {"label": x, "allowed": False, "why": x},
        ],
    }
    html = draw(tag, **context)
    assert "<script" not in html and "&lt;script" in html


def test_lawful_acts_stand_first_and_the_others_say_why_not() -> None:
    items = [
        {"label": "发布", "allowed": False, "why": "还没有终审终校。", "source": "工作制度"},
        {"label": "提交审核", "allowed": True, "url": "/submit/"},
        {"label": "撤下", "allowed": True, "url": "/down/", "method": "post", "warn": True},
    ]
    html = draw("{% acts items %}", items=items, csrf_token="token-of-the-form")
    assert html.index("提交审核") < html.index("发布")
    assert "还没有终审终校。" in html and 'href="/submit/"' in html
    assert '<form method="post" action="/down/">' in html and "token-of-the-form" in html and "btn-warn" in html
    assert html.count('class="btn"') == 1, "one primary act a card"


def test_pages_are_numbered_from_the_oldest() -> None:
    newest = draw("{% pages None 12 '/list/{n}/' '/list/' %}")
    assert 'href="/list/12/"' in newest and "最新，共 12 页" in newest and "/list/13/" not in newest
    middle = draw("{% pages 3 12 '/list/{n}/' '/list/' %}")
    assert all(f'href="/list/{n}/"' in middle for n in (4, 2, 1)) and 'href="/list/"' in middle
    oldest = draw("{% pages 1 12 '/list/{n}/' '/list/' %}")
    assert 'href="/list/0/"' not in oldest and 'rel="next"' not in oldest


def test_a_summary_shows_or_skips_what_is_missing_but_never_zero() -> None:
    rows = [("件数", 0), ("废止日期", None)]
    assert "—" in draw("{% summary rows %}", rows=rows)
    skipped = draw("{% summary rows empty='skip' %}", rows=rows)
    assert "废止日期" not in skipped and "<dd>0</dd>" in skipped


def test_differences_are_named_in_words() -> None:
    html = draw("{% diff before after %}", before="期限为七日。", after="期限为三十日。")
    assert "<del><b>删去</b>七</del>" in html and "<ins><b>新增</b>三十</ins>" in html
    assert "文字没有改动" in draw("{% diff t t %}", t="同")


def test_meta_tags_follow_the_guideline() -> None:
    at = datetime(2026, 11, 22, 1, 5, tzinfo=UTC)
    html = draw(
        "{% meta_tags values %}",
        site={"name": "某县", "id_code": "3300000001"},
        values={"PubDate": at, "ArticleTitle": "题"},
    )
    assert '<meta name="PubDate" content="2026-11-22 09:05">' in html
    assert html.index("SiteName") < html.index("SiteIDCode") < html.index("ArticleTitle") < html.index("PubDate")
    with pytest.raises(KeyError, match="Title"):
        draw("{% meta_tags values %}", values={"Title": "题"})


def test_files_show_type_and_size() -> None:
    html = draw("{% file_link '/f' '流程图.pdf' size=348000 %}")
    assert "PDF，340 KB" in html
    assert draw("{{ n|size }} {{ n|figure }} {{ none|figure }}", n=3_400_000, none=None) == "3.2 MB 3,400,000 —"
