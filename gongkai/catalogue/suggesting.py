"""Which items a document may belong to, by shared pairs of characters. A suggestion, never a decision."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from gongkai.catalogue.models import Item
from gongkai.search.analysis import normalise, runs

MOST = 3
NORMATIVE = "normative_document"  # the rule that binds items of normative documents (条例 Art. 20 (1))
# How much a pair found in a name, or in the content column, weighs; the document's own text weighs less than its title.
IN_NAME, IN_CONTENT, OF_TEXT = 3.0, 1.0, 0.25
TEXT_READ = 600  # characters of the text that are looked at
LEAST, BESIDE_BEST = 4.0, 0.4  # a weaker hit is no suggestion; nor is one far behind the best
# Pairs of every official title say nothing about the subject.
EMPTY = {
    "关于", "通知", "公告", "公示", "印发", "工作", "信息", "公开", "示范", "人民", "民政", "政府", "府办", "办公",
    "公室", "有关", "情况", "年度",
}  # fmt: skip


@lru_cache(maxsize=2048)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, without those that every title has."""
    found = {run[i : i + 2] for run in runs(normalise(text)) for i in range(len(run) - 1)}
    return frozenset(found - EMPTY)


def best(items: Sequence[Item], title: str, text: str = "") -> list[Item]:
    """At most three items, best first; none where nothing speaks for any."""
    names = [pairs(" ".join((item.level2, item.level3) if item.level2 else (item.level1,))) for item in items]
    contents = [pairs(item.content) for item in items]
    rare = _rarity([name | content for name, content in zip(names, contents, strict=True)])
    asked = dict.fromkeys(pairs(text[:TEXT_READ]), OF_TEXT) | dict.fromkeys(pairs(title), 1.0)
    scores = []
    for item, name, content in zip(items, names, contents, strict=True):
        score = sum(
            weight * rare.get(pair, 0.0) * (IN_NAME if pair in name else IN_CONTENT)
            for pair, weight in asked.items()
            if pair in name or pair in content
        )
        scores.append((score, item))
    scores.sort(key=lambda one: (-one[0], one[1].order))
    top = scores[0][0] if scores else 0.0
    return [item for score, item in scores[:MOST] if score >= max(LEAST, top * BESIDE_BEST)]


def with_normative(items: Sequence[Item], found: list[Item]) -> list[Item]:
    """The suggestions with the item for normative documents in front: its name never stands in such a title."""
    fit = [item for item in items if NORMATIVE in (item.subject, *item.subjects)]
    named = [item for item in fit if "规范性文件" in item.path]
    first = next((item for item in found if item in fit), None) or next(iter([*named, *fit]), None)
    return [first, *(item for item in found if item != first)][:MOST] if first else found


def _rarity(documents: Iterable[frozenset[str]]) -> dict[str, float]:
    """A pair that few items have says more than one that many have."""
    every = list(documents)
    counts = Counter(pair for pairs_of in every for pair in pairs_of)
    return {pair: math.log(1 + len(every) / count) for pair, count in counts.items()}
