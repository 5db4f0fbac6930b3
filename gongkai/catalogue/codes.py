"""An item's code is its identity across versions: what was published under it stays under it."""

from collections.abc import Iterable
from typing import Any

from gongkai.catalogue.models import Catalogue, Item
from gongkai.catalogue.shipped import prefix


def _path(values: dict[str, Any]) -> tuple[str, str, str]:
    return values["level1"], values.get("level2") or "", values.get("level3") or ""


def codes_for(place: str, rows: list[dict[str, Any]], former: Iterable[Catalogue]) -> list[str]:
    """One code for each row: its own, else that of the item with the same levels before, else a new one."""
    known: dict[tuple[str, str, str], str] = {}
    taken = {row["code"] for row in rows if row.get("code")}
    old = Item.objects.filter(catalogue__in=list(former)).order_by("catalogue__version")
    for level1, level2, level3, code in old.values_list("level1", "level2", "level3", "code"):
        known[level1, level2, level3] = code
        # The standard form has two levels only: there an item of three is known by its lower two.
        if level2:
            known.setdefault((level2, level3, ""), code)
            if level3 == level2:  # a workbook takes twice the same for one merged cell
                known.setdefault((level2, "", ""), code)
    used = taken | set(Item.objects.values_list("code", flat=True))
    start = prefix(place)
    codes: list[str] = []
    for row in rows:
        code = row.get("code") or known.get(_path(row), "")
        if not code or (code in codes and not row.get("code")) or (not row.get("code") and code in taken):
            code = _fresh(f"{start}-{row['number']:03}", used)
        used.add(code)
        codes.append(code)
    return codes


def _fresh(wanted: str, used: set[str]) -> str:
    code, step = wanted, 1
    while code in used:
        step += 1
        code = f"{wanted}-{step}"
    return code
