"""`corpus`: what a folder, a jsonl file or a workbook holds, record by record, for the import."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gongkai.files import dates, numbers
from gongkai.files.admission import SIZE_LIMIT, gate
from gongkai.files.chinese import plain
from gongkai.files.document import Document
from gongkai.files.formats import sheet
from gongkai.files.kinds import BY_ENDING
from gongkai.files.labels import NAMES
from gongkai.files.reading import read, read_text
from gongkai.refusals import NotLawful

SKIPPED = frozenset({"readme.md", "readme.txt", "license", "license.md", "thumbs.db", "desktop.ini"})
RECORDS = frozenset({"docx", "pdf", "html", "md", "txt"})
LINE_LIMIT = 20_000_000  # characters of one jsonl line

_COLUMNS = {word: name for name, words in NAMES.items() for word in words.replace("?", "").split("|")}
_COLUMNS |= {
    "正文": "content",
    "内容": "content",
    "全文": "content",
    "正文内容": "content",
    "附件": "attachments",
}
_COLUMNS |= {"附件名称": "attachments", "附件列表": "attachments", "文件名": "file", "时效": "validity"}
_COLUMNS |= dict.fromkeys(("旧地址", "原网址", "原链接"), "old_url")


@dataclass(frozen=True, slots=True)
class Item:
    """One record of an import: `source` names file and line; either `document` or `refusal` is there.

    `path` is the original file of a folder import; `attachments` are existing files beside the import file;
    `given` are the fields that the import file itself stated, as text.
    """

    source: str
    document: Document | None = None
    refusal: NotLawful | None = None
    path: Path | None = None
    attachments: tuple[Path, ...] = ()
    given: dict[str, str] = field(default_factory=dict)


def corpus(path: Path | str, *, limit: int = SIZE_LIMIT) -> Iterator[Item]:
    """Yield an Item for every record at `path`, in the order of names or rows; a bad record does not stop the rest.

    A folder is searched through all its folders, hidden files and README are no records; files that cannot be read
    (pictures, tables) are no records either, they may be attachments. Raises NotLawful("files.no_corpus") when
    `path` is none of folder, jsonl, xlsx or a single readable file.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if path.is_dir():
        yield from _folder(path, limit)
    elif path.is_file() and ending in (".jsonl", ".ndjson"):
        yield from _lines(path)
    elif path.is_file() and ending == ".xlsx":
        yield from _rows(path, limit)
    elif path.is_file() and ending.lstrip(".") in BY_ENDING:
        yield _file(path, path.name, limit)
    else:
        raise NotLawful(
            "files.no_corpus",
            f"“{path.name}”不能导入。",
            remedy="请给出一个文件夹，或者一个jsonl、xlsx文件。",
        )


def record_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that are records, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or not path.is_file() or any(part.startswith((".", "~$")) for part in parts):
            continue
        kind = BY_ENDING.get(path.suffix.lower().lstrip("."))
        if path.name.lower() not in SKIPPED and kind is not None and kind.code in RECORDS:
            yield path


def _folder(folder: Path, limit: int) -> Iterator[Item]:
    for path in record_files(folder):
        yield _file(path, path.relative_to(folder).as_posix(), limit)


def _file(path: Path, source: str, limit: int) -> Item:
    try:
        accepted = gate(path.name, path, limit=limit)
        return Item(source, read(path.name, path.read_bytes(), accepted), path=path)
    except NotLawful as refusal:
        return Item(source, refusal=refusal, path=path)
    except OSError as error:
        message = f"文件“{source}”打不开：{error.strerror}。"
        return Item(source, refusal=NotLawful("files.unreadable", message, remedy="请检查文件权限。"), path=path)


def _lines(path: Path) -> Iterator[Item]:
    with path.open("rb") as handle:
        for count, line in enumerate(handle, 1):
            if not line.strip():
                continue
            source = f"{path.name} 第{count}行"
            try:
                if len(line) > LINE_LIMIT:
                    raise ValueError("一行过长")
                record = json.loads(line.decode("utf-8-sig"))
                if not isinstance(record, dict):
                    raise ValueError("不是一个对象")
                yield _record(source, record, path.parent)
            except (ValueError, RecursionError) as error:
                message = f"{source}不是正确的JSON（{error}）。"
                yield Item(source, refusal=NotLawful("files.bad_row", message, remedy="请改正这一行后重新导入。"))


