"""Who asks too often: which address is counted behind proxies, and that several processes count together."""

import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, RequestFactory

from gongkai.organisations import limits
from gongkai.testing import County

LOGIN = "/desk/login/"
WRONG = {"login": "department-drafter", "password": "not the password"}


def address(forwarded: str, remote: str = "10.0.0.1") -> str:
    return limits.address(RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "", "10.0.0.1"),
        (0, "203.0.113.7", "10.0.0.1"),  # nobody is trusted: what the client writes is not looked at
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # invented by the client, then what our proxy saw
        (2, "198.51.100.1, 203.0.113.7, 10.1.1.1", "203.0.113.7"),
        (2, "203.0.113.7", "unknown"),  # fewer than there must be: somebody came past the outer proxy
        (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        (1, "not an address", "unknown"),
    ],
)
def test_address_behind_proxies(settings: Any, proxies: int, forwarded: str, counted: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert address(forwarded) == counted


def test_log_in_is_counted_by_the_visitors_address(settings: Any, county: County) -> None:
    """Ten wrong passwords from one address shut that address out, and no other behind the same proxy."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    names = iter(range(40))
    client = Client(headers={"host": "localhost", "x-forwarded-for": "198.51.100.9, 203.0.113.7"})
    said = [client.post(LOGIN, WRONG | {"login": f"nobody{next(names)}"}).content.decode() for _ in range(11)]
    assert "登录失败次数过多" in said[-1] and "登录失败次数过多" not in said[0]
    other = Client(headers={"host": "localhost", "x-forwarded-for": "203.0.113.8"})
    assert "登录失败次数过多" not in other.post(LOGIN, WRONG | {"login": "nobody"}).content.decode()


def test_programs_are_counted_by_their_address(settings: Any, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "window", lambda seconds: (1, seconds))  # no minute turns between two questions
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.API_RATE = 1, 2
    ask = [Client(headers={"host": "localhost", "x-forwarded-for": f"1.1.1.{n}, 203.0.113.7"}) for n in range(3)]
    assert [one.get("/api/v1/agencies").status_code for one in ask] == [200, 200, 429]
    other = Client(headers={"host": "localhost", "x-forwarded-for": "203.0.113.8"})
    assert other.get("/api/v1/agencies").status_code == 200


OTHER = """
import os, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.cache import cache
print(cache.count("together", 60), cache.get("said-by-the-first"))
"""


@pytest.mark.django_db(transaction=True)
def test_processes_count_together() -> None:
    """What one process counted and kept, the other goes on from."""
    cache.clear()
    cache.set("said-by-the-first", "yes", 60)
    assert [cache.count("together", 60) for _ in range(2)] == [1, 2]  # type: ignore[attr-defined]
    name = connections["default"].settings_dict["NAME"]
    found = subprocess.run([sys.executable, "-c", OTHER, name], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["3", "yes"]
    assert cache.count("together", 60) == 4  # type: ignore[attr-defined]
    cache.clear()


def test_old_windows_go(db: None) -> None:
    cache.count("first", -5)  # type: ignore[attr-defined]
    cache.count("second", 60)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM limits")
        assert [key for (key,) in cursor.fetchall()] == [cache.make_key("second")]


def test_setup_makes_the_table_again_and_again(db: None) -> None:
    limits.make_table()
    limits.make_table()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits'")
        assert cursor.fetchone()[0] in ("u", b"u")
