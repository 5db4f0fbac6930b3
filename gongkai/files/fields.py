"""Finding the fields of a document in its blocks: title, number, dates, agency, index number. All are proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from gongkai.files import dates, history, labels, numbers, structure
from gongkai.files.blocks import Block
from gongkai.files.chinese import plain

LINE_LIMIT = 2_000  # characters of one block looked at; fields never stand deeper
HEAD_LIMIT = 30  # blocks in which a head may stand
LETTERHEAD_LIMIT = 10  # blocks; the red heading stands on top, below copy number, grade and urgency at most
_TOP = re.compile(r"^(?:\d{6}|特急|加急|签发人:.{1,20})$")  # copy number, urgency, signer; a grade of secrecy stays
_LETTERHEAD = re.compile(
    r"^(.{2,40}?(?:人民政府|政府办公[室厅]|办公[室厅]|委员会|管委会|领导小组|指挥部|[一-龥]{1,14}[局厅署院部会委办]))"
    r"(?:文件|\(通知\)|\(函\))$"
)
_ADDRESSEE = re.compile(r"^(?:各|市|县|区|省|[^。]{0,20}(?:人民政府|委员会|办公室|单位|部门)).{0,200}:$")
_AGENCY = re.compile(
    r"(?:人民政府|政府办公[室厅]|办公[室厅]|委员会|管委会|常委会|[省市县区国](?:[一-龥]{1,12})局|[一-龥]{2,14}(?:局|厅|署|院|中心|部)|国务院)$"
)
_DOCUMENT_OF = re.compile(r"^(.{2,40}?)(?:关于|印发|转发|公布|发布)")
_INDEX = re.compile(
    r"(?<![0-9A-Za-z])((?:[0-9A-HJ-NPQRTUWXY]{18}|\d{9}|\d{7}-[\dX]|[a-z]{4,14}\d{2,6})/(?:19|20)\d{2}-\d{4,8})(?!\d)"
)


@dataclass(slots=True)
class Fields:
    """What was found, and `used`: indexes of the blocks that were head or signature and leave the body."""

    title: str = ""
    number: str = ""
    date_made: date | None = None
    agency: str = ""
    index_number: str = ""
    published_on: date | None = None
    numbers: list[str] = field(default_factory=list)
    history: list[tuple[date, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    letterhead: str = ""


def detect(blocks: list[Block], hints: dict[str, str], head_lines: list[str], name: str) -> Fields:
    """Fields of `blocks`. `hints` come from the file's own meta data, `head_lines` from its marked head, `name` is the
    file's name (whose brackets may carry the date)."""
    lines = [plain(block.text[:LINE_LIMIT]) for block in blocks]
    found = Fields()
    _labels(blocks, lines, hints, found)
    end = _head_end(lines, found.used)
    _title(blocks, lines[:end], hints, name, found)
    _history(lines[:end], head_lines, found)
    _number(lines[:end], found)
    _dates(lines, end, name, found)
    _letterhead(lines[:end], found)
    _agency(lines[:end], found)
    return found


def _letterhead(head: list[str], found: Fields) -> None:
    """The red heading (发文机关标志, GB/T 9704 7.2.4): the issuer's name with or without 文件, printed over the paper.

    It is a sign, not wording: it names the issuer and leaves the body, spaced letters and several issuers included.
    """
    names: list[str] = []
    for index, line in enumerate(head[:LETTERHEAD_LIMIT]):
        match = _LETTERHEAD.match(re.sub(r"\s", "", line))
        if match is not None:
            found.used.add(index)
            above = [re.sub(r"\s", "", other) for i, other in enumerate(head[:index]) if i not in found.used]
            found.used |= {i for i, other in enumerate(head[:index]) if _TOP.match(other.replace(" ", ""))}
            names = [name for name in [*above, match[1]] if _AGENCY.search(name) and len(name) <= 30]
            found.used |= {i for i, other in enumerate(head[:index]) if re.sub(r"\s", "", other) in names}
            break
    found.letterhead = names[0] if names else ""


def _labels(blocks: list[Block], lines: list[str], hints: dict[str, str], found: Fields) -> None:
    for index, line in enumerate(lines[:HEAD_LIMIT]):
        values, whole = labels.scan(line)
        if structure.is_marked(line) or (len(line) > 100 and not whole):
            break  # the body has begun; what follows labels other documents
        for key, value in values.items():
            found.labels.setdefault(key, value)
        if whole and len(line) < (600 if blocks[index].tag == "table" else 200):
            found.used.add(index)
    for key in ("published", "source", "number", "index_number", "agency", "date_made"):
        if hints.get(key):
            found.labels.setdefault(key, plain(hints[key]))
    found.index_number = found.labels.get("index_number", "")
    if not found.index_number:
        match = next((match for line in lines[:HEAD_LIMIT] if (match := _INDEX.search(line))), None)
        found.index_number = match[1] if match else ""
    found.published_on = dates.parse(found.labels.get("published", ""))


