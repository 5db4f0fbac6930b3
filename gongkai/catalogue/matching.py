"""A list of powers or public services held against a catalogue (荆政办文〔2020〕6号 一).

Which item carries which entry is a proposal from shared words, as for documents (`suggesting`). Nothing is stored.
"""

from dataclasses import dataclass

from gongkai.catalogue import suggesting
from gongkai.catalogue.models import Catalogue, Item

NAME_HEADS = ("事项名称", "权力名称", "职权名称", "服务事项名称", "名称", "事项", "主项名称")


@dataclass(frozen=True)
class Result:
    """Entries with the items proposed for them, and those for which none was found."""

    matched: list[tuple[str, list[Item]]]
    unmatched: list[str]


def names_of(table: list[list[str]]) -> list[str]:
    """The entries' names: the column under a known head, else the longest column of words. Repeats are one."""
    rows = [[str(cell or "").strip() for cell in row] for row in table if any(str(cell or "").strip() for cell in row)]
    for index, row in enumerate(rows[:10]):
        for head in NAME_HEADS:
            if head in row:
                column = row.index(head)
                below = [one[column] for one in rows[index + 1 :] if column < len(one)]
                return list(dict.fromkeys(one for one in below if one and one != head))
    return list(dict.fromkeys(max(row, key=len) for row in rows))


def against(catalogue: Catalogue, entries: list[str]) -> Result:
    """Each entry with at most three items."""
    items = list(catalogue.items.all())
    matched, unmatched = [], []
    for entry in entries:
        best = suggesting.best(items, entry)
        if best:
            matched.append((entry, best))
        else:
            unmatched.append(entry)
    return Result(matched, unmatched)
