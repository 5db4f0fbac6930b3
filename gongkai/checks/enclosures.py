"""Attachments: what the text announces against what is enclosed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .finding import Finding, text_finding

_NUMBERED = re.compile(r"附(?:件|表) ?([0-9]{1,2}|[一二三四五六七八九十]{1,2})(?![0-9年月条、]|[.][0-9])")
# 附件：1.申请表 2.名单
_LIST = re.compile(r"(?:^|\n)[ ]*附 ?件[ ]*:[ ]*(?P<first>[^\n]*)(?P<more>(?:\n[ ]*[0-9]{1,2} ?[.、][^\n]*)*)")
_ITEM = re.compile(r"(?:^|[ ;,\n])[ ]*([0-9]{1,2}) ?[.、](?![0-9])")
_SEE = re.compile(
    r"(?:见|详见|按照|填写|参照|依据|根据)(?:本通知|本文|后附)?(?:的)?(?:附件|附表)|\((?:见|详见)?附件\)|附后|附件:"
)
# An attachment whose text follows in the same document: its heading stands alone on a line.
_WITHIN = re.compile(
    r"(?:^|\n)[ ]*+附 ?(?:件|表)[ ]*+([0-9]{1,2}|[一二三四五六七八九十]{1,2})?[ ]*+:?[ ]*+(?=\n[ ]*+\S)"
)
_OTHERS = re.compile(r"(?:文件|《[^《》\n]{2,60}》|号)\)?(?:的|中的)?$")


def scan_attachments(text: str, names: tuple[str, ...]) -> Iterator[Finding]:
    """Findings in normalised text, given the names of the enclosed files."""
    announced, place = _announced(text)
    within = sum(1 for found in _WITHIN.finditer(text) if found.end() > len(text) // 4 or found[1])
    here = len(names) + within
    if announced and not here:
        message = "正文提到附件，但是没有上传附件，正文之后也没有附件的内容。"
        yield text_finding("attachments", *place, "none", message, blocking=False, excerpt=text[slice(*place)].strip())
    elif announced > here:
        message = f"正文提到{announced}个附件，实际只有{here}个。"
        yield text_finding(
            "attachments", *place, f"{announced} {here}", message, blocking=False, excerpt=text[slice(*place)].strip()
        )
    elif names and not announced and not within and "附件" not in text and "附表" not in text and "附后" not in text:
        message = f"上传了{len(names)}个附件，正文没有提到。"
        found = text_finding("attachments", 0, 0, f"unnamed {len(names)}", message, blocking=False, excerpt="")
        yield replace(found, advice="请在正文末尾写明附件的序号和名称；不需要的附件，请移除。")


def _announced(text: str) -> tuple[int, tuple[int, int]]:
    """How many attachments the text announces as its own, and where the highest one is named."""
    most, place = 0, (0, 0)
    for found in _NUMBERED.finditer(text):
        number = _number(found[1])
        own = not _OTHERS.search(text[max(0, found.start() - 64) : found.start()])
        if own and most < number <= 30:
            most, place = number, found.span()
    for found in _LIST.finditer(text):
        listed = [int(item[1]) for item in _ITEM.finditer(f" {found['first']}{found['more']}")]
        count = max(listed, default=1 if found["first"].strip() else 0)
        if count > most and (not listed or listed == list(range(1, len(listed) + 1))):
            start = found.start("first")
            most, place = count, (start, max(start + 1, min(found.end("first"), start + 20)))
    if not most:
        found_one = next((one for one in _SEE.finditer(text) if not _OTHERS.search(text[: one.start()][-64:])), None)
        if found_one:
            return 1, found_one.span()
    return most, place


def _number(written: str) -> int:
    from .writing import numeral

    return int(written) if written.isdigit() else numeral(written) or 0
