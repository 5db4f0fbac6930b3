"""`read`: a file that passed the gate becomes a `Document`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from gongkai.files import blocks as block_form
from gongkai.files import fields, labels, noise, numbers, structure, tables
from gongkai.files.admission import Accepted
from gongkai.files.blocks import Block
from gongkai.files.chinese import is_traditional, plain
from gongkai.files.document import Document, Part
from gongkai.files.formats import Raw, markdown, pdf, sheet, web, word
from gongkai.files.formats import plain as plain_text
from gongkai.files.kinds import BY_ENDING, KINDS
from gongkai.refusals import NotLawful

READERS: dict[str, Callable[[bytes], Raw]] = {
    "docx": word.read,
    "pdf": pdf.read,
    "html": web.read,
    "md": markdown.read,
    "txt": plain_text.read,
    "xlsx": sheet.read,
    "csv": sheet.read_csv,
}


def read(name: str, data: bytes, accepted: Accepted | None = None) -> Document:
    """Read the file `name`; call `gate` first and hand its answer over, or the ending decides.

    Kinds without a reader give an empty document with a warning. Raises NotLawful("files.unreadable") when the
    content defeats its reader although the gate let it in.
    """
    code = accepted.kind if accepted else _kind(name)
    reader = READERS.get(code)
    if reader is None:
        label = KINDS[code].label if code in KINDS else "这种文件"
        warning = f"{label}不能自动读取，已作为附件保存，请人工核对内容并录入正文。"
        return Document(code, name.rpartition(".")[0] or name, warnings=[warning])
    try:
        raw = reader(data)
    except NotLawful:
        raise
    except Exception as error:  # a reader met something its authors did not foresee: a refusal, never a crash
        raise NotLawful(
            "files.unreadable",
            f"文件“{name}”无法读取。",
            remedy="请用原来的软件另存一份再上传；仍不行的，请直接录入正文。",
            reason=type(error).__name__,
        ) from error
    return assemble(code, name, raw)


def of_pages(name: str, kind: str, pages: list[str]) -> Document:
    """The document of pages that were read by machine: printed lines joined to paragraphs."""
    lines = [line for text in pages for line in plain_text.lines_of(text)]
    return assemble(kind, name, Raw(pdf.joined(lines)))


def read_text(title: str, content: str, *, html: bool = False) -> Document:
    """Read content that is already text: pasted into a form, or a field of an import file."""
    raw = web.read_text(content) if html else Raw(plain_text.blocks_of(content))
    if title:
        raw.hints["title"] = title
    return assemble("html" if html else "txt", title, raw)


def _kind(name: str) -> str:
    kind = BY_ENDING.get(name.rpartition(".")[2].lower())
    return kind.code if kind else ""


def assemble(code: str, name: str, raw: Raw) -> Document:
    """The document of what a reader found."""
    kept, left_out, warnings = noise.without_noise(raw.blocks[: block_form.LARGEST_COUNT])
    found = fields.detect(kept, raw.hints, raw.history, name)
    if len(found.used) == len(kept):
        found.used.clear()  # a text of one line is its own body too
    body = structure.split_long([block for index, block in enumerate(kept) if index not in found.used])
    starts = structure.part_starts(body)
    shaped = tables.with_readable_tables(structure.with_headings(body, starts))
    starts = starts if len(starts) > 1 else []
    text = block_form.words(shaped)
    traditional = is_traditional(text)
    warnings = [*raw.warnings, *found.warnings, *warnings, *_doubts(raw, text, len(starts), traditional)]
    return Document(
        kind=code,
        title=found.title,
        number=found.number,
        date_made=found.date_made,
        agency=found.agency,
        index_number=found.index_number,
        html=block_form.render(shaped),
        text=text,
        published_on=found.published_on,
        numbers=tuple(found.numbers),
        history=tuple(found.history),
        labels=found.labels,
        left_out=tuple(left_out),
        warnings=warnings,
        traditional=traditional,
        parts=tuple(_parts(shaped, starts)),
        words=raw.words or block_form.words(raw.blocks),
        whole=_whole(raw.blocks, found.title),
        pictures=tuple(raw.pictures),
        scanned=raw.scanned,
    )


def _whole(blocks: list[Block], title: str) -> str:
    """Everything in order, for the reading version: the title is the first heading, nothing is left out."""
    body = structure.split_long(blocks[: block_form.LARGEST_COUNT])
    shaped = structure.with_headings(body, [])
    titled = [block.heading(2) if title and block.tag == "p" and block.text == title else block for block in shaped]
    return "\n".join(block.html for block in tables.with_readable_tables(titled))


def _doubts(raw: Raw, text: str, parts: int, traditional: bool) -> list[str]:
    """What the clerk should look at before anything else is done with the text."""
    doubts = fields.repaired_numbers(text.split("\n"))
    if len(raw.blocks) >= block_form.LARGEST_COUNT:
        doubts.append(f"内容超过{block_form.LARGEST_COUNT}段，后面的没有读取，请拆成几个文件。")
    if traditional:
        doubts.append("正文是繁体字，已原样保留，请确认是否需要改为简体后公开。")
    if parts:
        doubts.append(f"一个文件里有{parts}份文件，通常应当分别公开，请核对。")
    if not text and not any("扫描件" in warning for warning in raw.warnings):
        doubts.append("没有读出正文，请录入正文或检查原件。")
    return doubts


def _parts(blocks: list[Block], starts: list[int]) -> list[Part]:
    result = []
    for start, end in pairwise([*starts, len(blocks)] if starts else []):
        inside = blocks[start + 1 : end]
        labelled, _ = labels.scan(plain(inside[0].text[:300])) if inside else ({}, False)
        number = next((item.number for item in numbers.find(labelled.get("number", ""))), "")
        result.append(Part(blocks[start].text, number, block_form.render(inside), block_form.words(inside)))
    return result
