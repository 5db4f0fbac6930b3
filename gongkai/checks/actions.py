"""Acts of checks: run them over a content, and let a finding pass. Order: lock, who, when, law, change, record."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongkai import ledger
from gongkai.checks import (
    ANSWERABLE,
    NUMBERS,
    TOOL_VERSION,
    UNCHECKED,
    Context,
    isolation,
    masked,
    policy,
    queries,
    scan,
)
from gongkai.checks.context import NOTHING
from gongkai.checks.finding import Finding
from gongkai.checks.keeping import add_word, end_word
from gongkai.checks.kinds import SECRECY_LAW
from gongkai.checks.models import Override, Report
from gongkai.refusals import NotLawful, NotNow

__all__ = ["add_word", "content_hash", "end_word", "must_not_be_final", "override", "run"]

# A reason shorter than this says nothing an inspector could follow.
SHORTEST_REASON = 6
# The bytes, a path, or a function that fetches the bytes only when the file has to be read.
Source = bytes | str | Path | Callable[[], bytes]
Files = Mapping[str, Source] | Iterable[tuple[str, Source]]


def content_hash(parts: Mapping[str, str], files: Files = ()) -> str:
    """SHA-256 (hex) of named texts and files: the name under which a report is kept and asked for."""
    digests = [[name, hashlib.sha256(_content(source)).hexdigest()] for name, source in _pairs(files)]
    plain = json.dumps({"files": digests, "parts": dict(parts)}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _pairs(files: Files) -> list[tuple[str, Source]]:
    return list(files.items() if isinstance(files, Mapping) else files)


def _content(source: Source) -> bytes:
    if callable(source):
        return source()
    return source if isinstance(source, bytes) else Path(source).read_bytes()


@transaction.atomic
def run(
    *,
    subject: Model,
    parts: Mapping[str, str],
    files: Files = (),
    content_hash: str = "",
    context: Context = NOTHING,
    body: str = "",
    notes: Iterable[Finding] = (),
    by: Any,
    at: dt.datetime | None = None,
) -> Report:
    """Check named texts and files and keep the report; the same content is checked once per version of the
    rules.

    `parts`: name → plain text, the attachments' text included; `files`: (name, source), looked at for what
    they carry unseen; `content_hash`: the caller's own digest of all of it, by default this module's; `context`: what
    surrounds the texts, and `body` the name of the part that is the document itself; `notes`: findings of the caller's
    own, of which `content_hash` must know. The words the operator keeps are added here. A report made in another
    context (a link has died, a word was added) is not used again. The ledger gets an entry when the findings differ
    from those of the report before.
    """
    key = content_hash or _default_hash(parts, files)
    context, version = queries.in_force(context)
    known = queries.made_for(subject, key, version)
    if known is not None:
        Report.objects.filter(pk=known.pk).update(last_run_at=timezone.now())
        return known
    kind, identifier = ledger.reference(subject)
    found = [_fingerprinted(item, kind, identifier) for item in [*_check(parts, files, context, body), *notes]]
    before = queries.latest(subject)
    report, made = Report.objects.get_or_create(
        subject_kind=kind,
        subject_id=identifier,
        content_hash=key,
        tool_version=version,
        defaults={
            "findings": [item.as_dict() for item in found],
            "made_at": at or timezone.now(),
            "last_run_at": timezone.now(),
        },
    )
    if made and (before is None or _prints(queries.findings(before)) != _prints(found)):
        _record_run(report, subject, found, by, at)
    return report


_default_hash = content_hash


def _record_run(report: Report, subject: Model, found: list[Finding], by: Any, at: dt.datetime | None) -> None:
    blocking = sum(item.blocking for item in found)
    facts = {"blocking": blocking, "advisory": len(found) - blocking, "content_hash": report.content_hash}
    ledger.record("checks.ran", subject, by=by, at=at, version=TOOL_VERSION, **facts)


def _check(parts: Mapping[str, str], files: Files, context: Context, body: str) -> Iterator[Finding]:
    for name, text in parts.items():
        found = isolation.scan_safely(text, context, is_body=name == body)
        yield from (replace(item, part=item.part or name) for item in found)
    for name, source in _pairs(files):
        # The name is published too, and stands in every message about the file.
        shown = masked(name)
        yield from (replace(item, part=shown, start=0, end=0) for item in scan(name, context))
        yield from isolation.inspect_safely(_content(source), shown)


def _fingerprinted(item: Finding, kind: str, identifier: str) -> Finding:
    """The same find on the same subject has the same fingerprint; without the instance's key it cannot be guessed."""
    salted = salted_hmac(f"gongkai.checks:{kind}:{identifier}", item.value, algorithm="sha256").hexdigest()
    return replace(item, fingerprint=hashlib.sha256(f"{item.kind}:{salted}".encode()).hexdigest())


