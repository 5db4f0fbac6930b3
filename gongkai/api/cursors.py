"""Cursors: the place of the last entry seen, opaque to the caller.

A page begins after that place, so entries that are added or taken away meanwhile shift nothing (keyset paging). A
cursor is not secret and not signed: it names a place in a public order, and one that is made up is only that.
"""

import base64
import datetime as dt
import json
from typing import Any

from gongkai.api.errors import Refused, shown

MOST = 300  # characters
HIGHEST = 2**63 - 1
FIRST, LAST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC), dt.datetime(2200, 1, 1, tzinfo=dt.UTC)


def make(kind: str, *place: Any) -> str:
    """The cursor of a place (moments, whole numbers, words) in the list `kind`."""
    plain = [one.isoformat() if isinstance(one, dt.datetime) else one for one in place]
    text = json.dumps([kind, *plain], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, of: str, *types: type) -> list[Any] | None:
    """The place a cursor of the list `of` names, None for an empty one. Refused(422) for any other text."""
    if not cursor:
        return None
    try:
        found = _opened(cursor)
        if found[0] != of or len(found) != len(types) + 1:
            raise ValueError("another list")
        place = [_as(value, wanted) for value, wanted in zip(found[1:], types, strict=True)]
        if make(of, *place) != cursor:
            raise ValueError("not as we write it")
    except (ValueError, UnicodeError, IndexError, RecursionError) as error:
        message = f"参数 cursor“{shown(cursor)}”不是这个列表给出的游标。请去掉它从头读取，或者原样使用上一页的 next。"
        raise Refused(422, "bad_cursor", message, parameter="cursor") from error
    return place


def kind(cursor: str) -> str:
    """The list a cursor belongs to, "" for what is no cursor."""
    try:
        return str(_opened(cursor)[0])
    except (ValueError, UnicodeError, IndexError, RecursionError):
        return ""


def _opened(cursor: str) -> list[Any]:
    padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
    found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    if not isinstance(found, list):
        raise ValueError("no place")
    return found


def _as(value: Any, wanted: type) -> Any:
    if wanted is dt.datetime:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is None or moment.tzinfo is None or not FIRST <= moment <= LAST:
            raise ValueError("no moment")
        return moment
    if type(value) is not wanted or (isinstance(value, int) and not -HIGHEST <= value <= HIGHEST):
        raise ValueError("another kind of value")
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("no word")
    return value
