"""What opens information that law closed: the exceptions of 条例 Art. 15, and the end of a prohibition of Art. 14.

A code chosen from the law's lists with its evidence, never words looked for in a reason; asked for every ground under
which the record was ever kept back, because a second ground does not undo the first one.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai import rules
from gongkai.ledger.queries import history
from gongkai.organisations.queries import today
from gongkai.records import checking
from gongkai.records.models import Record
from gongkai.refusals import NotLawful

KEY = "exceptions"  # where the working copy keeps them: part of what is signed, hashed and compared
RIGHTS = ("records.exceptions", "records.rechecked")  # of somebody's rights: 条例 Art. 15, and our own correction
RELEASE = ("records.declassification", "records.reopening")  # of what must not be public: 条例 Art. 14, 保密法
EVIDENCE = {
    "document": "书面材料的名称", "organ": "作出决定的机关", "number": "文件的文号", "on": "日期", "reason": "理由",
}  # fmt: skip
LONGEST, SHORTEST_REASON = 500, 6
KEPT_BACK = (Record.Attribute.WITHHELD, Record.Attribute.ON_REQUEST)


@dataclass(frozen=True)
class Way:
    """A way out of a prohibition: for which grounds, what has to prove it, and the rule it stands in."""

    code: str
    label: str
    grounds: tuple[str, ...]
    needs: tuple[str, ...]
    rule: Any


def ways(place: str, lists: Iterable[str] = RIGHTS + RELEASE) -> list[Way]:
    """The ways out that the law of a place knows today, in the order of its lists."""
    return [
        Way(str(one["code"]), str(one["label"]), tuple(one["grounds"]), tuple(one["needs"]), rule)
        for rule in (rules.at(name, place, today()) for name in lists)
        for one in rule.value
    ]


def grounds_before(record: Record) -> list[str]:
    """Every ground under which the record was ever kept back, as its acts tell; its last state comes first."""
    found = [(record.attribute, record.ground)]
    for entry in history(record).filter(act="records.attribute_determined").only("after"):
        after = entry.after or {}
        found.append((after.get("attribute", ""), after.get("ground", "")))
    return list(dict.fromkeys(ground for attribute, ground in found if ground and attribute in KEPT_BACK))


def asked(record: Record, attribute: str, ground: str = "") -> list[str]:
    """The grounds that need a way out before the record may have `attribute`; none while it stays closed.

    What is given on request is open too (条例 Art. 13): a ground of Art. 14 or 15 chosen for it is asked about as well.
    """
    if attribute in ("", Record.Attribute.WITHHELD):
        return []
    grounds = list(dict.fromkeys([*grounds_before(record), *filter(None, [ground])]))
    if not grounds:
        return []
    bound = {one for way in ways(record.agency.place) for one in way.grounds}
    return [one for one in grounds if one in bound]


def must_be_excepted(
    record: Record, attribute: str, ground: str, given: Iterable[Mapping[str, Any]] | None
) -> tuple[list[dict[str, Any]], Any]:
    """(exceptions as facts, the rule of the first) that let the record have `attribute`; ([], None) if none is needed.

    `given`: each with "code" and what its entry in the law needs ("document", "organ", "number", "on", "reason"); None
    means those on record, which hold while the attribute stays. Raises NotLawful naming the ground without an exception
    or the evidence that is missing. 条例 Arts 14, 15; 保密法; 黄岩 保密审查 5, 9; 遵义 属性 5
    """
    grounds = asked(record, attribute, ground)
    if not grounds:
        return [], None
    if given is None:
        given = record.content.get(KEY, []) if attribute == record.attribute else []
    every = {way.code: way for way in ways(record.agency.place)}
    chosen = [(every[one["code"]], one) for one in given if _must_be_known(every, one.get("code"))]
    chosen = [(way, one) for way, one in chosen if set(way.grounds) & set(grounds)]
    for missing in grounds:
        if not any(missing in way.grounds for way, _ in chosen):
            raise _missing(record, missing, [way for way in every.values() if missing in way.grounds])
    return [_fact(way, one, grounds) for way, one in chosen], chosen[0][0].rule


def _must_be_known(every: Mapping[str, Way], code: Any) -> bool:
    """Raise NotLawful for a code that no list holds."""
    if code not in every:
        raise NotLawful(
            "records.exception_unknown",
            f"“{code}”不是规定的公开情形。",
            source="；".join(dict.fromkeys(rules.cited(way.rule) for way in every.values())),
            remedy="请在清单中选择一种情形。",
        )
    return True


def _missing(record: Record, ground: str, open_to: list[Way]) -> NotLawful:
    named = "、".join(f"“{way.label}”" for way in open_to)
    grounds = rules.at("records.grounds", record.agency.place, today()).value
    label = next((str(one["label"]) for one in grounds if one["code"] == ground), ground)
    rights = open_to[0].rule.name in RIGHTS
    source = "；".join(dict.fromkeys(rules.cited(way.rule) for way in open_to))
    return NotLawful(
        "records.exception_missing" if rights else "records.release_missing",
        f"以“{label}”为依据不公开（或者曾经以此为依据）的信息，要公开或者依申请提供的，必须先选定属于哪一种情形。",
        source=rules.cited(open_to[0].rule) if rights else source,
        remedy=f"请选择{named}之一，并填写证明；都不符合的，应当不予公开。",
        ground=ground,
    )


def _fact(way: Way, given: Mapping[str, Any], grounds: list[str]) -> dict[str, Any]:
    """What the record and the ledger keep: code, evidence, the grounds it answers and its rule. Raises NotLawful."""
    rule = {name: getattr(way.rule, name) for name in ("name", "source", "status")}
    evidence = {name: _evidence(way, name, given.get(name)) for name in way.needs}
    return (
        {"code": way.code, "label": way.label, "grounds": [one for one in grounds if one in way.grounds]}
        | evidence
        | {"rule": rule}
    )


def _evidence(way: Way, name: str, value: Any) -> str:
    """One piece of evidence, complete and clean. Raises NotLawful."""
    text = _day(way, value) if name == "on" else " ".join(str(value or "").split())
    if not text:
        raise _incomplete(way, name, f"选择“{way.label}”的，必须写明{EVIDENCE[name]}。")
    if name == "reason" and len(text) < SHORTEST_REASON:
        raise _incomplete(way, name, f"“{way.label}”的理由不足{SHORTEST_REASON}个字，无法说明为什么可以公开。")
    if len(text) > LONGEST:
        raise _incomplete(way, name, f"“{way.label}”的{EVIDENCE[name]}超过{LONGEST}个字。")
    return text if name == "on" else checking.must_be_clean(text, EVIDENCE[name])


def _day(way: Way, value: Any) -> str:
    """A day that has come, as ISO text; "" where none is given. Raises NotLawful."""
    if value in (None, ""):
        return ""
    try:
        day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise _incomplete(way, "on", f"“{value}”不是真实存在的日期。") from error
    if day > today():
        raise _incomplete(way, "on", f"“{way.label}”的日期 {day} 还没有到，不能作为现在公开的依据。")
    return day.isoformat()


def _incomplete(way: Way, name: str, message: str) -> NotLawful:
    family = "exception" if way.rule.name in RIGHTS else "release"
    return NotLawful(
        "records.exception_evidence",
        message,
        source=rules.cited(way.rule),
        remedy="请按书面材料或者决定文件填写；没有的，应当不予公开。",
        field=f"{family}_{name}",
    )


def kept(record: Record, found: list[dict[str, Any]]) -> dict[str, Any]:
    """The working copy's content with these exceptions, or without any."""
    content = {name: value for name, value in record.content.items() if name != KEY}
    return content | ({KEY: found} if found else {})


def words(one: Mapping[str, Any]) -> str:
    """An exception with its evidence, as signers read it."""
    said = [f"{EVIDENCE[name]}：{one[name]}" for name in EVIDENCE if one.get(name)]
    unverified = "；依据未核对原文" if one.get("rule", {}).get("status") == "unverified" else ""
    return f"{one['label']}（{'；'.join(said)}{unverified}）"
