"""A page of a PDF as a picture, to mark on: made in a process of its own, with limits on memory and time."""

from __future__ import annotations

import io
import sys
import threading

from gongkai.files.children import Said, answer, ask
from gongkai.files.redacting import opened
from gongkai.refusals import NotLawful, NotNow

WIDEST = 1_000  # pixels
MEMORY_LIMIT = 420 * 1024**2
SECONDS_LIMIT = 4
_TURNS = threading.BoundedSemaphore(2)  # pictures made at a time by one worker: the others stay free for readers


def page_picture(content: bytes, number: int) -> bytes | None:
    """The page as PNG, at most 1,000 pixels wide; None where the file has no such page.

    Raises NotLawful "files.unreadable" where the page cannot be drawn within the limits.
    """
    if not _TURNS.acquire(timeout=SECONDS_LIMIT * 2):
        raise NotNow("files.busy", "正在为别人显示页面。", remedy="请过几秒再试，或者写页码整页遮盖。")
    try:
        task = {"number": number}
        said = ask("gongkai.files.page_pictures", task, content, seconds=SECONDS_LIMIT, memory=MEMORY_LIMIT)
    finally:
        _TURNS.release()
    if said is None:
        raise _defeated(number)
    return said[1] or None


def _defeated(number: int) -> NotLawful:
    return NotLawful(
        "files.unreadable",
        f"第{number}页不能显示成图片。",
        remedy="请写页码整页遮盖；仍不行的，请打印涂黑后扫描上传。",
    )


def draw(content: bytes, number: int) -> bytes:
    """The same in this process; b"" where there is no such page."""
    document = opened(content)
    try:
        if not 1 <= number <= len(document):
            return b""
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(WIDEST / max(width, 1), WIDEST * 3 / max(height, 1))
        target = io.BytesIO()
        page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB").save(target, "PNG")
        return target.getvalue()
    finally:
        document.close()


def _work(task: Said, content: bytes) -> tuple[Said, bytes]:
    return {}, draw(content, task["number"])


if __name__ == "__main__":
    sys.exit(answer(_work, sys.argv[1:]))
