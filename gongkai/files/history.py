"""The life of a rule as its head tells it: passed, approved, published, amended, in force."""

from __future__ import annotations

import re
from datetime import date

from gongkai.files import dates, numbers
from gongkai.files.chinese import plain

ACTS = re.compile(r"通过|批准|公布|发布|修订|修正|修改|施行|实施|废止|印发|颁布|令第|第\d+号令")
_IN_FORCE = re.compile(r"^[^《]{0,12}(?:起)?(?:施行|实施)")


def is_line(line: str) -> bool:
    """Whether `line` (plain) tells of passage or amendment: a date near its start, an act, and no rule's sentence."""
    found = next(dates.find(line), None)
    return bool(found and found.start <= 6 and ACTS.search(line) and not re.match(r"第.{1,6}[条章]", line))


def _in_title(text: str, at: int) -> bool:
    start = text.rfind("\n", 0, at) + 1
    return text.count("《", start, at) > text.count("》", start, at)


def _joined(lines: list[str]) -> str:
    """One text; a line that does not begin with a date continues the one before (titles get broken at 、)."""
    text = ""
    for line in lines:
        found = next(dates.find(line), None)
        fresh = found is not None and found.start <= 6
        text += ("\n" if fresh or not text else "" if line[:1] in "的〉》" else "、") + line
    return text.strip()


def parse(lines: list[str]) -> tuple[list[tuple[date, str]], list[str]]:
    """(history in text order, warnings) of head lines; each entry is the date and the words that follow it."""
    text = _joined([plain(line).strip(" ()") for line in lines])
    found = [item for item in dates.find(text) if not _in_title(text, item.start)]
    entries: list[tuple[date, str]] = []
    warnings = [f"日期“{item.written}”不存在，没有采用，请核对原件。" for item in found if item.value is None]
    for index, item in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(text)
        words = re.sub(r"[\s,，。;；()]*(?:根据|自)?\s*$", "", text[item.end : end]).strip(" \n,，、。;()自")
        if item.value is not None:
            entries.append((item.value, words))
    return entries, warnings


def in_force(words: str) -> bool:
    """Whether the entry tells when the rule takes effect: no date of making."""
    return bool(_IN_FORCE.search(words))


def date_made(entries: list[tuple[date, str]]) -> date | None:
    """The latest date on which the text got its present form."""
    return max((day for day, words in entries if not in_force(words)), default=None)


def number(entries: list[tuple[date, str]]) -> str:
    """The number under which the text was published: of the latest publication, else of the latest line with one."""
    published = later = ""
    for _, words in entries:
        found = numbers.find(re.sub(r"《.*》", "", words))
        if found:
            later = found[0].number
            if re.search(r"公布|发布|颁布", words):
                published = later
    return published or later


def agency(entries: list[tuple[date, str]]) -> str:
    """Who made the text: the organ of the first line that publishes it, else of the first line that names one."""
    publishing = [words for _, words in entries if re.search(r"(?:公布|发布|颁布)", re.sub(r"《.*?》", "", words))]
    for words in [*publishing, *(words for _, words in entries)]:
        bare = re.split(
            r"令?第\s*[\d一二三四五六七八九十百]+\s*号|令第|公告|第[^届]{1,6}次(?:常务|部务)?会议|《", words
        )[0]
        bare = re.sub(
            r"第?[一二三四五六七八九十百\d]+届|令$|部长办公会议.*|(?:常务|部务)?会议.*|中华人民共和国",
            "",
            bare,
        )
        bare = re.sub(r"(?:审议)?(?:通过|批准|公布|发布|颁布|修订|修正|施行|实施).*$", "", bare).strip(" 、,")
        bare = re.sub(r"^经", "", bare).replace("人大常委会", "人民代表大会常务委员会")
        if re.search(r"(?:委员会|政府|国务院|部|局|总局|总署|署|委|办公厅|办公室|院|大会)$", bare):
            return re.sub(r"人大(?=$)", "人民代表大会", bare)
    return ""
