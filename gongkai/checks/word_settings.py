"""What a docx carries beside its text parts: comments, variables, building blocks, idle headers."""

from __future__ import annotations

import re
from itertools import zip_longest

from .containers import Container
from .unseen import Unseen, personal
from .word import TEXT_PART
from .word_styles import is_on

# Variables that WPS and add-ins write by themselves: base64 of a device number, settings of a formula editor.
_TECHNICAL = re.compile(r"^(commondata|KSO|MTWinEqns|MT|EN\.|ADIN)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"(单击|点击|键入|输入|选择|click|enter|choose|\[|【)", re.IGNORECASE)
_MANY_SESSIONS = 50


def inspect_settings(container: Container, unseen: Unseen) -> None:
    """Report on the parts of a docx that are not read as text."""
    _comments(container, unseen)
    _people(container, unseen)
    _variables(container, unseen)
    _building_blocks(container, unseen)
    _idle_headers(container, unseen)
    for part in container.names:
        if TEXT_PART.match(part):
            _variants(container, part, unseen)


def _comments(container: Container, unseen: Unseen) -> None:
    count = sum(tag == "comment" for tag, _ in container.starts("word/comments.xml"))
    extended = sum(tag == "commentEx" for tag, _ in container.starts("word/commentsExtended.xml"))
    unseen.comments(count or extended)


def _people(container: Container, unseen: Unseen) -> None:
    names = [given.get("author", "") for tag, given in container.starts("word/people.xml") if tag == "person"]
    do = "请在“检查文档”中删去“文档属性和个人信息”，另存后重新上传。"
    unseen.note("审阅人的姓名或者账号", do, count=len(set(names)), unit="个")


def _variables(container: Container, unseen: Unseen) -> None:
    telling = silent = sessions = merge = 0
    for tag, given in container.starts("word/settings.xml"):
        if tag == "docVar" and not _TECHNICAL.match(given.get("name", "")):
            value = given.get("val", "")
            told = bool(re.search(r"[\u4e00-\u9fff]{2}", value) or personal(value))
            telling, silent = telling + told, silent + (not told and bool(value.strip()))
        elif tag == "rsid":
            sessions += 1
        elif tag in ("query", "connectString"):
            merge += bool(given.get("val", "").strip())
    do = "请把全文复制到新文档后另存，重新上传。"
    unseen.add("藏有文字的文档变量", do, count=telling, unit="个")
    unseen.note("文档变量", do, count=silent, unit="个")
    unseen.add("邮件合并的数据来源", "请在“邮件”中改为“普通Word文档”，另存后重新上传。", count=merge)
    if sessions >= _MANY_SESSIONS:
        unseen.note("编辑过程的编号（rsid）", do, count=sessions, unit="个")


def _building_blocks(container: Container, unseen: Unseen) -> None:
    words = "".join(words for what, words, _ in container.walk("word/glossary/document.xml") if what == "text").strip()
    if len(words) >= 8 and (not _PLACEHOLDER.search(words) or personal(words)):
        unseen.add("自动图文集中的文字", "请把全文复制到新文档后另存，重新上传。")


def _idle_headers(container: Container, unseen: Unseen) -> None:
    """Headers and footers of first or even pages, written but switched off."""
    first = any(tag == "titlePg" and is_on(given) for tag, given in container.starts("word/document.xml"))
    even = any(tag == "evenAndOddHeaders" and is_on(given) for tag, given in container.starts("word/settings.xml"))
    used, idle = set[str](), set[str]()
    for tag, given in container.starts("word/document.xml"):
        if tag in ("headerReference", "footerReference"):
            on = {"first": first, "even": even}.get(given.get("type", "default"), True)
            (used if on else idle).add(given.get("id", ""))
    if not idle - used:
        return
    targets = {
        given.get("Id", ""): "word/" + given.get("Target", "").removeprefix("/word/")
        for tag, given in container.starts("word/_rels/document.xml.rels")
    }
    shown = {_words(container, targets.get(key, "")) for key in used}
    lost = [
        key for key in idle - used if len(text := _words(container, targets.get(key, ""))) > 3 and text not in shown
    ]
    do = "请勾选“首页不同”“奇偶页不同”，核对并清空后再取消，另存后重新上传。"
    unseen.add("没有启用的页眉页脚中的文字", do, count=len(lost), blocking=False)


def _words(container: Container, part: str) -> str:
    inside, found = False, list[str]()
    for what, tag, _ in container.walk(part):
        if what == "text" and inside:
            found.append(tag)
        elif what != "text" and tag == "t":
            inside = what == "start"
    return "".join("".join(found).split())


def _variants(container: Container, part: str, unseen: Unseen) -> None:
    """A drawing is often written twice, for new and old programs; a text that stands only in the other is not seen."""
    choices, fallbacks = list[str](), list[str]()
    path, words = list[str](), list[str]()
    for what, tag, _ in container.walk(part):
        if what == "start":
            path.append(tag)
            if tag in ("Choice", "Fallback") and sum(step in ("Choice", "Fallback") for step in path) == 1:
                words = []
        elif what == "text" and path[-1:] == ["t"]:
            words.append(tag)
        elif what == "end":
            path.pop()
            if tag in ("Choice", "Fallback") and not {"Choice", "Fallback"} & set(path):
                (choices if tag == "Choice" else fallbacks).append("".join("".join(words).split()))
            elif tag == "AlternateContent" and len(fallbacks) < len(choices):
                fallbacks.append("")
    lost = sum(bool(old) and old != new for new, old in zip_longest(choices, fallbacks, fillvalue=""))
    unseen.add("只有部分软件显示的图形文字", "请删去图形后重新绘制，另存后重新上传。", count=lost)
