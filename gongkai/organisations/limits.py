"""Who asks too often: the address a question comes from, and counts that all processes of an instance share.

Log-in (allauth), the interface for programs and reports of errors count in Django's default cache. A cache inside the
process would let somebody try a password once more for every worker; here the counts lie in one table of the database.
"""

import hashlib
import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest

TABLE = "limits"
SUBSCRIBER = 64  # bits of an IPv6 address that name a subscriber; the rest he chooses himself


class SharedCache(DatabaseCache):
    """Django's cache in a table, with a counter that cannot miss a count between two processes."""

    _table: str  # its name, set by Django; django-stubs do not know it

    def count(self, key: str, seconds: int) -> int:
        """Count one more under `key` and answer how many there are; forgotten some time after `seconds`.

        The key must be a new one for each window of time: a count is never begun anew.
        """
        name = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {name} (cache_key, value, expires) VALUES (%s, '1', now() + %s * interval '1 second') "  # noqa: S608
                f"ON CONFLICT (cache_key) DO UPDATE SET value = ({name}.value::bigint + 1)::text "
                "RETURNING value::bigint",
                [self.make_and_validate_key(key), seconds],
            )
            found = int(cursor.fetchone()[0])
            if found == 1:  # once for an address and window: old windows go
                cursor.execute(f"DELETE FROM {name} WHERE expires < now()")  # noqa: S608
        return found


def make_table() -> None:
    """The table, without a log of its writes: after a crash of the database server counting begins anew."""
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} SET UNLOGGED")


def address(request: HttpRequest) -> str:
    """Where a question comes from, behind as many proxies as GONGKAI_TRUSTED_PROXIES says; "unknown" if nobody tells.

    What a client writes into X-Forwarded-For itself stands left of what our own proxies add, and is not looked at. All
    addresses of an IPv6 subscriber are one.
    """
    try:
        found = str(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):  # over a socket, or past the proxies: counted together
        return "unknown"
    try:
        parsed = ipaddress.ip_address(found)
    except ValueError:
        return found
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{found}/{SUBSCRIBER}", strict=False).network_address)
    return found


def asked(request: HttpRequest, what: str, seconds: int) -> tuple[int, int]:
    """How often the address has asked for `what` in the running window of time, this time included, and the whole
    seconds until the next window.
    """
    number, wait = window(seconds)
    asker = hashlib.sha256(address(request).encode()).hexdigest()[:32]
    return cache.count(f"{what}:{number}:{asker}", seconds * 2), wait  # type: ignore[attr-defined]


def window(seconds: int) -> tuple[int, int]:
    """Number of the running window of time, and the whole seconds until the next one, at least 1."""
    now = time.time()
    number = int(now // seconds)
    return number, max(1, int((number + 1) * seconds - now) + 1)
