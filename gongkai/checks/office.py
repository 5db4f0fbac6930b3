"""What docx, xlsx and pptx files carry besides their visible content: the package itself, and what belongs to all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from .containers import Container, Unreadable
from .finding import NOBODY, Finding
from .images import inspect_image
from .sheets import inspect_sheets
from .slides import inspect_slides
from .unseen import Unseen, personal, place
from .word import TEXT_PART, inspect_word, is_path
from .word_settings import inspect_settings

# Written by WPS and Word into every file; they tell about the program, not about people.
_TECHNICAL = re.compile(r"^(KSO|ICV$|ContentTypeId$|_dlc_|MSIP_|Generator$|_2015_|CRO$|CWM)", re.IGNORECASE)
_IMAGE = re.compile(r"/media/[^/]+\.(jpe?g|png|tiff?|webp|gif|bmp)$", re.IGNORECASE)
_MOST_IMAGES = 200
_SAFE_TARGET = re.compile(r"^(https?:|mailto:|tel:|#)", re.IGNORECASE)
_FETCHED = {
    "attachedTemplate", "oleObject", "externalLink", "externalLinkPath", "subDocument", "frame", "image", "video",
    "audio", "media", "package", "slideUpdateInfo", "xlExternalLinkPath", "externalLinkLongPath",
}  # fmt: skip


def inspect_office(container: Container, name: str, digest: str, depth: int = 0) -> list[Finding]:
    """Findings about an OOXML file; `digest` ties findings without a value of their own to this very file."""
    unseen = Unseen(name, digest)
    _properties(container, unseen)
    _custom(container, unseen)
    if any(TEXT_PART.match(part) for part in container.names):
        inspect_word(container, unseen)
        inspect_settings(container, unseen)
    elif "xl/workbook.xml" in container.names:
        inspect_sheets(container, unseen)
    elif "ppt/presentation.xml" in container.names:
        inspect_slides(container, unseen)
    else:
        raise Unreadable("不认识的办公文件格式，不能自动检查。")
    _package(container, unseen)
    _relations(container, unseen)
    _images(container, unseen)
    _embedded(container, unseen, depth)
    return unseen.found


_PROPERTIES = {
    "docProps/core.xml": {"creator": "作者", "lastModifiedBy": "最后修改者", "description": "备注"},
    "docProps/app.xml": {"Company": "单位", "Manager": "主管", "HyperlinkBase": "链接起点"},
}
_DELIBERATE = {"title": "标题", "subject": "主题", "keywords": "关键词", "category": "类别", "contentStatus": "状态"}


def _texts(container: Container, part: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Tag, attributes and own words of each element that has words."""
    path: list[tuple[str, dict[str, str], list[str]]] = []
    for what, tag, given in container.walk(part):
        if what == "start":
            path.append((tag, given, []))
        elif what == "text" and path:
            path[-1][2].append(tag)
        elif what == "end":
            name, attributes, words = path.pop()
            if "".join(words).strip():
                yield name, attributes, "".join(words).strip()


def _properties(container: Container, unseen: Unseen) -> None:
    for part, wanted in _PROPERTIES.items():
        for tag, _, value in _texts(container, part):
            if tag in wanted and value.lower() not in NOBODY:
                unseen.property(wanted[tag], value)
            elif tag in _DELIBERATE and personal(value):
                unseen.property(_DELIBERATE[tag], value)
            elif tag == "Template" and is_path(value):
                unseen.property("模板路径", value)


def _custom(container: Container, unseen: Unseen) -> None:
    """Custom properties, and custom XML other than the bibliography and section data that programs add."""
    title = ""
    for what, tag, given in container.walk("docProps/custom.xml"):
        if what == "start" and tag == "property":
            title = given.get("name", "")
        elif what == "text" and title and not _TECHNICAL.match(title):
            unseen.property(f"自定义属性“{title[:20]}”", tag)
    for part in container.names:
        if re.match(r"^customXml/item\d+\.xml$", part):
            _custom_xml(container, part, unseen)


def _custom_xml(container: Container, part: str, unseen: Unseen) -> None:
    root = next((tag for what, tag, _ in container.walk(part) if what == "start"), "")
    if root in ("Sources", "customData", "CoverPageProperties", "contentTypeSchema", "FormTemplates"):
        return
    words = " ".join(words for _, _, words in _texts(container, part))
    held = personal(words)
    if words:
        do = "请在“检查文档”中删去“自定义XML数据”，另存后重新上传。"
        unseen.add(f"自定义数据{f'（含{held}）' if held else ''}", do, blocking=bool(held), kind="metadata")