def _head_end(lines: list[str], used: set[int]) -> int:
    """The index of the first block of the body: an article, a heading, an addressee line, or a long sentence."""
    for index, line in enumerate(lines[:HEAD_LIMIT]):
        if index in used or history.is_line(line.lstrip("(")):
            continue
        if structure.ARTICLE.match(line) or structure.CHAPTER.match(line) or structure.MAIN.match(line):
            return index
        if _ADDRESSEE.match(line) or (len(line) > 12 and re.search(r"[。;]", line)) or len(line) > 120:
            return index
    return min(len(lines), HEAD_LIMIT)


def _possible_title(line: str) -> bool:
    if not 3 <= len(line) <= 90 or re.search(r"[。;:!?]$|[。;]|>>|^[>(\d]|:\s*\S+.*:", line):
        return False
    return dates.only_date(line) is None and numbers.only_number(line) is None and not history.is_line(line)


def _title(blocks: list[Block], head: list[str], hints: dict[str, str], name: str, found: Fields) -> None:
    candidates: list[tuple[int, str, set[int]]] = []
    index = 0
    while index < len(head):
        if index in found.used or blocks[index].tag == "table" or not _possible_title(head[index]):
            index += 1
            continue
        text, used = _whole_title(blocks, head, index)
        candidates.append((_score(plain(text), index), text, used))
        index = max(used) + 1
    best = max(candidates, key=lambda item: item[0], default=(0, "", set()))
    stated = hints.get("title") or found.labels.get("title", "")
    if stated:
        found.title = stated
    elif best[0] >= 5:
        found.title = best[1]
        found.used |= best[2]
    else:
        found.title = hints.get("core_title", "") or _of_page(hints) or best[1] or _of_name(name)
        found.used |= best[2] if found.title == best[1] else set()
    if not stated and best[0] < 5:
        found.warnings.append(f"没有找到明确的标题，暂用“{found.title[:40]}”，请核对。")
    found.title = (
        re.sub(r"\s+", " ", found.title).strip(" |《》")
        if found.title.count("《") == 1
        else " ".join(found.title.split())
    )
    same = re.sub(r"\s", "", plain(found.title))
    for index, line in enumerate(head):
        words = re.sub(r"\s", "", line).strip("《》")
        if words == same or (len(words) > 5 and words in same and structure.NAMED.search(words)):
            found.used.add(index)


def _whole_title(blocks: list[Block], head: list[str], index: int) -> tuple[str, set[int]]:
    """A title that runs over up to four lines: …关于印发 / …的通知, …人民政府 / 关于… / 的意见."""
    text, used = blocks[index].text.strip(), {index}
    while len(used) < 4 and index + 1 < len(head):
        tail, following = plain(text), head[index + 1]
        open_end = tail.endswith(("关于", "关于印发", "印发", "转发", "的", "《", "、", "和", "及")) or (
            tail.count("《") > tail.count("》")
        )
        goes_on = bool(_AGENCY.search(tail)) and following.startswith("关于")
        broken = (
            "关于" in tail
            and not structure.NAMED.search(tail)
            and re.search(r"的?(?:通知|意见|决定|公告|通告|报告|批复|函|方案)$", following)
        )
        if not (open_end or goes_on or broken) or not 1 <= len(following) <= 90 or re.search(r"[。;:]$", following):
            break
        index += 1
        text += blocks[index].text.strip()
        used.add(index)
    return text, used


def _score(line: str, index: int) -> int:
    score = 6 if structure.NAMED.search(line) else 0
    score += 3 if re.search(r"关于.+的?(?:通知|意见|决定|公告|通告|报告|批复|函|办法|方案|规定)", line) else 0
    score -= 6 if _AGENCY.search(line) else 0
    score -= 4 if len(line) < 5 else 0
    if index == 0 and not score and len(line) <= 40:
        score = 5  # the first line of a text is its title when nothing says otherwise
    return score - (index > 12) * 3


def _of_page(hints: dict[str, str]) -> str:
    return re.split(r"\s*[-_|–—]\s*", hints.get("page_title", ""))[0].strip()