def _record(source: str, record: dict[str, Any], folder: Path) -> Item:
    """An Item of named values: title, number, date, agency, html or text, index_number, published, attachments."""
    given = {key: _words(value) for key, value in record.items() if isinstance(value, str | int | float)}
    title, html = given.get("title", ""), given.get("html", "")
    content = html or given.get("text") or given.get("content", "")
    if not title and not content:
        message = f"{source}既没有标题也没有正文。"
        return Item(source, refusal=NotLawful("files.bad_row", message, remedy="请补上标题和正文。"), given=given)
    as_html = bool(html) or ("<p" in content or "<div" in content or "<br" in content)
    document = _with_given(read_text(title, content, html=as_html), given)
    paths, missing = _attachments(record.get("attachments"), folder)
    document.warnings.extend(f"附件“{name}”不在导入文件旁边，没有导入。" for name in missing)
    return Item(source, document, attachments=tuple(paths), given=given)


def _words(value: object) -> str:
    """A stated value as text that a database can hold: JSON may smuggle half characters and zeros."""
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()


def _with_given(document: Document, given: dict[str, str]) -> Document:
    """Stated fields go before found ones; an impossible stated date is reported, never replaced by a guess."""
    changes: dict[str, Any] = {}
    warnings = list(document.warnings)
    if given.get("number"):
        changes["number"] = numbers.canonical(given["number"])
        changes["numbers"] = tuple(dict.fromkeys([changes["number"], *document.numbers]))
    for key in ("agency", "index_number"):
        if given.get(key):
            changes[key] = given[key]
    for target, keys, label in (
        ("date_made", ("date", "date_made"), "成文日期"),
        ("published_on", ("published", "published_on"), "发布日期"),
    ):
        stated = next((given[key] for key in keys if given.get(key)), "")
        if stated:
            changes[target] = dates.parse(stated)
            warnings = [line for line in warnings if label not in line]
            if changes[target] is None:
                warnings.append(f"{label}“{stated[:20]}”不存在或写法无法识别，已留空，请核对原件。")
    return replace(document, warnings=warnings, **changes)


def _attachments(value: Any, folder: Path) -> tuple[list[Path], list[str]]:
    """Existing files below `folder` named by a list or by a text divided by ; 、 or line ends; missing names."""
    if isinstance(value, str):
        names = [name.strip() for name in value.replace("；", ";").replace("、", ";").replace("\n", ";").split(";")]
    elif isinstance(value, list):
        names = [str(name.get("name", "") if isinstance(name, dict) else name) for name in value]
    else:
        names = []
    found, missing = [], []
    root = folder.resolve()
    for name in filter(None, names):
        path = (folder / name).resolve()
        if path.is_relative_to(root) and path.is_file():
            found.append(path)
        else:
            missing.append(name)
    return found, missing


def _rows(path: Path, limit: int) -> Iterator[Item]:
    accepted = gate(path.name, path, limit=limit)
    for name, table in sheet.rows(path.read_bytes()):
        header, columns = _header(table)
        for count, row in enumerate(table[header + 1 :] if columns else [], header + 2):
            record: dict[str, Any] = {}
            for column, key in columns.items():
                if row[column] and key not in record:
                    record[key] = row[column]
            if not record:
                continue
            if "date_made" in record:
                record["date"] = record.pop("date_made")
            yield _record(f"{accepted.name} 工作表“{name}”第{count}行", record, path.parent)
        if not columns and any(any(row) for row in table):
            message = f"工作表“{name}”的前十行里没有找到表头。"
            remedy = "请在第一行写上标题、发文字号、成文日期、发布机构、正文等列名。"
            yield Item(
                f"{accepted.name} 工作表“{name}”",
                refusal=NotLawful("files.no_header", message, remedy=remedy),
            )


def _header(table: list[list[str]]) -> tuple[int, dict[int, str]]:
    """The row (of the first ten) with the most known labels, at least a title column, and column → field."""
    best: tuple[int, dict[int, str]] = (0, {})
    for index, row in enumerate(table[:10]):
        names = {
            i: _COLUMNS.get(plain(cell).replace(" ", "").replace("\n", "").strip(":*")) for i, cell in enumerate(row)
        }
        columns = {i: name for i, name in names.items() if name}
        if "title" in columns.values() and len(columns) > max(1, len(best[1])):
            best = (index, columns)
    return best
