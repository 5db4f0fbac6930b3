"""What a guide, a profile or another website fills is not said to be missing. 国办公开办函〔2019〕61号; 条例 Art. 20"""

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.catalogue.models import Item
from gongkai.catalogue.queries import OTHER
from gongkai.catalogue.sheets.kinds import GUIDE, PROFILE
from gongkai.catalogue.tests import sheets_world as sheets
from gongkai.pages.models import Page
from gongkai.testing import County, published

Get = Callable[[str], Any]


def of(county: County, word: str) -> Any:
    return next(item for item in county.catalogue.items.order_by("number") if word in item.name)


@pytest.mark.parametrize(("kind", "word", "where"), [(GUIDE, "公开指南", "/guide/"), (PROFILE, "领导", "/agencies/")])
def test_what_a_sheet_fills_is_counted_and_linked(get: Get, county: County, kind: Any, word: str, where: str) -> None:
    item, agency = of(county, word), county.department
    paths = (f"/catalogue/{item.code}/", "/catalogue/", f"/agencies/{agency.pk}/", "/")
    before = {path: get(path).content.decode() for path in paths}
    assert "这一事项还没有公开的信息" in before[paths[0]]
    sheets.published(county, kind)
    page, tree, own, _ = (get(path).content.decode() for path in paths)
    assert "这一事项还没有公开的信息" not in page and f"由各机关的{kind.label}公开，已有1个机关发布" in page
    assert f'<a href="{where}{agency.pk}/">{agency.name}</a><span class="count">1</span>' in page
    assert f'/catalogue/{item.code}/">{item.name}</a><span class="count">1</span>' in tree
    assert f'<a href="{where}{agency.pk}/">{item.name}</a><span class="count">1</span>' in own
    listed = get(f"/agencies/{agency.pk}/catalogue/{item.code}/list/").content.decode()
    assert "还没有公开的信息" not in listed and f'<a href="{where}{agency.pk}/">' in listed
    for path in paths:
        used = set(Page.objects.get(path=path).keys.values_list("key", flat=True))
        assert used & kind.keys(agency), f"{path} is made again when the sheet changes"


def test_what_stands_on_another_website_counts_nothing(get: Get, county: County) -> None:
    item = county.item
    Item.objects.filter(pk=item.pk).update(link_url="https://example.gov.cn/x/", link_out=True)
    page = get(f"/catalogue/{item.code}/").content.decode()
    assert "在另一网站公开" in page and "还没有公开的信息" not in page
    for path in ("/catalogue/", f"/agencies/{county.department.pk}/"):
        assert f'{item.name}</a><span class="count">另一网站</span>' in get(path).content.decode(), path


def test_what_is_not_there_is_left_out_and_nothing_says_it_is_being_added(get: Get, county: County) -> None:
    agency = county.department
    sheets.published(county, PROFILE, offices=[{"name": "预算科", "duties": "", "phone": "0575-1"}])
    for path in ("/guide/", "/apply/", f"/agencies/{agency.pk}/", f"/agencies/{county.other.pk}/"):
        assert "正在补充" not in get(path).content.decode(), path
    offices = get(f"/agencies/{agency.pk}/").content.decode().partition("<h2>内设机构</h2>")[2]
    assert "<th>电话</th>" in offices and "<th>职责</th>" not in offices and "0575-1" in offices
    assert "<h2>主要职能</h2>" not in get(f"/agencies/{county.other.pk}/").content.decode()


@pytest.mark.requirement("CD-WEB-02")
def test_the_columns_of_an_agency_are_filled_by_the_catalogue(
    get: Get, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """政府组成 and 领导名录 come from the profile, 工作动态 and 公告公示 from what is published under their items."""
    agency, notices = county.department, of(county, "公告公示")
    home = f"/agencies/{agency.pk}/"
    before = get(home).content.decode()
    titles = {"关于示范工程监督检查结果的公告": notices, "关于做好决算公开工作的通知": county.item}
    assert "<h2>领导信息</h2>" not in before and not any(title in before for title in titles)
    for number, (title, item) in enumerate(titles.items(), start=1):
        monkeypatch.setattr(County, "item", property(lambda county, item=item: item))
        published(county, f"示财〔2026〕{number}号", title=title, **({"subject": OTHER} if item == notices else {}))
        assert title in get(f"/agencies/{agency.pk}/catalogue/{item.code}/list/").content.decode()
    sheets.published(county, PROFILE)
    after = get(home).content.decode()
    assert all(title in after for title in titles)
    assert "<h2>领导信息</h2>" in after and "<h2>内设机构</h2>" in after and "<h2>主要职能</h2>" in after
