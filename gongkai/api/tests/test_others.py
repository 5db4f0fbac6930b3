"""Catalogue, agencies, rules, the sheet, the DCAT description, the page for people."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from gongkai import ledger, rules
from gongkai.organisations import actions as organisations
from gongkai.testing import PLACE, County, published

Get = Callable[..., Any]


def everything(get: Get, path: str, name: str, limit: int) -> list[Any]:
    """Every entry of a list, page after page."""
    found, query = [], {"limit": limit}
    while True:
        page = get(path, query).json()
        found += page[name]
        if page["next_cursor"] is None:
            return found
        query = {"limit": limit, "cursor": page["next_cursor"]}


def test_the_catalogue_in_its_order(get: Get, county: County) -> None:
    published(county)
    found = everything(get, "/catalogue/items", "items", 7)
    assert [one["code"] for one in found] == list(county.catalogue.items.values_list("code", flat=True))
    one = next(one for one in found if one["code"] == county.item.code)
    assert one["records"] == 1 and one["last_published_at"] and one["limit"]["text"] == county.item.limit_text
    assert {"id": county.department.pk, "name": "示范县财政局"} in one["agencies"]
    assert get(f"/catalogue/items/{county.item.code}").json() == one
    assert get("/catalogue/items").json()["catalogue"]["title"] == county.catalogue.title
    assert get("/catalogue/items/XX-999").status_code == 404
    assert get("/catalogue/items", {"column": "没有"}).json()["items"] == []


def test_without_a_catalogue_there_are_no_items(get: Get, db: None) -> None:
    assert get("/catalogue/items").json() == {"catalogue": None, "items": [], "next": None, "next_cursor": None}
    assert get("/catalogue/items/SX-001").status_code == 404
    assert get("/catalog.jsonld").status_code == 200


def test_agencies_with_those_that_ended(get: Get, county: County) -> None:
    day = dt.date(2026, 1, 1)
    old = organisations.open_agency(name="示范县旧局", short_name="旧局", kind="department", place=PLACE,
                                    from_on=dt.date(2019, 1, 1), by=ledger.SYSTEM)  # fmt: skip
    organisations.end_agency(agency=old, to_on=day, reason="机构改革", successor=county.department, by=ledger.SYSTEM)
    living = {one["name"] for one in everything(get, "/agencies", "agencies", 1)}
    assert living == {"示范县人民政府办公室", "示范县财政局", "示范县民政局"}
    assert "示范县旧局" in {one["name"] for one in get("/agencies?ended=true").json()["agencies"]}
    told = get(f"/agencies/{old.pk}").json()
    assert told["to_on"] and told["successor"] == {"id": county.department.pk, "name": "示范县财政局"}
    assert get(f"/agencies/{county.department.pk}").json()["parent"]["id"] == county.office.pk
    assert get("/agencies/999999").status_code == 404


def test_rules_of_a_place_on_a_day(get: Get, county: County) -> None:
    on = dt.date(2026, 11, 1)
    found = everything(get, f"/rules?on={on}&place={PLACE}".partition("?")[0], "rules", 100)
    assert [one["name"] for one in found] == sorted(one["name"] for one in found) and len(found) > 100
    told = get("/rules/foi.reply", {"on": on.isoformat(), "place": PLACE}).json()
    held = rules.at("foi.reply", PLACE, on)
    assert (told["rule"]["value"], told["rule"]["unit"]) == (held.value, held.unit)
    assert (told["rule"]["source"], told["rule"]["status"]["code"]) == (held.source, held.status)
    assert told["rule"]["text"] == held.say()
    assert [one["since"] for one in told["history"]] == [
        one.since.isoformat() for one in rules.history("foi.reply", PLACE)
    ]
    first = get("/rules", {"on": "1949-10-01"}).json()
    assert first["rules"] == [] and first["on"] == "1949-10-01"
    assert get("/rules/foi.reply?on=1949-10-01").json()["code"] == "no_rule"
    assert get("/rules/no.such").status_code == 404
    assert get("/rules", {"place": "cn/nowhere"}).json()["code"] == "invalid_parameter"


def test_the_sheet(get: Get, county: County) -> None:
    published(county, "示财〔2026〕1号", title='=1+1 带,逗号和"引号"')
    published(county, "示财〔2026〕2号", title="第二件")
    answer = get("/records.csv", {"limit": 1, "order": "entered"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    heads, row = csv.reader(io.StringIO(text[1:]))
    told = dict(zip(heads, row, strict=True))
    assert told["标题"] == '\'=1+1 带,逗号和"引号"' and told["发文字号"] == "示财〔2026〕1号"
    assert told["发布机构"] == "示范县财政局" and told["规范性文件"] == "否"
    following = answer.headers["Link"].partition("<")[2].partition(">")[0]
    second = get(following.partition("/api/v1")[2]).content.decode()
    assert "第二件" in second and "带,逗号" not in second


def test_the_description_in_dcat(get: Get, county: County, settings: Any) -> None:
    published(county)
    answer = get("/catalog.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    told = json.loads(answer.content)
    assert told["@type"] == "dcat:Catalog" and told["dct:publisher"]["foaf:name"] == county.office.name
    assert set(told["@context"]) == {"dcat", "dct", "foaf", "xsd"}
    whole, column = told["dcat:dataset"]
    assert column["dct:title"] == county.item.level1 and "已公开1条" in whole["dct:description"]
    for one in (whole, column):
        assert one["dct:modified"]["@value"] and one["dct:accrualPeriodicity"] and one["dct:rights"]
        assert one["dct:publisher"]["@id"] == told["dct:publisher"]["@id"]
        for form in one["dcat:distribution"]:
            address = form["dcat:downloadURL"]["@id"]
            assert get(address.partition("/api/v1")[2]).status_code == 200, unquote(address)
    assert "dct:license" not in whole
    settings.GONGKAI_SITE = settings.GONGKAI_SITE | {"data_license": "https://example.invalid/licence"}
    changed = json.loads(get("/catalog.jsonld").content)
    assert changed["dct:license"] == {"@id": "https://example.invalid/licence"}


def test_the_description_in_openapi_names_every_answer(get: Get, db: None) -> None:
    told = get("/openapi.json").json()
    assert told["openapi"].startswith("3.1") and len(told["paths"]) == 13
    for path, methods in told["paths"].items():
        assert set(methods) == {"get"}, path
        answers = methods["get"]["responses"]
        assert {"200", "422", "429"} <= set(answers) and methods["get"]["summary"], path
        assert ("404" in answers) == ("{" in path) and ("410" in answers) == ("{record_id}" in path), path
        assert all("content" in one for one in answers.values()), path
        for parameter in methods["get"]["parameters"]:
            assert "anyOf" not in parameter["schema"], (path, parameter["name"])


def test_the_page_for_people(get: Get, db: None) -> None:
    answer = Client(headers={"host": "localhost"}).get("/api/")
    html = answer.content.decode()
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers and len(answer.content) < 40_000
    for path in get("/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in html, path
    assert "http" not in "".join(part.partition('"')[0] for part in html.split('src="')[1:])
    assert 'href="/elder/"' in html and 'href="/elder/api/"' not in html


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/records/", "/records/1/2", "/rules/a/b"])
def test_even_what_is_not_there_is_json(get: Get, db: None, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404 and set(answer.json()) == {"code", "message", "facts"}
