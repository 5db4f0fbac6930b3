"""Partial release (条例 Art. 37; 黄岩 保密审查 10): taking passages out of a text, and proving that they are gone.

What was removed is never kept with the public part: it lies sealed in the ledger of the original, and every later
step asks there whether any of it has come back.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import zip_longest
from typing import Any

from gongkai import ledger, rules
from gongkai.files import text_of
from gongkai.ledger import queries as ledger_queries
from gongkai.organisations.queries import today
from gongkai.records import comparing, content, lifting, plans
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, Refusal
from gongkai.review import queries as review_queries
from gongkai.review import secrecy

MARK = "（此处依法不予公开）"
SHORTEST = 2  # characters: a single one stands everywhere
ACTS = ("records.public_part_made", "records.part_redacted")
_TOKEN = re.compile(r"<[^<>]*>|[^<]+|<")
_BLOCK = re.compile(r"</(?:h[2-5]|p|ul|ol|li|table|caption|thead|tbody|tfoot|tr|th|td|blockquote)>|<br>")


@dataclass(frozen=True)
class Removal:
    """Words to take out wherever they stand, with the ground of the law and a note that is public."""

    fragment: str
    ground: str
    note: str = ""


def normal(text: str) -> str:
    """Text as the proof compares it: one form of every character, nothing between them."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if _counts(char))


