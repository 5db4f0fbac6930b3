"""文号 and index numbers: their shape, and serials without gap or double under concurrency."""

import re
from string import Formatter

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.organisations.models import Agency
from gongkai.records.models import IndexCounter, Record
from gongkai.refusals import NotLawful, NotNow, Refusal

# 机关代字〔年份〕序号号; orders and announcements are numbered 第…号 (law.md K1).
_NUMBER = re.compile(r"[^〔〕\[\]()（）\d]{1,40}(?:〔\d{4}〕[1-9]\d{0,4}号|第[1-9\d〇一二三四五六七八九十百零]{1,8}号)")


def must_be_usable(record: Record, number: str) -> None:
    """Raise NotLawful for a malformed 文号, NotNow for one the agency has given already."""
    if not number.strip():
        raise NotLawful("records.number_missing", "印发公文必须填写发文字号。", remedy="例如：示政办发〔2026〕12号。")
    if not _NUMBER.fullmatch(number):
        raise NotLawful(
            "records.number_shape",
            f"“{number}”不是规范的发文字号。",
            source="GB/T 9704-2012",
            remedy="年份用六角括号，序号不编虚位、不加“第”字，例如：示政办发〔2026〕12号。",
        )
    taken = Record.objects.filter(agency=record.agency, number=number).exclude(pk=record.pk)
    other = taken.exclude(state__in=[Record.State.WITHDRAWN, Record.State.ABANDONED]).first()
    if other:
        raise _taken(number, f"《{other.title}》")


def must_be_proposable(record: Record) -> None:
    """Raise like `must_be_usable` for a 文号 that the draft states already; it may state none before it is issued.

    A number once given, in an imported document of any age, is not asked again.
    """
    stated = str(record.content.get("number") or "").strip()
    if stated and stated != record.number and not record.imported:
        must_be_usable(record, stated)


def gate(record: Record, by: object) -> Refusal | None:
    """Gate of submission: nobody signs under a 文号 that issue would refuse."""
    try:
        must_be_proposable(record)
    except Refusal as refusal:
        return refusal
    return None


def _taken(number: str, what: str) -> NotNow:
    return NotNow(
        "records.number_taken",
        f"发文字号“{number}”已经用于{what}。",
        remedy="请核对登记簿后填写正确的文号。",
    )


def save_numbered(record: Record) -> None:
    """Save a record that has just got its 文号. Raises NotNow when another act took the number a moment earlier."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        if "records_number_once" not in str(error):
            raise
        raise _taken(record.number, "同时办理的另一份文件") from error


def fields() -> set[str]:
    """Placeholders of the tenant's pattern: they say over what the serial counts."""
    return {name for _, name, _, _ in Formatter().parse(settings.INDEX_NUMBER_PATTERN) if name}


@transaction.atomic
def next_index_number(agency: Agency, year: int) -> str:
    """The next index number by the tenant's pattern, counted per agency and per year where the pattern names them.

    The counter's row is the lock, so there is no gap and no double. Raises NotLawful where the agency has no code.
    """
    names = fields()
    if names & {"USCC", "organ"} and not agency.uscc:
        raise NotLawful(
            "records.no_uscc",
            f"{agency}没有登记统一社会信用代码，不能编制索引号。",
            source="政府信息公开目录系统实施指引（试行）",
            remedy="请系统管理员在机关信息中补充代码。",
        )
    key = f"{agency.pk if names & {'USCC', 'organ'} else ''}/{year if 'year' in names else ''}"
    IndexCounter.objects.get_or_create(key=key)
    counter = IndexCounter.objects.select_for_update().get(key=key)
    while True:
        counter.last += 1
        number = settings.INDEX_NUMBER_PATTERN.format(
            USCC=agency.uscc, organ=agency.uscc[8:17], year=year, serial=counter.last
        )
        # A number kept at import may already stand where the serial has come to; such a place is passed over.
        if not Record.objects.filter(index_number=number).exists():
            break
    counter.save(update_fields=["last"])
    return number


def proposal(agency: Agency, year: int) -> str:
    """The 文号 that would come next: the agency's word, the year, one more than the highest serial. "" without a word.

    A proposal only: the registry of the office decides, and `must_be_usable` looks at what is entered.
    """
    if not agency.dispatch_word:
        return ""
    start = f"{agency.dispatch_word}〔{year}〕"
    given = Record.objects.filter(agency=agency, number__startswith=start).values_list("number", flat=True)
    serials = [int(match[1]) for number in given if (match := re.fullmatch(r"(\d+)号", number[len(start) :]))]
    return f"{start}{max(serials, default=0) + 1}号"
