"""What a web page carries unseen: hidden elements, comments, the name of its author."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from .finding import Finding
from .unseen import Unseen, personal

MOST_LETTERS = 3_000_000
_HIDING = re.compile(r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])|text-indent:-\d{3,}")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"}
_SILENT = {"script", "style", "template", "noscript", "title"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # tag, and whether it or one around it hides
        self.hidden = self.comments = self.told = self.scripts = 0
        self.author = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the open elements and whether they are hidden."""
        given = {key: value or "" for key, value in attrs}
        if tag == "meta" and given.get("name", "").lower() == "author":
            self.author = given.get("content", "")
        hides = "hidden" in given or bool(_HIDING.search(given.get("style", "").replace(" ", "").lower()))
        if tag not in _VOID and len(self.open) < 5_000:
            self.open.append((tag, hides or self.hiding))

    @property
    def hiding(self) -> bool:
        """Whether the present place is hidden."""
        return bool(self.open) and self.open[-1][1]

    def handle_endtag(self, tag: str) -> None:
        """Close up to the element that ends; a stray end closes nothing."""
        for index in range(len(self.open) - 1, max(len(self.open) - 50, -1), -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Count hidden words."""
        if self.hiding and data.strip() and self.open[-1][0] not in _SILENT:
            self.hidden += 1

    def handle_comment(self, data: str) -> None:
        """Count comments that say something."""
        self.comments += bool(_CHINESE.search(data))
        self.told += bool(personal(data[:5000]))


def inspect_web(text: str, name: str, digest: str) -> list[Finding]:
    """Findings about a web page."""
    unseen, reader = Unseen(name, digest), _Reader()
    reader.feed(text[:MOST_LETTERS])
    do = "请在网页编辑器中删去隐藏的内容，另存后重新上传。"
    unseen.add("隐藏的网页内容", do, count=reader.hidden)
    unseen.add("网页注释中的个人信息", do, count=reader.told)
    unseen.add("网页注释", do, count=reader.comments, blocking=False)
    unseen.property("作者", reader.author)
    unseen.add(f"前{MOST_LETTERS}字以后没有检查的内容", "请拆成几个文件上传。", count=len(text) > MOST_LETTERS)
    return unseen.found
