"""What upper apps tell `files`: whom to call when a file's words have been read, and who may see a file in private."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_when_read: list[Callable[[Any], None]] = []
_viewers: list[Callable[[Any, str, str], Any]] = []


def when_read(callback: Callable[[Any], None]) -> None:
    """Have `callback(file)` called when a file's words were read after its upload.

    It is called in the transaction that keeps the words, with the file locked: it may enqueue work and lock nothing.
    """
    if callback not in _when_read:
        _when_read.append(callback)


def tell_read(file: Any) -> None:
    """Call everybody who asked."""
    for callback in _when_read:
        callback(file)


def private_pictures(found: Callable[[Any, str, str], Any]) -> None:
    """Register `found(person, hash12, name)`: the File of a picture the person may see before it is public, or None."""
    if found not in _viewers:
        _viewers.append(found)


def picture_for(person: Any, hash12: str, name: str) -> Any:
    """The File of a picture not public that this person may see, or None."""
    return next((file for viewer in _viewers if (file := viewer(person, hash12, name)) is not None), None)
