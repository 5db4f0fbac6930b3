"""Measuring the reader: what was found and what was missed, file by file, in numbers.

python -m gongkai.files.measure FOLDER
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from gongkai.files import structure
from gongkai.files.blocks import from_html
from gongkai.files.importing import Item, corpus

_COLUMNS = ("标题", "文号", "日期", "机构", "索引", "段落", "条", "份", "警告")


def _figures(item: Item) -> dict[str, int]:
    document = item.document
    if document is None:
        return dict.fromkeys(_COLUMNS, 0)
    blocks = from_html(document.html)
    return {
        "标题": len(document.title),
        "文号": len(document.numbers) if document.number else 0,
        "日期": int(document.date_made is not None),
        "机构": int(bool(document.agency)),
        "索引": int(bool(document.index_number)),
        "段落": len(blocks),
        "条": structure.count_articles(blocks),
        "份": len(document.parts),
        "警告": len(document.warnings),
    }


def main(folder: str) -> int:
    """Print one line a record and the totals of those that have each field; 1 when anything was refused."""
    totals: Counter[str] = Counter()
    started = time.monotonic()
    print("\t".join((*_COLUMNS, "来源")))
    for item in corpus(Path(folder)):
        figures = _figures(item)
        print("\t".join((*(str(figures[name]) for name in _COLUMNS), item.source)))
        totals.update({name: int(value > 0) for name, value in figures.items()})
        totals["件"] += 1
        totals["拒收"] += item.document is None
    share = "，".join(f"有{name}{totals[name]}" for name in _COLUMNS)
    print(f"共{totals['件']}件，拒收{totals['拒收']}；{share}；用时{time.monotonic() - started:.1f}秒")
    return 1 if totals["拒收"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
