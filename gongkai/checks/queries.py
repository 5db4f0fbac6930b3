"""What is still open. Who may see a report is decided with its subject, by the app above."""

from dataclasses import replace

from django.db.models import Model, QuerySet

from gongkai import ledger
from gongkai.checks import TOOL_VERSION, Context
from gongkai.checks.context import NOTHING
from gongkai.checks.finding import Finding
from gongkai.checks.models import KeptWord, Override, Report
from gongkai.checks.wordlist import Word
from gongkai.refusals import NotNow


def findings(report: Report) -> list[Finding]:
    """The report's findings in their order, with fingerprints and without found values."""
    return [Finding(**item) for item in report.findings]


def latest(subject: Model, content_hash: str | None = None) -> Report | None:
    """The newest report on a subject, or on exactly this content of it."""
    kind, identifier = ledger.reference(subject)
    reports = Report.objects.filter(subject_kind=kind, subject_id=identifier)
    if content_hash is not None:
        reports = reports.filter(content_hash=content_hash)
    return reports.order_by("-last_run_at", "-id").first()


def in_force(context: Context) -> tuple[Context, str]:
    """The context with the words kept now, and the name of the rules and lists under which a report is made in it."""
    context = replace(context, words=(*context.words, *kept_words()))
    return context, TOOL_VERSION if context == NOTHING else f"{TOOL_VERSION}-{context.digest}"


def made_for(subject: Model, content_hash: str, version: str) -> Report | None:
    """The report on exactly this content under the rules and lists so named."""
    kind, identifier = ledger.reference(subject)
    return Report.objects.filter(
        subject_kind=kind, subject_id=identifier, content_hash=content_hash, tool_version=version
    ).first()


def overrides(subject: Model) -> dict[str, Override]:
    """Overrides on a subject by the fingerprint they let pass."""
    kind, identifier = ledger.reference(subject)
    found = Override.objects.filter(subject_kind=kind, subject_id=identifier).select_related("by")
    return {override.fingerprint: override for override in found}


def open_blocking(subject: Model, content_hash: str) -> list[Finding]:
    """Findings that still stop publication of exactly this content: blocking and not overridden.

    Raises NotNow when this content was never checked: no report is not the same as no finding.
    """
    report = latest(subject, content_hash)
    if report is None:
        raise NotNow(
            "checks.not_run",
            "这份内容还没有经过自动检查。",
            source="政府信息公开条例(国令711号) 第十七条",
            remedy="请先保存内容，待检查完成后再办理。",
        )
    return open_in(report)


def open_in(report: Report) -> list[Finding]:
    """Findings of a report that block and that nobody has let pass on its subject; marks that nobody can let pass."""
    passed = set(
        Override.objects.filter(subject_kind=report.subject_kind, subject_id=report.subject_id).values_list(
            "fingerprint", flat=True
        )
    )
    return [item for item in findings(report) if item.final or (item.blocking and item.fingerprint not in passed)]


def kept_words() -> tuple[Word, ...]:
    """The words the operator keeps now, in the form the scanner reads."""
    return tuple(
        Word(
            wrong=one.wrong,
            right=one.right,
            kind=one.kind,
            reason=one.reason,
            blocking=one.blocking,
            since=one.since,
            until=one.until,
            unless=tuple(line.strip() for line in one.unless.splitlines() if line.strip()),
            in_titles=one.in_titles,
        )
        for one in KeptWord.objects.filter(ended_at=None).order_by("id")
    )


def kept(*, ended: bool = False) -> QuerySet[KeptWord]:
    """Kept words that hold, or those that were ended; every member of the staff may read them."""
    return KeptWord.objects.filter(ended_at__isnull=not ended).select_related("added_by")
