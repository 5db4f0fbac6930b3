"""Record headers as CSV (RFC 4180, UTF-8 with a mark, so that office programs read the Chinese)."""

import csv
import io
from collections.abc import Iterable
from typing import Any

HEADS = {
    "id": "编号", "index_number": "索引号", "title": "标题", "number": "发文字号", "agency": "发布机构",
    "item": "公开事项编码", "genre": "公文种类", "normative": "规范性文件", "validity": "有效性",
    "date_made": "成文日期", "first_published_at": "发布日期", "published_at": "更新日期", "effective_on": "实施日期",
    "expires_on": "失效日期", "theme": "主题分类", "keywords": "主题词", "summary": "内容概述",
    "attachments": "附件", "url": "网址",
}  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def text(records: Iterable[dict[str, Any]]) -> str:
    """A line of heads and a line for each record (as `telling.records` makes them)."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEADS.values())
    writer.writerows([_cell(one, name) for name in HEADS] for one in records)
    return out.getvalue()


def _cell(record: dict[str, Any], name: str) -> str:
    value = record[name]
    if name == "agency":
        value = value["name"]
    elif name == "item":
        value = value["code"] if value else ""
    elif name in ("genre", "validity"):
        value = value["label"] if value else ""
    elif name == "normative":
        value = "是" if value else "否"
    elif name == "attachments":
        value = " ".join(one["url"] for one in value)
    elif name in ("first_published_at", "published_at"):
        value = value.strftime("%Y-%m-%d %H:%M")
    said = "" if value is None else str(value)
    return f"'{said}" if said.startswith(FORMULA) else said  # no title becomes a formula in an office program
