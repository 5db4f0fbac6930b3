"""Manners of HTTP: methods, caching, limits, other sites; and whatever odd thing may be written in an address."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai.api import cursors
from gongkai.api.errors import Refused, encode
from gongkai.organisations import limits
from gongkai.testing import County, published

Get = Callable[..., Any]
LISTS = ("/records", "/records.csv", "/changes", "/catalogue/items", "/agencies", "/rules")


@pytest.fixture
def strict(db: None) -> Client:
    """A client that checks form tokens as the server does."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_only_reading(strict: Client, method: str) -> None:
    for path in ("/api/v1/records", "/api/v1/records/1", "/api/v1/openapi.json", "/api/v1/nothing"):
        answer = getattr(strict, method)(path)
        assert answer.status_code == 405 and answer.headers["Allow"] == "GET, HEAD, OPTIONS", path
        assert answer.json()["code"] == "method_not_allowed"


def test_head_and_options(strict: Client, county: County) -> None:
    published(county)
    whole, head = strict.get("/api/v1/records"), strict.head("/api/v1/records")
    assert head.status_code == 200 and not head.content
    assert head.headers["ETag"] == whole.headers["ETag"]
    asked = strict.options("/api/v1/records")
    assert asked.status_code == 204 and asked.headers["Allow"] == "GET, HEAD, OPTIONS" and not asked.content
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in asked.headers["Access-Control-Allow-Methods"]


def test_an_answer_is_kept_and_asked_again(get: Get, county: County) -> None:
    record = published(county)
    for path in (*LISTS, f"/records/{record.pk}", f"/records/{record.pk}/versions", "/catalog.jsonld"):
        answer = get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=60", path
        assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"], path
        same = get(path, **{"if-none-match": answer.headers["ETag"]})
        assert same.status_code == 304 and not same.content, path
    moment = get(f"/records/{record.pk}").headers["Last-Modified"]
    assert get(f"/records/{record.pk}", **{"if-modified-since": moment}).status_code == 304
    assert get(f"/records/{record.pk}", **{"if-modified-since": "Thu, 01 Jan 2015 00:00:00 GMT"}).status_code == 200


def test_who_asks_too_often_waits(get: Get, county: County, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_RATE = 3
    window = limits.window(60)
    monkeypatch.setattr(limits, "window", lambda seconds: window)  # no minute turns between two questions
    answers = [get("/agencies") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    last = answers[-1]
    assert 1 <= int(last.headers["Retry-After"]) <= 61 and last.json()["code"] == "too_many_requests"
    assert Client(headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.9").get("/api/v1/agencies").status_code == 200


ODD = ["\x00", "a\x00b", "\ud800", "9" * 400, "x" * 5000, "-1", "0", "1.0", " 1", "1_0", "１", "null", "true", "[]",
       "9999-99-99", "2026-02-30", "0000-01-01", "2026-1-1", "20260101", "1700000000",
       "9223372036854775808", ""]  # fmt: skip
TYPED = {
    "/records": ("agency", "year", "normative", "validity", "published_from", "published_to", "updated_since", "order",
                 "limit", "cursor"),
    "/records.csv": ("limit",), "/changes": ("limit", "cursor"), "/agencies": ("ended", "limit", "cursor"),
    "/catalogue/items": ("limit", "cursor"), "/rules": ("place", "on", "limit", "cursor"),
}  # fmt: skip
TAKEN = {
    ("ended", "true"),
    ("normative", "true"),
    ("cursor", ""),
    ("agency", "20260101"),
    ("agency", "1700000000"),
}  # odd in another place, right here


@pytest.mark.parametrize("path", TYPED)
def test_odd_values_are_named(get: Get, county: County, path: str) -> None:
    for name in TYPED[path]:
        for value in ODD:
            if (name, value) in TAKEN:
                continue
            answer = get(f"{path}?{name}={quoted(value)}")
            assert answer.status_code == 422, (name, value[:20], answer.status_code)
            said = answer.json()
            assert name in said["message"] and len(said["message"]) < 900, said
            assert set(said) == {"code", "message", "facts"}


@pytest.mark.parametrize("name", ["item", "column", "number"])
def test_odd_words_are_refused_or_nobody_s(get: Get, county: County, name: str) -> None:
    for value in ODD:
        assert get(f"/records?{name}={quoted(value)}").status_code in (200, 422), value[:20]
    for value in ("\x00", "x" * 5000, ""):
        assert get(f"/records?{name}={quoted(value)}").status_code == 422


@pytest.mark.parametrize(
    "path", ["/records/{}", "/records/{}/versions", "/agencies/{}", "/catalogue/items/{}", "/rules/{}"]
)
def test_odd_paths(get: Get, county: County, path: str) -> None:
    for value in ODD:
        assert get(path.format(quoted(value))).status_code in (404, 422), value[:20]


def quoted(value: str) -> str:
    """Percent-encoded, halves of characters as the bytes a broken program would send."""
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))


def test_misspelt_repeated_and_countless_parameters(get: Get, county: County) -> None:
    unknown = get("/records?agenci=1")
    assert unknown.status_code == 422 and "agenci" in unknown.json()["message"]
    assert "agency" in unknown.json()["facts"]["known"]
    assert get("/records?limit=1&limit=2").json()["code"] == "repeated_parameter"
    assert get("/records?" + "&".join(f"a{number}=1" for number in range(1100))).status_code == 422
    assert get("/openapi.json?x=1").status_code == 422


MADE_UP = ["!", "bm9uc2Vuc2U", "W10", "W1tdXQ", "bnVsbA", "x" * 300, "WyJuZXdlc3QiXQ", "_" * 8]


@pytest.mark.parametrize("text", MADE_UP)
def test_made_up_cursors(get: Get, county: County, text: str) -> None:
    for path in ("/records", "/records?order=entered", "/changes", "/agencies", "/catalogue/items", "/rules"):
        answer = get(f"{path}{'&' if '?' in path else '?'}cursor={text}")
        assert answer.status_code == 422 and "cursor" in answer.json()["message"], path


PLACES = [("entered", 2**63), ("entered", 1.5), ("entered", True), ("entered", None), ("entered", "1"),
          ("newest", "2026-01-01", 1), ("newest", "9999-12-31T23:59:59+00:00", 1), ("newest", "x", 1), ("newest", 1, 1),
          ("entered", 1, 1), ("entered",)]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_places_there_are_not(get: Get, county: County, place: tuple[Any, ...]) -> None:
    cursor = cursors.make(*place)
    assert get("/records", {"order": place[0], "cursor": cursor}).status_code == 422


def test_a_cursor_comes_back_as_it_was() -> None:
    moment = cursors.dt.datetime(2026, 6, 1, 8, 30, 0, 123456, tzinfo=cursors.dt.UTC)
    assert cursors.read(cursors.make("newest", moment, 7), "newest", cursors.dt.datetime, int) == [moment, 7]
    assert cursors.read(cursors.make("rules", "foi.reply"), "rules", str) == ["foi.reply"]
    with pytest.raises(Refused):
        cursors.read(cursors.make("rules", "a\x00"), "rules", str)


def test_half_a_character_is_no_fault() -> None:
    assert encode({"message": "\ud800"}) == b'{"message":"?"}'
