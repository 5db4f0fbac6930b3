"""Feeds, sitemap, robots: valid XML, absolute addresses, the same bytes for the same facts."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from gongkai.pages.models import Page
from gongkai.portal.tests.conftest import LONG
from gongkai.records import actions
from gongkai.records import queries as records
from gongkai.testing import County, published

Get = Callable[[str], Any]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_feed(get: Get, county: County, record: Any, settings: Any) -> None:
    for path in ("/feed.xml", f"/agencies/{county.department.pk}/feed.xml"):
        response = get(path)
        assert response.headers["Content-Type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(response.content)
        (entry,) = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == LONG
        assert entry.find(f"{ATOM}link").get("href") == f"{settings.PUBLIC_URL}/records/{record.pk}/"
        assert all(feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        assert entry.findtext(f"{ATOM}updated") and entry.findtext(f"{ATOM}id")
        assert get(path).content == response.content
    assert not ElementTree.fromstring(get(f"/agencies/{county.other.pk}/feed.xml").content).findall(f"{ATOM}entry")


def test_an_empty_feed_does_not_change(get: Get, county: County) -> None:
    assert get("/feed.xml").content == get("/feed.xml").content


def test_sitemap(get: Get, county: County, record: Any, settings: Any, monkeypatch: Any) -> None:
    parts = [one.text for one in ElementTree.fromstring(get("/sitemap.xml").content).iter(f"{MAP}loc")]
    assert parts == [f"{settings.PUBLIC_URL}/sitemap-0.xml", f"{settings.PUBLIC_URL}/sitemap-1.xml"]
    addresses = {
        one.text.removeprefix(settings.PUBLIC_URL)
        for path in ("/sitemap-0.xml", "/sitemap-1.xml")
        for one in ElementTree.fromstring(get(path).content).iter(f"{MAP}loc")
    }
    assert {"/", "/guide/", f"/records/{record.pk}/", f"/agencies/{county.other.pk}/"} <= addresses
    assert all(get(path).status_code == 200 for path in addresses)
    assert get("/sitemap-2.xml").status_code == 404


def test_records_keep_their_part(get: Get, county: County, record: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(records, "SITEMAP_SHARD", 1)
    before = get(f"/sitemap-{record.pk}.xml").content
    other = published(county, "示财〔2026〕2号", title="另一份")
    assert get(f"/sitemap-{record.pk}.xml").content == before
    assert f"/records/{other.pk}/<".encode() in get(f"/sitemap-{other.pk}.xml").content
    Page.objects.update(touches=0)
    actions.withdraw(record=other, by=county["disclosure_officer"], reason="内容有误")
    touched = Page.objects.filter(touches__gt=0, path__startswith="/sitemap-").values_list("path", flat=True)
    assert list(touched) == [f"/sitemap-{other.pk}.xml"]  # an act and the page cut the parts alike


def test_robots(get: Get, db: None) -> None:
    text = get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in text and "Disallow: /search/" in text and "/sitemap.xml" in text
