"""What another process does in `test_index`; imported there without Django being set up."""

from pathlib import Path

from gongkai.search import Document, Index


def write(path: Path, start: int) -> None:
    """Write five documents in five commits."""
    for number in range(start, start + 5):
        Index(path).replace(Document(key=f"note:{number}", title=f"公告 {number}"))
