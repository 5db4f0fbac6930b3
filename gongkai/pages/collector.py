"""Noting, while a page is being made, which facts it used. No Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_collecting: ContextVar[set[str] | None] = ContextVar("gongkai_pages_collecting", default=None)


@contextmanager
def collect() -> Iterator[set[str]]:
    """Collect the keys used inside. What an inner collection finds counts for the outer one too."""
    outer = _collecting.get()
    keys: set[str] = set()
    token = _collecting.set(keys)
    try:
        yield keys
    finally:
        _collecting.reset(token)
        if outer is not None:
            outer |= keys


def use(*keys: str) -> None:
    """Say that the page being made depends on these facts. Outside a collection nothing happens."""
    collecting = _collecting.get()
    if collecting is not None:
        collecting.update(keys)
