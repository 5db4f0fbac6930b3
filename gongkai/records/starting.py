"""What the officer states so that the limit can be counted: the kind of information, and the legal event with its day.

预算法 Art. 14 (批准, 批复), 政府采购法实施条例 Arts 43, 50 (中标、成交, 合同签订), decisions on licences and penalties;
遵义 政府信息公开管理制度 9 and 条例 Art. 10 (获得). Days that have not come or cannot be are refused.
"""

import datetime as dt

from gongkai import rules
from gongkai.catalogue import queries as catalogue
from gongkai.records import clocks, content
from gongkai.records.models import Record
from gongkai.refusals import NotLawful
from gongkai.rules.vocabulary import EVENTS

State = Record.State
CORRECTION = (State.CORRECTING, State.CORRECTION_REVIEW, State.CORRECTION_APPROVED)
FOUNDING = dt.date(1949, 10, 1)  # no organ that publishes here decided anything before
KIND = content.START_FIELDS["subject"]
SOURCE = "政府信息公开条例(国令711号) 第二十六条"


def _counts(record: Record) -> bool:
    """Whether its facts set a clock: not what stays closed, not a part, not what is public and being corrected."""
    closed = record.attribute in (Record.Attribute.WITHHELD, Record.Attribute.ON_REQUEST)
    return not closed and not record.redacted_of_id and record.state not in CORRECTION


def kinds(record: Record) -> list[catalogue.Kind]:
    """The kinds of information to choose from, besides “其他”; empty where nothing is to be chosen."""
    if record.item is None or record.normative or not _counts(record):
        return []
    return catalogue.kinds_asked(record.item, record.agency, clocks.made_on(record))


def event_of(record: Record) -> str:
    """The event that the binding rule counts from and the officer must state; "" where it is the paper's own day."""
    if not _counts(record) or _unanswered(record):
        return ""
    try:
        rule = clocks.item_rule(record, clocks.made_on(record))
    except rules.NoRule:
        return ""
    return "" if rule.kind == "date" or rule.counted_from in clocks.OWN else str(rule.counted_from)


def statable(record: Record) -> str:
    """The one event that may be stated: the rule's own, else 获得 for what is no document of the agency's."""
    if event := event_of(record):
        return event
    return clocks.OBTAINED if _counts(record) and not record.is_document and not _yearly(record) else ""


def _yearly(record: Record) -> bool:
    try:
        return bool(clocks.item_rule(record, clocks.made_on(record)).kind == "date")
    except rules.NoRule:
        return False


def _unanswered(record: Record) -> bool:
    known = {one.code for one in kinds(record)}
    return bool(known) and record.content.get("subject", "") not in known | {catalogue.OTHER}


def missing(record: Record) -> list[str]:
    """What review still wants to know, in the words of the form."""
    if not _counts(record) or not record.attribute:
        return []
    found = [KIND] if _unanswered(record) else []
    event = event_of(record)
    if event and (record.content.get("started_by") != event or not record.content.get("started_on")):
        found.append(EVENTS[event])
    if not found and _yearly(record) and not record.content.get("date_made"):
        found.append(content.DATE_FIELDS["date_made"])
    return found


def settle(record: Record, said: dict[str, str]) -> list[str]:
    """Drop what no longer fits after the item, genre or attribute changed; returns the fields dropped.

    What was `said` in the same act is not dropped but refused by `must_be_possible`.
    """
    if record.state in CORRECTION:
        return []
    dropped = []
    known = {one.code for one in kinds(record)} | {catalogue.OTHER}
    if record.content.get("subject") and not said.get("subject") and _no_kind(record, known):
        dropped.append("subject")
        record.content = record.content | {"subject": ""}
    event = "" if said.get("started_by") or _unanswered(record) else record.content.get("started_by")
    if event and _counts(record) and event != statable(record):
        dropped += ["started_by", "started_on"]
        record.content = record.content | {"started_by": "", "started_on": ""}
    return dropped


def _no_kind(record: Record, known: set[str]) -> bool:
    return _counts(record) and (not kinds(record) or record.content["subject"] not in known)


def must_be_possible(record: Record, day: dt.date) -> None:
    """Raise NotLawful for a kind the item does not hold, an event that sets no clock here, a day that cannot be."""
    if record.state in CORRECTION or not _counts(record):
        return
    _must_be_kind(record)
    event, on = record.content.get("started_by", ""), content.date_of(record.content, "started_on")
    if not event and on is None:
        return
    if not event or on is None or (event != statable(record) and not _unanswered(record)):
        words = EVENTS.get(event, "起算之日")
        raise NotLawful(
            "records.start_event",
            f"这条信息的公开期限不从“{words}”起算，或者没有写明日期。",
            source=SOURCE,
            remedy="请核对公开事项、信息种类和公文种类，按页面上的起算日期一栏填写。",
        )
    _must_be_day(record, event, on, day)


def _must_be_kind(record: Record) -> None:
    chosen = record.content.get("subject", "")
    found = kinds(record)
    if chosen and chosen not in {one.code for one in found} | ({catalogue.OTHER} if found else set()):
        named = "、".join([f"“{one.label}”" for one in found] + ["“其他”"]) if found else ""
        raise NotLawful(
            "records.subject",
            "公开事项不包含所选的信息种类。",
            source=SOURCE,
            remedy=f"请在{named}中选择。" if named else "这个公开事项不需要选择信息种类，请留空。",
        )


def _must_be_day(record: Record, event: str, on: dt.date, day: dt.date) -> None:
    words, made = EVENTS[event], content.date_of(record.content, "date_made")
    if on > day:
        raise NotLawful(
            "records.start_in_future",
            f"{words}填写为 {on}，这一天还没有到。",
            source=SOURCE,
            remedy="请填写事情实际发生的日期；还没有发生的，等发生后再填写。",
        )
    if on < FOUNDING:
        raise NotLawful(
            "records.start_impossible",
            f"{words}填写为 {on}，不可能早到这一天。",
            source=SOURCE,
            remedy="请核对年份，按“2026-01-10”的格式填写。",
        )
    if event == clocks.OBTAINED and made and on < made:
        raise NotLawful(
            "records.start_impossible",
            f"获得信息之日 {on} 早于这份信息的成文日期 {made}。",
            source=SOURCE,
            remedy="信息制成以后才能获得，请核对两个日期。",
        )


def must_precede(record: Record, issued_on: dt.date) -> None:
    """Raise NotLawful where the event came after the issue of the paper that tells of it."""
    event, on = record.content.get("started_by", ""), content.date_of(record.content, "started_on")
    if event and on and on > issued_on:
        raise NotLawful(
            "records.start_after_issue",
            f"{EVENTS[event]} {on} 晚于印发日期 {issued_on}：公布这件事的公文不能先于它印发。",
            source=SOURCE,
            remedy="请核对两个日期；起算日期填错的，先退回起草修改。",
        )
