"""What docx, xlsx and pptx files carry besides their visible content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .containers import Container, Unreadable, attribute, local
from .finding import NOBODY, Finding, comments_finding, file_finding, hidden_finding, property_finding
from .images import inspect_image

# Written by WPS and Word into every file; they tell about the program, not about people.
_TECHNICAL = re.compile(r"^(KSO|ICV$|ContentTypeId$|_dlc_|MSIP_|Generator$|_2015_|CRO$|CWM)", re.IGNORECASE)
_WORD_TEXT = re.compile(r"^word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_IMAGE = re.compile(r"/media/[^/]+\.(jpe?g|png|tiff?|webp)$", re.IGNORECASE)
_REVISIONS = {"ins": "插入", "del": "删除", "moveFrom": "移动", "moveTo": "移动"}
_OFF = {"0", "false", "off", "none"}


def inspect_office(container: Container, name: str, digest: str) -> list[Finding]:
    """Findings about an OOXML file; `digest` ties findings without a value of their own to this very file."""
    found = [*_properties(container, name), *_custom(container, name)]
    if any(_WORD_TEXT.match(part) for part in container.names):
        found += _word(container, name, digest)
    elif "xl/workbook.xml" in container.names:
        found += _sheets(container, name, digest)
    elif "ppt/presentation.xml" in container.names:
        found += _slides(container, name, digest)
    else:
        raise Unreadable("不认识的办公文件格式，不能自动检查。")
    for part in container.names:
        if _IMAGE.search(part):
            found += [item for item in inspect_image(container.read(part), name) if item not in found]
    return found


_PROPERTIES = {
    "docProps/core.xml": {"creator": "作者", "lastModifiedBy": "最后修改者", "description": "备注"},
    "docProps/app.xml": {"Company": "单位", "Manager": "主管"},
}


def _properties(container: Container, name: str) -> Iterator[Finding]:
    for part, wanted in _PROPERTIES.items():
        if part not in container.names:
            continue
        for event, element in container.elements(part):
            label, value = wanted.get(local(element)), (element.text or "").strip()
            if event == "end" and label and value.lower() not in NOBODY:
                yield property_finding(name, label, value)


def _custom(container: Container, name: str) -> Iterator[Finding]:
    """Custom properties, and custom XML other than the bibliography and section data that programs add."""
    if "docProps/custom.xml" in container.names:
        for event, element in container.elements("docProps/custom.xml"):
            title = attribute(element, "name") or ""
            if event == "end" and local(element) == "property" and not _TECHNICAL.match(title):
                value = "".join(element.itertext()).strip()
                if value:
                    yield property_finding(name, f"自定义属性“{title[:20]}”", value)
    for part in container.names:
        if re.match(r"^customXml/item\d+\.xml$", part) and _carries_text(container, part):
            message = f"文件“{name}”带有自定义数据，正文中看不到。"
            yield file_finding("metadata", name, part, message, blocking=False, excerpt="自定义数据")


def _carries_text(container: Container, part: str) -> bool:
    root = ""
    for event, element in container.elements(part):
        root = root or local(element)
        if root in ("Sources", "customData", "CoverPageProperties", "contentTypeSchema"):
            return False
        if event == "end" and (element.text or "").strip():
            return True
    return False


@dataclass
class _WordState:
    """What was seen while reading the parts of a docx."""

    hidden_styles: set[str]
    revisions: dict[str, int] = field(default_factory=dict)
    hidden: int = 0
    white: int = 0
    paragraph_style: list[str] = field(default_factory=list)


def _word(container: Container, name: str, digest: str) -> Iterator[Finding]:
    state = _WordState(_hidden_styles(container))
    for part in container.names:
        if _WORD_TEXT.match(part):
            _read_word_part(container, part, state)
    if state.revisions:
        count = "、".join(f"{word}{number}处" for word, number in state.revisions.items())
        message = f"文件“{name}”留有未处理的修订，改动前的文字仍可看到。"
        yield file_finding("tracked_changes", name, digest, message, blocking=True, excerpt=count)
    comments = _count(container, r"^word/comments\.xml$", "comment")
    if comments:
        yield comments_finding(name, digest, comments)
    if state.hidden:
        yield hidden_finding(name, digest, f"隐藏文字{state.hidden}处", blocking=True)
    if state.white:
        # White letters may lie on a dark cell, so this is advice.
        yield hidden_finding(name, f"white {digest}", f"白色文字{state.white}处", blocking=False)


def _read_word_part(container: Container, part: str, state: _WordState) -> None:
    for event, element in container.elements(part):
        tag = local(element)
        if tag == "p" and event == "start":
            state.paragraph_style.append("")
        elif tag == "pStyle" and event == "start" and state.paragraph_style:
            state.paragraph_style[-1] = attribute(element, "val") or ""
        elif event == "end" and tag in _REVISIONS and len(element):
            word = _REVISIONS[tag]
            state.revisions[word] = state.revisions.get(word, 0) + 1
        elif event == "end" and tag == "r":
            _read_run(element, state)
        elif event == "end" and tag == "p":
            if state.paragraph_style:
                state.paragraph_style.pop()
            # An outer revision still needs to see that it had children; text boxes are read on their own.
            for child in list(element):
                child.clear()


def _read_run(run: Element, state: _WordState) -> None:
    text = "".join(child.text or "" for child in run if local(child) in ("t", "delText")).strip()
    if not text:
        return
    marks = {local(mark): mark for child in run if local(child) == "rPr" for mark in child}
    style = attribute(marks["rStyle"], "val") if "rStyle" in marks else ""
    by_style = {style, *state.paragraph_style[-1:]} & state.hidden_styles
    if ("vanish" in marks and _is_on(marks["vanish"])) or ("vanish" not in marks and by_style):
        state.hidden += 1
    elif "color" in marks and (attribute(marks["color"], "val") or "").upper() == "FFFFFF":
        state.white += 0 if {"shd", "highlight"} & set(marks) else 1


def _is_on(mark: Element) -> bool:
    return (attribute(mark, "val") or "1").lower() not in _OFF


def _hidden_styles(container: Container) -> set[str]:
    """Ids of styles that hide their text."""
    hidden: set[str] = set()
    current = ""
    if "word/styles.xml" not in container.names:
        return hidden
    for event, element in container.elements("word/styles.xml"):
        if event == "start" and local(element) == "style":
            current = attribute(element, "styleId") or ""
        elif event == "end" and local(element) == "vanish" and current and _is_on(element):
            hidden.add(current)
    return hidden


def _count(container: Container, part_pattern: str, tag: str) -> int:
    """How many elements of this name stand in the parts whose names match."""
    parts = [part for part in container.names if re.match(part_pattern, part, re.IGNORECASE)]
    return sum(
        event == "end" and local(element) == tag for part in parts for event, element in container.elements(part)
    )


def _sheets(container: Container, name: str, digest: str) -> Iterator[Finding]:
    hidden = 0
    for event, element in container.elements("xl/workbook.xml"):
        state = attribute(element, "state") if event == "end" and local(element) == "sheet" else None
        hidden += state in ("hidden", "veryHidden")
    if hidden:
        yield hidden_finding(name, digest, f"隐藏工作表{hidden}张", blocking=True)
    rows = columns = 0
    for part in (part for part in container.names if re.match(r"^xl/worksheets/[^/]+\.xml$", part)):
        more_rows, more_columns = _hidden_lines(container, part)
        rows, columns = rows + more_rows, columns + more_columns
    if rows or columns:
        yield hidden_finding(name, digest, f"隐藏的行{rows}处、列{columns}处", blocking=True)
    comments = _count(container, r"^xl/(comments[^/]*|comments/[^/]+|threadedComments/[^/]+)\.xml$", "comment")
    comments += _count(container, r"^xl/threadedComments/[^/]+\.xml$", "threadedComment")
    if comments:
        yield comments_finding(name, digest, comments)


def _hidden_lines(container: Container, part: str) -> tuple[int, int]:
    """Hidden rows that hold cells, and hidden columns."""
    rows = columns = 0
    for event, element in container.elements(part):
        if event != "end":
            continue
        off = (attribute(element, "hidden") or "0").lower() in _OFF
        if local(element) == "row":
            rows += not off and len(element) > 0
            element.clear()
        elif local(element) == "col":
            columns += not off
    return rows, columns


def _slides(container: Container, name: str, digest: str) -> Iterator[Finding]:
    hidden = 0
    for part in (part for part in container.names if re.match(r"^ppt/slides/[^/]+\.xml$", part)):
        _, root = next(container.elements(part))
        hidden += (attribute(root, "show") or "1").lower() in _OFF
    if hidden:
        yield hidden_finding(name, digest, f"隐藏幻灯片{hidden}张", blocking=True)
    notes = sum(
        _has_notes(container, part) for part in container.names if re.match(r"^ppt/notesSlides/[^/]+\.xml$", part)
    )
    if notes:
        yield hidden_finding(name, f"notes {digest}", f"演讲者备注{notes}页", blocking=False)
    comments = _count(container, r"^ppt/comments/[^/]+\.xml$", "cm")
    if comments:
        yield comments_finding(name, digest, comments)


def _has_notes(container: Container, part: str) -> bool:
    """Whether a notes page says more than its own slide number."""
    text = "".join(
        element.text or "" for event, element in container.elements(part) if event == "end" and local(element) == "t"
    )
    return bool(text.strip()) and not text.strip().isdigit()
