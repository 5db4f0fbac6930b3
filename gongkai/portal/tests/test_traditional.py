"""Traditional characters: words only, and everything else byte for byte."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.portal.tests.conftest import LONG, metas
from gongkai.portal.traditional import TAG, traditional
from gongkai.testing import County

Get = Callable[[str], Any]


@pytest.mark.parametrize(
    ("simplified", "converted"),
    [
        ("<p>县财政局关于印发办法的通知</p>", "<p>縣財政局關於印發辦法的通知</p>"),
        ("<p>头发发布后宫皇后</p>", "<p>頭髮發佈後宮皇后</p>"),
        ("<p>示财〔2026〕1号</p>", "<p>示財〔2026〕1號</p>"),
        ('<a href="/f/附表说.txt" title="附表说">附</a>', '<a href="/f/附表说.txt" title="附表說">附</a>'),
        ('<input name="q" value="预算" placeholder="标题">', '<input name="q" value="预算" placeholder="標題">'),
        ('<option value="预算科" selected>预算科</option>', '<option value="预算科" selected>預算科</option>'),
        ("<textarea>预算</textarea>预算", "<textarea>预算</textarea>預算"),
        ("<script>'预算'</script><!-- 预算 -->", "<script>'预算'</script><!-- 预算 -->"),
        ('<a translate="no">简体</a>简体', '<a translate="no">简体</a>簡體'),
        ('<img alt="a > 图" src="/图.png">', '<img alt="a > 圖" src="/图.png">'),
        ('<meta name="ArticleTitle" content="预算">', '<meta name="ArticleTitle" content="预算">'),
        ("", ""),
    ],
)  # fmt: skip
def test_words_alone(simplified: str, converted: str) -> None:
    assert traditional(simplified) == converted


@given(st.text(alphabet=st.sampled_from("<>/=\"'! -ab预算发\x1e\n&;"), max_size=60))
def test_never_fails_and_never_touches_a_tag_name(html: str) -> None:
    html = html.replace("\x1e", "")
    assert len(TAG.split(traditional(html))) == len(TAG.split(html))


def test_every_page_in_traditional_characters(get: Get, addresses: list[str]) -> None:
    for path in addresses:
        plain, response = get(path), get(f"/hant{path}")
        html = response.content.decode()
        assert response.status_code == 200 and '<html lang="zh-Hant"' in html, path
        if "/print/" not in path:
            assert ">簡體<" not in html and re.search(r'lang="zh-CN" translate="no">简体<', html), path
            assert re.search(r'<link rel="canonical" href="[^"]*/(?!hant)[^"]*">', html), path
            assert 'hreflang="zh-Hant"' in plain.content.decode(), path
        inside = re.findall(r'href="(/[^"]*)"', html[html.index("<main") : html.index("</main")])
        assert [
            one for one in inside if not one.startswith(("/hant/", "/files/", "/api/", "/elder/")) and ".xml" not in one
        ] == []


def test_a_record_and_its_search_in_traditional(get: Get, county: County, record: Any) -> None:
    html = get(f"/hant/records/{record.pk}/").content.decode()
    title = traditional(f"<p>{LONG}</p>")[3:-4]
    assert f'<h1 class="doc-title">{title}</h1>' in html and "示範縣財政局" in html
    assert metas(html)["ArticleTitle"] == LONG and metas(html)["Url"].endswith(f"/records/{record.pk}/")
    assert 'href="/records/' in get(f"/hant/records/{record.pk}/").content.decode()  # the way back
    found = get(f"/hant/search/?q={quote('標準化規範化')}").content.decode()
    assert f'href="/hant/records/{record.pk}/"' in found and 'value="標準化規範化"' in found
    assert "<mark>標準化規範化</mark>" in found


def test_no_form_of_a_form_and_unchanged_is_said(get: Get, record: Any) -> None:
    from django.test import Client

    for path in ("/hant/elder/", "/elder/hant/", "/hant/hant/", "/hant/feed.xml", "/hant/robots.txt", "/hant/desk/"):
        assert get(path).status_code == 404, path
    first = get(f"/hant/records/{record.pk}/")
    again = Client(headers={"host": "localhost", "if-none-match": first["ETag"]}).get(f"/hant/records/{record.pk}/")
    assert again.status_code == 304 and not again.content
