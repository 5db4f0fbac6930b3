"""Pictures inside documents: each becomes a file of its own under its hash, and the text points to it.

The address in the text is the one the picture will have in public (/files/<hash12>/<name>), so that the text which is
signed names exactly the bytes that are published.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote, unquote

from PIL import Image

MOST = 60  # pictures of one document that are kept
LARGEST = 20 * 1024 * 1024  # bytes of all of them
_SIGNS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_DRAWN = (
    "GIF",
    "BMP",
    "TIFF",
    "WEBP",
)  # drawn anew as png; emf and wmf are programs, not pictures
_ADDRESS = re.compile(r'<img\b[^>]*?\ssrc="/files/([0-9a-f]{12})/([^"/?#\\]+)"')
_IMAGE = re.compile(r"<img\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: file name, SHA-256 and bytes (png or jpg)."""

    name: str
    sha256: str
    data: bytes

    @property
    def address(self) -> str:
        """The address in the text; quoted, as `files.actions.address` gives it."""
        return f"/files/{self.sha256[:12]}/{quote(self.name)}"

    def as_fact(self) -> dict[str, str]:
        """JSON-able."""
        return {"name": self.name, "sha256": self.sha256, "data": base64.b64encode(self.data).decode()}

    @classmethod
    def from_fact(cls, fact: dict[str, Any]) -> Picture:
        """What `as_fact` described."""
        return cls(fact["name"], fact["sha256"], base64.b64decode(fact["data"]))


class Album:
    """Collects the pictures of one document, each once; counts what could not be kept."""

    def __init__(self) -> None:
        self.pictures: dict[str, Picture] = {}
        self.lost = 0

    def add(self, data: bytes) -> Picture | None:
        """The picture of `data`, or None when it is no picture a browser shows, or there are too many."""
        kept = _as_web_picture(data)
        if kept is None:
            self.lost += 1
            return None
        content, ending = kept
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in self.pictures:
            size = sum(len(one.data) for one in self.pictures.values()) + len(content)
            if len(self.pictures) >= MOST or size > LARGEST:
                self.lost += 1
                return None
            self.pictures[sha256] = Picture(f"图{len(self.pictures) + 1}.{ending}", sha256, content)
        return self.pictures[sha256]


def _as_web_picture(data: bytes) -> tuple[bytes, str] | None:
    for sign, ending in _SIGNS:
        if data.startswith(sign):
            return data, ending
    try:
        with Image.open(io.BytesIO(data), formats=_DRAWN) as image:
            drawn = io.BytesIO()
            image.convert("RGBA" if "transparency" in image.info else "RGB").save(drawn, "PNG")
            return drawn.getvalue(), "png"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def tag(picture: Picture, alt: str = "") -> str:
    """The element that shows it."""
    return f'<img src="{picture.address}" alt="{escape(alt)}">'


def addresses(html: str) -> list[tuple[str, str]]:
    """(hash12, name) of every picture a clean text shows, in order, each once."""
    return list(dict.fromkeys((found[0], unquote(found[1])) for found in _ADDRESS.findall(html)))


def without_words(html: str) -> int:
    """How many pictures of a clean text say nothing to those who cannot see them (no alt text)."""
    return sum(not re.search(r'\balt="[^"]*[^"\s][^"]*"', one) for one in _IMAGE.findall(html))
