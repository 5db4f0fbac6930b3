"""The record head that government sites print above a document: 索引号、发文字号、发布机构、成文日期 …"""

from __future__ import annotations

import re

NAMES = {
    "index_number": "索引号|索取号|信息索引号",
    "number": "发文字号|发文文号|文件编号|文件字号|公文字号|字号|文号",
    "agency": "发布机构|发文机关|发文单位|发布单位|发布部门|制定机关|公开机构|公开责任部门|责任部门|发布机关",
    "date_made": "成文日期|成文时间|生成日期|发文日期|公文时效日期|印发日期",
    "published": "发布日期|发布时间|公开日期|公开时间|公布日期|信息发布日期",
    "title": "标题|名称|文件名称|信息名称",
    "source": "信息来源|来源|文章来源|稿源",
    "openness": "公开方式|公开属性|公开形式",
    "audience": "公开范围",
    "subject": "主题分类|组配分类|信息分类|分类|体裁分类|法规类别|主题词|关键词",
    "validity": "有效性|时效性?|效力状态|效力等级|失效日期|废止日期|施行日期|实施日期|统一编号|规范性文件编号",
    "other": "浏览次数|点击数|阅读次数|字体|字号大小|责任编辑|作者|语种|载体类型|记录形式|信息格式",
}
_WORD = {word: name for name, words in NAMES.items() for word in words.replace("?", "").split("|")}
_WORD |= {"时效": "validity"}
_ALL = "|".join(sorted(_WORD, key=len, reverse=True))
_LABEL = re.compile(rf"(?:【\s*({_ALL})\s*】|(?<![一-龥])({_ALL})\s*\s*(?::\s*\|?|[|\t]\s*:?))\s*")


def squeezed(text: str) -> str:
    """Labels that were spaced out for looks brought together: 文 号 → 文号, 索 引 号 → 索引号."""
    return re.sub(r"(?<![一-龥])([一-龥])[ \u3000]+([一-龥])(?:[ \u3000]+([一-龥]))?(?=\s*[:：])", r"\1\2\3", text)


def scan(line: str) -> tuple[dict[str, str], bool]:
    """(field → value, whether the line is nothing but labels and values) of a head line (plain)."""
    line = squeezed(line)
    marks = list(_LABEL.finditer(line))
    found: dict[str, str] = {}
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(line)
        value = re.split(r"[|\t\n•]", line[mark.end() : end].strip())[0].strip(" []【】|•\t")
        name = _WORD[mark[1] or mark[2]]
        if value and len(value) <= 120:
            found.setdefault(name, value)
    return found, bool(marks) and not line[: marks[0].start()].strip(" |•\t")
