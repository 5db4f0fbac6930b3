"""YAML read strictly: no repeated key, no yes/no keys, exact dates, every key with its line.

PyYAML keeps the last of two equal keys and reads ``on``, ``no``, ``yes`` as booleans; both would change the law in
silence. So the C parser only composes the nodes and the values are made here. As values, ``yes/no/on/off`` are the
words as written (``local: no``); only ``true`` and ``false`` are truth values.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from gongkai.rules.errors import LawError

Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
TAG = "tag:yaml.org,2002:"


class Mapping(dict[Any, Any]):
    """A dict that remembers the line of each key; ``line`` is where it begins."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}

    def line_of(self, key: Any) -> int:
        """The line of a key; the line of the mapping when the key is absent."""
        return self.lines.get(key, self.line)


def read(path: Path, shown: str) -> Mapping:
    """The mapping in a law file. ``shown`` is the path named in messages. Raises LawError."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
    except UnicodeDecodeError as error:
        raise LawError(shown, 1, "文件不是UTF-8编码，请另存为UTF-8。") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LawError(shown, line, f"YAML格式有误（{error.problem}），请检查缩进、引号和冒号。") from error
    if not isinstance(node, yaml.MappingNode):
        raise LawError(shown, 1, "文件应当是“键: 值”的表，现在不是。")
    return _mapping(node, shown)


def _mapping(node: yaml.MappingNode, shown: str) -> Mapping:
    result = Mapping(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise LawError(shown, line, "键应当是一个词。")
        if key_node.tag == TAG + "bool":
            raise LawError(shown, line, f"键“{key_node.value}”没有加引号，会被读成真假值，请加引号或者换一个词。")
        key = _scalar(key_node, shown)
        if key in result:
            raise LawError(shown, line, f"键“{key_node.value}”重复，请只保留一处。")
        result[key] = _value(value_node, shown)
        result.lines[key] = line
    return result


def _value(node: yaml.Node, shown: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, shown)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, shown) for child in node.value]
    return _scalar(node, shown)


def _scalar(node: yaml.Node, shown: str) -> Any:
    text, tag = node.value, node.tag.removeprefix(TAG)
    if tag == "str":
        return text
    if tag == "null":
        return None
    if tag == "bool":
        return {"true": True, "false": False}.get(text, text)
    if tag == "timestamp" and DATE.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise LawError(shown, node.start_mark.line + 1, f"日期“{text}”不存在。") from error
    if tag == "int" and INTEGER.match(text):
        return int(text)
    if tag == "float" and DECIMAL.match(text):
        return float(text)
    raise LawError(
        shown,
        node.start_mark.line + 1,
        f"“{text}”写法不明确（会被读成{tag}），请改写；文字请加引号，日期写作2024-01-31。",
    )
