"""What the file whose words become a page carries unseen, as far as it concerns those words.

A file that is only read does not go public: macros, embedded objects and properties stay with it. What its reader may
take for words of the document is another matter.
"""

from __future__ import annotations

import re

from .finding import Finding
from .isolation import inspect_safely

# What the inspectors call the things that a reader may take in, or leave out without anybody knowing.
OF_THE_WORDS = (
    "隐藏文字", "与背景同色", "白色文字", "极小的文字", "被压扁或移出纸面的文字", "隐藏的图形或文本框",
    "纸面之外的图形或文本框", "裁剪后仍保留原图的图片", "未处理的修订", "插入", "删除", "移动", "批注",
    "被色块盖住的文字", "被图片盖住的文字", "不可见的文字", "页面之外的文字", "只作了标记、没有涂除的遮盖框",
    "关闭的图层", "隐藏工作表", "隐藏的", "折叠在分组里的行", "被筛选掉的行", "共享工作簿的修订记录", "隐藏幻灯片",
    "演讲者备注", "被图形或图片盖住的文字",
)  # fmt: skip
_KINDS = frozenset({"hidden_content", "tracked_changes", "comments", "unreadable"})
_PLACES = re.compile(r"（([^（）]{1,200})）")


def unseen_words(content: bytes, name: str) -> list[Finding]:
    """Findings about what the words of a file are read from; `name` with the ending that tells its kind."""
    found = [one for one in inspect_safely(content, name) if one.kind in _KINDS]
    return [one for one in found if one.kind == "unreadable" or one.excerpt.startswith(OF_THE_WORDS)]


def said_of(one: Finding, name: str) -> str:
    """What and where, without the name of the file: “隐藏文字1处（第2段）”."""
    places = _PLACES.search(one.message.replace(f"“{name}”", ""))
    shown = (
        one.excerpt
        if one.kind != "tracked_changes"
        else f"未处理的修订（{one.excerpt.removeprefix('未处理的修订：')}）"
    )
    return f"{shown}，在{places[1]}" if places and places[1] not in shown else shown
