"""Reading versions (阅读版): what a browser shows in place of an attachment, beside the file that prevails.

Made by the machine from what the file says, mended by a person, compared with the file by another. Pictures in texts
are attachments of the record which the text shows: they are not listed a second time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.checks.finding import Finding, file_finding
from gongkai.files import Document, clean, pictures, tables, text_of
from gongkai.files import actions as file_actions
from gongkai.files.models import File
from gongkai.files.pictures import Picture
from gongkai.ledger.hashing import digest
from gongkai.records import content
from gongkai.records.models import Attachment, Record

SHEETS = ("xlsx", "xls", "et", "ods", "csv")
LONGEST = 2_000_000  # characters; a longer file is read as a file


def made_of(file: File, document: Document | None = None) -> tuple[str, tuple[Picture, ...]]:
    """(clean HTML of everything the file says, its pictures); ("", ()) where nothing can be read or it is too long.

    `document`: the file as it was just read; without it the file is read again.
    """
    if document is None or file.read_by_machine:
        whole, found = file_actions.whole_of(file)
    else:
        whole, found = document.whole, document.pictures
    html = tables.ordered(clean(whole))
    return (html, found) if len(html) <= LONGEST and text_of(html) else ("", ())


def extracted(attachment: Attachment) -> str:
    """The words of the file, for comparison with its reading version, in the same order and division."""
    if attachment.file.kind in SHEETS:  # `file.text` repeats merged cells in every row, for the checks
        return text_of(made_of(attachment.file)[0])
    return attachment.file.text


def seen(attachment: Attachment) -> str:
    """The digest under which a reading version is compared: what was seen is what is signed."""
    return digest(attachment.reading.encode())


def is_shown(attachment: Attachment, html: list[str]) -> bool:
    """Whether the file is a picture that one of the texts shows."""
    return bool(content.inline_pictures(html) & {(attachment.file.hash12, attachment.name)})


def split(record: Record) -> tuple[list[Attachment], list[Attachment]]:
    """(attachments in the proper sense, pictures that the texts show), in order."""
    every = list(record.attachments.select_related("file", "proofread_by"))
    shown = content.inline_pictures(content.texts(record, every))
    inside = [one for one in every if (one.file.hash12, one.name) in shown]
    return [one for one in every if one not in inside], inside


def picture_for(person: Any, hash12: str, name: str) -> File | None:
    """The file of a picture of a record this person may see: its text is read before it is public."""
    from gongkai.records import policy

    found = Attachment.objects.filter(file__sha256__startswith=hash12, name=name, record__in=policy.visible_to(person))
    first = found.select_related("file").first() if len(hash12) == 12 else None
    return first.file if first else None


@dataclass(frozen=True)
class State:
    """What a person should know about an attachment: `kind` and `words` of the tag, further sentences."""

    kind: str
    words: str
    notes: tuple[str, ...] = ()


def state(attachment: Attachment) -> State:
    """How far the words of an attachment and its reading version are."""
    file = attachment.file
    notes = tuple(_notes(file))
    if file.waits_for_machine:
        return State("doing", "正在识别文字", notes)
    if attachment.reading and attachment.proofread_by_id:
        return State("done", "阅读版已与原件核对", notes)
    if attachment.reading:
        return State("wait", "阅读版尚未与原件核对", notes)
    if file.unreadable:
        return State("wait", "文字未能自动检查，请人工核对", notes)
    return State("plain", "没有阅读版", notes)


def _notes(file: File) -> Iterator[str]:
    if file.waits_for_machine and file.ocr:
        what = f"第{_pages(file.ocr['scanned'])}页是扫描件" if file.ocr["scanned"] else "这是图片"
        yield f"{what}，系统正在后台识别文字，每页约需数秒；识别后自动检查，不必等待。"
    elif file.read_by_machine and file.ocr:
        percent = round(file.ocr["confidence"] * 100)
        yield f"这是{'扫描件' if file.scanned else '图片'}，文字由机器识别（平均把握{percent}%），请人工核对。"
        if file.ocr["low"]:
            yield f"第{_pages(file.ocr['low'])}页识别的把握较低，请重点核对。"
        if file.ocr["empty"]:
            yield f"第{_pages(file.ocr['empty'])}页没有识别出文字，请人工查看。"
        if file.ocr["left_out"]:
            yield f"扫描页过多，有{file.ocr['left_out']}页没有识别，请拆成几个文件。"
    if file.note:
        yield file.note


def _pages(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:12])) + ("等" if len(numbers) > 12 else "")


def findings(record: Record) -> list[Finding]:
    """What checks should say beside the words: scans, pictures without words, reading versions nobody compared."""
    every = list(record.attachments.select_related("file"))
    shown = content.inline_pictures(content.texts(record, every))
    found = [one for attachment in every for one in _of_file(attachment, shown)]
    silent = sum(pictures.without_words(html) for html in content.texts(record, every))
    if silent:
        message = f"有{silent}幅图片没有写明内容，看不见图片的人无从得知。"
        found.append(file_finding("silent_picture", "图片", str(silent), message, blocking=False))
    known = {(one.file.hash12, one.name) for one in every}
    strange = sorted(name for hash12, name in shown if (hash12, name) not in known)
    if strange:
        message = f"文字中的图片“{'、'.join(strange)[:60]}”不是这条信息的附件，公开后显示不出来。"
        found.append(file_finding("strange_picture", "图片", "".join(strange), message, blocking=True))
    return found


def _of_file(attachment: Attachment, shown: set[tuple[str, str]]) -> Iterator[Finding]:
    file, name = attachment.file, attachment.name
    make: Callable[..., Finding] = file_finding
    if file.scanned:
        message = "这是扫描件，文字由机器识别，请人工核对。"
        if not file.read_by_machine:
            message = "这是扫描件，文字还没有识别出来，请人工核对。"
        yield make("scan", name, f"{file.sha256}{file.read_by_machine}", message, blocking=True)
    elif file.read_by_machine and (file.hash12, name) not in shown:
        yield make("scan", name, file.sha256, "图片中的文字由机器识别，请人工核对。", blocking=False)
    if attachment.reading and attachment.proofread_by_id is None:
        message = f"附件“{name}”的阅读版还没有人与原件核对。"
        yield make("unread_version", name, seen(attachment), message, blocking=False)
