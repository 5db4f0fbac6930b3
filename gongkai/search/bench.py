"""How fast and how good search is on real law text, against looking through every text.

    python -m gongkai.search.bench FOLDER [--documents N]

FOLDER holds .md or .txt files of laws; each is cut into articles. The baseline of the same run is Python's
`in` over all texts, the floor of any scan. Quality is known-item search: the words of a title must bring
that law back.
"""

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gongkai.search.analysis import IS_CJK, runs
from gongkai.search.documents import Document
from gongkai.search.index import Index

SEED = 20261122
NAME = re.compile(r"(?P<title>.+?)\((?P<day>\d{4}-\d{2}-\d{2})\)$")


def laws(folder: Path) -> list[tuple[str, str, str]]:
    """(title, year, text) of every law in the folder."""
    found = []
    for path in sorted([*folder.rglob("*.md"), *folder.rglob("*.txt")]):
        match = NAME.match(path.stem)
        title, year = (match["title"], match["day"][:4]) if match else (path.stem, "")
        found.append((title, year, path.read_text(encoding="utf-8", errors="replace")))
    return found


def whole(folder: Path) -> Iterator[Document]:
    """One document for each law."""
    for number, (title, year, text) in enumerate(laws(folder)):
        yield Document(
            key=f"law:{number}", title=title, body=text, year=int(year or 0) or None, agency=f"a{number % 40}"
        )


def chunks(folder: Path, most: int, length: int = 700) -> Iterator[Document]:
    """`most` documents of about `length` characters; texts are repeated, with their number, when they run
    out.
    """
    pieces = [
        (title, year, text[start : start + length])
        for title, year, text in laws(folder)
        for start in range(0, len(text), length)
    ]
    for number, (title, year, text) in enumerate(islice(cycle(pieces), most)):
        title = f"{title} 之{number}"
        yield Document(
            key=f"law:{number}", title=title, body=text, year=int(year or 0) or None, agency=f"a{number % 40}"
        )


def questions(folder: Path, count: int) -> dict[str, list[str]]:
    """Questions cut from the texts themselves, so that each has an answer."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable draw, nothing secret
    words = [run for _, _, text in laws(folder) for run in runs(text) if IS_CJK.match(run) and len(run) >= 4]

    def word() -> str:
        run = chance.choice(words)
        start = chance.randrange(len(run) - 3)
        return run[start : start + chance.choice((2, 3, 4))]

    return {
        "一个词": [word() for _ in range(count)],
        "两个词": [f"{word()} {word()}" for _ in range(count)],
        "短语": [f"“{chance.choice(words)[:10]}”" for _ in range(count)],
    }


def timed(calls: list[Callable[[], object]]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    taken = []
    for call in calls:
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    ordered = sorted(taken)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def look_through(texts: list[str], words: list[str]) -> int:
    """The baseline: how many texts hold all the words."""
    return sum(all(word in text for word in words) for text in texts)


def known_item(index: Index, titles: list[str], form: Callable[[str], str]) -> tuple[float, float]:
    """Share of laws found first and among the first ten by their own title, written by `form`."""
    from gongkai.search.queries import query

    first = ten = 0
    for title in titles:
        found = [each.document.title for each in query(form(title), limit=10, index=index).hits]
        first, ten = first + (found[:1] == [title]), ten + (title in found)
    return first / len(titles), ten / len(titles)


def speed_table(folder: Path, count: int, place: Path) -> Table:
    """Build, ask, and ask the baseline the same."""
    from gongkai.search.queries import query

    documents = list(chunks(folder, count))
    index = Index(place)
    start = time.perf_counter()
    index.reindex(documents)
    built = time.perf_counter() - start
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) / 1e6
    characters = sum(len(each.body) for each in documents) / 1e6
    table = Table(title=f"{count:,} 篇，{characters:.0f} M 字，建 {built:.0f} s，{size:.0f} MB")
    for head in ("", "p50 ms", "p95 ms", "逐篇查找 p50 ms", "倍数"):
        table.add_column(head, justify="right")
    texts = [each.body for each in documents]
    asked = questions(folder, 100)
    query("政府", index=index)
    for name, agency in [(name, "") for name in asked] + [("两个词，限机构", "a7")]:
        forms = asked["两个词" if agency else name]
        p50, p95 = timed([partial(query, text, index=index, filters={"agency": agency}) for text in forms])
        scan, _ = timed([partial(look_through, texts, text.strip("“”").split()) for text in forms[:15]])
        table.add_row(name, f"{p50:.1f}", f"{p95:.1f}", f"{scan:.0f}", f"{scan / p50:.0f}")
    return table


def quality_table(folder: Path, place: Path) -> Table:
    """hit@1 and hit@10 of known-item search."""
    index = Index(place)
    index.reindex(whole(folder))
    titles = sorted({title for title, _, _ in laws(folder)})
    table = Table(title=f"已知条目检索，{len(titles)} 个标题")
    for head in ("", "hit@1", "hit@10"):
        table.add_column(head, justify="right")
    forms: list[tuple[str, Callable[[str], str]]] = [
        ("全标题", lambda title: title),
        ("标题作短语", lambda title: f"“{title}”"),
        ("标题拆成词", lambda title: " ".join(title[at : at + 2] for at in range(0, len(title) - 1, 2))),
        ("问句", lambda title: f"请问在哪里可以查到{title}的规定？"),
    ]
    for name, form in forms:
        first, ten = known_item(index, titles, form)
        table.add_row(name, f"{first:.3f}", f"{ten:.3f}")
    return table


def main(argv: list[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    args = parser.parse_args(argv)
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_TZ=True)
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as place:
        console.print(quality_table(args.folder, Path(place) / "quality"))
        console.print(speed_table(args.folder, args.documents, Path(place) / "speed"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