def _counts(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc", "Zs")


def source() -> str:
    """The article partial release rests on."""
    return "政府信息公开条例(国令711号) 第三十七条"


def must_be_lawful(removals: Iterable[Removal], place: str) -> None:
    """Raise NotLawful for a ground the law does not know, or words too few to be found for sure."""
    rule = rules.at("records.grounds", place, today())
    codes = {str(one["code"]) for one in plans.options("records.grounds", place)}
    for one in removals:
        if one.ground not in codes:
            raise NotLawful(
                "records.redaction_ground",
                "每一处不公开的内容，都必须选择条例规定的依据。",
                source=rules.cited(rule),
                remedy="请在依据列表中选择。",
            )
        if len(normal(one.fragment)) < SHORTEST:
            raise NotLawful(
                "records.redaction_short",
                f"“{one.fragment.strip()}”太短，全文各处都可能出现，不能可靠地除去。",
                source=source(),
                remedy="请连同前后的文字一起选，或者整段不公开。",
            )


def paragraphs(html: str) -> list[str]:
    """The text by paragraphs, as the page that marks passages shows it."""
    return [line for line in text_of(html).split("\n") if line.strip()]


@dataclass
class Cut:
    """A text without the removed words, and (paragraph number, removal) of every place."""

    text: str
    places: list[tuple[int, Removal]]


def cut_html(html: str, removals: list[Removal], images: bool = False) -> Cut:
    """Take the words out of clean HTML, across tags and paragraphs; pictures too, unless `images` are kept.

    An element whose attributes hold removed words loses its attributes.
    """
    tokens = [token for token in _TOKEN.findall(html) if images or not token.startswith("<img")]
    spans = list(_spans(tokens))
    stream = "".join(char for char, _, _ in spans)
    kinds: dict[int, dict[int, bool]] = {}
    places: list[tuple[int, Removal]] = []
    paragraph = _paragraph_of(tokens)
    for removal in sorted(removals, key=lambda one: -len(one.fragment)):
        for start, end in _found(stream, normal(removal.fragment)):
            marked = [(token, at) for _, token, at in spans[start:end]]
            if all(at in kinds.get(token, {}) for token, at in marked):
                continue  # inside a longer passage that is out already
            first = marked[0]
            for token, at in marked:
                kinds.setdefault(token, {})[at] = (token, at) == first or kinds.get(token, {}).get(at, False)
            places.append((paragraph[first[0]], removal))
    wanted = [normal(one.fragment) for one in removals]
    made = "".join(_rebuilt(number, token, kinds.get(number, {}), wanted) for number, token in enumerate(tokens))
    return Cut(made, sorted(places, key=lambda one: one[0]))


def cut_text(text: str, removals: list[Removal]) -> Cut:
    """The same for a header field."""
    found = cut_html(escape(text, quote=False), removals)
    return Cut(unescape(found.text), found.places)


def _spans(tokens: list[str]) -> Iterator[tuple[str, int, int]]:
    """(normal character, token, position in the token's words) of everything a reader sees."""
    for number, token in enumerate(tokens):
        if token.startswith("<") and len(token) > 1:
            continue
        for at, char in enumerate(unescape(token)):
            for piece in normal(char):
                yield piece, number, at


def _found(stream: str, wanted: str) -> Iterator[tuple[int, int]]:
    at = stream.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = stream.find(wanted, at + len(wanted))


def _paragraph_of(tokens: list[str]) -> list[int]:
    """The number of the paragraph each token stands in, from 1, counted as `paragraphs` does."""
    numbers, now, words = [], 1, False
    for token, following in zip_longest(tokens, tokens[1:], fillvalue=""):
        numbers.append(now)
        if token in ("</td>", "</th>") and following.startswith(("<td", "<th")):
            continue  # cells of a row stand on one line
        if not token.startswith("<"):
            words = words or bool(token.strip())
        elif _BLOCK.match(token) and words:
            now, words = now + 1, False
    return numbers


def _rebuilt(number: int, token: str, out: dict[int, bool], wanted: list[str]) -> str:
    if token.startswith("<") and len(token) > 1:
        hidden = normal(unescape(token))
        leaks = any(one in hidden for one in wanted)
        return re.sub(r"^<(/?[a-zA-Z0-9]+).*?(/?)>$", r"<\1>", token, flags=re.S) if leaks else token
    if not out:
        return token
    kept = "".join((MARK if out[at] else "") if at in out else char for at, char in enumerate(unescape(token)))
    return escape(kept, quote=False)


@dataclass(frozen=True)
class Removed:
    """What was taken out of a public part: words, and whole files by their SHA-256 (left out, or blacked out)."""

    words: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()


def removed_from(record: Record) -> Removed:
    """What was taken out, from the sealed ledger of the original. Raises NotNow where it is lost."""
    words: list[str] = []
    files: set[str] = set()
    if record.redacted_of is None:
        return Removed()
    entries = ledger_queries.history(record.redacted_of).filter(act__in=ACTS, facts__part=record.pk)
    for entry in entries:
        values = ledger_queries.sealed_values(entry)
        if values is None:
            raise NotNow(
                "records.redaction_unprovable",
                "除去内容的记录已按保存期限清除，不能再核验公开部分。",
                source=source(),
                remedy="请由原件重新制作公开部分。",
            )
        words += values["fragments"]
        files |= set(values.get("files", ()))
    return Removed(tuple(words), frozenset(files))


def places_of_return(record: Record) -> list[str]:
    """Where removed words stand again: fields, text, attributes of the text, names and words of attachments."""
    removed = removed_from(record)
    wanted = [normal(one) for one in removed.words]
    files = enumerate(record.attachments.select_related("file"), start=1) if removed.files else ()
    found = [f"附件{number}" for number, one in files if one.file.sha256 in removed.files]
    if wanted:
        found += [label for label, text in _everything(record) if any(one in normal(text) for one in wanted)]
    return found


def _everything(record: Record) -> Iterator[tuple[str, str]]:
    html = record.content.get("html", "")
    for name, value in record.content.items():
        if name not in ("html", lifting.KEY):  # why it may be public is not public itself
            yield content.TEXT_FIELDS.get(name, content.DATE_FIELDS.get(name, name)), str(value)
    yield "正文", text_of(html)
    yield "正文的链接或者图片说明", unescape(" ".join(re.findall(r"<[^<>]*>", html)))
    for maker in record.joint.all():
        yield "联合发文单位", maker.name
    for relation in record.relations.all():
        yield "相关文件", f"{relation.title}{relation.number}"
    for place in record.redactions:
        yield "不予公开的说明", " ".join(str(value) for value in place.values())
    for number, attachment in enumerate(record.attachments.select_related("file"), start=1):
        yield f"附件{number}的名称", attachment.name
        yield f"附件{number}", attachment.file.text
        yield f"附件{number}的阅读版", text_of(attachment.reading) + unescape(attachment.reading)


def must_be_gone(record: Record) -> None:
    """Raise NotLawful while any removed words stand anywhere in a public part."""
    if record.redacted_of_id is None:
        return
    left = places_of_return(record)
    if left:
        raise NotLawful(
            "records.redaction_left",
            f"不予公开的内容又出现在：{'、'.join(dict.fromkeys(left))}。",
            source=source(),
            remedy="请从这些地方删去后再办理。",
            places=left,
        )


def must_not_name(record: Record, text: str, label: str) -> str:
    """A note that goes public beside a public part, unchanged. Raises NotLawful where it says what was removed."""
    if record.redacted_of_id and any(normal(one) in normal(text) for one in removed_from(record).words):
        raise NotLawful(
            "records.redaction_named",
            f"{label}中写出了依法不予公开的内容。",
            source=source(),
            remedy="请换一种说法，不要写出除去的文字。",
        )
    return text


def closed_by_review(record: Record) -> bool:
    """Whether the secrecy review sent back these very words, to be made public, as closed in whole or in part."""
    if record.attribute != Record.Attribute.PROACTIVE:
        return False
    now = content.parts(record)
    said = review_queries.signatures_of(*ledger.reference(record)).filter(form__conclusion__in=secrecy.CLOSED)
    return any(all(one.parts.get(part) == now[part] for part in ("content", "attachments")) for one in said)


def gate(record: Record, by: Any) -> Refusal | None:
    """Gate of submission, issue and publication: removed words are gone, and the original stays closed."""
    try:
        must_be_gone(record)
    except Refusal as refusal:
        return refusal
    closed = (Record.State.WITHDRAWN, Record.State.ABANDONED)
    public = record.attribute == Record.Attribute.PROACTIVE
    if public and record.redacted_versions.exclude(state__in=closed).exists():
        return NotLawful(
            "records.original_closed",
            "这是部分公开的原件，其中有依法不予公开的内容，不能主动公开。",
            source=source(),
            remedy="请公开已经制作的公开部分；要公开全文的，先撤下或者作废公开部分，再重新审核。",
        )
    if closed_by_review(record):
        return NotLawful(
            "records.found_closed",
            "保密审查退回时认定其中有不得公开的内容，材料没有改动，不能再按主动公开办理。",
            source=source(),
            remedy="请删去不得公开的内容，或者制作公开部分，或者改变公开属性。",
        )
    return None


def taken_out(record: Record, person: Any) -> list[comparing.Change]:
    """What signers compare: the original beside its public part; empty for other records."""
    original = record.redacted_of
    if original is None:
        return []
    before, after = comparing.snapshot(original), comparing.snapshot(record)
    shown = {"标题", "正文", "附件", *content.TEXT_FIELDS.values()}
    return [one for one in comparing.changes(before, after, record.agency.place) if one.label in shown]
