"""What the checks found, as screens show it: a list in order of weight, and the text with the places marked."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.checks import ANSWERABLE, UNCHECKED, highlight
from gongkai.checks import queries as check_queries
from gongkai.checks.finding import Finding
from gongkai.files import text_of
from gongkai.records import checking, content, originals, policy
from gongkai.records.models import Record

PRESSING = ("block", "unchecked")


# Where on the editor stands what a finding speaks of, by the name of the part.
_FIELDS = {label: f"id_{name}" for name, label in {**content.TEXT_FIELDS, **content.DATE_FIELDS}.items()}
_FIELDS |= {"与其他文件的关系": "id_relation_kind", originals.PART: "id_compared"}


def shown(record: Record, person: Any = None, *, editing: bool = False) -> dict[str, Any]:
    """`items` for the tag `findings`, `open` (count of blocking ones), `marked` text (or ""), `report` (or None).

    The same thing found many times in one part stands once with its number. `pressing` and `rest` divide the items
    into those that wait for somebody and those that only advise or are answered. `editing`: they stand on the editor,
    where what they speak of is one jump away.
    """
    report = check_queries.latest(record)
    if report is None:
        return {"items": [], "pressing": [], "rest": [], "open": 0, "final": False, "marked": "", "report": None}
    found = check_queries.findings(report)
    passed = check_queries.overrides(record)
    in_text = [one for one in found if one.part == checking.TEXT and one.end > one.start]
    may = person is not None and policy.may(person, "override", record)
    anchors = _anchors(in_text)
    alike = _alike(sorted(found, key=_weight))
    items = [_item(record, one, number, passed, anchors, may) for one, number in alike]
    if editing:
        items = [_with_field(item, one) for item, (one, _) in zip(items, alike, strict=True)]
    text = text_of(record.content.get("html", ""))
    return {
        "items": items,
        "pressing": [one for one in items if one["severity"] in PRESSING],
        "rest": [one for one in items if one["severity"] not in PRESSING],
        "open": sum(one.final or (one.blocking and one.fingerprint not in passed) for one in found),
        "final": any(one.final for one in found),
        "marked": passages(highlight(text, in_text)) if in_text else "",
        "report": report,
    }


def passages(marked: str) -> SafeString:
    """Only the paragraphs in which something is marked; what lies between is left out and said to be."""
    kept: list[str] = []
    inside, left_out = False, False
    for line in marked.split("\n"):
        if inside or "<mark" in line:
            kept.append(("⋯⋯\n" if left_out else "") + line)
            left_out = False
        else:
            left_out = True
        inside = line.rfind("<mark") > line.rfind("</mark") if "mark" in line else inside
    return mark_safe("\n".join(kept) + ("\n⋯⋯" if left_out else ""))


def _weight(one: Finding) -> tuple[bool, bool, str, int]:
    """What blocks first, then what nobody could check, then advice."""
    return (not one.blocking, one.severity != "unchecked", one.part, one.start)


def _alike(found: list[Finding]) -> list[tuple[Finding, int]]:
    """Each finding that differs from those before, with how often it occurs in its part."""
    first: dict[tuple[str, str, str], Finding] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in found:
        key = (one.part, one.fingerprint, one.message)
        first.setdefault(key, one)
        counts[key] += 1
    return [(one, counts[key]) for key, one in first.items()]


def _anchors(found: list[Finding]) -> dict[tuple[str, int], int]:
    """(fingerprint, start) → number of the mark that `highlight` makes of it."""
    anchors: dict[tuple[str, int], int] = {}
    position = 0
    for one in sorted(found, key=lambda item: (item.start, -item.end)):
        if one.start >= position:
            anchors[one.fingerprint, one.start] = len(anchors) + 1
            position = one.end
    return anchors


def _item(
    record: Record, one: Finding, number: int, passed: dict[str, Any], anchors: dict[tuple[str, int], int], may: bool
) -> dict[str, Any]:
    override = None if one.final else passed.get(one.fingerprint)
    item: dict[str, Any] = {
        "severity": "passed" if override else one.severity,
        "title": one.message,
        "quote": one.excerpt,
        "where": f"位置：{one.part}" + (f"，同样的共{number}处" if number > 1 else ""),
        "advice": one.advice,
        "source": one.article,
    }
    anchor = anchors.get((one.fingerprint, one.start))
    if override:
        item["advice"] = f"已由{override.post_title}（{override.by}）{_passed_how(one)}：{override.reason}"
    elif may and not one.final and (one.blocking or one.kind in ANSWERABLE):
        item |= {"url": reverse("records:override", args=[record.pk, one.fingerprint]), "url_label": _label(one)}
    elif anchor:
        item |= {"url": f"#finding-{anchor}", "url_label": "看它在正文中的位置"}
    return item


def _with_field(item: dict[str, Any], one: Finding) -> dict[str, Any]:
    """The item with a link to the field it speaks of, where it has no other link."""
    if one.part in _FIELDS and "url" not in item:
        return item | {"url": f"#{_FIELDS[one.part]}", "url_label": "转到这一项"}
    return item


def _label(one: Finding) -> str:
    if one.kind in UNCHECKED:
        return "人工看过后放行"
    return "核对后放行" if one.blocking else "写明理由后保留"


def _passed_how(one: Finding) -> str:
    if one.kind in UNCHECKED:
        return "人工看过后放行"
    return "核对放行" if one.blocking else "核对后保留"
