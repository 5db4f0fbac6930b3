"""Every catalogue item beside the national rule that binds its subject (``publication.<subject>``).

Row by row: another unit, another start event, a longer limit, a missing minimum period, a replaced basis. Over the
whole table: classes of Arts. 20 and 21 without a row, and one subject with two limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.rules import comparing, vocabulary
from gongkai.rules.catalogue_data import Catalogue, CatalogueItem, everywhere
from gongkai.rules.lookup import effective, replaced
from gongkai.rules.model import Entry, RuleFile, say
from gongkai.rules.tree import Tree

TABLES = (("catalogue.art20", "art20"), ("catalogue.art21_county", "art21"))
TOWNSHIP = "catalogue.art21_township"


def findings(tree: Tree) -> Iterator[dict[str, Any]]:
    """The fields of each finding."""
    for table in everywhere(tree):
        for item in table.items:
            for subject in item.subjects:
                yield from _subject(tree, table, item, f"publication.{subject}")
            yield from _basis(tree, table, item)
        yield from _classes(tree, table)
        yield from _contradictions(table)


def _finding(
    table: Catalogue,
    item: CatalogueItem | None,
    code: str,
    kind: str,
    name: str,
    what: str,
    upper: tuple[RuleFile, Entry] | None = None,
) -> dict[str, Any]:
    above = ""
    if upper:
        above = say(upper[0].kind, upper[1].value, upper[1].unit, upper[1].counted_from, upper[0].bound)
    return {
        "code": f"catalogue.{code}",
        "kind": kind,
        "place": table.place,
        "name": name,
        "row": item.no if item else 0,
        "what": what,
        "local_source": f"{table.source} 第{item.no}项" if item else table.source,
        "national_source": upper[1].source if upper else "",
        "local_value": item.limit_text if item else "",
        "national_value": above,
        "since": str(table.since),
    }


def _subject(tree: Tree, table: Catalogue, item: CatalogueItem, name: str) -> Iterator[dict[str, Any]]:
    upper = effective(tree, name, "cn", table.since) if name in tree.files else None
    if upper is None:
        return
    file, entry = upper
    label = f"“{file.title}”"
    if file.kind == "date":
        if entry.value not in item.dates:
            yield _finding(
                table,
                item,
                "date",
                "X",
                name,
                f"{label}应当在每年固定日期前公开，目录没有写这个日期。",
                upper,
            )
        return
    if file.bound == "least":
        yield _finding(table, item, "missing_period", "gap", name, f"{label}有最短时间，目录没有写。", upper)
        return
    if item.limit_value is None:
        if item.limit_unit != entry.unit and entry.unit not in vocabulary.WORD_UNITS:
            yield _finding(table, item, "no_limit", "gap", name, f"{label}有期限，目录没有写天数。", upper)
        return
    stated = Entry(table.since, item.limit_value, table.source, "verified", "", item.limit_unit, item.counted_from, 0)
    for difference in comparing.compare(stated, entry, file):
        if not difference.allowed:
            yield _finding(table, item, difference.code, "X", name, f"{label}：{difference.what}", upper)


def _basis(tree: Tree, table: Catalogue, item: CatalogueItem) -> Iterator[dict[str, Any]]:
    old = replaced(tree, item.basis)
    if old and old["until"] <= table.since:
        what = f"依据“{old['code']}”已于{old['until']}被{old['by']}替代。"
        yield _finding(table, item, "outdated", "O", "catalogue", what)


def _classes(tree: Tree, table: Catalogue) -> Iterator[dict[str, Any]]:
    """Classes that the Regulation requires and no row carries."""
    for name, attribute in TABLES:
        upper = effective(tree, name, "cn", table.since)
        if upper is None:
            continue
        covered = {code for item in table.items for code in getattr(item, attribute)}
        for code, entry in comparing.by_code(upper[1].value).items():
            if code not in covered:
                what = f"目录没有“{comparing.label(code, entry)}”一类。"
                yield _finding(table, None, "missing_class", "gap", f"{name}:{code}", what, upper)
    upper = effective(tree, TOWNSHIP, "cn", table.since)
    only = [item for item in table.items if item.agencies == ("township",)]
    if upper and not only:
        yield _finding(table, None, "missing_class", "gap", TOWNSHIP, "目录没有专门列出乡镇应当公开的事项。", upper)


def _contradictions(table: Catalogue) -> Iterator[dict[str, Any]]:
    """Two rows for one subject with different limits."""
    by_subject: dict[str, list[CatalogueItem]] = {}
    for item in table.items:
        for subject in item.subjects:
            by_subject.setdefault(subject, []).append(item)
    for subject, items in sorted(by_subject.items()):
        first = items[0]
        for other in items[1:]:
            if _limit(first) != _limit(other):
                mine, others = f"第{first.no}项（{first.limit_text}）", f"第{other.no}项（{other.limit_text}）"
                what = f"同一事项在目录{mine}和{others}的时限不一致。"
                yield _finding(table, other, "contradiction", "X", f"publication.{subject}", what)


def _limit(item: CatalogueItem) -> tuple[Any, ...]:
    return (item.limit_value, item.limit_unit, item.counted_from, item.dates)