def _prints(found: list[Finding]) -> set[str]:
    return {item.fingerprint for item in found}


@transaction.atomic
def override(
    *, report: Report, fingerprint: str, by: Any, reason: str, looked: bool = True, at: dt.datetime | None = None
) -> Override:
    """Let one find pass on this subject, with a reason one answers for. 条例 Art. 17

    Blocking ones, and advice that can be answered once and for all ("in this document the word is right"): it holds
    for the same find on this subject whatever else is edited. `looked` must be true for what could not be checked:
    somebody has looked at it himself and answers for that.

    Raises NotYours (not accountable), NotNow (report outdated, find gone, passed already), NotLawful (a classification
    mark; no real reason, or a reason that itself holds personal data).
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    subject = ledger.resolve(report.subject_kind, report.subject_id)
    if subject is None:
        raise NotNow("checks.subject_gone", "这份检查报告所属的内容已经不存在。", remedy="请刷新页面后再办理。")
    post_title = policy.must_override(by, subject)
    item = _must_be_open(report, subject, fingerprint)
    must_not_be_final([item])
    _must_have_looked(item, looked)
    reason = _must_be_reason(reason)
    passed = Override.objects.create(
        subject_kind=report.subject_kind,
        subject_id=report.subject_id,
        fingerprint=fingerprint,
        report=report,
        kind=item.kind,
        excerpt=item.excerpt,
        reason=reason,
        by=by,
        post_title=post_title,
        at=at or timezone.now(),
    )
    facts = {"label": item.label, "excerpt": item.excerpt, "fingerprint": fingerprint, "post": post_title}
    ledger.record("checks.overridden", subject, by=by, at=at, reason=reason, content_hash=report.content_hash, **facts)
    return passed


def _must_be_open(report: Report, subject: Model, fingerprint: str) -> Finding:
    """The find that nobody has let pass yet. Raises NotNow."""
    newest = queries.latest(subject)
    if newest is None or newest.pk != report.pk:
        raise NotNow(
            "checks.outdated",
            "内容已经修改，这份检查报告不是最新的。",
            remedy="请按最新的检查结果重新核对后办理。",
        )
    item = next((item for item in queries.findings(report) if item.fingerprint == fingerprint), None)
    if item is None:
        raise NotNow("checks.no_such_finding", "检查报告中没有这一处发现。", remedy="请刷新页面后再办理。")
    if not item.blocking and item.kind not in ANSWERABLE:
        raise NotNow("checks.advice_only", "这一处只是提示，不影响发布。", remedy="核对无误后可以直接办理下一步。")
    if fingerprint in queries.overrides(subject):
        raise NotNow("checks.already_overridden", "这一处发现已经放行。", remedy="无需重复办理。")
    return item


def must_not_be_final(found: Iterable[Finding]) -> None:
    """Raise NotLawful where one of the findings is a classification mark: nobody lets it pass. 条例 Art. 14; 黄岩 5"""
    marks = [item for item in found if item.final]
    if marks:
        names = "、".join(dict.fromkeys(f"{item.part}“{item.excerpt}”" for item in marks))
        raise NotLawful(
            "checks.mark_stays",
            f"带有国家秘密标志（{names}），不得公开，任何人不能放行。",
            source=SECRECY_LAW,
            remedy="请换上没有密级标志的文件，或者依法办理解密后删去标志；只是引用标志写法的，请给它加上引号。"
            "确属国家秘密的，请立即停止办理并报告本机关保密工作机构，不要再上传、转发。",
            count=len(marks),
        )


def _must_have_looked(item: Finding, looked: bool) -> None:
    """What was not checked cannot be let pass unseen. Raises NotLawful."""
    if item.kind in UNCHECKED and not looked:
        raise NotLawful(
            "checks.not_looked",
            "系统没有能够检查这一内容，没有人看过的不能放行。",
            source=policy.SOURCE,
            remedy="请打开逐页（逐个）看过，确认后再放行。",
        )


def _must_be_reason(reason: str) -> str:
    """The reason without its margins. Raises NotLawful."""
    reason = reason.strip()
    if len("".join(reason.split())) < SHORTEST_REASON:
        raise NotLawful(
            "checks.reason_needed",
            f"放行理由不足{SHORTEST_REASON}个字，无法说明为什么可以公开。",
            source=policy.SOURCE,
            remedy="请写明核对了什么、依据什么可以公开。",
        )
    if any(item.kind in NUMBERS for item in scan(reason)):
        raise NotLawful(
            "checks.reason_personal",
            "放行理由中含有个人信息，理由会长期留存，不能写入号码。",
            source="政府信息公开条例(国令711号) 第十五条",
            remedy="请用“文中号码”一类的说法代替具体号码。",
        )
    return reason
