"""The file a draft was read from: what it carries unseen is kept with the draft until somebody has compared the two.

Whether the file goes public beside the text or not: what the reader took for words of the document would be public as
the page. Readers leave out what paper does not show; a person must know that, and say that the page is right.
"""

from typing import Any

from gongkai.checks import KINDS, said_of, unseen_words
from gongkai.checks.finding import Finding
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import history
from gongkai.records.models import Record

READ, COMPARED = "records.original_read", "records.original_compared"
PART = "原文件"
_ADVICE = "请打开原文件，与正文对照：不应公开的删去，正文漏掉的补上；然后勾选“已对照原文件核对”保存。"
_DONE = "已对照原文件核对；审核人对正文有疑问的，请向经办人索要原文件。"


def notes_of(content: bytes, name: str) -> list[dict[str, Any]]:
    """What the file carries unseen, as plain facts without names of files or persons."""
    return [
        {"kind": one.kind, "said": said_of(one, name), "blocking": one.blocking} for one in unseen_words(content, name)
    ]


def last(record: Record) -> tuple[Entry | None, bool]:
    """(the entry that tells what was read and carried something unseen, whether somebody has compared since)."""
    found = list(history(record).filter(act__in=(READ, COMPARED)).order_by("-number")[:2])
    if not found:
        return None, False
    if found[0].act == READ:
        return found[0], False
    return history(record).filter(act=READ).order_by("-number").first(), True


def waits(record: Record) -> bool:
    """Whether somebody must still compare text and original."""
    entry, compared = last(record)
    return entry is not None and not compared and any(one["blocking"] for one in entry.facts["notes"])


def findings(record: Record) -> list[Finding]:
    """What the checks should say of the original: blocking until it was compared, a hint for the signers afterwards."""
    entry, compared = last(record)
    if entry is None:
        return []
    return [_finding(one, entry, compared) for one in entry.facts["notes"]]


def _finding(note: dict[str, Any], entry: Entry, compared: bool) -> Finding:
    kind = KINDS[note["kind"]]
    message = f"正文由原文件读出，原文件含有{note['said']}，在纸面上看不到或者还没有定稿。"
    if note["kind"] == "unreadable":
        message = "正文由原文件读出，系统不能检查原文件有没有隐藏的内容。"
    advice, blocking = (_DONE, False) if compared else (_ADVICE, bool(note["blocking"]))
    value = f"original {entry.facts['sha256']} {note['said']} {compared}"
    return Finding(note["kind"], 0, 0, "", message, advice, blocking, kind.article, part=PART, value=value)