def _package(container: Container, unseen: Unseen) -> None:
    names = container.names
    if container.extra:
        unseen.add(container.extra, "请用办公软件打开文件，另存后重新上传。")
    macros = [part for part in names if re.search(r"(vbaProject|vbaData|macrosheets/|dialogsheets/)", part)]
    unseen.add("宏代码", "请另存为不带宏的格式（docx、xlsx、pptx）后重新上传。", count=bool(macros))
    controls = sum("/activeX/" in part and part.endswith(".xml") for part in names)
    unseen.add("ActiveX控件", "请删去控件，另存后重新上传。", count=controls, unit="个")
    thumbnail = any(part.lower().startswith("docprops/thumbnail") for part in names)
    do = "请在“另存为”中取消“保存缩略图”，另存后重新上传。"
    unseen.note("首页缩略图（可能是修改前的样子）", do, count=thumbnail, unit="张")


def _resolve(part: str, target: str) -> str:
    """The name of the part that a relationship of `part` (a .rels name) points at."""
    if target.startswith("/"):
        return target.lstrip("/")
    folder = posixpath.dirname(posixpath.dirname(part))
    return posixpath.normpath(posixpath.join(folder, target))


def _relations(container: Container, unseen: Unseen) -> None:
    """Links outward that fetch something or tell a path; parts that nothing refers to."""
    fetched, paths, known = list[str](), list[str](), {"[Content_Types].xml"}
    for part in (part for part in container.names if part.endswith(".rels")):
        known.add(part)
        for tag, given in container.starts(part):
            if tag != "Relationship":
                continue
            kind, target = given.get("Type", "").rpartition("/")[2], given.get("Target", "")
            if given.get("TargetMode") != "External":
                known.add(_resolve(part, target).lower())
            elif kind in _FETCHED:
                fetched.append(kind)
            elif not _SAFE_TARGET.match(target) and (is_path(target) or target.startswith("\\")):
                paths.append(kind)
    do = "请在“编辑链接”中断开链接，或者把外部内容嵌入后另存，重新上传。"
    unseen.add("指向外部文件的链接", do, count=len(fetched), where=sorted(set(fetched)))
    unseen.note("带有内部路径的超链接", "请取消这些超链接，另存后重新上传。", count=len(paths))
    if "_rels/.rels" in known:
        lost = [part for part in container.names if part.lower() not in known and _is_content(part, known)]
        do = "请把内容复制到新文件后另存，重新上传。"
        unseen.add("没有被引用的内部部件", do, count=len(lost), unit="个", where=map(place, lost))


def _is_content(part: str, known: set[str]) -> bool:
    return not part.endswith("/") and part not in known and not part.startswith(("docProps/", "customXml/", "_xmlsig"))


def _images(container: Container, unseen: Unseen) -> None:
    pictures = [part for part in container.names if _IMAGE.search(part)]
    for part in pictures[:_MOST_IMAGES]:
        for item in inspect_image(container.read(part), unseen.name):
            if all((item.kind, item.message) != (other.kind, other.message) for other in unseen.found):
                unseen.found.append(item)
    if len(pictures) > _MOST_IMAGES:
        unseen.add(f"第{_MOST_IMAGES}张以后没有检查的图片", "请拆成几个文件上传。", count=len(pictures) - _MOST_IMAGES)


_NESTED = re.compile(r"/embeddings/[^/]+\.(docx|xlsx|pptx|docm|xlsm|pptm)$", re.IGNORECASE)


def _embedded(container: Container, unseen: Unseen, depth: int) -> None:
    """Embedded objects; the workbook behind a chart is usual, so only what it hides stops publication."""
    behind_charts = set[str]()
    for part in (part for part in container.names if re.search(r"/charts/_rels/[^/]+\.rels$", part)):
        behind_charts |= {
            _resolve(part, given.get("Target", "")) for tag, given in container.starts(part) if tag == "Relationship"
        }
    objects = [part for part in container.names if re.search(r"/embeddings/[^/]+$", part)]
    others = [part for part in objects if part not in behind_charts]
    do = "请把嵌入的对象转为图片或者删去，另存后重新上传。"
    unseen.add(
        "嵌入的对象（整个文件都可以取出）", do, count=len(others), unit="个", where=map(posixpath.basename, others)
    )
    merged = [part for part in container.names if re.search(r"/afchunk[^/]*\.", part, re.IGNORECASE)]
    unseen.add("并入的外部文档", do, count=len(merged), unit="个")
    charts = [part for part in objects if part in behind_charts]
    do = "请把图表粘贴为图片，或者核对图表背后的数据表，另存后重新上传。"
    unseen.add("图表背后的数据表", do, count=len(charts), unit="个", blocking=False)
    for part in objects:
        if _NESTED.search(part):
            _nested(container, part, unseen, depth)


def _nested(container: Container, part: str, unseen: Unseen, depth: int) -> None:
    label = f"{unseen.name}”中的“{posixpath.basename(part)}"
    if depth >= 2:
        unseen.add("层层嵌套的文件", "请把嵌入的文件删去，另存后重新上传。")
        return
    try:
        inner = Container(container.read(part))
        inner.budget = container.budget
        unseen.found += inspect_office(inner, label, unseen.digest, depth + 1)
    except Unreadable as reason:
        unseen.add(f"不能检查的嵌入文件（{str(reason).rstrip('。')}）", "请把嵌入的文件删去，另存后重新上传。")
