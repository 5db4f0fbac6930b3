"""找错: a citizen reports an error on a public page; the agency answers, or passes it on. 国办发〔2017〕47号"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import calendars, checks, clock, ledger, rules
from gongkai.ledger import queries as ledger_queries
from gongkai.organisations.models import Agency
from gongkai.records import checking, error_reports
from gongkai.records.models import ErrorReport
from gongkai.refusals import NotLawful, NotNow

LONGEST = 500
LONGEST_CONTACT = 100
LONGEST_ANSWER = 1000
SOURCE = "政府网站发展指引(国办发〔2017〕47号)"


@transaction.atomic
def report_error(
    *, kind: str, text: str, path: str = "", contact: str = "", at: dt.datetime | None = None
) -> tuple[ErrorReport, str]:
    """Take a report; answers it and the query code, which is kept nowhere. Whoever answers for the page gets it.

    Citizens' words are never refused for what they hold; what personal data they hold is masked, and they and the
    contact as sent lie sealed, and the page too where what is written there is no address of ours. Raises NotLawful
    (kind, no words, too long, nobody answers for the page).
    """
    text, contact = text.strip(), contact.strip()
    _must_be_whole(kind, text, contact)
    path = path.partition("?")[0].partition("#")[0][:300]
    agency, record = error_reports.whose(path)
    sealed = {"text": text, "contact": contact}
    if not error_reports.is_ours(path):
        path, sealed = "", sealed | ({"path": path} if path else {})
    if agency is None:
        raise NotLawful("records.error_nobody", "还没有登记受理找错的机关。", remedy="请用页脚的联系方式告诉我们。")
    moment, code = at or timezone.now(), error_reports.new_code()
    rule = rules.at("site.find_errors", agency.place, timezone.localdate(moment))
    due = clock.due([clock.Event("started", timezone.localdate(moment))], rule, calendars.current())
    made = ErrorReport.objects.create(
        agency=agency, record=record, path=path, kind=kind, text=checks.masked(text), has_contact=bool(contact),
        code_digest=error_reports.digest_of(code), rule=rule.as_fact(), due_on=due.due_on,
        provisional=due.provisional, reported_at=moment,
    )  # fmt: skip
    ledger.record(
        "records.error_reported", made, by=error_reports.CITIZEN, at=at, rule=rule,
        sealed=sealed, label=made.get_kind_display(), path=path,
    )  # fmt: skip
    return made, code


def _must_be_whole(kind: str, text: str, contact: str) -> None:
    if kind not in ErrorReport.Kind.values:
        raise NotLawful("records.error_kind", "请选择错误的种类。", remedy="不能确定的，选“其他”。")
    if not text:
        raise NotLawful("records.error_text", "请写明错在哪里。", remedy="抄下有错误的原文，写明应该怎样。")
    if len(text) > LONGEST:
        raise NotLawful("records.error_long", f"说明最多{LONGEST}个字。", remedy="请只写错误的地方。")
    if len(contact) > LONGEST_CONTACT:
        raise NotLawful(
            "records.error_contact", f"联系方式最多{LONGEST_CONTACT}个字。", remedy="留一种电话或者邮箱即可。"
        )


def _locked(report: ErrorReport, by: Any, label: str) -> ErrorReport:
    """The report, locked and open. Raises NotYours, NotNow."""
    found = ErrorReport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=report.pk)
    error_reports.must(by, found, label)
    if not found.is_open:
        raise NotNow("records.error_answered", "这条找错已经答复。", source=SOURCE, remedy="请刷新页面查看答复。")
    return found


@transaction.atomic
def answer_error(
    *, report: ErrorReport, by: Any, outcome: str, answer: str, at: dt.datetime | None = None
) -> ErrorReport:
    """Say what was found, for the citizen to read with the query code.

    Raises NotYours, NotNow (answered already), NotLawful (outcome; no words; personal data in the answer).
    """
    found = _locked(report, by, "答复找错")
    answer = answer.strip()
    if outcome not in ErrorReport.Outcome.values:
        raise NotLawful("records.error_outcome", "请选择核实的结果。", remedy="不归本机关办理的，请转交。")
    if not answer or len(answer) > LONGEST_ANSWER:
        raise NotLawful(
            "records.error_answer", f"请写明怎样改正，或者为什么没有错误，最多{LONGEST_ANSWER}个字。",
            source=SOURCE, remedy="写给找错的人看，说清楚结果和理由。",
        )  # fmt: skip
    if checks.masked(answer) != answer:
        raise NotLawful(
            "records.error_personal", "答复中有个人信息或者密级标志，知道查询码的人都能看到。",
            source="个人信息保护法 第二十五条", remedy="请删去身份证号、电话等再提交。",
        )  # fmt: skip
    found.outcome, found.answer = outcome, answer
    found.answered_at, found.answered_by = at or timezone.now(), by if by.pk else None
    found.forget_on = _last_day(found, found.answered_at)
    found.save(update_fields=["outcome", "answer", "answered_at", "answered_by", "forget_on"])
    ledger.record(
        "records.error_answered", found, by=by, at=at, after={"outcome": outcome, "answer": answer},
        label=found.get_outcome_display(), forget_on=found.forget_on,
    )  # fmt: skip
    return found


def _last_day(report: ErrorReport, answered: dt.datetime) -> dt.date | None:
    """Until when the sender of a report that was answered at this moment is remembered. 个人信息保护法 Art. 19"""
    day = timezone.localdate(answered)
    rule = error_reports.keeping(report.agency.place, day)
    return clock.due([clock.Event("started", day)], rule, calendars.current()).due_on


def forget_senders(now: dt.datetime | None = None) -> int:
    """Erase the words as sent and the contact of every answered report whose day is over; how many there were.

    Called every day, by any number of workers. What was missed is caught up with.
    """
    today = timezone.localdate(now)
    over = list(ErrorReport.objects.filter(forget_on__lt=today).order_by("forget_on").values_list("pk", flat=True))
    return sum(_forget_sender(pk, today) for pk in over)


@transaction.atomic
def _forget_sender(pk: int, today: dt.date) -> bool:
    found = ErrorReport.objects.select_for_update(of=("self",), skip_locked=True).select_related("agency")
    report = found.filter(pk=pk, forget_on__isnull=False).first()
    if report is None:
        return False
    entry = ledger_queries.history(report).get(act="records.error_reported")
    rule = error_reports.keeping(report.agency.place, today)
    ledger.actions.erase_sealed(entry=entry, by=ledger.SYSTEM, reason="保留期限已满", rule=rule)
    report.forget_on = None
    report.save(update_fields=["forget_on"])
    return True


@transaction.atomic
def pass_on_error(
    *, report: ErrorReport, by: Any, agency: Agency, reason: str, at: dt.datetime | None = None
) -> ErrorReport:
    """Hand the report to the agency that answers for the matter; its day stays. The citizen sees where it is.

    Raises NotYours, NotNow (answered already), NotLawful (the same agency, one that has ended, no reason; personal
    data in it).
    """
    found = _locked(report, by, "转交找错")
    reason = checking.must_be_clean(reason, "理由")
    if agency.pk == found.agency_id or agency.to_on is not None:
        raise NotLawful("records.error_agency", "请选择另一个现有的机关。", remedy="本机关办理的，请直接答复。")
    if not reason:
        raise NotLawful("records.error_reason", "请写明转交的理由。", remedy="写明为什么由该机关办理。")
    before, found.agency = found.agency.name, agency
    found.save(update_fields=["agency"])
    ledger.record(
        "records.error_passed", found, by=by, at=at, before={"agency": before}, after={"agency": agency.name},
        reason=reason, agency=agency.name,
    )  # fmt: skip
    return found
