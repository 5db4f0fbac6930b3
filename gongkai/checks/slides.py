"""What a pptx carries unseen: hidden slides, speaker notes, shapes off the slide, covered or invisible text."""

from __future__ import annotations

import posixpath
import re

from .containers import Container
from .drawings import Shape, Shapes, read_shapes, unseen_letters
from .unseen import Unseen
from .word_styles import WHITE, hex_colour, is_off, theme_colours

_SLIDE = re.compile(r"^ppt/slides/([^/]+)\.xml$")
_USUAL_SIZE = (12_192_000, 6_858_000)


def inspect_slides(container: Container, unseen: Unseen) -> None:
    """Report on a presentation."""
    shapes, theme = Shapes(), theme_colours(container, "ppt")
    numbers, size = _order(container)
    hidden, vanishing, covered = list[str](), list[str](), list[str]()
    for part in sorted(name for name in container.names if _SLIDE.match(name)):
        where = f"第{numbers[part]}张" if part in numbers else "没有列入放映的一张"
        if part not in numbers or _is_hidden(container, part):
            hidden.append(where)
        found = read_shapes(container, part, shapes, where, theme)
        _judge(found, size, _ground(container, part, theme), shapes, where)
        covered += [where for index, shape in enumerate(found) if _is_covered(shape, found[index + 1 :])]
        vanishing += [where] * _vanishing(container, part, found)
    do = "请取消隐藏幻灯片，核对后删去不能公开的，另存后重新上传。"
    unseen.add("隐藏幻灯片", do, count=len(hidden), unit="张", where=hidden)
    shapes.report(unseen)
    unseen.add(
        "被图形或图片盖住的文字",
        "请移开上层的图形，核对后删去文字，另存后重新上传。",
        count=len(covered),
        where=covered,
    )
    do = "请在“动画窗格”中核对放映时消失的内容，另存后重新上传。"
    unseen.add("放映时消失的文字", do, count=len(vanishing), where=vanishing, blocking=False)
    _notes(container, unseen)


def _order(container: Container) -> tuple[dict[str, int], tuple[int, int]]:
    """Part → number as shown, and the size of a slide; numbers follow the names where the list is missing."""
    targets = {
        given.get("Id", ""): posixpath.normpath(posixpath.join("ppt", given.get("Target", "").removeprefix("/ppt/")))
        for tag, given in container.starts("ppt/_rels/presentation.xml.rels")
    }
    order, size = list[str](), _USUAL_SIZE
    for tag, given in container.starts("ppt/presentation.xml"):
        if tag == "sldId":
            order.append(targets.get(given.get("r:id", ""), ""))
        elif tag == "sldSz" and given.get("cx", "").isdigit() and given.get("cy", "").isdigit():
            size = (int(given["cx"]), int(given["cy"]))
    if not order:
        order = sorted(name for name in container.names if _SLIDE.match(name))
    return {part: number for number, part in enumerate(order, start=1)}, size


def _is_hidden(container: Container, part: str) -> bool:
    _, root = next(container.starts(part), ("", {}))
    return is_off(root.get("show", "1"))


def _judge(found: list[Shape], size: tuple[int, int], ground: str, shapes: Shapes, where: str) -> None:
    for shape in found:
        if not shape.words.strip() and shape.kind != "pic":
            continue
        apart = (
            shape.left >= size[0]
            or shape.top >= size[1]
            or shape.left + shape.width <= 0
            or shape.top + shape.height <= 0
        )
        if shape.placed and apart:
            shapes.see("far shape", where)
        if shape.tiny:
            shapes.see("tiny", where)
        if unseen_letters(shape, ground or WHITE):
            below = any(other.filled and other is not shape and other.covers(shape) for other in found)
            shapes.see("same colour" if ground and not below else "perhaps white", where)


def _is_covered(shape: Shape, above: list[Shape]) -> bool:
    return bool(shape.words.strip()) and any(
        other.filled and not other.words.strip() and other.covers(shape) for other in above
    )


def _ground(container: Container, part: str, theme: dict[str, str]) -> str:
    """The colour behind a slide; empty when a picture, a gradient or a shape of its layout decides."""
    for name in _chain(container, part):
        inside, told, drawn = False, "", False
        for what, tag, given in container.walk(name):
            if tag == "bg" and what != "text":
                inside = what == "start"
            elif what == "start" and inside and tag in ("blip", "gradFill", "pattFill"):
                return ""
            elif what == "start" and inside and tag in ("srgbClr", "schemeClr") and not told:
                value = given.get("val", "")
                key = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}.get(value, value)
                told = hex_colour(value) if tag == "srgbClr" else theme.get(key, "")
            elif what == "start" and name != part and tag in ("pic", "blipFill"):
                drawn = True
        if drawn:
            return ""
        if told:
            return told
    return WHITE


def _chain(container: Container, part: str) -> list[str]:
    """The slide, its layout and its master."""
    found = [part]
    for kind in ("slideLayout", "slideMaster"):
        folder, _, base = found[-1].rpartition("/")
        for _, given in container.starts(f"{folder}/_rels/{base}.rels"):
            if given.get("Type", "").endswith(f"/{kind}"):
                target = given.get("Target", "")
                found.append(target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}"))
                break
        else:
            return found
    return found


def _vanishing(container: Container, part: str, found: list[Shape]) -> bool:
    """Whether an exit effect takes a shape with words off the slide."""
    words = {shape.number for shape in found if shape.words.strip()}
    leaving = False
    for tag, given in container.starts(part):
        if tag == "cTn" and "presetClass" in given:
            leaving = given["presetClass"] == "exit"
        elif tag == "spTgt" and leaving and given.get("spid") in words:
            return True
    return False


def _notes(container: Container, unseen: Unseen) -> None:
    notes = [part for part in container.names if re.match(r"^ppt/notesSlides/[^/]+\.xml$", part)]
    spoken = sum(_has_notes(container, part) for part in notes)
    do = "请在“检查文档”中删去演示文稿备注，另存后重新上传。"
    unseen.add("演讲者备注", do, count=spoken, unit="页")
    comments = [part for part in container.names if re.match(r"^ppt/comments/[^/]+\.xml$", part)]
    unseen.comments(sum(tag == "cm" for part in comments for tag, _ in container.starts(part)))
    people = [part for part in container.names if re.match(r"^ppt/(commentAuthors|authors)\.xml$", part)]
    names = {
        given.get("name", "")
        for part in people
        for tag, given in container.starts(part)
        if tag in ("cmAuthor", "author")
    }
    do = "请在“检查文档”中删去个人信息，另存后重新上传。"
    unseen.note("批注人的姓名", do, count=len(names - {""}), unit="个")


def _has_notes(container: Container, part: str) -> bool:
    """Whether a notes page says more than its own slide number."""
    inside, words = False, list[str]()
    for what, tag, _ in container.walk(part):
        if what == "text" and inside:
            words.append(tag)
        elif what != "text" and tag == "t":
            inside = what == "start"
    text = "".join(words).strip()
    return bool(text) and not text.isdigit()