def _of_name(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    return re.sub(r"\s*[(（]\d{4}[-.年]?\d{1,2}[-.月]?\d{1,2}日?[)）]\s*$", "", stem).strip()


def _history(head: list[str], marked: list[str], found: Fields) -> None:
    lines = list(marked)
    for index, line in enumerate(head):
        if index not in found.used and history.is_line(line.lstrip("(")):
            lines.append(line)
            found.used.add(index)
    found.history, warnings = history.parse(lines)
    found.warnings += warnings
    found.numbers += [item.number for line in lines for item in numbers.find(plain(line))]
    alone = [numbers.only_number(plain(line)) for line in marked]
    found.number = next((item.number for item in alone if item), "") or history.number(found.history)


def _number(head: list[str], found: Fields) -> None:
    stated = found.labels.get("number", "")
    item = next(iter(numbers.find(stated)), None)
    if item:
        found.number = item.number
    elif stated and re.search(r"\d", stated):
        found.number = stated
    for index, line in enumerate(head):
        alone = numbers.only_number(line)
        serial = re.fullmatch(r"\(?((?:\d{4}年)?第\d{1,4}号)\)?", line.replace(" ", ""))
        kind = re.search(r"(?:公告|通告|令)$", plain(found.title))
        if serial and kind and not found.number:
            found.used.add(index)
            found.number = f"{plain(found.title)}{serial[1]}" if len(found.title) <= 30 else f"{kind[0]}{serial[1]}"
        if alone:
            found.used.add(index)
            found.numbers.append(alone.number)
            item = item or alone
            found.number = found.number or alone.number
    if item and item.repaired:
        found.warnings.append(f"文号“{item.written}”的括号残缺，按“{item.number}”读取，请核对原件。")
    found.numbers = list(dict.fromkeys([found.number, *found.numbers] if found.number else found.numbers))


def repaired_numbers(texts: Iterable[str]) -> list[str]:
    """Warnings on numbers in the body whose brackets were lost; one for each, at most ten."""
    seen: dict[str, str] = {}
    for text in texts:
        for item in numbers.find(plain(text[:LINE_LIMIT])):
            if item.repaired:
                seen.setdefault(item.written, item.number)
    return [f"正文中的文号“{raw}”括号残缺，应为“{good}”，请核对后改正。" for raw, good in list(seen.items())[:10]]


def _dates(lines: list[str], end: int, name: str, found: Fields) -> None:
    stated = found.labels.get("date_made", "")
    for item in dates.find(stated):
        found.date_made = item.value
        if item.value is None:
            found.warnings.append(f"成文日期“{item.written}”不存在，已留空，请核对原件。")
            return
    named = dates.parse((re.search(r"[(（]([^()（）]*)[)）]\.[A-Za-z]+$", name) or ["", ""])[1])
    told = history.date_made(found.history)
    if found.date_made is None and (told or named):
        found.date_made = told or named
        if told and named and (named - told).days > 366:
            found.date_made = named
            found.warnings.append(f"文件名日期{named}晚于文中最后一次修改日期{told}，暂用前者，请核对。")
    if found.date_made is None:
        _signature(lines, end, found)
    if found.date_made is None:
        tail = f"；网页写明的发布日期是{found.published_on}，两者不一定相同" if found.published_on else ""
        found.warnings.append(f"没有找到成文日期{tail}，请核对原件后填写。")


def _signature(lines: list[str], end: int, found: Fields) -> None:
    """The date under a signature: a line of its own, behind the agency; the first one, for annexes come later."""
    for index, line in enumerate(lines):
        item = dates.only_date(line) or _signed(line)
        if item is None:
            continue
        if item.value is None:
            found.warnings.append(f"落款日期“{item.written}”不存在，已留空，请核对原件。")
            return
        found.date_made = item.value
        signer = line[: item.start].strip() or (lines[index - 1].strip() if index else "")
        if index >= end and _AGENCY.search(signer) and len(signer) <= 40 and not found.agency:
            found.agency = signer
        if index < end:
            found.used.add(index)
        return


def _signed(line: str) -> dates.Found | None:
    """The date of a line that holds agency and date: 示范县人民政府办公室 2024年3月1日."""
    found = next(dates.find(line), None) if len(line) <= 50 else None
    return found if found and found.end == len(line) and _AGENCY.search(line[: found.start].strip()) else None


def _agency(head: list[str], found: Fields) -> None:
    signed, stated = found.agency, found.labels.get("agency", "")
    in_title = _DOCUMENT_OF.match(plain(found.title))
    title_agency = in_title[1].strip(" 《") if in_title and _AGENCY.search(in_title[1].strip(" 《")) else ""
    alone = next(
        (line for i, line in enumerate(head) if i not in found.used and len(line) <= 30 and _AGENCY.search(line)),
        "",
    )
    found.agency = stated or signed or found.letterhead or title_agency or history.agency(found.history) or alone
    found.used |= {i for i, line in enumerate(head) if line == alone and alone}
