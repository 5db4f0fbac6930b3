"""A county with published records, made by acts; and helpers to read pages as a citizen without a cookie."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai import search
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE
from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.testing import County, published

PUBLIC = (
    "/", "/guide/", "/guide/{agency}/", "/guide/{agency}/versions/1/", "/system/", "/rules/", "/rules/foi/",
    "/rules/foi.reply/", "/rules/review.publication/", "/catalogue/", "/catalogue/{code}/", "/annual/", "/apply/",
    "/accessibility/", "/points/", "/agencies/", "/agencies/{agency}/", "/agencies/{agency}/history/",
    "/agencies/{agency}/history/1/", "/list/", "/normative/list/", "/agencies/{agency}/list/",
    "/catalogue/{code}/list/", "/agencies/{agency}/catalogue/{code}/list/", "/records/{record}/",
    "/records/{record}/print/", "/search/", "/search/?q=预算", "/search/?q=zz&year=2026",
)  # fmt: skip
MACHINE = (
    "/feed.xml", "/agencies/{agency}/feed.xml", "/sitemap.xml", "/sitemap-0.xml", "/sitemap-1.xml", "/robots.txt",
)  # fmt: skip
LONG = "示范县财政局关于印发《示范县基层政务公开标准化规范化工作三年行动方案（2026—2028年）》的通知"


@pytest.fixture
def record(county: County) -> Any:
    """A published record of the department, found by search."""
    found = published(county, title=LONG, keywords="预算 政务公开", scope="面向社会")
    search.index_now([f"record:{found.pk}"])
    return found


@pytest.fixture
def addresses(county: County, record: Any) -> list[str]:
    """Every kind of reading page with the record's facts filled in; the department has a guide and a profile."""
    sheets.published(county, PROFILE)
    sheets.published(county, GUIDE)
    facts = {"agency": county.department.pk, "code": county.item.code, "record": record.pk}
    return [path.format(**facts) for path in PUBLIC]


@pytest.fixture
def machine(county: County, record: Any) -> list[str]:
    """Feeds, sitemap, robots."""
    return [path.format(agency=county.department.pk) for path in MACHINE]


@pytest.fixture
def get(db: None) -> Callable[[str], Any]:
    """Fetch as a stranger; every answer is checked for cookies."""
    client = Client(headers={"host": "localhost"})

    def fetch(path: str) -> Any:
        response = client.get(path)
        assert not response.cookies, path
        assert "Set-Cookie" not in response.headers, path
        return response

    return fetch


def metas(html: str) -> dict[str, str]:
    """Names and contents of the meta tags."""
    return dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', html))
