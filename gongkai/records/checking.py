"""Running `checks` over a record and holding steps until blocking findings are mended or answered for."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from gongkai.checks import NUMBERS, scan
from gongkai.checks import actions as check_actions
from gongkai.checks import queries as check_queries
from gongkai.checks.finding import Finding
from gongkai.files import text_of, vault
from gongkai.ledger.hashing import canonical, digest
from gongkai.records import content, elements, originals, proposing, reading_versions, states, surroundings
from gongkai.records.models import Attachment, Record
from gongkai.refusals import NotLawful, NotNow, Refusal

SOURCE = "政府信息公开条例(国令711号) 第十四条、第十五条"
TEXT = "正文"


def parts_of(record: Record) -> dict[str, str]:
    """Named texts of the working copy: every public field, attachments' words included."""
    named = {content.TEXT_FIELDS[name]: record.content.get(name, "") for name in content.TEXT_FIELDS}
    named[TEXT] = text_of(record.content.get("html", ""))
    for number, attachment in enumerate(content.files_of(record), start=1):
        named[f"附件{number}“{attachment.name}”"] = attachment.file.text
        named[f"附件{number}“{attachment.name}”的阅读版"] = _written(attachment)
    return {name: text for name, text in named.items() if text}


def _written(attachment: Attachment) -> str:
    """What the reading version says that the file does not: it goes out too. The rest is checked as the file's."""
    known = set(attachment.file.text.split("\n"))
    return "\n".join(line for line in text_of(attachment.reading).split("\n") if line not in known)


def _key(record: Record, notes: list[Finding]) -> str:
    """The digest under which the report is kept: of the content, and of what is known of its files by now."""
    known: dict[str, Any] = dict(content.parts(record))
    if notes:
        known["notes"] = [[note.kind, note.part, note.value] for note in notes]
    read = [one.file.sha256 for one in content.files_of(record) if one.file.read_by_machine]
    if read:
        known["read"] = sorted(read)
    return digest(canonical(known))


def _notes(record: Record, parts: dict[str, str]) -> list[Finding]:
    return [
        *originals.findings(record),
        *reading_versions.findings(record),
        *proposing.findings(record),
        *elements.findings(record, "".join(parts.values())),
    ]


def run(record: Record, by: Any, at: dt.datetime | None = None) -> Any:
    """Check the working copy now; returns the report of exactly this content (made once for it)."""
    files = [(attachment.name, vault.private_path(attachment.file.sha256)) for attachment in content.files_of(record)]
    parts = parts_of(record)
    notes = _notes(record, parts)
    return check_actions.run(
        subject=record,
        parts=parts,
        files=files,
        content_hash=_key(record, notes),
        notes=notes,
        context=surroundings.context_of(record),
        body=TEXT,
        by=by,
        at=at,
    )


def run_before(act: str, record: Record, by: Any, at: dt.datetime | None = None) -> None:
    """Check a record before the transaction of an act that asks for findings, where its state lets the act begin.

    In a transaction of its own: what a new list or a linked page that has gone brings up stays on the record when the
    act is refused because of it, so that somebody can see it and mend it or answer for it.
    """
    fresh = with_files(Record.objects.select_related("agency").get(pk=record.pk))
    if states.allows(act, fresh.state):
        run(fresh, by, at)


def with_files(record: Record) -> Record:
    """The same with its attachments fetched: a check asks for them several times."""
    prefetch_related_objects([record], Prefetch("attachments", Attachment.objects.select_related("file")))
    return record


def must_be_settled(record: Record) -> None:
    """Raise NotLawful while a blocking finding is neither mended nor overridden by an accountable person.

    A classification mark can only be mended. Reads only. Raises NotNow where no report is of this very content under
    the rules and lists in force.
    """
    _, version = check_queries.in_force(surroundings.context_of(record))
    report = check_queries.made_for(record, _key(record, _notes(record, parts_of(record))), version)
    if report is None:
        raise NotNow(
            "checks.not_run",
            "当前的内容还没有按现行的规则和词表检查过。",
            source=SOURCE,
            remedy="请重新办理一次，系统会先检查，再办理。",
        )
    check_actions.must_not_be_final(check_queries.findings(report))
    left = check_queries.open_in(report)
    if left:
        names = "；".join(dict.fromkeys(f"{finding.part}：{finding.message}" for finding in left))
        raise NotLawful(
            "checks.blocking",
            f"检查发现{len(left)}处必须处理的问题（{names}）。",
            source=SOURCE,
            remedy="请修改内容；确属应当公开的，由有权人员在检查结果中逐项写明理由后放行。",
            count=len(left),
        )


def must_bear_no_mark(record: Record, by: Any, at: dt.datetime | None = None) -> None:
    """Check the working copy, and raise NotLawful where it bears a classification mark: it goes to no reviewer."""
    check_actions.must_not_be_final(check_queries.findings(run(record, by, at)))


def gate(record: Record, by: Any) -> Refusal | None:
    """Gate of publication: the same question asked of the very content that goes out. Changes nothing."""
    try:
        must_be_settled(record)
    except Refusal as refusal:
        return refusal
    return None


def still_open(record: Record) -> int:
    """How many findings of the newest report still block; 0 where nothing was checked yet."""
    report = check_queries.latest(record)
    return len(check_queries.open_blocking(record, report.content_hash)) if report else 0


PERSONAL = NUMBERS | {"classification_mark"}


def must_be_clean(text: str, label: str) -> str:
    """A reason or note without its margins. It stays for good, or goes public: no numbers of persons in it."""
    found = [finding for finding in scan(text) if finding.kind in PERSONAL]
    if found:
        raise NotLawful(
            "records.personal_data",
            f"{label}中含有{found[0].label}，不能写入。",
            source=SOURCE,
            remedy="请用“文中号码”一类的说法代替具体号码。",
        )
    return text.strip()
