"""What 国办发〔2017〕47号 asks of every page: meta tags by kind of page, header, footer, site map."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from gongkai import rules
from gongkai.operate.addresses import one_of_each
from gongkai.organisations.models import Agency
from gongkai.portal import accessible
from gongkai.portal.tests.conftest import metas
from gongkai.portal.urls import urlpatterns
from gongkai.records.models import Publication
from gongkai.testing import PLACE, County

Get = Callable[[str], Any]
SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = SITE | {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = COLUMN | {"ArticleTitle", "PubDate", "ContentSource"}
FREE = {"Keywords", "Author", "Description", "Url", "Image"}
# The kind of each public page by the name of its address; whatever is not named here is a column.
HOME = {"portal:home"}
ARTICLES = {"portal:record", "portal:record_print", "portal:reading_version"}
# Addresses that answer no page: for programs, and the other forms of the same pages.
NOT_PAGES = {"feed", "agency_feed", "sitemap", "sitemap_shard", "robots", "elder", "elder_home", "hant", "hant_home"}
# Pages that come only with many records or reports, and are of the kind of the page they continue.
LATER = {"list_page", "normative_page", "agency_list_page", "item_list_page", "both_list_page", "annual_of"}
FOOTER = {"organiser": "主办：县府办", "undertaker": "承办：县大数据中心", "contact": "网站联系方式：0575-12345678",
          "id_code": "网站标识码：3306830002",
          "icp": "浙ICP备12345678号", "police": "浙公网安备33068302000001号"}  # fmt: skip


@pytest.fixture
def complete(settings: Any) -> Any:
    """A site whose operator has set everything."""
    facts = {key: words.rpartition("：")[2] for key, words in FOOTER.items()}
    settings.GONGKAI_SITE = settings.GONGKAI_SITE | facts | {"domain": "www.shifan.gov.cn"}
    return settings


def expected(name: str) -> set[str]:
    return SITE if name in HOME else ARTICLE if name in ARTICLES else COLUMN


@pytest.fixture
def everywhere(complete: Any, addresses: list[str], record: Any) -> dict[str, str]:
    """View name → address: one of each page reached by links from the home page, and one of each kind known."""
    walked = one_of_each(Client(), "/")
    found = {name: address for name, address in walked.items() if name.partition(":")[2] not in NOT_PAGES}
    for address in [*addresses, f"/report/{record.pk}/", "/report/status/"]:
        found.setdefault(resolve(address.partition("?")[0]).view_name, address)
    return found


def test_meta_tags_by_kind_on_every_public_page(everywhere: dict[str, str]) -> None:
    names = {str(one.name) for one in urlpatterns} - NOT_PAGES - LATER
    reached = {name.partition(":")[2] for name in everywhere if name.startswith("portal:")}
    assert names <= reached | {"reading_version"}, f"no test looks at: {names - reached}"
    assert "api:page" in everywhere
    wrong = {}
    for name, address in everywhere.items():
        for form in ("", "/elder", "/hant"):
            if form and not name.startswith("portal:"):
                continue
            found = metas(Client(headers={"host": "localhost"}).get(form + address).content.decode())
            tags = {tag for tag in found if tag[0].isupper()}
            if tags - FREE != expected(name) or not all(found[tag].strip() for tag in tags):
                wrong[form + address] = tags ^ expected(name)
    assert wrong == {}


def test_the_law_names_these_tags_and_no_others(complete: Any) -> None:
    law = rules.at("site.meta_tags", PLACE, datetime(2026, 11, 22).date())
    assert set(law.value) == ARTICLE | FREE


def test_what_an_article_says_of_itself(get: Get, complete: Any, record: Any) -> None:
    found = metas(get(f"/records/{record.pk}/").content.decode())
    publication = Publication.objects.get(record=record)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", found["PubDate"])
    assert found["ArticleTitle"] == publication.title and found["Author"] == publication.agency_name
    assert found["SiteIDCode"] == "3306830002" and found["SiteDomain"] == "www.shifan.gov.cn"
    assert {"Keywords", "Description", "Url"} <= set(found) and "Image" not in found


def test_a_picture_in_the_text_is_the_image(county: County, record: Any) -> None:
    from gongkai.portal import meta

    publication = Publication.objects.get(record=record)
    found = meta.of_record(publication, '<p><img alt="图" src="/files/abc/1.png"></p>')
    assert found["Image"].endswith("/files/abc/1.png") and found["Image"].startswith("http")
    assert not meta.of_record(publication, '<img src="data:image/png;base64,xx">')["Image"]


def test_header_and_footer_on_every_page(everywhere: dict[str, str]) -> None:
    links = ["/sitemap/", "/about/", "/report/", "/accessibility/", "/rules/", "/apply/"]
    for name, address in everywhere.items():
        html = Client(headers={"host": "localhost"}).get(address).content.decode()
        if name == "portal:record_print":
            continue
        header, footer = html[: html.index("<main")], html[html.index("<footer") :]
        assert 'class="brand"' in header and "繁體" in header and "长者模式" in header, address
        assert all(words in footer or words.rpartition("：")[2] in footer for words in FOOTER.values()), address
        assert all(f'href="{link}"' in footer for link in links) and 'href="/api/"' in footer, address


def test_what_is_not_set_is_left_out(get: Get, settings: Any, county: County) -> None:
    settings.GONGKAI_SITE = {"name": "示范县人民政府"}
    footer = get("/").content.decode().partition("<footer")[2]
    assert not [words for words in ("主办：", "承办：", "标识码", "ICP", "公网安备") if words in footer]
    settings.GONGKAI_SITE = {
        "name": "示范县人民政府",
        "police": "浙公网安备1号",
        "police_url": "https://beian.example/1",
    }
    assert '<a href="https://beian.example/1" rel="noopener">浙公网安备1号</a>' in get("/").content.decode()


def test_the_site_map_leads_to_every_column_matter_and_agency(get: Get, county: County, addresses: list[str]) -> None:
    html = get("/sitemap/").content.decode()
    codes = list(county.catalogue.items.values_list("code", flat=True))
    assert codes and all(f'href="/catalogue/{code}/"' in html for code in codes)
    assert all(
        f'href="/agencies/{key}/"' in html for key in Agency.objects.filter(to_on=None).values_list("pk", flat=True)
    )
    for link in re.findall(r'href="(/[^"#]*)"', html[html.index("<main") : html.index("</main")]):
        if not link.startswith(("/catalogue/", "/agencies/")):
            assert Client(headers={"host": "localhost"}).get(link).status_code == 200, link


def test_the_statement_on_accessibility_goes_item_by_item_and_hides_no_gap(get: Get, county: County) -> None:
    held = accessible.statement()
    html = get("/accessibility/").content.decode()
    numbers = [one.number for one in held.criteria]
    assert len(numbers) == len(set(numbers)) == 50 == sum(number for _, number in held.counts)
    assert {one.level for one in held.criteria} == {1, 2} and {one.met for one in held.criteria} <= set(accessible.MET)
    for one in held.criteria:
        assert f"{one.number} {one.name}" in html and one.how
        assert bool(one.shown) == (one.met != "none"), one.number
        assert one.gap or one.met != "partly", one.number
    assert all(gap in html for gap in held.gaps) and held.checked_on in html and 'href="/report/"' in html
