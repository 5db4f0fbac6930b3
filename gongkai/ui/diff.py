"""What changed between two texts, in runs a reader can follow."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

# Unchanged runs up to this length between two changes are folded in: people read phrases, not characters.
GLUE = 2
# Unchanged passages longer than three times this are shortened to their edges.
EDGE = 40
# Above this length the texts are compared sentence by sentence (time grows with the square of the pieces).
LONG = 4000
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")


class Change(NamedTuple):
    """One run: `op` is "same", "ins", "del" or "skip" (a passage left out; `text` says how long)."""

    op: str
    text: str


def changes(before: str, after: str, *, shorten: bool = True) -> list[Change]:
    """The runs that turn `before` into `after`; `shorten` cuts long unchanged passages in the middle."""
    found: list[Change] = []
    for op, old, new in _glued(_runs(before, after)):
        if op == "same":
            found.extend(_shortened(new) if shorten else [Change("same", new)])
            continue
        found.extend(Change(kind, text) for kind, text in (("del", old), ("ins", new)) if text)
    return found


def _runs(before: str, after: str) -> list[tuple[str, str, str]]:
    long = len(before) + len(after) > LONG
    old: list[str] = _SENTENCE.findall(before) if long else list(before)
    new: list[str] = _SENTENCE.findall(after) if long else list(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        ("same" if tag == "equal" else "change", "".join(old[a:b]), "".join(new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
    ]


def _glued(runs: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    glued: list[tuple[str, str, str]] = []
    for index, (op, old, new) in enumerate(runs):
        short = op == "same" and len(new) <= GLUE and 0 < index < len(runs) - 1
        if short or (op == "change" and glued and glued[-1][0] == "change"):
            last = glued.pop()
            glued.append(("change", last[1] + old, last[2] + new))
        else:
            glued.append((op, old, new))
    return glued


def _shortened(text: str) -> list[Change]:
    if len(text) <= 3 * EDGE:
        return [Change("same", text)]
    left_out = len(text) - 2 * EDGE
    skipped = Change("skip", f"此处 {left_out:,} 字没有改动")
    return [Change("same", text[:EDGE]), skipped, Change("same", text[-EDGE:])]
