"""What the pages of one record show: head, tabs, next acts, clock, signatures, timeline."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from gongkai import rules
from gongkai.ledger import queries as ledger
from gongkai.organisations.queries import today
from gongkai.records import clocks, comparing, intranet, listing, possible, queries, related, states
from gongkai.records import timeline as validity_timeline
from gongkai.records.forms import NO_SECRETS
from gongkai.records.models import Record
from gongkai.review import queries as review_queries
from gongkai.review import secrecy
from gongkai.review.models import Review
from gongkai.rules.vocabulary import STATUS

TRAIL = [("工作台", "/desk/"), ("政府信息", "/desk/records/")]
State = Record.State
KINDS: dict[str, str] = {
    State.DRAFT: "plain",
    State.IN_REVIEW: "doing",
    State.APPROVED: "wait",
    State.ISSUED: "wait",
    State.PUBLISHED: "done",
    State.CORRECTING: "plain",
    State.CORRECTION_REVIEW: "doing",
    State.CORRECTION_APPROVED: "wait",
    State.WITHDRAWN: "off",
    State.ABANDONED: "off",
}
TABS = (
    ("内容", "record"),
    ("附件", "files"),
    ("审核", "reviews"),
    ("期限", "clock"),
    ("版本", "versions"),
    ("留痕", "ledger"),
)


def trail(record: Record, here: str = "") -> list[tuple[str, str]]:
    """The way to a page of the record; long titles are cut."""
    title = Truncator(record.title).chars(18)
    return [*TRAIL, (title, record.get_absolute_url()), (here, "")] if here else [*TRAIL, (title, "")]


def head(record: Record, person: Any, tab: str) -> dict[str, Any]:
    """Context common to all pages of a record."""
    due = clocks.due(record) if record.attribute == Record.Attribute.PROACTIVE else None
    counts = {"files": record.attachments.count(), "versions": record.versions.count()}
    urls = [(label, name, reverse(f"records:{name}", args=[record.pk])) for label, name in TABS]
    running = listing.due_of(record)
    return {
        "record": record,
        "kind": KINDS[record.state],
        "holder": holder(record),
        "returned": returned(record),
        "due": due,
        "running": running,
        "left": running.working_days_left(today()) if running else None,
        "rule_source": listing.rule_of(record) if due else "",
        "acts": possible.acts(record, person),
        "tabs": [(label, url, name == tab, counts.get(name)) for label, name, url in urls],
        "trail": trail(record, "" if tab == "record" else next(label for label, name in TABS if name == tab)),
        "public": queries.publication_of(record),
        "no_secrets": NO_SECRETS,
        "withdrawn": record.state == State.WITHDRAWN,
        "intranet": _intranet(record),
    }


def returned(record: Record) -> dict[str, Any] | None:
    """Why, by whom and when what is being repaired was sent back; None for a draft that nobody sent back."""
    if record.state not in (State.DRAFT, State.CORRECTING):
        return None
    last = review_queries.live("record", str(record.pk))
    if last is None or last.state != Review.State.RETURNED:
        return None
    signature = last.signatures.select_related("by").order_by("-id").first()
    if signature is None:
        return None
    conclusion = secrecy.RETURNED_FOR.get(signature.form.get("conclusion", ""), "")
    return {"signature": signature, "title": f"“{signature.step}”退回修改", "conclusion": conclusion}


def _intranet(record: Record) -> str:
    """When it was loaded onto the intranet platform, or until when it must be; "" where no rule wants it."""
    if record.intranet is not None:
        return f"{record.intranet['on']} 已加载"
    until = intranet.due(record) if states.allows("intranet", record.state) else None
    return f"应于 {until.due_on} 前加载，尚未登记" if until else ""


def holder(record: Record) -> str:
    """In whose hands it is."""
    if record.state in (State.DRAFT, State.CORRECTING):
        return f"{record.drafter or record.agency}（起草）"
    if review := possible.current_review(record):
        step = review_queries.open_step(review)
        return f"{step.where}{step.role_label}（{step.name}）" if step else ""
    if record.state == State.APPROVED and record.is_document:
        return f"{record.agency}（待印发）"
    if record.state in (State.APPROVED, State.ISSUED, State.CORRECTION_APPROVED):
        waits = record.attribute == Record.Attribute.PROACTIVE
        return f"{record.agency}（待公开）" if waits else f"{record.agency}（已办结，不主动公开）"
    return f"{record.agency}"


def header(record: Record) -> list[Any]:
    """The header table as the public will see it; what is not given yet says so."""
    held = queries.standing_of(record)
    facts = [
        ("索引号", record.index_number or "公开或者印发时编制"),
        ("发布机构", record.agency.name),
        ("发文字号", record.number or record.content.get("number") or "印发时编制"),
        ("印发日期", record.issued_on),
        ("有效性", f"{held.label}（自 {held.since} 起）" if held.change else held.label),
        ("有效期至", held.expires_on if held.change and held.change.until else ""),
    ]
    taken = {"发文字号"}
    metadata = comparing.snapshot(record)["metadata"]
    rest = [row for row in comparing.rows(metadata, record.agency.place) if row[0] not in taken]
    if not record.is_document:
        facts = [row for row in facts if row[0] not in ("印发日期", "发文字号")]
    return [*facts, *rest]


def documents(record: Record) -> dict[str, Any]:
    """The timeline of its validity and the documents beside it, as staff sees them."""
    public = queries.publication_of(record)
    if public is None:
        return {"steps": [], "related": []}
    former = list(record.publications.exclude(pk=public.pk).filter(withdrawn_at=None).order_by("id"))
    return {"steps": validity_timeline.of(public, today(), former), "related": related.shown(public)}


def clock_page(record: Record) -> dict[str, Any]:
    """The day-by-day account of the publication clock, and the rule behind it."""
    due = clocks.due(record)
    if due is None:
        return {"days": [], "why_none": _why_no_clock(record)}
    fact = clocks.fact_of(record)
    dated = fact.get("kind") == "date"
    started = f"{due.started_on}（{'、'.join(event.label for event in due.events)}）"
    words = rules.model.say(
        fact.get("kind", "period"), fact["value"], fact["unit"], fact.get("counted_from", ""), fact.get("bound", "most")
    )
    return {
        "days": due.explain(),
        "rule": [
            ("期限", words),
            ("规则", fact.get("title", "")),
            ("依据", rules.cited(fact)),
            ("自何时施行", fact.get("since", "")),
            ("核对情况", STATUS.get(fact.get("status", ""), "")),
            ("起算", "按年公开，以规定的日期为准" if dated else started),
            ("届满", f"{due.due_on}{'（暂定，待放假安排公布）' if due.provisional else ''}"),
            ("随原件", "原件本来主动公开，公开部分的期限与原件相同" if clocks.base(record) is not record else ""),
            ("何时确定", "印发时确定，以后规定变动不影响这一期限" if record.publication_rule else "按今天的规定计算"),
        ],
    }


def _why_no_clock(record: Record) -> str:
    if record.attribute != Record.Attribute.PROACTIVE:
        return "公开属性不是“主动公开”，没有主动公开的期限。"
    return "公文还没有印发，公开期限从印发之日起算。" if record.is_document else "还没有填写成文日期，期限尚未起算。"


def reviews(record: Record) -> list[dict[str, Any]]:
    """Every review of the record, newest first, with its steps and all signatures."""
    found = Review.objects.filter(subject_kind="record", subject_id=str(record.pk)).select_related("agency")
    return [
        {
            "review": review,
            "steps": review_queries.steps(review) if review.state == Review.State.OPEN else [],
            "signatures": [signed(one) for one in review.signatures.select_related("by")],
            "escalations": list(review.escalations.all()),
        }
        for review in found.order_by("-id")
    ]


def signed(signature: Any) -> dict[str, Any]:
    """One signature with the first characters of the hashes it covers."""
    names = {"content": "正文", "attachments": "附件", "metadata": "著录项"}
    hashes = [(label, signature.parts[part][:8]) for part, label in names.items() if part in signature.parts]
    return {"signature": signature, "hashes": hashes, "form": secrecy.words(signature.form)}


def timeline(record: Record) -> list[dict[str, Any]]:
    """Every act on the record, newest first."""
    return [
        {
            "at": entry.at,
            "sentence": ledger.sentence(entry) + ("（补录）" if entry.at_given else ""),
            "by": entry.actor_name,
            "reason": entry.reason,
            "source": rules.cited(entry.rule),
        }
        for entry in ledger.history(record).reverse()
    ]
