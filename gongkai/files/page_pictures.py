"""A page of a PDF as a picture, to mark on: made in a process of its own, with limits on memory and time."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import threading

from gongkai.files import isolation
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
    command = [sys.executable, "-m", "gongkai.files.page_pictures", str(number)]
    if not _TURNS.acquire(timeout=SECONDS_LIMIT * 2):
        raise NotNow("files.busy", "正在为别人显示页面。", remedy="请过几秒再试，或者写页码整页遮盖。")
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, input=content, capture_output=True, timeout=SECONDS_LIMIT * 2, env=isolation.environment(),
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _defeated(number) from error
    finally:
        _TURNS.release()
    if child.returncode != 0:
        raise _defeated(number)
    return child.stdout or None


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


def main(arguments: list[str]) -> int:
    """The child: limits first, then one file from standard input, one PNG on standard output."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read(), int(arguments[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
