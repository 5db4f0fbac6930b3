"""`redact_safely`: blacking out parts of a PDF in a process of its own with limits.

A PDF made to break its reader must not break the desk: the file is somebody else's, even where a clerk uploaded it.
"""

from __future__ import annotations

import sys

from gongkai.files.children import Said, answer, ask
from gongkai.files.redacting import Boxes, redact_pdf
from gongkai.refusals import NotLawful

# Bytes of data; with code and mapped libraries the child stays below 512 MiB. Drawn pages are kept until all are done,
# so there is more for each that was asked for, and for a large file, of which every page may have to be drawn.
MEMORY_LIMIT = 420 * 1024**2
_MEMORY_PER_PAGE, _MEMORY_PER_BYTE, _MOST_MEMORY = 2 * 1024**2, 8, 1024**3
_DRAWING_SECONDS = 10  # of the processor, for a file of any size …
_SECONDS_PER_MEGABYTE = 10  # … more by its size …
_SECONDS_PER_PAGE = 2  # … and for each page that is drawn, and drawn again to prove it
_MOST_SECONDS = 120


def redact_safely(content: bytes, boxes_by_page: Boxes, *, seconds: int = 0, memory: int = 0) -> bytes:
    """As `redact_pdf`. Raises NotLawful "files.unreadable" too, where the limits do not suffice."""
    task = {"boxes": [[page, [list(box) for box in boxes]] for page, boxes in boxes_by_page.items()]}
    seconds = seconds or _by_size(_DRAWING_SECONDS + _SECONDS_PER_PAGE * len(boxes_by_page), content)
    wanted = MEMORY_LIMIT + _MEMORY_PER_PAGE * len(boxes_by_page) + _MEMORY_PER_BYTE * len(content)
    memory = memory or min(wanted, _MOST_MEMORY)
    said = ask("gongkai.files.pdf_safely", task, content, seconds=seconds, memory=memory)
    if said is None:
        raise NotLawful("files.unreadable", "PDF文件不能遮盖（超出内存或时间限制）。", remedy="请打印涂黑后扫描上传。")
    return said[1]


def _by_size(seconds: int, content: bytes) -> int:
    return min(seconds + len(content) * _SECONDS_PER_MEGABYTE // 1024**2, _MOST_SECONDS)


def _work(task: Said, content: bytes) -> tuple[Said, bytes]:
    boxes: Boxes = {page: [(box[0], box[1], box[2], box[3]) for box in many] for page, many in task["boxes"]}
    return {}, redact_pdf(content, boxes)


if __name__ == "__main__":
    sys.exit(answer(_work, sys.argv[1:]))
